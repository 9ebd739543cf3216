// Numbers as the window writes them.
import { locale } from './language.ts';

const rules = new Intl.PluralRules(locale);

const whole = new Intl.NumberFormat(locale);
const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** `1,234`. */
export function formatNumber(value: number): string {
  return whole.format(value);
}

/** `1.5`: with one digit behind the point. */
export function formatTenths(value: number): string {
  return tenths.format(value);
}

/** `1 file`, `1,234 files`. */
export function plural(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${rules.select(count) === 'one' ? one : many}`;
}

const MEGABYTE = 1_000_000;

/** `12 kB`. */
export function formatBytes(count: number): string {
  if (count < 1000) return plural(count, 'byte', 'bytes');
  if (count < MEGABYTE) return `${formatNumber(Math.round(count / 1000))} kB`;
  return formatMegabytes(count / MEGABYTE);
}

/** `1.5 MB`, `2 GB`. */
export function formatMegabytes(count: number): string {
  return count < 1000
    ? `${formatNumber(Math.round(count * 10) / 10)} MB`
    : `${formatNumber(Math.round(count / 100) / 10)} GB`;
}
