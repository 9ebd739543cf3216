// Completions for bash, zsh and fish. Each script first finds the command that is being typed, as `/rules/add`, and
// then offers its commands and options, or the values of the option before the cursor.
import { allCommands, type CommandNode, completionOf, type OptionNode } from './command-tree.ts';

export function bashCompletion(tree: CommandNode): string {
  const commands = allCommands(tree);
  return `# bash completion for patchbay
_patchbay() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} at= word words=
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == -- ]] && return
    case $at/$word in
      ${patternOf(commands)}) at=$at/$word ;;
    esac
  done
  case $at:$previous in
${valueCases(commands, {
  choices: (choices) => `COMPREPLY=($(compgen -W ${quoted(choices.join(' '))} -- "$current"))`,
  folders: 'compopt -o filenames; COMPREPLY=($(compgen -d -- "$current"))',
  files: 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$current"))',
})}
  esac
  [[ $current == -* ]] && at=$at:options
  case $at in
${commands
  .flatMap((command) => [
    [pathOf(command), [...command.commands.map(lastWord), ...choicesOf(command)]] as const,
    [`${pathOf(command)}:options`, command.options.flatMap(({ names }) => names)] as const,
  ])
  .map(([at, words]) => `    ${quoted(at)}) words=${quoted(words.join(' '))} ;;`)
  .join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _patchbay patchbay
`;
}

export function zshCompletion(tree: CommandNode): string {
  const commands = allCommands(tree);
  return `#compdef patchbay
_patchbay() {
  local previous=\${words[CURRENT-1]} at= word
  local -a commands options
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ $word == -- ]] && return
    case $at/$word in
      ${patternOf(commands)}) at=$at/$word ;;
    esac
  done
  case $at:$previous in
${valueCases(commands, {
  choices: (choices) => `compadd -- ${choices.map(quoted).join(' ')}`,
  folders: '_files -/',
  files: '_files',
})}
  esac
  case $at in
${commands
  .map((command) => {
    const offered = command.commands.map((child) => described(lastWord(child), child.description));
    const options = command.options.flatMap(({ names, summary }) =>
      names.map((name) => described(name, summary)),
    );
    return `    ${quoted(pathOf(command))})
      commands=(${[...offered, ...choicesOf(command)].map(quoted).join(' ')})
      options=(${options.map(quoted).join(' ')})
      ;;`;
  })
  .join('\n')}
  esac
  (( $#commands )) && _describe command commands
  _describe -o option options
}
_patchbay "$@"
`;
}

export function fishCompletion(tree: CommandNode): string {
  const commands = allCommands(tree);
  return `# fish completion for patchbay
function __patchbay_at
    set -l at
    for word in (commandline -opc)[2..]
        test "$word" = --; and return 1
        switch "$at/$word"
            case ${commands.slice(1).map(pathOf).map(quoted).join(' ')}
                set at "$at/$word"
        end
    end
    test "$at" = "$argv[1]"
end
complete -c patchbay -f
${commands.flatMap(fishLines).join('\n')}
`;
}

function fishLines(command: CommandNode): string[] {
  const here = `complete -c patchbay -n ${quoted(`__patchbay_at ${quoted(pathOf(command))}`)}`;
  return [
    ...command.commands.map(
      (child) => `${here} -a ${quoted(lastWord(child))} -d ${quoted(child.description)}`,
    ),
    ...choicesOf(command).map((choice) => `${here} -a ${quoted(choice)}`),
    ...command.options.map((option) => `${here} ${fishNames(option)} -d ${quoted(option.summary)}`),
  ];
}

function fishNames({ names, value }: OptionNode): string {
  const words = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  if (!value) return words.join(' ');
  const how = completionOf(value);
  if (how === 'choices') return [...words, '-x', '-a', quoted(value.choices.join(' '))].join(' ');
  if (how === 'folders') return [...words, '-x', '-a', quoted('(__fish_complete_directories)')].join(' ');
  return [...words, how === 'files' ? '-r -F' : '-x'].join(' ');
}

/** Cases of a shell for the option before the cursor; each ends the function. */
function valueCases(
  commands: readonly CommandNode[],
  how: { choices(choices: readonly string[]): string; folders: string; files: string },
): string {
  return commands
    .flatMap((command) =>
      command.options.flatMap(({ names, value }) => {
        if (!value) return [];
        const pattern = names.map((name) => quoted(`${pathOf(command)}:${name}`)).join('|');
        const kind = completionOf(value);
        const action = kind === 'choices' ? how.choices(value.choices) : kind === 'nothing' ? ':' : how[kind];
        return [`    ${pattern}) ${action}; return ;;`];
      }),
    )
    .join('\n');
}

function pathOf({ words }: CommandNode): string {
  return words.map((word) => `/${word}`).join('');
}

/** All commands but `patchbay` itself. */
function patternOf([, ...commands]: readonly CommandNode[]): string {
  return commands.map(pathOf).map(quoted).join('|');
}

function lastWord({ words }: CommandNode): string {
  return words.at(-1) ?? '';
}

function choicesOf(command: CommandNode): readonly string[] {
  return command.arguments.flatMap(({ choices }) => choices);
}

/** For _describe of zsh, which splits at the first colon. */
function described(name: string, description: string): string {
  return `${name.replaceAll(':', '\\:')}:${description}`;
}

/** One word of a POSIX shell, and of fish as long as there is no backslash in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
