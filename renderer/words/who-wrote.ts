// The texts of "Who wrote this?": the lines of a file, each with the turn that wrote it.
import { formatNumber, plural } from './counts.ts';

export const whoWrote = {
  open: 'Who wrote this?',
  file: 'File',
  turn: (turn: number) => `Turn ${formatNumber(turn)} of this thread`,
  turnOfOther: (turn: number) => `Turn ${formatNumber(turn)} of another thread`,
  notAnAgent: 'Not by an agent',
  notKnown: 'Not known',
  notAnAgentHint: (time: string) => `It appeared before ${time}, while no turn changed the file.`,
  notKnownHint: (why: string, time: string) => `Written before ${time}: ${why}.`,
  patch: 'patch',
  command: 'command',
  openThread: 'Open the thread',
  uncertain: 'uncertain',
  because: (why: string) => `Uncertain: ${why}.`,
  lines: (from: number, to: number) => (from === to ? `Line ${from}` : `Lines ${from} to ${to}`),
  more: (count: number) => `Show ${plural(count, 'more line', 'more lines')}`,
  empty: 'The file has no lines.',
  gone: 'The file is gone. Who removed it:',
  movedTo: (file: string) => `It became ${file}.`,
  notText: 'The file is not text. Who changed it last:',
  earlierNames: (names: string) => `Earlier names: ${names}`,
};
