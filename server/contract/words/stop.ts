// Denying everything and stopping all turns, in words: see stop-everything.ts.

export const stopWords = {
  questions: (count: number) => `${count} ${count === 1 ? 'question' : 'questions'} will be denied.`,
  turns: (count: number) => `${count} ${count === 1 ? 'turn' : 'turns'} will be stopped.`,
  both: (questions: number, turns: number) =>
    `${questions} ${questions === 1 ? 'question' : 'questions'} will be denied and ${turns} ${turns === 1 ? 'turn' : 'turns'} stopped.`,
};
