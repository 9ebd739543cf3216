// The texts around the list of what is wrong. What each is about is said by server/contract/condition-words.ts.

export const conditions = {
  title: 'Needs attention',
  more: (count: number) => `Show ${count} more`,
  none: 'Nothing needs your attention.',
};
