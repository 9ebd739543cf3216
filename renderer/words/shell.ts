// The texts around the pages: sidebar, status bar and the command palette.
import { plural } from './counts.ts';

export const pages = {
  inbox: 'Inbox',
  threads: 'Threads',
  clients: 'Clients',
  remotes: 'Remotes',
  rules: 'Rules',
  activity: 'Activity',
  settings: 'Settings',
};

export const sidebar = {
  label: 'Pages',
  waiting: 'waiting',
  knocked: 'tried to connect',
  inTrouble: 'with a problem',
  announce: (count: number) =>
    count > 0 ? `${plural(count, 'question is', 'questions are')} waiting for you` : '',
};

export const status = {
  stopped: 'Stopped',
  starting: 'Starting…',
  running: 'Running',
  paused: 'Paused',
  error: 'Not running',
  notRunning: 'The server is not running.',
  copyAddress: 'Copy address',
  start: 'Start server',
  otherPort: 'Choose another port',
  resume: 'Resume',
  engine: (version: string) => `Codex ${version}`,
  engineStopped: 'Codex stopped',
  engineIdle: 'Codex not started',
  usage: (percent: number) => `${Math.round(percent)}% of your limit used`,
  usageResets: (percent: number, at: string) => `${Math.round(percent)}% of your limit used, resets ${at}`,
  demo: 'Demo',
  palette: 'Commands',
};

export const broken = {
  title: 'This page cannot be shown.',
  hint: 'This is a bug in Patchbay. Nothing was approved or denied. The other pages and the terminal still work.',
};

export const palette = {
  search: 'Search pages, questions, threads and commands…',
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
  denyAndStop: 'Deny everything and stop all turns…',
  stopTitle: 'Deny everything and stop all turns?',
  stopAction: 'Deny and stop',
  restartEngine: 'Restart Codex',
  quiet: (span: string) => `Do not disturb: ${span.charAt(0).toLowerCase()}${span.slice(1)}`,
  quit: 'Quit Patchbay',
  renameThread: 'Rename this thread…',
  forkThread: 'Fork this thread',
  archiveThread: 'Archive this thread',
  unarchiveThread: 'Unarchive this thread',
  copyThread: 'Copy this thread as Markdown',
};
