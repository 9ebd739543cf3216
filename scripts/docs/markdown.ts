// What the generated pages have in common.

/** The first lines of a page that nobody writes by hand. @param source what it is made of */
export function pageHead(title: string, source: string): string[] {
  return [`# ${title}`, '', `<!-- \`npm run docs\` makes this page of ${source}. Do not edit it. -->`];
}

/** Rows as a table of Markdown. A `|` in a cell is no border, and a line break none of the table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)];
}

/** @returns the lines as a file, without two empty ones in a row */
export function page(lines: readonly string[]): string {
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

/** The anchor that GitHub makes of a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
}
