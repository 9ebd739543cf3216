// docs/commands.md: every command with its arguments and options, in the words of `--help`.
import { allCommands, type CommandNode } from '../package/command-tree.ts';
import { anchorOf, page, pageHead, table } from './markdown.ts';

export function commandPage(tree: CommandNode): string {
  const commands = allCommands(tree).filter(({ words }) => words.at(-1) !== 'help');
  return page([
    ...pageHead('Commands', "the command line's own definition"),
    '',
    'Every command and every option, in the words of `patchbay COMMAND --help`. [Command line](cli.md) says what they do in detail, and which exit codes and files there are.',
    '',
    ...table(
      ['command', 'does'],
      commands.map((command) => [`[${nameOf(command)}](#${anchorOf(nameOf(command))})`, command.description]),
    ),
    '',
    ...commands.flatMap(sectionOf),
  ]);
}

function nameOf({ words }: CommandNode): string {
  return ['patchbay', ...words].join(' ');
}

function sectionOf(command: CommandNode): string[] {
  const { usage, description, arguments: values, options } = command;
  const choices = values
    .filter((value) => value.choices.length > 0)
    .map(
      ({ name, choices: words }) => `\`${name}\` is one of ${words.map((word) => `\`${word}\``).join(', ')}.`,
    );
  const rows = options
    .filter(({ names }) => !names.includes('--help'))
    .map(({ term, description: text }) => [`\`${term}\``, text]);
  return [
    `## ${nameOf(command)}`,
    '',
    `\`${usage}\``,
    '',
    [sentence(description), ...choices].join(' '),
    '',
    ...(rows.length > 0 ? table(['option', 'means'], rows) : []),
    '',
  ];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/\.?$/, '.');
}
