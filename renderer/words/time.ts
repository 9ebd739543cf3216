// Times and durations.
import { clockText } from '../../server/contract/clock-text.ts';
import { formatNumber, formatTenths, plural } from './counts.ts';
import { locale } from './language.ts';

const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' });
const wholeMoments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
const days = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });

export const time = {
  now: 'just now',
  /** Date and time, without seconds. */
  moment: (ms: number) => moments.format(ms),
  /** With seconds. */
  wholeMoment: (ms: number) => wholeMoments.format(ms),
  day: (ms: number) => days.format(ms),
  /** `14:32` */
  ofDay: (ms: number) => times.format(ms),
  ago: (time: string) => `${time} ago`,
  clock: clockText,
  duration: (ms: number, digits = 1) => {
    if (ms < 1000) return `${Math.round(ms)} ms`;
    if (ms < 10_000) return `${digits > 0 ? formatTenths(ms / 1000) : formatNumber(Math.round(ms / 1000))} s`;
    if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
    if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
    if (ms < 86_400_000) return `${Math.round(ms / 3_600_000)} h`;
    return plural(Math.round(ms / 86_400_000), 'day', 'days');
  },
};
