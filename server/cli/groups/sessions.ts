// `patchbay sessions`, `undo` and `redo`: what threads did, and taking it back.
import { type Command, Option } from 'commander';
import { threadStates } from '../../contract/thread-search.ts';
import { wordsIn } from '../../records/search/search-words.ts';
import { calendarDay } from '../calendar-day.ts';
import { folderWord } from '../folder-word.ts';
import { notEmpty } from '../not-empty.ts';
import { wholeNumber } from '../numbers.ts';
import type { SearchOptions } from '../sessions-search.ts';
import type { UndoOptions } from '../undo-command.ts';

/** What a shell has left of quotation marks is one phrase; those it has kept are read as in the window. */
function wordsToFind(word: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...(word.includes('"') ? wordsIn(word) : [word]).map(notEmpty)];
}

/** More turns than a thread can have. */
const MOST_TURNS = 999_999_999;

export function addSessionCommands(program: Command): void {
  const sessions = program.command('sessions').description('what was recorded of threads');
  const load = () => import('../sessions-command.ts');
  sessions
    .command('list', { isDefault: true })
    .description('the recorded threads, the last changed first')
    .option('--json', 'as JSON', false)
    .action(async (options) => (await load()).listSessions(options));
  sessions
    .command('search')
    .argument('<words...>', 'words that must all be there; a phrase in quotation marks', wordsToFind)
    .description('threads in which these words were said, run or changed')
    .option('--folder <folder>', 'in this folder or one inside it', folderWord)
    .option('--client <name>', 'of this client, as `sessions list` names it')
    .addOption(new Option('--state <state>', 'how the last turn ended').choices(threadStates))
    .option('--day <day>', 'with something on this day, as in 2026-11-29', calendarDay)
    .option('--archived', 'archived threads alone', false)
    .option('--limit <count>', 'so many threads', wholeNumber(1, 10_000), 50)
    .option('--json', 'as JSON', false)
    .action(async (words: string[], options: SearchOptions) =>
      (await import('../sessions-search.ts')).searchSessions(words, options),
    );
  sessions
    .command('show <id>')
    .description('what happened in a thread; the beginning of its id is enough')
    .action(async (id: string) => (await load()).showSession(id));
  sessions
    .command('export <id>')
    .description('the same as one file on standard output, without secrets')
    .addOption(new Option('--format <format>', 'kind of file').choices(['md', 'json', 'html']).default('md'))
    .action(async (id: string, { format }) => (await load()).exportSession(id, format));
}

export function addUndoCommands(program: Command): void {
  const load = () => import('../undo-command.ts');
  program
    .command('undo <thread>')
    .description('take back what a turn did to files; the beginning of the thread id is enough')
    .option(
      '--turn <number>',
      'this turn (default: the last one that is not undone)',
      wholeNumber(1, MOST_TURNS),
    )
    .option('--and-later', 'and every turn after it', false)
    .option('--file <file>', 'this file alone, relative to the folder of the thread')
    .option('--dry-run', 'show it as a diff, and change nothing', false)
    .option('--yes', 'do not ask', false)
    .action(async (thread: string, options: UndoOptions) => {
      process.exitCode = await (await load()).undo(thread, options);
    });
  program
    .command('redo <thread>')
    .description('bring back what was undone last in a thread')
    .option('--dry-run', 'show it as a diff, and change nothing', false)
    .option('--yes', 'do not ask', false)
    .action(async (thread: string, options: UndoOptions) => {
      process.exitCode = await (await load()).redo(thread, options);
    });
  program
    .command('blame <file>')
    .description(
      'which turn wrote each line of a file, why, and who approved it; FILE:10 and FILE:10-20 for some lines',
    )
    .option('--json', 'as JSON', false)
    .action(async (file: string, options) => (await import('../blame-command.ts')).showBlame(file, options));
}
