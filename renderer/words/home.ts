// The texts of the Inbox while nothing waits.

export const home = {
  nextStep: 'Next step',
  running: 'Running now',
  moreRunning: (count: number) => `${count} more`,
  recent: 'Last finished',
  decisions: 'Last decisions',
  allDecisions: 'All decisions',
  connected: 'Connected clients',
  nobodyConnected: 'No client is connected right now.',
  address: (url: string) => `Server: ${url}`,
  steps: {
    connect: {
      title: () => 'Connect your editor',
      hint: 'Patchbay finds the clients on this machine and shows what it would change in their settings.',
      button: 'Open Clients',
    },
    'remote-sign-in': {
      title: (names: readonly string[]) =>
        `${names.join(', ')} ${names.length === 1 ? 'needs' : 'need'} you to sign in`,
      hint: 'Until then clients do not get these tools.',
      button: 'Open Remotes',
    },
    'remote-failed': {
      title: (names: readonly string[]) => `${names.join(', ')} cannot be used`,
      hint: 'The page Remotes says why, and what to do.',
      button: 'Open Remotes',
    },
  },
};
