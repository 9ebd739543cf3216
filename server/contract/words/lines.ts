// Who wrote a line of a file, in words: see blame.ts.

const doubts = {
  'cut-off': 'the turn has no end, so what anybody wrote until the next checkpoint counts as its own',
  'other-turns': 'other turns ran in this folder at the same time, so it may be one of theirs',
  'several-commands': 'the turn ran several commands, and which of them wrote this is not known',
  'saved-meanwhile': 'who saved the file while a command of the turn ran cannot be told from that command',
  'in-no-patch':
    'no patch of the turn has this line, and it ran no command, so somebody may have saved the file meanwhile',
  'no-record': 'the record of the thread is gone, so what the turn did is not known',
};

const whyUnknown = {
  older: 'it was there before the first checkpoint that is kept',
  'left-out': 'the file was left out of checkpoints, or could not be compared',
  'not-covered': 'a turn ran meanwhile whose folder was not covered',
  undo: 'it came back with an undo',
};

export const lineWords = {
  doubts,
  whyUnknown,
  notKnown: 'not known',
  notAsked: 'not asked',
  approved: 'approved',
  denied: 'denied',
  /** A few words: `approved in the window`. @param more others who have decided */
  decision: (verdict: string, place: string, more: number) =>
    `${verdict} ${place}${more > 0 ? ` and ${more} more` : ''}`,
  window: 'in the window',
  terminal: (by: string) => `at the terminal by ${by}`,
  client: (by: string) => `in ${by}`,
  rule: (by: string) => `by rule ${by}`,
  command: 'by your program',
  other: (by: string) => `by ${by}`,
};
