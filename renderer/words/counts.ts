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
