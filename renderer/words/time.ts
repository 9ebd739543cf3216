// Times and durations.
import { clockText } from '../../server/contract/clock-text.ts';
import { plural } from './counts.ts';

export const time = {
  now: 'just now',
  /** Date and time, without seconds. */
  moment: (ms: number) => new Date(ms).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' }),
  day: (ms: number) => new Date(ms).toLocaleDateString(undefined, { dateStyle: 'medium' }),
  ago: (time: string) => `${time} ago`,
  clock: clockText,
  duration: (ms: number, digits = 1) => {
    if (ms < 1000) return `${Math.round(ms)} ms`;
    if (ms < 10_000) return `${(ms / 1000).toFixed(digits)} s`;
    if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
    if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
    if (ms < 86_400_000) return `${Math.round(ms / 3_600_000)} h`;
    return plural(Math.round(ms / 86_400_000), 'day', 'days');
  },
};
