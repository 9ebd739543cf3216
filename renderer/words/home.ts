// The texts of the Inbox while nothing waits.
import { plural } from './counts.ts';

export const home = {
  nextStep: 'Next step',
  running: 'Running now',
  moreRunning: (count: number) => `${count} more`,
  waiting: 'Waiting to start',
  recent: 'Last finished',
  today: {
    title: 'Changed today',
    files: (files: number, turns: number) =>
      `${plural(files, 'file', 'files')} in ${plural(turns, 'turn', 'turns')}`,
    inFolder: (folder: string, files: number) => `${folder}: ${plural(files, 'file', 'files')}`,
    moreFolders: (count: number) => `and ${plural(count, 'more folder', 'more folders')}`,
    tests: ({ passed, failed, unknown }: { passed: number; failed: number; unknown: number }) => {
      const parts = [
        passed > 0 && `passed in ${plural(passed, 'turn', 'turns')}`,
        failed > 0 && `failed in ${plural(failed, 'turn', 'turns')}`,
        unknown > 0 && `ran in ${plural(unknown, 'turn', 'turns')} with unknown outcome`,
      ].filter(Boolean);
      return parts.length > 0 ? `Tests ${parts.join(', ')}.` : '';
    },
  },
  decisions: 'Last decisions',
  allDecisions: 'All decisions',
  connected: 'Connected clients',
  nobodyConnected: 'No client is connected right now.',
  moreClients: (count: number) => `and ${plural(count, 'more client', 'more clients')}`,
  address: (url: string) => `Server: ${url}`,
};
