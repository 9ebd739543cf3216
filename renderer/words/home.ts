// The texts of the Inbox while nothing waits.

export const home = {
  nextStep: 'Next step',
  running: 'Running now',
  moreRunning: (count: number) => `${count} more`,
  waiting: 'Waiting to start',
  recent: 'Last finished',
  decisions: 'Last decisions',
  allDecisions: 'All decisions',
  connected: 'Connected clients',
  nobodyConnected: 'No client is connected right now.',
  address: (url: string) => `Server: ${url}`,
  openClients: 'Open Clients',
};
