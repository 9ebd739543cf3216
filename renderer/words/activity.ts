// The texts of the Activity page: decisions, logs, the diagnostics bundle.
import { formatNumber, plural } from './counts.ts';

export const activity = {
  decisions: 'Decisions',
  logs: 'Logs',
  problems: 'Problems',
  none: 'No decisions yet.',
  noneHint: 'Every answer is listed here: what was asked, who answered, how and how fast.',
  toInbox: 'Open the inbox',
  nothingFound: 'No matching decisions.',
  clearFilters: 'Clear filters',
  tooFast: 'probably not a person',
  approvedInstead: 'Approved instead:',
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
    leash: 'Limits of turns',
  },
  deciders: {
    window: 'You, in the window',
    terminal: 'You, in the terminal',
    rule: 'A rule',
    command: 'Your program',
    nobody: 'Nobody',
  } as Readonly<Record<string, string>>,
  columns: ['When', 'Answer', 'What', 'For', 'By', 'After'],
  older: 'Show older decisions',
  by: (by: string, means: string) => {
    const where: Readonly<Record<string, string>> = {
      window: 'you, in the window',
      terminal: 'you, in the terminal',
      rule: `the rule “${by}”`,
      command: `your program ${by}`,
      nobody: 'nobody',
    };
    return where[means] ?? by;
  },
  openLogs: 'Open folder',
};

export const logs = {
  search: 'Search lines',
  pattern: 'Regular expression',
  noPattern: (why: string) => `Invalid regular expression: ${why}`,
  stuck: 'This regular expression takes too long, so the search was stopped. Try a simpler one.',
  shownLevel: 'Lowest level shown',
  atLeast: { error: 'Errors', warn: 'Warnings', info: 'Info', debug: 'Everything' },
  recordedLevel: 'Log level from now on',
  records: { error: 'Log errors', warn: 'Log warnings', info: 'Log info', debug: 'Log everything' },
  session: 'Session',
  thread: 'Thread',
  remote: 'Remote',
  none: 'No log lines yet.',
  noneHint: 'Lines appear here as they are written, with secrets replaced.',
  nothingFound: 'No matching lines.',
  nothingFoundHint: 'Change the search, or raise the log level.',
  noProblems: 'No problems.',
  noProblemsHint: 'Warnings and errors appear here.',
  count: (found: number, total: number) =>
    found === total
      ? plural(total, 'line', 'lines')
      : `${formatNumber(found)} of ${plural(total, 'line', 'lines')}`,
  paused: (held: number) => `Paused, ${plural(held, 'new line', 'new lines')}`,
  pause: 'Pause',
  goOn: 'Resume',
  copy: 'Copy',
  copyShown: (count: number) => `Copy the newest ${plural(count, 'line', 'lines')}`,
  copyLine: 'Copy line',
  openThread: 'Open thread',
  openClient: 'Show client',
  onlyThread: 'Only this thread',
  onlySession: 'Only this session',
  onlyRemote: 'Only this remote',
  bundle: 'Diagnostics…',
};

export const bundle = {
  title: 'Diagnostics bundle',
  collecting: 'Collecting logs and running the checks…',
  hint: 'Contains what is needed to find out what went wrong. Secrets are replaced, and records of threads are left out. Patchbay sends it nowhere: it only goes into the file you save.',
  files: 'Files in the bundle',
  size: (bytes: number) =>
    bytes < 1_000_000 ? `${formatNumber(Math.ceil(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`,
  empty: 'Empty.',
  save: 'Save…',
  saved: (file: string) => `Saved as ${file}`,
  show: 'Show file',
};
