// The texts of the Inbox: its queue, and the cards on which a person decides.
import { formatNumber, plural } from './counts.ts';

export const inbox = {
  queue: 'Waiting questions',
  empty: 'Nothing is waiting for you.',
  handledToday: (count: number) => `${formatNumber(count)} handled today.`,
  stoppedHint: 'The server is not running, so no client can ask anything.',
  emptyHint: 'When Codex wants to run or change something, it is shown here first.',
  missed: 'Missed',
  decided: 'Just decided',
  nobodyAnswered: 'Nobody answered',
  next: 'Next question',
  putAway: 'Dismiss',
};

export const approval = {
  card: 'Question',
  waiting: (time: string) => `waiting ${time}`,
  expires: (time: string) => `expires in ${time}`,
  paused: 'the deadline is paused',
  codexSays: 'Codex says',
  command: 'Command',
  arguments: 'Arguments',
  permissions: 'Permissions',
  address: 'Address',
  folder: (folder: string) => `in ${folder}`,
  changedMeanwhile:
    'This changed while you were looking at it. What you see now is what would be done; decide again.',
  sending: 'Sending…',
  openAddress: 'Open in browser',
  addressHint:
    'Look at the whole address before you open it. Approve once you have done there what is asked.',
  consequences: {
    inside: (folders: readonly string[], network: boolean) =>
      `Starts inside the sandbox: ${reach(folders, network)}. If the sandbox stops it, Codex may run it again outside.`,
    outside: 'Runs outside the sandbox, with everything your account can do.',
    patch: 'Changes these files in the folder of the thread and nothing else.',
    patchOutside: (paths: readonly string[]) =>
      `Writes outside the folder of the thread: ${paths.join(', ')}.`,
    tool: (server: string) => `${server} does this with its own rights, outside the sandbox.`,
    permission: 'Widens what commands of this thread may do without being asked again.',
    answer: (source: string) => `What you fill in goes to ${source}.`,
    trust:
      'On yes, threads that start here later use these settings, and the programs they name run outside the sandbox, with everything your account can do.',
    address: (source: string) => `Nothing opens by itself. ${source} is told that you agreed.`,
  },
  whys: {
    asksFirst: 'You review everything from this client.',
    leavesSandbox: 'Codex wants to run this outside the sandbox.',
    network: (host: string) => `The sandbox blocked network access to ${host}.`,
    beyondSandbox: 'This goes beyond what the sandbox allows.',
    wantsAnswer: (source: string) => `${source} needs an answer to go on.`,
    repository:
      'This repository has settings of its own for Codex. They are not used until you trust them; when they change you are asked again.',
  },
  dangersLabel: 'Look twice',
  dangers: {
    'pipe-to-shell': 'Pipes a download into a shell.',
    privileged: 'Runs with administrator rights.',
    'recursive-delete': 'Deletes whole folders.',
    'outside-folder': 'Reaches outside the folder of the thread.',
    'one-liner': 'Runs code given on the command line.',
    hooks: 'Changes hooks that run by themselves later.',
    ci: 'Changes what your CI runs.',
    'shell-profile': 'Changes a shell profile, which every new terminal runs.',
    'own-files': 'Changes files of Patchbay or Codex.',
  },
  actions: {
    approve: 'Approve once',
    send: 'Send',
    'approve-for-thread': 'Approve for this thread',
    deny: 'Deny',
    tell: 'Deny and tell Codex…',
    'stop-turn': 'Stop turn',
    trust: 'Trust folder',
    'not-trust': 'Do not trust',
  },
  tell: {
    title: 'Deny and tell Codex why',
    label: 'What should Codex do instead?',
    hint: 'Codex and the client read this.',
    send: 'Deny and send',
  },
  verdicts: {
    approve: 'Approved',
    'approve-for-thread': 'Approved for this thread',
    deny: 'Denied',
    'stop-turn': 'Turn stopped',
  },
  means: {
    client: (name: string) => `in ${name}`,
    terminal: () => 'in the terminal',
    window: () => 'here',
    rule: (name: string) => `by the rule “${name}”`,
    nobody: () => 'by nobody',
  },
  nobody: (minutes: number) =>
    `Nobody answered in ${plural(minutes, 'minute', 'minutes')}. Codex was told no.`,
  allowNextTime: 'Allow once next time',
  allowNextTimeHint: 'This exact command, this thread, for 30 minutes.',
  allowedNextTime: (time: string) => `Allowed once if Codex asks again within ${time}.`,
  over: { 'turn-ended': 'The turn ended first', 'engine-stopped': 'Not run. Codex stopped.' },
  overLong: {
    'turn-ended': 'Not run. The turn ended before anybody answered.',
    'engine-stopped': 'Not run. Codex stopped.',
  },
};

function reach(folders: readonly string[], network: boolean): string {
  const writes = folders.length > 0 ? `may write in ${folders.join(', ')}` : 'may only read';
  return `${writes}, ${network ? 'with network' : 'no network'}`;
}
