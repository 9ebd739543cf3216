// patchbay(1), made of the commands as commander knows them.
import { allCommands, type CommandNode } from './command-tree.ts';

/**
 * @param about.date of the release, as `2026-11-29`
 * @returns the page in the macros of man(7)
 */
export function manPage(tree: CommandNode, about: { version: string; date: string }): string {
  const [, ...commands] = allCommands(tree);
  return `${[
    `.TH PATCHBAY 1 "${about.date}" "Patchbay ${about.version}" "User Commands"`,
    '.SH NAME',
    `patchbay \\- ${escaped(lowerFirst(tree.description)).replace(/\.$/, '')}`,
    '.SH SYNOPSIS',
    `.B ${escaped(tree.usage)}`,
    '.SH DESCRIPTION',
    escaped(tree.description),
    '.PP',
    'Without a command it opens the tray app, or brings the running one to the front.',
    'Where there is no desktop it serves HTTP on port 7345.',
    '.SH OPTIONS',
    ...optionsOf(tree),
    '.SH COMMANDS',
    ...commands.flatMap(sectionOf),
    ...ENDING,
  ].join('\n')}\n`;
}

const ENDING = [
  '.SH ENVIRONMENT',
  '.TP',
  '.B CODEX_HOME',
  'Folder of Codex with config.toml and the login; ~/.codex without it.',
  '.TP',
  '.B PATCHBAY_HOME',
  'Folder of Patchbay with settings, tokens, audit and logs; the folder for data of programs without it, such as ~/.local/share/patchbay.',
  '.TP',
  '.B PATCHBAY_LOG',
  'Least important lines on standard error: error, warn, info or debug.',
  '.SH EXIT STATUS',
  '0 when it worked, 1 when it failed, 2 when the words were wrong. rules test ends with 0, 10 or 11: allow, ask, deny.',
];

function sectionOf(command: CommandNode): string[] {
  return [
    `.SS ${escaped(command.usage)}`,
    `${escaped(upperFirst(command.description))}.`.replace(/\.\.$/, '.'),
    ...optionsOf(command),
  ];
}

/** `--help` is said once. */
function optionsOf({ words, options }: CommandNode): string[] {
  return options
    .filter(({ names }) => words.length === 0 || !names.includes('--help'))
    .flatMap(({ term, description }) => ['.TP', `.B ${escaped(term)}`, escaped(upperFirst(description))]);
}

/** A backslash, a dash that is typed, and a line that looks like a macro; see groff_char(7). */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
