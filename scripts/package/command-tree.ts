// The commands of `patchbay` as data, for its man page and for shell completions.
import type { Argument, Command, Option } from 'commander';

export interface CommandNode {
  /** What is typed after `patchbay`; empty for `patchbay` alone. */
  readonly words: readonly string[];
  readonly usage: string;
  readonly description: string;
  readonly arguments: readonly ValueNode[];
  readonly options: readonly OptionNode[];
  readonly commands: readonly CommandNode[];
}

interface ValueNode {
  /** As in `<dir>`. */
  readonly name: string;
  readonly choices: readonly string[];
}

export interface OptionNode {
  /** `-h, --help` */
  readonly term: string;
  readonly names: readonly string[];
  readonly summary: string;
  /** The summary with choices and the default. */
  readonly description: string;
  /** undefined when the option is a switch */
  readonly value: ValueNode | undefined;
}

/** Values that are names of files, by the name the value has in the help. */
const FOLDERS = ['dir'];
const FILES = ['file', 'path'];

export function commandTree(command: Command, words: readonly string[] = []): CommandNode {
  const help = command.createHelp();
  return {
    words,
    usage: help.commandUsage(command),
    description: command.description(),
    arguments: command.registeredArguments.map(argumentNode),
    options: help.visibleOptions(command).map((option) => ({
      term: help.optionTerm(option),
      names: [option.short, option.long].filter((name) => name !== undefined),
      summary: option.description,
      // A switch that is not given is off.
      description: help.optionDescription(option).replace(' (default: false)', ''),
      value: optionValue(option),
    })),
    commands: help.visibleCommands(command).map((child) => commandTree(child, [...words, child.name()])),
  };
}

/** The command itself and all below it, in the order of the help. */
export function allCommands(tree: CommandNode): CommandNode[] {
  return [tree, ...tree.commands.flatMap(allCommands)];
}

/** How a shell completes a value. */
export function completionOf(value: ValueNode): 'choices' | 'folders' | 'files' | 'nothing' {
  if (value.choices.length > 0) return 'choices';
  if (FOLDERS.includes(value.name)) return 'folders';
  return FILES.includes(value.name) ? 'files' : 'nothing';
}

function argumentNode(argument: Argument): ValueNode {
  return { name: argument.name(), choices: argument.argChoices ?? [] };
}

function optionValue(option: Option): ValueNode | undefined {
  const name = /[<[]([^.>\]]+)/.exec(option.flags)?.[1];
  return name === undefined ? undefined : { name, choices: option.argChoices ?? [] };
}
