// A file that somebody else has changed, in words: see overlap.ts.

export const overlapWords = {
  byPatch: (thread: string) => `by ${thread}`,
  byCommand: (thread: string) => `while a command of ${thread} ran`,
  byUndo: 'when the person took back earlier changes',
  byOutside: 'by somebody outside Patchbay',
  byUnknown: 'or deleted by somebody else',
  anotherThread: 'another thread',
  thread: (title: string, who: string) => `the thread “${title}” of ${who}`,
  since: {
    read: 'since this thread last read it',
    wrote: 'since this thread last wrote it',
    'turn-began': 'since this turn began',
  },
  sentence: (file: string, changes: readonly string[], since: string) =>
    `${file} was changed ${changes.join(', then ')}, ${since}.`,
  wasAsked: 'The patch was approved.',
  passed: 'The patch passed without a question.',
};
