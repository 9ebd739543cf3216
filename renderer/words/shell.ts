// The texts around the pages: sidebar, status bar, notices and the command palette.
import { plural } from './counts.ts';

export const pages = {
  inbox: 'Inbox',
  threads: 'Threads',
  clients: 'Clients',
  remotes: 'Remotes',
  activity: 'Activity',
  settings: 'Settings',
};

export const sidebar = {
  label: 'Pages',
  waiting: (count: number) => (count === 1 ? 'waits' : 'wait'),
  knocked: 'tried to connect',
  announce: (count: number) =>
    count > 0 ? `${plural(count, 'question waits', 'questions wait')} for you` : '',
};

export const status = {
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
};

export const notices = {
  signedOut: 'Codex is not signed in: calls fail until it is.',
  left: (client: string, title: string, time: string) => `${client} is gone; “${title}” stops in ${time}.`,
  keepGoing: 'Keep going',
  configBroken: (line: number | undefined, reason: string) =>
    `config.toml${line === undefined ? '' : ` line ${line}`}: ${reason.replace(/[^.!?]$/, '$&.')}`,
  configStops: 'Codex cannot start or resume threads until it is fixed.',
  configHeld: (since: string | undefined) =>
    since === undefined ? 'No remote is offered until then.' : `Remotes still use the version from ${since}.`,
  remotesUnaffected: 'Remotes are not affected.',
  openAt: (line: number | undefined) => (line === undefined ? 'Open it' : `Open at line ${line}`),
  look: 'Look at it',
};

export const broken = {
  title: 'This page cannot be shown.',
  hint: 'That is a defect of Patchbay. Nothing was decided; the other pages and the terminal still work.',
};

export const palette = {
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
};
