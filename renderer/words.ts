// Every text of the window, in one place so that it can be translated. Sentences that hold values are functions.

import { remoteWords } from './remote-words.ts';

const numbers = new Intl.NumberFormat('en');
const plural = (count: number, one: string, many: string) =>
  `${numbers.format(count)} ${count === 1 ? one : many}`;

function reach(folders: readonly string[], network: boolean): string {
  const writes = folders.length > 0 ? `may write in ${folders.join(', ')}` : 'may only read';
  return `${writes}, ${network ? 'with network' : 'no network'}`;
}

export const words = {
  number: (value: number) => numbers.format(value),
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  retry: 'Try again',
  more: 'More',
  copied: 'Copied',
  back: 'Back',
  loading: 'Loading…',
  failed: 'That did not work',
  unknown: 'unknown',

  pages: {
    inbox: 'Inbox',
    threads: 'Threads',
    clients: 'Clients',
    remotes: 'Remotes',
    activity: 'Activity',
    settings: 'Settings',
  },
  sidebar: {
    label: 'Pages',
    waiting: (count: number) => (count === 1 ? 'waits' : 'wait'),
    knocked: 'tried to connect',
    announce: (count: number) =>
      count > 0 ? `${plural(count, 'question waits', 'questions wait')} for you` : '',
  },

  status: {
    stopped: 'Stopped',
    starting: 'Starting…',
    running: 'Running',
    paused: 'Paused',
    error: 'Not running',
    copyAddress: 'Copy address',
    start: 'Start server',
    resume: 'Resume',
    engine: (version: string) => `Codex ${version}`,
    engineStopped: 'Codex stopped',
    engineIdle: 'Codex not started',
    usage: (percent: number) => `${Math.round(percent)} % of your limit used`,
    usageResets: (percent: number, at: string) => `${Math.round(percent)} % of your limit used, resets ${at}`,
    demo: 'Demo',
    palette: 'Commands',
  },

  broken: {
    title: 'This page cannot be shown.',
    hint: 'That is a defect of Patchbay. Nothing was decided; the other pages and the terminal still work.',
  },

  notices: {
    signedOut: 'Codex is not signed in: calls fail until it is.',
    left: (client: string, title: string, time: string) => `${client} is gone; “${title}” stops in ${time}.`,
    keepGoing: 'Keep going',
    configBroken: (line: number | undefined, reason: string) =>
      `config.toml${line === undefined ? '' : ` line ${line}`}: ${reason.replace(/[^.!?]$/, '$&.')}`,
    configStops: 'Codex cannot start or resume threads until it is fixed.',
    configHeld: (since: string | undefined) =>
      since === undefined
        ? 'No remote is offered until then.'
        : `Remotes still use the version from ${since}.`,
    remotesUnaffected: 'Remotes are not affected.',
    openAt: (line: number | undefined) => (line === undefined ? 'Open it' : `Open at line ${line}`),
    look: 'Look at it',
  },

  time: {
    now: 'just now',
    ago: (time: string) => `${time} ago`,
    clock: (totalMs: number) => {
      const total = Math.max(0, Math.floor(totalMs / 1000));
      const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
      const tail = `${hours ? String(minutes).padStart(2, '0') : minutes}:${String(seconds).padStart(2, '0')}`;
      return hours ? `${hours}:${tail}` : tail;
    },
    duration: (ms: number, digits = 1) => {
      if (ms < 1000) return `${Math.round(ms)} ms`;
      if (ms < 10_000) return `${(ms / 1000).toFixed(digits)} s`;
      if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
      if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
      if (ms < 86_400_000) return `${Math.round(ms / 3_600_000)} h`;
      return plural(Math.round(ms / 86_400_000), 'day', 'days');
    },
  },

  inbox: {
    queue: 'Waiting questions',
    empty: 'Nothing is waiting for you.',
    handledToday: (count: number) => `${numbers.format(count)} handled today.`,
    stoppedHint: 'The server is not running, so no client can ask anything.',
    emptyHint: 'When Codex wants to run or change something, it is shown here first.',
    missed: 'Missed',
    decided: 'Just decided',
    nobodyAnswered: 'Nobody answered',
    next: 'Next question',
    putAway: 'Dismiss',
  },

  approval: {
    card: 'Question',
    waiting: (time: string) => `waiting ${time}`,
    expires: (time: string) => `expires in ${time}`,
    paused: 'the deadline is paused',
    codexSays: 'Codex says',
    command: 'Command',
    arguments: 'Arguments',
    permissions: 'Permissions',
    address: 'Address',
    folder: (folder: string) => `in ${folder}`,
    grantRoot: (folder: string) => `A yes also lets later changes below ${folder} pass in this thread.`,
    changedMeanwhile:
      'This changed while you were looking at it. What you see now is what would be done; decide again.',
    sending: 'Sending…',
    openAddress: 'Open in browser',
    addressHint:
      'Look at the whole address before you open it. Approve once you have done there what is asked.',
    questions: {
      command: 'Run a command?',
      patch: (files: number) => `Change ${plural(files, 'file', 'files')}?`,
      tool: (tool: string) => `Call ${tool}?`,
      permission: 'Allow more permissions?',
      form: (source: string) => `${source} asks you to fill in a form`,
      url: (source: string) => `${source} asks you to open an address`,
      folder: (folder: string) => `Trust ${folder}?`,
    },
    consequences: {
      inside: (folders: readonly string[], network: boolean) =>
        `Runs inside the sandbox: ${reach(folders, network)}.`,
      startsInside: (folders: readonly string[], network: boolean) =>
        `Starts inside the sandbox: ${reach(folders, network)}. If the sandbox stops it, Codex may run it again outside.`,
      outside: 'Runs outside the sandbox, with everything your account can do.',
      patch: 'Changes these files in the folder of the thread and nothing else.',
      patchOutside: (paths: readonly string[]) =>
        `Writes outside the folder of the thread: ${paths.join(', ')}.`,
      tool: (server: string) => `${server} does this with its own rights, outside the sandbox.`,
      permission: 'Widens what commands of this thread may do without being asked again.',
      answer: (source: string) => `What you fill in goes to ${source}.`,
      trust:
        'On yes, threads that start here later use these settings, and the programs they name run outside the sandbox, with everything your account can do.',
      address: (source: string) => `Nothing opens by itself. ${source} is told that you agreed.`,
    },
    whys: {
      asksFirst: 'You review everything from this client.',
      leavesSandbox: 'Codex wants to run this outside the sandbox.',
      network: (host: string) => `The sandbox blocked network access to ${host}.`,
      beyondSandbox: 'This goes beyond what the sandbox allows.',
      wantsAnswer: (source: string) => `${source} needs an answer to go on.`,
      repository:
        'This repository has settings of its own for Codex. They are not used until you trust them; when they change you are asked again.',
    },
    dangersLabel: 'Look twice',
    dangers: {
      'pipe-to-shell': 'Pipes a download into a shell.',
      privileged: 'Runs with administrator rights.',
      'recursive-delete': 'Deletes whole folders.',
      'outside-folder': 'Reaches outside the folder of the thread.',
      'one-liner': 'Runs code given on the command line.',
      hooks: 'Changes hooks that run by themselves later.',
      ci: 'Changes what your CI runs.',
      'shell-profile': 'Changes a shell profile, which every new terminal runs.',
      'own-files': 'Changes files of Patchbay or Codex.',
    },
    actions: {
      approve: 'Approve once',
      send: 'Send',
      'approve-for-thread': 'Approve for this thread',
      deny: 'Deny',
      tell: 'Deny and tell Codex…',
      'stop-turn': 'Stop turn',
      trust: 'Trust folder',
      'not-trust': 'Do not trust',
    },
    tell: {
      title: 'Deny and tell Codex why',
      label: 'What should Codex do instead?',
      hint: 'Codex and the client read this.',
      send: 'Deny and send',
    },
    verdicts: {
      approve: 'Approved',
      'approve-for-thread': 'Approved for this thread',
      deny: 'Denied',
      'stop-turn': 'Turn stopped',
    },
    means: {
      client: (name: string) => `in ${name}`,
      terminal: () => 'in the terminal',
      window: () => 'here',
      rule: (name: string) => `by the rule “${name}”`,
      nobody: () => 'by nobody',
    },
    nobody: (minutes: number) =>
      `Nobody answered in ${plural(minutes, 'minute', 'minutes')}. Codex was told no.`,
    allowNextTime: 'Allow once next time',
    allowNextTimeHint: 'This exact command, this thread, for 30 minutes.',
    allowedNextTime: (time: string) => `Allowed once if Codex asks again within ${time}.`,
    over: { 'turn-ended': 'The turn ended first', 'engine-stopped': 'Not run. Codex stopped.' },
    overLong: {
      'turn-ended': 'Not run. The turn ended before anybody answered.',
      'engine-stopped': 'Not run. Codex stopped.',
    },
    wants: {
      network: 'Network access',
      write: (path: string) => `Write in ${path}`,
      read: (path: string) => `Read in ${path}`,
    },
  },

  threads: {
    none: 'No thread yet.',
    noneHint: 'A thread begins when a client calls the tool “codex”. It can be watched here while it runs.',
    pick: 'Pick a thread.',
    pickHint: 'You see what it does, what it changes, and can stop or steer it.',
    search: 'Search threads',
    clear: 'Clear search',
    needsYou: 'Needs you',
    waiting: 'Waiting for a place',
    running: 'Running',
    recent: 'Recent',
    past: 'Earlier',
    pastFailed: (why: string) => `Earlier threads cannot be listed now. ${why}`,
    untitled: '(no prompt)',
    shared: (count: number) => `${count} threads write here`,
    states: {
      waiting: 'Waiting for a place',
      'needs-you': 'Needs you',
      running: 'Running',
      done: 'Done',
      failed: 'Failed',
      interrupted: 'Stopped',
    },
    timeline: 'Timeline',
    changes: 'Changes',
    details: 'Details',
    answer: 'Answer its question',
    noChanges: 'Nothing changed.',
    noChangesHint: 'What the last turn of this thread changes in files is shown here as one diff.',
    fields: {
      client: 'Client',
      folder: 'Folder',
      branch: 'Branch',
      model: 'Model',
      sandbox: 'Sandbox',
      approvals: 'Asks',
      network: 'Network',
      started: 'Started',
      took: 'Took',
      tokens: 'Tokens',
      id: 'Thread',
    },
    sandboxes: {
      'read-only': 'Read-only',
      'workspace-write': 'Writes in its folder',
      'danger-full-access': 'None: with everything your account can do',
    } as Readonly<Record<string, string>>,
    policies: {
      untrusted: 'Before everything but plain reads',
      'on-request': 'At the edge of the sandbox',
      'on-failure': 'When the sandbox has stopped something',
      never: 'Never',
    } as Readonly<Record<string, string>>,
    allowed: 'Allowed',
    blocked: 'Blocked',
    tokens: ({ total, input, output }: { total: number; input: number; output: number }) =>
      `${numbers.format(total)} (${numbers.format(input)} in, ${numbers.format(output)} out)`,
    copyId: 'Copy thread id',
    steer: 'Steer',
    steerHint: 'Tell Codex something while it works…',
    stop: 'Stop',
    openInEditor: 'Open in editor',
    copyResume: 'Copy resume command',
  },

  timeline: {
    label: 'Timeline',
    empty: 'Nothing happened here yet.',
    toEnd: 'To the end',
    running: 'Running',
    declined: 'declined',
    prompt: 'Prompt',
    you: 'You',
    thinking: 'Thinking',
    plan: (done: number, total: number) => `Plan, ${done} of ${total} done`,
    planStatus: { pending: 'to do', inProgress: 'now', completed: 'done' },
    exit: (code: number) => `exit ${code}`,
    output: 'Output',
    result: 'Result',
    patch: (files: number) => `Changes ${plural(files, 'file', 'files')}:`,
    wholePatch: 'Show the whole diff',
    after: (time: string) => `after ${time}`,
    answer: 'Answer',
    asks: {
      command: 'Asked to run it',
      patch: 'Asked to change files',
      tool: 'Asked to call a tool',
      permission: 'Asked for more permissions',
      form: 'Asked to fill in a form',
      url: 'Asked to open an address',
      folder: 'Has settings of its own',
    } as Readonly<Record<string, string>>,
    search: (query: string) => `Searched the web: ${query}`,
    tokens: (total: number) => `${numbers.format(total)} tokens`,
    outcomes: {
      completed: 'Turn finished',
      interrupted: 'Turn stopped',
      failed: 'Turn failed',
      stopped: 'Turn cut short',
    },
  },

  modes: {
    names: {
      'ask-first': 'Ask first',
      'ask-at-the-edge': 'Ask at the edge',
      'look-only': 'Look only',
      'as-the-call-says': 'As the call says',
    },
    hints: {
      'ask-first': 'You are asked before every command and change; plain reads inside the folder may pass.',
      'ask-at-the-edge': 'Codex works freely inside the sandbox and asks when it wants out.',
      'look-only': 'Codex may read and never asks: everything else fails.',
      'as-the-call-says': 'The client decides how much is asked, below its limits.',
    },
    asEverybody: (mode: string) => `Default (${mode})`,
  },

  clients: {
    connect: 'Connect a client…',
    connectIt: 'Connect it',
    knocked: (name: string) => `${name} tried to connect without a token.`,
    knocks: (count: number) => plural(count, 'try', 'tries'),
    none: 'No client has connected yet.',
    noneHint: 'Point an IDE or another agent at Patchbay, and it gets Codex as a tool.',
    columns: ['Client', 'State', 'Identity', 'Transport', 'Since', 'Last call'],
    connected: 'Connected',
    gone: 'Gone',
    revoked: 'revoked',
    noCall: 'none yet',
    transports: { stdio: 'stdio', http: 'HTTP', relay: 'stdio, relayed' },
    access: 'Who may connect',
    accessHint: 'The stricter of what is set here and what a call says wins.',
    builtIn: {
      local: { title: 'Local programs', hint: 'Started on this machine, over stdio; no token.' },
      anonymous: { title: 'Anybody', hint: 'HTTP without a token.' },
    } as Readonly<Record<string, { readonly title: string; readonly hint: string }>>,
    tokenMade: 'token made',
    lastUsed: 'last used',
    neverUsed: 'never used',
    modeOf: (name: string) => `Mode of ${name}`,
    mayApprove: 'May approve in its own prompt',
    limits: 'Limits',
    limitsHint: 'What this client can never exceed, whatever its calls say.',
    maxSandbox: 'At most',
    allowNetwork: 'May ask for network access',
    allowNever: 'May run without asking, outside “only reads”',
    allowNeverHint: 'Commands then run that nobody is asked about.',
    folder: 'Default folder',
    folderHint: 'Used when a call names none.',
    noFolder: 'none: the call must say',
    withoutSandbox: 'May run without a sandbox',
    revoke: 'Revoke…',
    revokeTitle: (name: string) => `Revoke the token of ${name}?`,
    revokeHint:
      'Its sessions end now and its threads cannot be continued. A token made later under the same name is another client.',
    name: 'Name',
    nameHint: 'Letters, digits, dots, dashes. It stands beside everything this client asks.',
    tokenWhy: 'Each client gets a token of its own, so that you can tell them apart and revoke one.',
    makeToken: 'Make token',
    tokenOnce: 'The token is shown only now. Copy the text before you close this.',
    kind: 'Client',
    putInto: (file: string) => `Put this into ${file}:`,
    runOrUse: {
      claude: 'Run this in a terminal:',
      stdio: 'Let the client start this command. It needs no token:',
    } as Readonly<Record<string, string>>,
    copyText: 'Copy',
    done: 'Done',
  },

  account: {
    unknown: 'Looking for a Codex login…',
    unreadable: 'Codex could not say who is signed in.',
    notNeeded: 'No account needed: config.toml names a model provider of its own.',
    signedInAs: (who: string, plan: string | undefined) => `Signed in as ${who}${plan ? ` (${plan})` : ''}`,
    resets: (at: string) => `, resets ${at}`,
    signOut: 'Sign out',
    chatgpt: 'Sign in with ChatGPT',
    deviceCode: 'With a code on another device',
    apiKey: 'With an API key',
    key: 'API key',
    keyHint: 'Handed to Codex, which keeps it. Patchbay does not.',
    useKey: 'Use key',
    waiting: 'Waiting for you to sign in in the browser…',
    enterCode: 'Enter this code there:',
    copyCode: 'Copy code',
  },

  settings: {
    sections: 'Sections',
    names: {
      general: 'General',
      approvals: 'Approvals',
      account: 'Account',
      engine: 'Engine',
      network: 'Network',
      azure: 'Azure',
      appearance: 'Appearance',
      health: 'Health',
    },
    general: {
      launchesAtLogin: 'Launch at login',
      startsServer: 'Start the server when Patchbay starts',
      notifies: 'Notify me when something waits',
      notifiesHint: 'One notification per thread, never for automatic decisions.',
      editor: 'Editor',
      editorHint: 'The program that opens folders. Empty: what your system uses.',
      environment: 'Environment',
      ownEnvironment: 'Programs get the environment Patchbay was started with.',
      shellEnvironment: (shell: string, added: readonly string[]) =>
        added.length > 0
          ? `From ${shell}: ${added.join(', ')}.`
          : `${shell} was asked; it had nothing that was missing.`,
      environmentFailed: (shell: string, why: string) => `${shell} gave no environment: ${why}`,
      reloadEnvironment: 'Reload environment',
    },
    approvals: {
      mode: 'How much is asked',
      modeHint: 'For clients that have no mode of their own. The stricter of this and the call wins.',
      letsReadsPass: 'Let reads inside the folder pass',
      letsReadsPassHint:
        'Commands that only read, list or search below the folder, inside the sandbox. The timeline shows them.',
      minutes: 'Minutes until a question expires',
      minutesHint: 'Codex is then told no. Time asleep or locked does not count.',
      folders: 'Repositories with settings of their own',
      foldersHint:
        'What their .codex folders hold counts only where you trusted it, and only until it changes. The first call in such a folder asks you.',
      trusted: 'Trusted',
      notTrusted: 'Not trusted',
      askAgain: 'Ask again',
      askAgainAbout: (folder: string) => `Ask again about ${folder}`,
    },
    engine: {
      idle: 'Codex starts with the first call.',
      running: (version: string, pid: number) => `Codex ${version}, process ${pid}.`,
      restart: 'Restart Codex',
      path: 'Another codex',
      pathHint: 'Path of a codex of your own. Empty: the one that comes with Patchbay.',
      bundled: 'the bundled one',
    },
    network: {
      listening: (url: string) => `Clients connect to ${url}`,
      stop: 'Stop server…',
      stopTitle: 'Stop the server?',
      stopHint: 'Clients are disconnected, running turns end, and what waits is denied.',
      port: 'Port',
      portHint:
        'Clients are configured with it, so it never changes by itself. A new one holds at the next start of the server.',
    },
    azure: {
      credentials: 'Sign in with',
      credentialsHint:
        'For remotes and models at Azure. Outside Azure the developer tools are quicker; a change counts at once.',
    },
    azureWays: {
      auto: 'Automatic',
      dev: 'Developer tools',
      prod: 'Managed identity and variables',
      EnvironmentCredential: 'Variables of a service principal',
      WorkloadIdentityCredential: 'Workload identity',
      ManagedIdentityCredential: 'Managed identity',
      AzureCliCredential: 'Azure CLI (az login)',
      AzurePowerShellCredential: 'Azure PowerShell',
      AzureDeveloperCliCredential: 'Azure Developer CLI (azd)',
    },
    looks: { system: 'As the system', light: 'Light', dark: 'Dark' },
    health: {
      version: (version: string) => `Patchbay ${version}`,
      home: 'Patchbay home',
      codexHome: 'Codex home',
      logs: 'Logs',
      copyPath: 'Copy path',
      open: 'Open',
      check: 'Check everything',
      checkAgain: 'Check again',
      checking: 'Checking; each remote is connected to once…',
      checks: 'Checks',
      outcomes: { ok: 'OK', warning: 'Warning', failed: 'Failed' },
      outcome: (checks: readonly { readonly outcome: string }[]) => {
        const failed = checks.filter(({ outcome }) => outcome === 'failed').length;
        const warned = checks.filter(({ outcome }) => outcome === 'warning').length;
        if (failed + warned === 0) return 'Nothing is wrong.';
        return [failed && `${failed} failed`, warned && plural(warned, 'warning', 'warnings')]
          .filter(Boolean)
          .join(', ');
      },
    },
  },

  firstRun: {
    title: 'Welcome to Patchbay',
    intro: 'Your IDE gets Codex as a tool, and you decide here what Codex may run and change.',
    signIn: 'Sign in',
    orDemo: 'No account at hand?',
    demo: 'Try the demo',
    demoRuns: 'The demo model answers. It needs no account.',
    connect: 'Connect a client',
    connectHint: 'Creates a token and a config snippet you can review first.',
    connected: (name: string) => `${name} is connected.`,
    ask: 'Ask it',
    prompt: 'use codex to add a README',
    copyPrompt: 'Copy prompt',
    steps: { connection: 'connected', call: 'called', decision: 'decided' },
    asked: 'It asked, and you decided.',
    look: 'Look at its question',
    isDone: 'Done',
    nothingHome: 'Patchbay collects no data.',
    done: 'Done',
    skip: 'Skip for now',
  },

  remotes: remoteWords,

  activity: {
    decisions: 'Decisions',
    logs: 'Logs',
    none: 'Nothing was decided yet.',
    noneHint: 'Each answer is kept here: what was asked, who answered, by what means and how fast.',
    nothingFound: 'No matching decisions.',
    tooFast: 'probably not a person',
    client: 'Client',
    folder: 'Folder',
    kind: 'Kind',
    decider: 'Decided by',
    kinds: {
      command: 'Commands',
      patch: 'Patches',
      tool: 'Tool calls',
      permission: 'Permissions',
      form: 'Forms',
      url: 'Addresses',
      folder: 'Folders',
    },
    deciders: {
      window: 'You, here',
      terminal: 'You, in the terminal',
      rule: 'A rule',
      nobody: 'Nobody',
    } as Readonly<Record<string, string>>,
    columns: ['When', 'Answer', 'What', 'For', 'By', 'After'],
    older: 'Show older ones',
    by: (by: string, means: string) => {
      const where: Readonly<Record<string, string>> = {
        window: 'you, here',
        terminal: 'you, in the terminal',
        rule: `the rule “${by}”`,
        nobody: 'nobody',
      };
      return where[means] ?? by;
    },
    openLogs: 'Open folder',
  },

  logs: {
    search: 'Search in lines',
    pattern: 'As a regular expression',
    noPattern: (why: string) => `Not a pattern: ${why}`,
    stuck: 'This pattern takes too long, so nothing is looked for. Try a simpler one.',
    shownLevel: 'Least important level shown',
    atLeast: { error: 'Errors', warn: 'Warnings', info: 'Info', debug: 'Everything' },
    recordedLevel: 'What is logged from now on',
    records: { error: 'Log errors', warn: 'Log warnings', info: 'Log info', debug: 'Log everything' },
    session: 'Session',
    thread: 'Thread',
    remote: 'Remote',
    none: 'Nothing was logged yet.',
    noneHint: 'Lines appear here as they are written, with secrets replaced.',
    nothingFound: 'No matching lines.',
    nothingFoundHint: 'Look for something else, or log more from now on.',
    count: (found: number, total: number) =>
      found === total
        ? plural(total, 'line', 'lines')
        : `${numbers.format(found)} of ${plural(total, 'line', 'lines')}`,
    paused: (held: number) => `Paused, ${plural(held, 'new line', 'new lines')}`,
    pause: 'Pause',
    goOn: 'Go on',
    copy: 'Copy',
    copyShown: (count: number) => `Copy the newest ${plural(count, 'line', 'lines')}`,
    copyLine: 'Copy line',
    openThread: 'Open thread',
    openClient: 'Show client',
    onlyThread: 'Only this thread',
    onlySession: 'Only this session',
    onlyRemote: 'Only this remote',
    bundle: 'Diagnostics…',
  },

  bundle: {
    title: 'Diagnostics bundle',
    collecting: 'Collecting logs and checking what runs…',
    hint: 'This is what somebody needs to find out what went wrong. Secrets are replaced. Records of threads are not in it. It goes nowhere but into the file you save.',
    files: 'Files in the bundle',
    size: (bytes: number) =>
      bytes < 1_000_000 ? `${numbers.format(Math.ceil(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`,
    empty: 'Empty.',
    save: 'Save…',
    saved: (file: string) => `Saved as ${file}`,
    show: 'Show file',
  },

  palette: {
    search: 'Go to a page, a question, a thread, or do something…',
    nothing: 'Nothing found.',
    pages: 'Pages',
    questions: 'Waiting questions',
    threads: 'Threads',
    remotes: 'Remotes',
    commands: 'Commands',
    copyAddress: 'Copy address',
    pause: 'Pause new turns',
    resume: 'Resume',
    startServer: 'Start server',
    stopAllTurns: 'Stop all turns…',
    stopTitle: 'Stop all turns?',
    stopHint: (turns: number) =>
      `${plural(turns, 'turn is', 'turns are')} running. What waits in them is denied.`,
    restartEngine: 'Restart Codex',
    quit: 'Quit Patchbay',
  },

  diff: {
    layout: 'Layout of the diff',
    unified: 'Unified',
    split: 'Split',
    files: 'Files',
    kinds: { add: 'added', delete: 'deleted', update: 'changed' },
    kindLetters: { add: 'A', delete: 'D', update: 'M' },
    noText: 'No text changes: the file is moved, empty or binary.',
  },

  form: {
    required: 'Fill this in.',
    notJson: 'This is not valid JSON.',
    problems: {
      minLength: 'Too short.',
      maxLength: 'Too long.',
      minimum: 'Too small.',
      maximum: 'Too large.',
      exclusiveMinimum: 'Too small.',
      exclusiveMaximum: 'Too large.',
      pattern: 'Not in the expected form.',
      format: 'Not in the expected form.',
      enum: 'Choose one of the values.',
      const: 'Not the expected value.',
      minItems: 'Choose more.',
      maxItems: 'Choose fewer.',
      type: 'Not the expected kind of value.',
      multipleOf: 'Not a multiple of the expected step.',
    },
  },

  output: {
    showAll: 'Show all output',
    showEarlier: (count: number) => `Show ${plural(count, 'earlier line', 'earlier lines')}`,
    none: 'No output.',
    noneYet: 'No output yet.',
  },

  markdown: {
    image: 'Image',
    openTitle: 'Open this address?',
    openHint: 'It opens in your browser.',
    open: 'Open in browser',
  },
};
