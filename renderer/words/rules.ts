// The texts about a person's rules: the Rules page, the offer on a card, the rule beside what it has decided.
import { plural } from './counts.ts';

export const rules = {
  add: 'Add a rule…',
  import: 'Import…',
  export: 'Export…',
  importing: {
    title: (file: string) => `Import rules from ${file}`,
    becomes: 'What becomes of each line. Nothing is saved yet, and the file is never changed.',
    leftOut: (why: string) => `Left out: ${why}`,
    nothing: 'There is nothing to save.',
    save: (count: number) => `Save ${plural(count, 'rule', 'rules')}`,
  },
  exporting: {
    title: 'Export rules',
    hint: 'Keep this text in a file. “Import…” and `patchbay rules import` read it, here and on other machines.',
    text: 'The rules as text',
    count: (exported: number, leftOut: number) =>
      `${plural(exported, 'rule', 'rules')}${leftOut > 0 ? `; ${plural(leftOut, 'rule', 'rules')} that will end left out` : ''}.`,
    copy: 'Copy',
  },
  none: 'No rules yet.',
  noneHint:
    'A rule answers a question for you. Choose “Always allow” on the card of a question, or add a rule here.',
  toInbox: 'Open the inbox',
  list: 'Rules',
  decisions: { allow: 'Allow', ask: 'Ask', deny: 'Deny' },
  used: (count: number) =>
    count === 0 ? 'never used' : count === 1 ? 'used once' : `used ${plural(count, 'time', 'times')}`,
  lastUsed: 'last',
  made: (who: string, where: string) => `made by ${who === 'window' ? 'you' : who} ${where}`,
  fromQuestion: (what: string) => `from the question “${what}”`,
  origins: {
    card: 'from a question',
    page: 'on this page',
    'command-line': 'in a terminal',
    import: 'by an import',
  },
  states: { paused: 'Paused', over: 'Expired', off: 'Off' },
  stateNow: { active: '', paused: 'paused now', over: 'expired', off: 'off now' },
  off: (why: string) => `Has no effect: ${why}.`,
  pause: 'Pause',
  resume: 'Resume',
  edit: 'Edit…',
  revoke: 'Revoke',
  nameOf: (action: string, sentence: string) => `${action}: ${sentence}`,
  revoked: 'Revoked',
  undo: 'Undo',
  exposed: (titles: readonly string[]) =>
    `Rules can only become stricter now: ${titles.map((title) => `“${title}”`).join(', ')} ${
      titles.length === 1 ? 'runs' : 'run'
    } with network access or without a sandbox, and could make rules too. Wait until the turn has ended, or stop it.`,

  suggestions: 'Suggestions',
  suggestionsHint: 'Rules that would have answered questions you have always approved.',
  saves: (count: number) =>
    `Would have answered ${plural(count, 'question', 'questions')}, none of them denied.`,
  addSuggested: 'Add',
  noSuggestions: 'Nothing was asked often enough, and always approved, to suggest a rule.',

  test: 'Try a command',
  nearMiss: (rule: string, why: string) => `Does not match ${rule}: ${why}.`,
  testHint:
    'What would happen to this command: your rules are tried first, then the rule for plain reads. Nothing is run.',
  command: 'Command',
  commandExample: 'npm test',
  folder: 'Folder',
  client: 'Client',
  noClient: 'any client',
  decide: 'Test',
  verdicts: { allow: 'Allowed without asking', ask: 'You are asked', deny: 'Denied' },
  notRead: (reason: string) => `None of your rules decides it, and it is not a plain read: ${reason}.`,

  form: {
    addTitle: 'Add a rule',
    editTitle: 'Edit rule',
    decision: 'What it does',
    decisions: {
      allow: 'Allow without asking',
      ask: 'Ask, whatever else allows it',
      deny: 'Deny, and tell Codex which rule it was',
    },
    kind: 'About',
    kinds: {
      command: 'A command',
      patch: 'Changes of files',
      tool: 'A tool of a remote',
      host: 'A network host',
    },
    command: 'Command',
    commandHint: 'One program and the words its arguments begin with.',
    isExact: 'Nothing may follow these words',
    globs: 'Files',
    globsHint: 'One pattern per line, below the folder: src/**, docs/*.md',
    tool: 'Tool',
    toolHint: 'The name of the remote, a slash, the name of the tool: github/create_issue',
    host: 'Host',
    hostHint: 'api.example.com, or *.example.com for every name below it',
    folder: 'Folder',
    folderHint: 'Applies to this folder and below. Leave empty for everywhere.',
    client: 'Client',
    everyClient: 'Every client',
    until: 'Until',
    untils: { revoked: 'You revoke it', day: '24 hours from now', keep: 'As it is' },
    add: 'Add rule',
  },

  offer: (what: string, place: string, client: string) =>
    `Always allow ${what}${place ? ` in ${place}` : ''} for ${client}…`,
  offerOf: {
    patch: (files: string) => `changes to ${files}`,
    /** @param keeps the rule insists on the arguments until the person says otherwise */
    tool: (name: string, keeps: boolean) => `calls of ${name}${keeps ? ' with these arguments' : ''}`,
  },
  offerHint: 'Opens a dialog where you see and change exactly what the rule covers',
  offerNotNow: (titles: readonly string[]) =>
    `No rule can be made while ${titles.map((title) => `“${title}”`).join(', ')} ${
      titles.length === 1 ? 'runs' : 'run'
    } with network access or without a sandbox.`,
  dialog: {
    title: 'Always allow this',
    what: 'What',
    whatOf: (number: number) => `Command ${number}`,
    keeps: (tool: string) => `Arguments of ${tool} that must be the same`,
    where: 'Where',
    who: 'For',
    everyClient: 'Every client',
    until: 'Until',
    untils: {
      turn: 'This turn ends',
      thread: 'This thread ends',
      day: '24 hours from now',
      revoked: 'You revoke it',
    },
    preview: 'The rule',
    previews: 'The rules, one for each command',
    backtest: (questions: number, answered: number, denied: number) =>
      questions === 0
        ? 'You have answered no questions here yet that it could be compared with.'
        : `Would have answered ${answered} of the last ${plural(questions, 'question', 'questions')} here, ${denied === 0 ? 'none of them denied' : `including ${denied} that you denied`}.`,
    denied: 'You denied these:',
    note: 'It lets things run as your own yes would: outside the sandbox too, if Codex asks for that. You can revoke it at any time on the Rules page.',
    save: 'Save rule and approve',
    saveAll: 'Save rules and approve',
  },

  yourRule: 'your rule',
  byYourRule: (verdict: string) => `${verdict} by your rule`,
  gone: 'It has been revoked since.',
  show: 'Show rule',
};
