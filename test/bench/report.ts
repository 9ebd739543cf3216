// Results as a Markdown table, on the terminal and in docs/benchmarks.md between the two marks of the benchmark.
import fs from 'node:fs';
import os from 'node:os';
import { bundledEngine } from '../../server/engine/process/binary.ts';
import type { Row } from './measure.ts';

export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ name, value, unit, bar, ok }) => [
    name,
    `${rounded(value)} ${unit}`.trim(),
    bar === undefined ? '' : `at most ${bar} ${unit}`.trim(),
    ok === undefined ? '' : ok ? 'met' : '**missed**',
  ]);
  return aligned([['', 'measured', 'bar', ''], ...lines]);
}

/** Three figures say all that these measurements can. */
function rounded(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 0.01))));
  return String(Number(value.toFixed(digits)));
}

function aligned(lines: readonly string[][]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const texts = lines.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [texts[0], rule, ...texts.slice(1)].join('\n');
}

/** Replaces the result of this benchmark in the file; whatever stands around it stays. */
export function writeResult(file: string, benchmark: string, rows: readonly Row[]): void {
  const begin = `<!-- ${benchmark}: written by npm run bench -->`;
  const end = `<!-- /${benchmark} -->`;
  const before = fs.readFileSync(file, 'utf8');
  const [head, rest] = before.split(begin);
  const tail = rest?.split(end)[1];
  if (head === undefined || tail === undefined) throw new Error(`${file} has no place for ${benchmark}.`);
  const result = [begin, '', tableOf(rows), '', machine(), end].join('\n');
  fs.writeFileSync(file, head + result + tail);
}

/** The load tells how quiet the machine was: above the number of cores, others were at work. */
function machine(): string {
  const cores = os.availableParallelism();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const load = os.loadavg()[0]?.toFixed(1);
  const software = `Node ${process.versions.node}, engine ${bundledEngine().version}`;
  return `${software}; ${process.platform} ${process.arch}, ${cores} cores, ${memory} GiB, load ${load}.\n`;
}
