// `patchbay blame FILE[:LINE]`: one line for each line of the file, in columns; on standard error, what they mean.
import fs from 'node:fs';
import { blameOf, type LineRange } from '../blame/blame-of.ts';
import { openCheckpoints } from '../checkpoints/checkpoints.ts';
import { resolvePaths } from '../config/paths.ts';
import {
  type AgentOrigin,
  type Blame,
  type BlamedLine,
  decisionInWords,
  doubtsInWords,
  type LineOrigin,
  whyUnknown,
} from '../contract/blame.ts';
import { makeVisible } from '../contract/visible.ts';
import { usageWrong } from '../errors/usage.ts';
import { checkpointOptions } from '../host/checkpoint-options.ts';
import { createRedactor } from '../logging/redact.ts';
import { isoTime, printJson } from './output.ts';

/** Thread ids begin with the time in ms, which needs 13 characters. */
const SHORT_ID = 13;
const PROMPT_WIDTH = 32;
const HOW_WIDTH = 44;

/**
 * @param given `FILE`, `FILE:LINE` or `FILE:FROM-TO`; a file whose own name ends like that is meant as a whole
 * @throws usage-wrong for lines that are none, and what Checkpoints.blame and blameOf throw
 */
export function showBlame(given: string, { json }: { json: boolean }): void {
  const { file, range } = readWords(given);
  const { redact } = createRedactor();
  const paths = resolvePaths({ env: process.env });
  const stored = openCheckpoints(checkpointOptions(paths)).blame(file);
  const blame = blameOf(stored, { paths, redact, range });
  if (json) writeJson(blame);
  else writeColumns(blame);
}

function readWords(given: string): { file: string; range?: LineRange } {
  const [, file, lines = ''] = /^(.+):([^:/\\]*)$/s.exec(given) ?? [];
  if (file === undefined || fs.existsSync(given)) return { file: given };
  const [, first, last] = /^([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?$/.exec(lines) ?? [];
  const [from, to] = [Number(first), Number(last ?? first)];
  if (from <= to) return { file, range: { from, to } };
  if (!fs.existsSync(file) && !/^[\d-]*$/.test(lines)) return { file: given };
  throw usageWrong(
    `The lines ${JSON.stringify(lines)} of ${file} are wrong: they must be like 10 or 10-20.`,
    undefined,
    'patchbay blame',
  );
}

function writeJson(blame: Blame): void {
  const told: readonly { readonly origin: LineOrigin }[] = blame.kind === 'lines' ? blame.lines : [blame];
  printJson(told.map((one) => ({ ...one, origin: withIsoTimes(one.origin) })));
}

function withIsoTimes(origin: LineOrigin): object {
  switch (origin.kind) {
    case 'not-an-agent':
      return { ...origin, after: isoTime(origin.after), before: isoTime(origin.before) };
    case 'unknown':
      return { ...origin, before: isoTime(origin.before) };
    case 'agent': {
      const decisions = origin.decisions.map((one) => ({ ...one, at: isoTime(one.at) }));
      return { ...origin, at: isoTime(origin.at), decisions };
    }
  }
}

function writeColumns(blame: Blame): void {
  const origins = blame.kind === 'lines' ? blame.lines.map(({ origin }) => origin) : [blame.origin];
  if (blame.kind === 'lines') process.stdout.write(columnsOf(blame.lines));
  else process.stdout.write(`${wholeFile(blame)}\n`);
  const names = blame.earlierNames.map(oneLine);
  if (names.length > 0) process.stderr.write(`\nearlier names: ${names.join(', ')}\n`);
  process.stderr.write(notesOf(origins));
}

function columnsOf(lines: readonly BlamedLine[]): string {
  const rows = lines.map(({ line, text, origin }) => ({
    cells: [...cellsOf(origin)],
    number: `${line}`,
    text: makeVisible(text.replace(/\r$/, '')),
  }));
  const widths = [0, 1, 2, 3].map((at) =>
    Math.max(0, ...distinct(rows.map(({ cells }) => lengthOf(cells[at])))),
  );
  const digits = `${lines.at(-1)?.line ?? ''}`.length;
  return rows
    .map(({ cells, number, text }) => {
      const columns = cells.map((cell, at) => padded(cell, widths[at] ?? 0)).join('  ');
      return `${columns}  ${number.padStart(digits)}) ${text}\n`;
    })
    .join('');
}

/** Who, the prompt, when, how and by whose leave. */
function cellsOf(origin: LineOrigin): [who: string, prompt: string, time: string, how: string] {
  switch (origin.kind) {
    case 'not-an-agent':
      return ['not by an agent', '', timeOf(origin.before), ''];
    case 'unknown':
      return ['not known', '', timeOf(origin.before), ''];
    case 'agent':
      return [
        `${origin.threadId.slice(0, SHORT_ID)} ${origin.turn}${origin.doubts.length > 0 ? ' ?' : ''}`,
        short(origin.prompt ?? '', PROMPT_WIDTH),
        timeOf(origin.at),
        short(howOf(origin), HOW_WIDTH),
      ];
  }
}

function howOf(origin: AgentOrigin): string {
  if (origin.how === 'unclear') return decisionInWords(origin);
  return `${origin.how}, ${decisionInWords(origin)}`;
}

function wholeFile(blame: Exclude<Blame, { kind: 'lines' }>): string {
  const cells = cellsOf(blame.origin).filter(Boolean).join('  ');
  if (blame.kind === 'not-text') return `${oneLine(blame.file)} is not text. Last changed: ${cells}`;
  const moved = blame.movedTo === undefined ? '' : ` It became ${oneLine(blame.movedTo)}.`;
  return `${oneLine(blame.file)} is gone. Removed: ${cells}.${moved}`;
}

/** What is to be said of the columns, each once. */
function notesOf(origins: readonly LineOrigin[]): string {
  const all = [...new Set(origins.flatMap(notesOn))].map((note) => `${note}\n`).join('');
  return all === '' ? '' : `\n${all}`;
}

function notesOn(origin: LineOrigin): string[] {
  switch (origin.kind) {
    case 'not-an-agent':
      return ['not by an agent: it appeared before this time, while no turn changed the file'];
    case 'unknown':
      return [`not known: ${whyUnknown(origin)}`];
    case 'agent':
      return origin.doubts.map((doubt) => `?: ${doubtsInWords[doubt]}`);
  }
}

function timeOf(atMs: number): string {
  return (isoTime(atMs) ?? '').slice(0, 16).replace('T', ' ');
}

function short(text: string, width: number): string {
  const characters = [...oneLine(text)];
  return characters.length > width ? `${characters.slice(0, width - 1).join('')}…` : characters.join('');
}

function oneLine(text: string): string {
  return makeVisible(text.replaceAll(/\s+/g, ' ').trim());
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - lengthOf(text)));
}

function lengthOf(text = ''): number {
  return [...text].length;
}

function distinct(numbers: readonly number[]): number[] {
  return [...new Set(numbers)];
}
