// The texts of the Activity page: decisions, logs, the diagnostics bundle.
import { formatNumber, plural } from './counts.ts';

export const activity = {
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
};

export const logs = {
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
      : `${formatNumber(found)} of ${plural(total, 'line', 'lines')}`,
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
};

export const bundle = {
  title: 'Diagnostics bundle',
  collecting: 'Collecting logs and checking what runs…',
  hint: 'This is what somebody needs to find out what went wrong. Secrets are replaced. Records of threads are not in it. It goes nowhere but into the file you save.',
  files: 'Files in the bundle',
  size: (bytes: number) =>
    bytes < 1_000_000 ? `${formatNumber(Math.ceil(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`,
  empty: 'Empty.',
  save: 'Save…',
  saved: (file: string) => `Saved as ${file}`,
  show: 'Show file',
};
