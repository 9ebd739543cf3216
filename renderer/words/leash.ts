// The texts of leashes: what a turn has spent, and what one of a client may spend.
import type { CapName } from '../../server/contract/leash.ts';

export const leash = {
  names: { minutes: 'Time', tokens: 'Tokens', commands: 'Commands', files: 'Files changed' } as Readonly<
    Record<CapName, string>
  >,
  title: 'Leash',
  titleOf: (name: string) => `Leash of ${name}`,
  hint: 'What one turn may use before you are asked whether it may continue. If nobody answers, it stops with what was done. Empty means no limit.',
  fields: {
    minutes: 'Minutes',
    tokens: 'Tokens',
    commands: 'Commands',
    files: 'Files changed',
    stallMinutes: 'Report silence after (minutes)',
  } as Readonly<Record<CapName | 'stallMinutes', string>>,
  none: 'no limit',
  wrong: 'A number above zero',
  wrongCount: 'A whole number above zero',
  spent: 'Used by this turn',
  silentHere: (time: string) => `silent for ${time}`,
  stop: 'Stop turn',
};
