// Numbers as the window writes them.

const formatter = new Intl.NumberFormat('en');

/** `1,234`. */
export function formatNumber(value: number): string {
  return formatter.format(value);
}

/** `1 file`, `1,234 files`. */
export function plural(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}
