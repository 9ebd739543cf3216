// The texts of the Clients page, and the modes that principals and settings choose from.
import { plural } from './counts.ts';

export const clients = {
  connect: 'Connect a client…',
  connectIt: 'Connect…',
  knocked: (name: string) => `${name} tried to connect without a valid token.`,
  knocks: (count: number) => plural(count, 'attempt', 'attempts'),
  none: 'No client has connected yet.',
  noneHint: 'Connect an IDE or another agent to Patchbay to give it Codex as a tool.',
  columns: ['Client', 'State', 'Identity', 'Since', 'Last call'],
  connected: 'Connected',
  gone: 'Disconnected',
  revoked: 'Revoked',
  noIdentity: 'none',
  noCall: 'none yet',
  lastFailed: (why: string) => `Last call failed: ${why}`,
  transports: { stdio: 'stdio', http: 'HTTP', relay: 'stdio, relayed' },
  access: 'Who may connect',
  accessHint: 'A call can ask for stricter limits than those set here, never for looser ones.',
  builtIn: {
    local: { title: 'Local programs', hint: 'Started on this machine, over stdio. No token needed.' },
    anonymous: { title: 'Anyone', hint: 'Over HTTP, without a token.' },
  } as Readonly<Record<string, { readonly title: string; readonly hint: string }>>,
  tokenMade: 'token created',
  lastUsed: 'last used',
  neverUsed: 'never used',
  modeOf: (name: string) => `Mode of ${name}`,
  mayApprove: 'Can approve in its own prompt',
  /** In Look only, where Codex asks nothing. */
  mayApproveTools: 'Can approve remote tools in its own prompt',
  limits: 'Limits',
  limitsHint:
    'This client can never exceed these limits, whatever its calls say. A change holds at once, for open sessions too.',
  onlyLooks:
    'In Look only, Codex reads, without network, and never asks. What cannot be changed here counts in the other modes.',
  maxSandbox: 'Widest sandbox',
  allowNetwork: 'Can ask for network access',
  allowNever: 'Can turn questions off',
  allowNeverHint: 'Commands that write then run without anyone being asked.',
  folder: 'Default folder',
  folderHint: 'Used when a call names no folder.',
  noFolder: 'none: each call must name one',
  withoutSandbox: 'Can run without a sandbox',
  paused: 'Paused',
  pause: 'Pause',
  resume: 'Resume',
  pauseHint:
    'A paused client can start nothing new. Its running turns go on, and their questions still come to you.',
  whenNobody: {
    title: 'When nobody is there',
    hint: 'You count as away when the screen is locked, or when nothing has been touched for five minutes.',
    label: 'Questions of this client',
    choices: {
      default: 'Ask as always',
      deny: 'Deny at once',
      wait: 'Wait for me',
      command: 'Ask my program',
    },
    hints: {
      default: 'They are asked everywhere, and denied when the time for an answer is over.',
      deny: 'You find them among the missed ones in the Inbox.',
      wait: 'They wait until you are back.',
      command: 'Your program gets each question and answers for you. If it fails, the question is denied.',
    },
    minutes: 'Minutes at most',
    minutesHint:
      'By the clock, also while the screen is locked. Empty: the usual time, which then stands still.',
    program: 'Program',
    programHint: "Its whole path. Codex must not be able to write there: Patchbay's own folder is best.",
    arguments: 'Arguments, one per line',
    seconds: 'Seconds to answer',
  },
  revoke: 'Revoke',
  revokeHint:
    'Its sessions end and its threads cannot be continued. A token created later under the same name counts as another client.',
  revokedNow: (name: string) => `The token of ${name} is revoked.`,
  takeBack: 'Undo',
  name: 'Name',
  nameHint: 'Letters, digits, dots and dashes. Shown beside every question from this client.',
  tokenWhy: 'Each client gets its own token, so that you can tell clients apart and revoke one.',
  makeToken: 'Create token and copy',
  textCopied: (client: string) => `The text for ${client} is copied.`,
  tokenOnce: 'The token is shown only this once. It expires after 90 days without use.',
  kind: 'Client',
  putInto: (file: string) => `Add this to ${file}:`,
  runOrUse: {
    claude: 'Run this in a terminal:',
    stdio: 'Have the client start this command. No token needed:',
  } as Readonly<Record<string, string>>,
  copyText: 'Copy',
  done: 'Done',
};

export const modes = {
  names: {
    'ask-first': 'Ask first',
    'ask-at-the-edge': 'Ask at the edge',
    'look-only': 'Look only',
    'as-the-call-says': 'As the call says',
  },
  hints: {
    'ask-first': 'You are asked before every command and change. Plain reads inside the folder can pass.',
    'ask-at-the-edge': 'Codex works freely inside the sandbox and asks when it wants to leave it.',
    'look-only': 'Codex can only read. It never asks, and everything else fails.',
    'as-the-call-says': 'The client decides how much you are asked, within its limits.',
  },
  asEverybody: (mode: string) => `Default (${mode})`,
};
