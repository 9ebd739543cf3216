// What a text could run, looked at as widely as it can be: for rules that deny or ask, which have to hold also where
// the parser is not sure. Nothing may be allowed because of what is found here.
import path from 'node:path';
import { parse } from 'unbash';
import { type FoundCommand, findCommands } from '../shell-commands.ts';
import { SHELL_NAME, startsOthers } from './wrappers.ts';

/** A program with the words behind it, wherever it stands in the text. */
export interface PossibleCommand {
  /** See programKey. */
  readonly key: string;
  /** Made when it is asked for: most commands are of no interest. */
  args(): readonly string[];
}

export interface PossibleCommands {
  /** What a shell would start, also behind wrappers and in texts that a shell is given. */
  readonly started: readonly PossibleCommand[];
  /** What stands there in whatever role, word for word: quoted, in a message, in code of another language. */
  readonly mentioned: readonly PossibleCommand[];
}

/** Characters of a text that is taken apart; of a longer one everything that is mentioned counts. */
const MAX_TEXT = 20_000;
/** Words looked at in one text; there is no need to be exact about more, it is asked about anyway. */
const MAX_WORDS = 50_000;
/** Words behind a program that a rule could name. */
const MAX_ARGUMENTS = 200;
const MAX_DEPTH = 4;

/** Their arguments are read as shell text, quoted or not. */
const READS_TEXT =
  /^(?:eval|su|runuser|ssh|sshpass|watch|script|flock|parallel|xargs|trap|tmux|screen|entr|env|sudo|doas|find|npx|npm|yarn|pnpm|nix-shell|docker|podman|kubectl|alias|time|timeout|exec|nohup|make|systemd-run|at|batch|git)$/;

/** What it does may stand in its arguments or on its standard input, in whatever language. */
const READS_CODE =
  /^(?:python[\d.]*|pypy[\d.]*|node(?:js)?|deno|bun|tsx|perl[\d.]*|ruby[\d.]*|php[\d.]*|lua[\d.]*|osascript|expect|eval|source|\.|xargs|parallel|at|batch|ssh|crontab|git-shell)$/;

/** How a program is looked up: its name without path, ending and case, since some file systems know none. */
export function programKey(word: string): string {
  return path.posix
    .basename(word.replaceAll('\\', '/'))
    .toLowerCase()
    .replace(/\.(?:exe|cmd|bat|com)$/, '');
}

/** @param text of a script, without the shell the engine puts around it */
export function possibleCommands(text: string): PossibleCommands {
  const found = findAll(text, 0);
  const started = found.flatMap(startedBy);
  const mentioned = commandsAt(wordsIn(text), () => true);
  // What a shell or an interpreter reads may be code that stands elsewhere in the text, and where the parser stops
  // nobody knows what follows.
  const runsText = !isUnderstood(text) || found.some(({ words }) => readsCode(words));
  return { started: runsText ? [...started, ...mentioned] : started, mentioned };
}

function isUnderstood(text: string): boolean {
  if (text.length > MAX_TEXT) return false;
  try {
    return !parse(text).errors?.length;
  } catch {
    return false;
  }
}

function findAll(text: string, depth: number): FoundCommand[] {
  if (text.length > MAX_TEXT) return [];
  let found: FoundCommand[];
  try {
    found = findCommands(text);
  } catch {
    // Nested too deeply for the parser: what is mentioned has to do.
    return [];
  }
  if (depth > MAX_DEPTH) return found;
  const inArguments = found.flatMap(({ words }) =>
    textsOf(words).flatMap((inner) => findAll(inner, depth + 1)),
  );
  return [...found, ...inArguments];
}

/** Arguments with blanks or line breaks that a program could give to a shell, with and without an option before them. */
function textsOf([first = '', ...args]: readonly string[]): readonly string[] {
  const key = programKey(first);
  // What else it gets are messages.
  if (key === 'git' && !args.some((arg) => /^(?:foreach|run|filter-branch|-x|--exec|-c)/.test(arg)))
    return [];
  if (!READS_TEXT.test(key) && !startsOthers(key)) return [];
  const texts = args.filter((arg) => /\s/.test(arg));
  // An assignment stands here as it was written, with its quotes.
  return texts.flatMap((text) => [
    ...new Set([text, text.replace(/^(?:-\w|[\w.-]+=!?)(['"]?)(.*)\1$/s, '$2')]),
  ]);
}

function startedBy({ words }: FoundCommand): PossibleCommand[] {
  const [first = ''] = words;
  const isWrapper = startsOthers(programKey(first));
  return commandsAt(words, (at) => at === 0 || isWrapper);
}

function commandsAt(words: readonly string[], isStart: (at: number) => boolean): PossibleCommand[] {
  return words
    .slice(0, MAX_WORDS)
    .flatMap((word, at) =>
      isStart(at) ? [{ key: programKey(word), args: () => words.slice(at + 1, at + 1 + MAX_ARGUMENTS) }] : [],
    );
}

function readsCode(words: readonly string[]): boolean {
  const isWrapper = startsOthers(programKey(words[0] ?? ''));
  return words.some((word, at) => {
    if (at > 0 && !isWrapper) return false;
    const key = programKey(word);
    return SHELL_NAME.test(key) || READS_CODE.test(key);
  });
}

/** Every run of characters that could be a word somewhere. */
function wordsIn(text: string): string[] {
  return text.split(/[\s'"`(){}[\];|&<>,$\\=+]+/, MAX_WORDS).filter(Boolean);
}
