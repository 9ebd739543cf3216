// The texts of the Remotes page.
import { plural } from './counts.ts';
import { remoteForm } from './remote-form.ts';

export const remotes = {
  list: 'MCP servers',
  add: 'Add remote…',
  search: 'Search remotes',
  none: 'No MCP server yet.',
  noneHint:
    'Add one, and every client and thread gets its tools through Patchbay. They are kept in config.toml, so Codex knows them too.',
  pick: 'Pick a remote.',
  pickHint: 'You see what it offers, can try its tools and switch them off, and read why it fails.',
  stopped: 'The server is not running.',
  stoppedHint: 'Remotes are connected while it runs.',
  fileBroken: (line: number | undefined) =>
    `config.toml${line === undefined ? '' : ` line ${line}`} is broken`,
  fileBrokenHint: 'Correct it; nothing has to be restarted.',
  openFile: 'Open config.toml',

  states: {
    unused: 'Not used yet',
    idle: 'Not connected',
    connecting: 'Connecting…',
    ready: 'Ready',
    'needs-sign-in': 'Needs sign-in',
    failed: 'Failed',
    disabled: 'Disabled',
    loop: 'Leads back to Patchbay',
    broken: 'Broken',
  },
  stateHints: {
    unused: 'It is connected when a client first uses it, or now if you want.',
    idle: 'It is connected again with the next call.',
    disabled: 'Nobody gets its tools.',
    loop: 'It starts or reaches this Patchbay, so it is not forwarded. Remove it: what it offers is here already.',
  },
  brokenAt: (line: number | undefined) =>
    line === undefined ? 'Its table in config.toml is broken' : `Line ${line} of config.toml is broken`,
  details: 'Details',
  brokenHint: 'The other servers go on. Correct the table, or remove it.',
  transports: { stdio: 'Program', http: 'Address' },
  tools: (number: number) => plural(number, 'tool', 'tools'),
  changed: (number: number) => plural(number, 'tool changed', 'tools changed'),
  shadowing: (number: number) =>
    number === 1 ? '1 name is also elsewhere' : `${number} names are also elsewhere`,
  /** `2 definitions fixed, 1 left out`. */
  odd: (fixed: number, leftOut: number) =>
    [
      fixed > 0 && plural(fixed, 'definition fixed', 'definitions fixed'),
      leftOut > 0 && `${leftOut} left out`,
    ]
      .filter(Boolean)
      .join(', '),
  oddHint:
    'One definition that a client cannot read makes it refuse the whole list, so Patchbay fixed what it could.',
  oddKinds: { fixed: 'Fixed', 'left-out': 'Left out' },
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
    'Its table is taken out of config.toml, with the values in it. Clients lose its tools at once. The program or service itself is not touched.',
  removeAction: 'Remove',

  start: {
    titles: {
      stdio: (name: string) => `Start ${name}?`,
      http: (name: string) => `Connect to ${name}?`,
    },
    programHint:
      "This runs on your machine with everything your account can do. It runs outside Codex's sandbox. From then on clients can start it.",
    addressHint: 'Patchbay connects to this address with the credentials of its table.',
    command: 'Command',
    address: 'Address',
    helper: 'Command that gives its headers',
    folder: (folder: string) => `It runs in ${folder}.`,
    variables: (names: readonly string[]) => `With ${names.join(', ')} from this form or your environment.`,
    connect: { stdio: 'Start it', http: 'Connect it' },
    save: 'Save',
    test: 'Start and test',
  },

  signIn: {
    label: 'Sign-in',
    signIn: 'Sign in',
    again: 'Sign in again',
    signOut: 'Sign out',
    none: 'Nobody is signed in.',
    waiting: 'Waiting for you to sign in in the browser…',
    as: (account: string | undefined, issuer: string) =>
      account === undefined ? `Signed in at ${issuer}` : `Signed in as ${account} at ${issuer}`,
    until: (time: string) => `until ${time}`,
    inMemory: 'Kept only until Patchbay ends: the system’s keychain cannot be used.',
    keepInFile: 'Keep sign-ins in a file',
  },

  tabs: { tools: 'Tools', resources: 'Resources', prompts: 'Prompts', output: 'Output', about: 'About' },
  notConnected: 'Connect it to see what it offers.',
  noTools: 'It offers no tools.',
  noResources: 'It offers no resources.',
  noPrompts: 'It offers no prompts.',
  findTool: 'Find a tool',
  noMatch: 'No tool has that name.',
  next: 'Show more',
  templates: 'Templates',

  tool: {
    isOn: (tool: string) => `${tool} may be used`,
    readOnly: 'Read-only',
    destructive: 'May destroy',
    openWorld: 'Open world',
    idempotent: 'Idempotent',
    hints: 'What it says about itself. Nobody has checked that.',
    shadows: (others: readonly string[]) => `Also a tool of ${others.join(', ')}`,
    shadowsHint: 'A model could take one for the other.',
    schema: 'Input',
    outputSchema: 'Output',
    details: 'Definition',
    noDescription: 'No description.',
    try: 'Try it',
    changed: 'Changed',
    changedTitle: 'This is not what it was when you first used it.',
    changedHint:
      'A server may be updated. It may also wait until it is trusted and then tell the model something else.',
    before: 'Before',
    now: 'Now',
    beforeNotKept: 'What it was is too long to have been kept.',
    accept: 'I have looked',
  },

  try: {
    hint: 'It runs at once, with the rights of the server.',
    needsNothing: 'It takes no arguments.',
    asJson: 'Arguments as JSON',
    notObject: 'This must be a JSON object.',
    run: 'Run',
    stop: 'Stop',
    result: 'Result',
    failed: 'The tool says that it failed',
    took: (time: string) => `took ${time}`,
    image: (type: string) => `Image (${type})`,
    raw: 'Whole answer',
    empty: 'It answered without any content.',
  },

  output: {
    label: 'What it wrote',
    none: 'It wrote nothing to stderr.',
    noneHint: 'What the program writes to stderr is shown here. Secrets are replaced.',
    ofAddress: 'It is reached at an address, so it writes nothing here.',
    refresh: 'Read again',
  },

  about: {
    command: 'Command',
    address: 'Address',
    credential: 'Credential',
    server: 'Server',
    protocol: 'Protocol',
    capabilities: 'Offers',
    instructions: 'It tells the model',
    calls: 'Calls',
    lastUsed: 'Last used',
    lastError: 'Last error',
    required: 'Required',
    requiredHint: 'Codex starts no thread without it.',
    share: 'One connection for all sessions',
    shareHint: "For servers that keep no state. The server can't ask clients questions.",
    through: 'Codex reaches it through Patchbay',
    throughHint:
      'With the credentials Patchbay has for it. Off: Codex goes there itself, in threads that begin from then on.',
    azureScope: 'Azure scope',
    azureScopeHint: 'It gets a Microsoft Entra token for that. Empty: only hosts of Azure do.',
    never: 'never',
  },

  form: remoteForm,
};
