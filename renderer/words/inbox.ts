// The texts of the Inbox: its queue, and the cards on which a person decides.
import { subjectWords } from '../../server/contract/words/subject.ts';
import { plural } from './counts.ts';

export const inbox = {
  queue: 'Waiting questions',
  empty: 'Nothing is waiting for you.',
  handledToday: (count: number) => `You handled ${plural(count, 'question', 'questions')} today.`,
  stoppedHint: 'No client can ask anything until it runs.',
  emptyHint: 'When Codex wants to run a command or change a file, you decide here first.',
  missed: 'Missed',
  decided: 'Just decided',
  nobodyAnswered: 'Nobody answered',
  next: 'Next question',
  dismiss: 'Dismiss',
};

export const approval = {
  card: 'Question',
  waiting: (time: string) => `waiting ${time}`,
  expires: (time: string) => `expires in ${time}`,
  paused: 'the deadline is paused',
  says: (who: string) => `${who} says`,
  command: 'Command',
  arguments: 'Arguments',
  permissions: 'Permissions, exactly as asked',
  address: 'Address',
  folder: (folder: string) => `in ${folder}`,
  startedBy: 'started by',
  cannotUndo: (why: string) => `Cannot be undone: the folder is not covered, because ${why}.`,
  changedMeanwhile:
    'This question changed while you were looking at it. Review the new version and decide again.',
  sending: 'Sending…',
  openAddress: 'Open in browser',
  addressHint:
    'Check the whole address before you open it. Answer here after you have done what the page asks.',
  consequences: {
    inside: (folders: readonly string[], network: boolean) =>
      `Meant to run in the sandbox: ${reach(folders, network)}. Codex may also run it outside without asking again, for example if the sandbox blocks it.`,
    outside: 'Runs outside the sandbox and can do everything your account can do.',
    patch: "Changes these files in the thread's folder and nothing else.",
    patchOutside: (paths: readonly string[]) => `Writes outside the thread's folder: ${paths.join(', ')}.`,
    tool: (server: string) => `${server} does this with its own permissions, outside the sandbox.`,
    permission: (canLast: boolean) =>
      `Commands of this turn can do this without asking again.${canLast ? ' If you allow it for the thread, commands of its later turns can too.' : ''}`,
    answer: (source: string) => `What you enter is sent to ${source}.`,
    trust:
      'If you trust this folder, threads that start here later use these settings. The programs named in them run outside the sandbox and can do everything your account can do.',
    address: (source: string) => `Nothing opens automatically. ${source} is told that you agreed.`,
  },
  whys: {
    asksFirst: 'You review everything from this client.',
    network: (host: string) => `The sandbox blocked network access to ${host}.`,
    beyondSandbox: 'This goes beyond what the sandbox allows.',
    wantsAnswer: (source: string) => `${source} needs an answer to continue.`,
    repository:
      'This repository has its own settings for Codex. They are not used until you trust them. When they change, you are asked again.',
    atLimit: 'This turn has reached its limit.',
  },
  dangersLabel: 'Warnings',
  seeChange: 'See the change',
  seeTool: 'See the tool',
  dangers: {
    'pipe-to-shell': 'Pipes a download into a shell.',
    privileged: 'Runs with administrator rights.',
    'recursive-delete': 'Deletes whole folders.',
    'outside-folder': "Reaches outside the thread's folder.",
    'one-liner': 'Runs code given on the command line.',
    hooks: 'Changes what git obeys, or hooks that run automatically later.',
    ci: 'Changes what your CI runs.',
    'shell-profile': 'Changes a shell profile, which runs in every new terminal.',
    'own-files': 'Changes files of Patchbay or Codex.',
    'own-program': 'Starts Patchbay itself, which decides what Codex may do.',
    'on-open': 'Changes what an editor, an agent or a shell obeys when it opens the folder.',
    ...subjectWords.tool.marks,
  },
  actions: {
    approve: 'Approve once',
    send: 'Send',
    continue: 'Continue',
    done: 'I have done this',
    'allow-for-turn': 'Allow for this turn',
    'allow-for-thread': 'Allow for this thread',
    'approve-for-thread': 'Approve for this thread',
    deny: 'Deny',
    tell: 'Deny and tell Codex…',
    'stop-turn': 'Stop turn',
    trust: 'Trust folder',
    'not-trust': 'Do not trust',
  },
  /** Answers of cards that warn. */
  guarded: {
    anyway: {
      once: 'Approve anyway',
      changed: 'Approve edited anyway',
      thread: 'Approve anyway for this thread',
    },
    how: (keys: string) => `Hold, or 2× ${keys}`,
    holding: 'Keep holding…',
    again: 'Press again',
    againLong: 'Pressed once. Press again to approve.',
  },
  groups: { yes: 'Approve', no: 'Deny', grants: 'Approve for more than once' },
  tell: {
    title: 'Deny and tell Codex why',
    label: 'What should Codex do instead?',
    hint: 'Codex and the client read this.',
    send: 'Deny and send',
  },
  together: {
    open: (count: number, waiting: number) =>
      count === waiting ? `Approve these ${count}…` : `Approve ${count} of ${waiting}…`,
    title: (thread: string) => `Approve several questions of “${thread}”`,
    hint: (folder: string) =>
      `All in ${folder}. Each is approved once. Questions with a warning, and those that allow more than one action, are not here: answer them one by one.`,
    approve: (count: number) => (count === 1 ? 'Approve this one' : `Approve these ${count}`),
    over: 'No longer asked, or asked again with other content.',
    result: (approved: number, failed: number) =>
      `${approved} approved, ${failed} not. Each that was not approved says why.`,
  },
  verdicts: {
    approve: 'Approved',
    'approve-for-thread': 'Approved for this thread',
    'approve-edited': 'Approved with changes',
    deny: 'Denied',
    'stop-turn': 'Turn stopped',
  },
  means: {
    client: (name: string) => `in ${name}`,
    terminal: () => 'in the terminal',
    window: () => 'in the window',
    rule: (name: string) => `by the rule “${name}”`,
    command: (name: string) => `by your program ${name}`,
    nobody: () => 'by nobody',
  },
  nobody: (minutes: number) =>
    `Nobody answered within ${plural(minutes, 'minute', 'minutes')}, so the question was denied.`,
  allowNextTime: 'Allow next attempt',
  allowNextTimeHint: 'Only this exact request, in this thread, within 30 minutes.',
  allowedNextTime: (time: string) => `Allowed once if Codex asks again within ${time}.`,
  over: { 'turn-ended': 'The turn ended first', 'engine-stopped': 'Not run. Codex stopped.' },
  /** The heading of a question that is over without an answer: `Not run: nobody answered`. */
  ended: {
    heading: (what: string, why: string) => `${what}: ${why}`,
    not: {
      command: 'Not run',
      patch: 'Not changed',
      tool: 'Not called',
      permission: 'Not allowed',
      form: 'Not answered',
      url: 'Not answered',
      folder: 'Not trusted',
      leash: 'Not continued',
    },
    why: {
      missed: 'nobody answered',
      'turn-ended': 'the turn ended first',
      'engine-stopped': 'Codex stopped',
    },
  },
};

function reach(folders: readonly string[], network: boolean): string {
  const writes = folders.length > 0 ? `may write in ${folders.join(', ')}` : 'may only read';
  return `${writes}, ${network ? 'with network' : 'no network'}`;
}
