// What the documents tell people to type: the lines of their `sh` blocks, and commands of ours in their sentences.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export interface Example {
  /** `docs/start.md:12` */
  readonly place: string;
  /** What follows `patchbay`. */
  readonly words: readonly string[];
}

/** A block of code that is run as it stands. */
export interface Block {
  readonly place: string;
  readonly script: string;
}

const root = path.resolve(import.meta.dirname, '../..');
/** With an indentation, a language and what stands behind it. */
const FENCE = /^( *)```(\S*)(.*)\n([\s\S]*?)^\1```$/gm;
/** Where a shell expects a command. */
const CALL = /(?:^|&&|\|\|?|;|\$\()\s*patchbay(?= |$)(.*)/gm;
const TOKEN = /(?:'[^']*'|"[^"]*"|[^\s'"])+/g;
const END_OF_COMMAND = /^(?:[|&;#>)]|2>)/;

/** What has changed is history, and one page is made of the command line itself. */
const LEFT_OUT = ['CHANGELOG.md', 'docs/commands.md'];

function pages(): string[] {
  const listed = String(execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root })).split(
    '\n',
  );
  return listed.filter((file) => /\.md$|^llms\.txt$/.test(file) && !LEFT_OUT.includes(file) && isThere(file));
}

/** The lines of `sh` blocks, complete and without placeholders but names. */
export function typedCommands(): Example[] {
  return pages().flatMap((page) =>
    fencesOf(page)
      .filter(({ language }) => language === 'sh')
      .flatMap(({ place, text }) =>
        [...text.replace(/\\\n\s*/g, ' ').matchAll(CALL)].map(([, rest = '']) => ({
          place,
          words: wordsOf(rest),
        })),
      ),
  );
}

/** Those in sentences and tables, which may end in `…`, hold placeholders, and name alternatives. */
export function namedCommands(): Example[] {
  return pages().flatMap((page) => {
    const text = read(page).replace(FENCE, (block) => block.replace(/[^\n]/g, ' '));
    return [...text.matchAll(/`patchbay( [^`\n]+)?`/g)].map(({ index, 1: rest = '' }) => ({
      place: placeOf(page, text, index),
      words: rest.replaceAll('\\|', '|').match(/[^\s[\]]+/g) ?? [],
    }));
  });
}

/** The blocks marked `sh run`, those of the first page first. */
export function runnableBlocks(): Block[] {
  const first = 'docs/start.md';
  return [first, ...pages().filter((page) => page !== first)].flatMap((page) =>
    fencesOf(page)
      .filter(({ language, mark }) => language === 'sh' && mark === 'run')
      .map(({ place, text, indent }) => ({
        place,
        script: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
      })),
  );
}

function fencesOf(page: string) {
  const text = read(page);
  return [...text.matchAll(FENCE)].map(
    ({ index, 1: indent = '', 2: language = '', 3: mark = '', 4: inner = '' }) => ({
      place: placeOf(page, text, index),
      indent,
      language,
      mark: mark.trim(),
      text: inner,
    }),
  );
}

/** The words of one command as a shell has them, without what follows it. */
function wordsOf(text: string): string[] {
  const tokens = text.match(TOKEN) ?? [];
  const end = tokens.findIndex((token) => END_OF_COMMAND.test(token));
  return tokens.slice(0, end === -1 ? undefined : end).map((token) => token.replace(/^(['"])(.*)\1$/, '$2'));
}

function placeOf(page: string, text: string, index: number): string {
  return `${page}:${text.slice(0, index).split('\n').length}`;
}

function read(page: string): string {
  return fs.readFileSync(path.join(root, page), 'utf8');
}

function isThere(page: string): boolean {
  return fs.existsSync(path.join(root, page));
}
