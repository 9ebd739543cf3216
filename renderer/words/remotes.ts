// The texts of the Remotes page.
import { selfCheckWords } from '../../server/contract/words/self-check.ts';
import { formatBytes, formatNumber, plural } from './counts.ts';
import { remoteForm } from './remote-form.ts';

export const remotes = {
  list: 'MCP servers',
  add: 'Add remote…',
  search: 'Search remotes',
  none: 'No MCP servers yet.',
  noneHint:
    'Add a server to give every client and thread its tools through Patchbay. Servers are kept in config.toml, so Codex knows them too. Settings or a command line can be pasted right here.',
  pick: 'Select a remote.',
  pickHint:
    'See what it offers, try its tools or switch them off, and read why it fails. To add one, paste its settings or command line here.',
  stoppedHint: 'Remotes are connected while the server runs.',
  fileBroken: (line: number | undefined) =>
    `config.toml${line === undefined ? '' : ` line ${line}`} is broken`,
  fileBrokenHint: 'Fix the file. Nothing has to be restarted.',
  openFile: 'Open config.toml',

  states: {
    unused: 'Not used yet',
    idle: 'Not connected',
    connecting: 'Connecting…',
    ready: 'Ready',
    'to-review': 'Needs review',
    'needs-sign-in': 'Needs sign-in',
    failed: 'Failed',
    disabled: 'Disabled',
    loop: 'Is Patchbay itself',
    broken: 'Broken',
  },
  stateHints: {
    unused: 'Connects when a client first uses it, or now if you want.',
    idle: 'Reconnects with the next call.',
    disabled: 'Its tools are not offered.',
    connecting: 'Starting it and asking what it offers.',
  },
  loopHint:
    'It starts or reaches this Patchbay, so it is not forwarded. You can remove it: its tools are here already.',
  brokenAt: (line: number | undefined) =>
    line === undefined ? 'Its table in config.toml is broken' : `Line ${line} of config.toml is broken`,
  details: 'Details',
  brokenHint: 'The other servers keep working. Fix this table or remove it.',
  transports: { stdio: 'Program', http: 'Address' },
  tools: (number: number) => plural(number, 'tool', 'tools'),
  tokens: (number: number) => `~${formatNumber(number)} tokens`,
  tokensHint: 'Estimated with the o200k_base encoding; other models count a little differently.',
  tokensOfAll: (number: number) =>
    `A model that reads this list pays about ${formatNumber(number)} tokens for it with every request. Estimated with the o200k_base encoding; other models count a little differently.`,
  changed: (number: number) => plural(number, 'tool changed', 'tools changed'),
  suspect: (number: number) => `${plural(number, 'tool', 'tools')} with suspicious words`,
  shadowing: (number: number) => `${plural(number, 'tool name', 'tool names')} also used elsewhere`,
  /** `2 definitions repaired, 1 skipped`. */
  odd: (fixed: number, leftOut: number) =>
    [
      fixed > 0 && plural(fixed, 'definition repaired', 'definitions repaired'),
      leftOut > 0 &&
        (fixed > 0 ? `${leftOut} skipped` : plural(leftOut, 'definition skipped', 'definitions skipped')),
    ]
      .filter(Boolean)
      .join(', '),
  oddHint:
    'A client that cannot read one definition refuses the whole list, so Patchbay repaired what it could.',
  oddKinds: { fixed: 'Repaired', 'left-out': 'Skipped' },
  calls: (calls: number, failed: number) =>
    failed > 0 ? `${plural(calls, 'call', 'calls')}, ${failed} failed` : plural(calls, 'call', 'calls'),

  connect: 'Connect',
  reconnect: 'Reconnect',
  edit: 'Edit…',
  more: 'More',
  enable: 'Enable',
  disable: 'Disable',
  remove: 'Remove…',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeHint:
    'Its table is deleted from config.toml, with the values in it. Clients lose its tools at once. The program or service itself is not touched.',
  removeAction: 'Remove',

  start: {
    titles: {
      stdio: (name: string) => `Start ${name}?`,
      http: (name: string) => `Connect to ${name}?`,
    },
    programHint:
      "This program runs on your machine, outside Codex's sandbox, and can do everything your account can do. From now on clients can start it.",
    addressHint: 'Patchbay connects to this address with the credentials from config.toml.',
    command: 'Command',
    address: 'Address',
    helper: 'Command that prints its headers',
    folder: (folder: string) => `It runs in ${folder}.`,
    variables: (names: readonly string[]) => `With ${names.join(', ')} from this form or your environment.`,
    connect: { stdio: 'Start program', http: 'Connect now' },
    save: 'Save',
    test: 'Start and test',
  },

  signIn: {
    label: 'Sign-in',
    signIn: 'Sign in',
    again: 'Sign in again',
    signOut: 'Sign out',
    none: 'Not signed in.',
    waiting: 'Waiting for you to sign in with the browser…',
    as: (account: string | undefined, issuer: string) =>
      account === undefined ? `Signed in at ${issuer}` : `Signed in as ${account} at ${issuer}`,
    until: (time: string) => `until ${time}`,
    inMemory: 'Kept only until Patchbay quits, because the system keychain is not available.',
    keptHeaders: 'Its token is kept by Patchbay.',
    forget: 'Forget token',
    keepInFile: 'Keep sign-ins in a file',
  },

  paste: {
    label: 'Paste a server',
    hint: 'The settings of another client (JSON, TOML, YAML), a command line, a link, an address or a server.json. Or words to look up in the MCP Registry.',
    placeholder: 'npx -y @modelcontextprotocol/server-filesystem ~/notes',
    orFillIn: 'Or fill it in',
    lookUp: 'Look up',
    lookUpHint: 'The text is sent to the registry, or fetched if it is an address.',
    unreadable: (reason: string) => `This cannot be read as a server: ${reason}.`,
    starts: (name: string) => `${name} starts this program`,
    connects: (name: string) => `${name} connects to`,
    programHint:
      "A program runs outside Codex's sandbox and can do everything your account can do. Once it is added, clients can start it.",
    leftOut: (server: string, members: readonly string[]) =>
      `${members.join(', ')} of ${server} ${members.length === 1 ? 'is' : 'are'} left out.`,
    left: (name: string, reason: string) => `${name} is not added: ${reason}.`,
    different: (server: string, other: string, names: readonly string[]) =>
      `${server} leads to the same place as ${other}, but differs in ${names.join(', ')}.`,
    kept: (server: string, headers: readonly string[], place: 'keyring' | 'file' | undefined) =>
      `${headers.join(', ')} of ${server} ${headers.length === 1 ? 'is' : 'are'} kept ${place === 'file' ? 'in a file that only you can read' : 'with a key of the keychain'}, not in config.toml. A Codex that is started without Patchbay does not have ${headers.length === 1 ? 'it' : 'them'}.`,
    variable: (server: string, variable: string) =>
      `${server} needs the variable ${variable}. Set it where Patchbay and Codex are started; its value is not copied.`,
    diff: 'Change of config.toml',
    add: (number: number) => (number === 1 ? 'Add remote' : `Add ${number} remotes`),
    edit: 'Change it first…',
  },

  published: {
    results: 'Servers found',
    nothing: 'No server in the registry has that in its name.',
    show: 'Show',
    showOf: (name: string) => `Show ${name}`,
    ways: 'Ways to use it',
    noWays: 'Its publisher names no package and no address.',
    unusable: (reason: string) => `Cannot be used: ${reason}.`,
    take: 'Use',
    takeOf: (way: string) => `Use ${way}`,
    filledIn: 'Filled in as its publisher says. Look at it before you add it.',
    sets: (pairs: readonly string[]) => `It sets ${pairs.join(', ')}.`,
    missing: (placeholder: string, description: string) =>
      `Replace ${placeholder}${description === '' ? '' : ` (${description})`}.`,
  },

  tabs: { tools: 'Tools', resources: 'Resources', prompts: 'Prompts', output: 'Output', about: 'About' },
  notConnected: 'Connect this remote to see what it offers.',
  noTools: 'No tools offered.',
  noResources: 'No resources offered.',
  noPrompts: 'No prompts offered.',
  findTool: 'Find a tool',
  noMatch: 'No tool has that name.',
  next: 'Show more',
  templates: 'Templates',

  tool: {
    isOn: (tool: string) => `${tool} can be used`,
    readOnly: 'Read-only',
    destructive: 'Destructive',
    openWorld: 'Open world',
    idempotent: 'Idempotent',
    hints: 'What the tool says about itself. Nobody has checked it.',
    shadows: (others: readonly string[]) => `Also a tool of ${others.join(', ')}`,
    shadowsHint: 'A model could confuse them.',
    schema: 'Input',
    outputSchema: 'Output',
    details: 'Definition',
    noDescription: 'No description.',
    try: 'Try it',
    changed: 'Changed',
    changedTitle: 'This tool has changed since you first used it.',
    changedHint:
      'The server may have been updated. But a hostile server can also wait until it is trusted and then tell the model something else.',
    before: 'Before',
    now: 'Now',
    both: 'Both definitions in full',
    beforeNotKept: 'The earlier definition was too long to be kept.',
    accept: 'Mark as reviewed',
    switchOff: 'Switch this tool off',
  },

  check: {
    run: 'Check what it can do',
    hint: 'Opens a connection of its own. No tool is called unless you pick one.',
    tool: 'Try with a tool',
    toolHint: 'It is called once, and cancelled after two seconds. Pick one that does no harm.',
    withTool: 'Check with this tool',
    ...selfCheckWords,
  },

  history: {
    open: (number: number) => `History: ${number} versions`,
    label: 'Versions of this definition',
    before: 'Earlier',
    first: 'First seen',
    reviewed: 'Reviewed',
    notReviewed: 'Not reviewed',
    notKept: 'It was too long to be kept, so what changed is not known.',
  },

  findings: {
    badge: 'Suspicious words',
    title: 'Read this before a model does.',
    reviewedTitle: 'You have reviewed these words.',
    hint: 'Parts of this definition look as if they were meant to mislead a model. Nothing is blocked: this is a guess from the words alone. If you do not trust the tool, switch it off.',
    kinds: {
      override: 'Tells the model to set aside other instructions.',
      secrecy: 'Tells the model to keep something from you.',
      consent: 'Says that you have agreed, or that you need not be asked.',
      secrets: 'Asks for secrets, private files or the conversation.',
      sending: 'Sends something to an address of its own, or changes where something goes.',
      steering: 'Steers what the model does besides calling this tool.',
      role: 'Speaks to the model as if it came from somebody else, or hides.',
      hidden: 'Characters that you do not see.',
      'out-of-sight': 'Text that is pushed out of sight.',
      lookalike: 'Letters of another alphabet that look like ours.',
      encoded: 'Text that is encoded or spaced out.',
      shadow: 'The name of a tool that you have elsewhere.',
      'too-long': 'Longer than what is looked through; the rest is not checked.',
    },
  },

  app: {
    title: 'App of this tool',
    reaches: (domains: readonly string[]) =>
      domains.length === 0
        ? 'App of this tool. It cannot reach the network.'
        : `App of this tool. It may reach ${domains.join(', ')}.`,
    close: 'Close app',
    closed: 'You closed the app of this tool.',
    tooMuch: 'The app of this tool was closed: it sent more than Patchbay reads.',
    left: 'The app of this tool was closed: it tried to open another page.',
    wantsCall: (remote: string, tool: string) => `The app wants to call ${remote}.${tool}`,
    callHint: "The tool runs at once, with the server's permissions. You are asked each time.",
    arguments: 'Arguments',
    wantsOpen: 'The app wants to open an address',
    openHint: 'It opens in your browser. The address can carry what the app knows.',
    call: 'Call once',
    open: 'Open',
    no: "Don't allow",
    end: 'Close app',
  },

  try: {
    hint: "The tool runs at once, with the server's permissions.",
    needsNothing: 'This tool takes no arguments.',
    asJson: 'Arguments as JSON',
    notObject: 'Must be a JSON object.',
    run: 'Run',
    stop: 'Stop',
    result: 'Result',
    failed: 'The tool reported an error',
    took: (time: string) => `took ${time}`,
    image: (type: string) => `Image (${type})`,
    raw: 'Full response',
    empty: 'The response has no content.',
  },

  item: {
    read: 'Read',
    get: 'Get prompt',
    again: 'Again',
    copyName: 'Copy name',
    copyText: 'Copy text',
    content: 'Content',
    empty: 'The answer has no content.',
    binary: (bytes: number) => `No text: ${formatBytes(bytes)}.`,
  },

  output: {
    label: 'Program output',
    none: 'Nothing on stderr.',
    noneHint: 'What the program writes to stderr is shown here as it is written. Secrets are replaced.',
    ofAddress: 'This remote is reached at an address, so there is no program output.',
  },

  about: {
    command: 'Command',
    address: 'Address',
    credential: 'Credential',
    server: 'Server',
    protocol: 'Protocol',
    capabilities: 'Offers',
    instructions: 'Instructions for the model',
    calls: 'Calls',
    lastUsed: 'Last used',
    lastError: 'Last error',
    required: 'Required',
    requiredHint: 'Codex starts no thread without this server.',
    share: 'One connection for all sessions',
    shareHint: "For servers that keep no state. The server can't ask clients questions.",
    through: 'Codex connects through Patchbay',
    throughHint:
      'Uses the credentials Patchbay has for this server. When off, Codex connects itself, in threads started from then on.',
    azureScope: 'Azure scope',
    azureScopeHint:
      'The server gets a Microsoft Entra token for this scope. Leave empty to send one only to Azure hosts.',
    never: 'never',
  },

  form: remoteForm,
};
