// Shell text → simple commands with literal words. A variable stays a reference, `${NAME}`, for whoever can use one; all else
// that a shell would work out is refused, since nothing is run to read a text.
import { type Assignment, parse, type Statement, type Word } from 'unbash';
import { NotUnderstood } from './not-understood.ts';

export interface ShellLine {
  readonly words: readonly string[];
  /** Variables that are set in front of the command. */
  readonly env: Readonly<Record<string, string>>;
}

type Part = NonNullable<Word['parts']>[number];

/** In characters. */
const LONGEST = 50_000;

/** @throws NotUnderstood */
export function readShellLines(text: string, homeFolder: string): ShellLine[] {
  if (text.length > LONGEST) throw new NotUnderstood('it is too long for a command line');
  const script = parse(text);
  if (script.errors?.length) throw new NotUnderstood('its shell syntax is not understood');
  return script.commands.map((statement) => lineOf(statement, homeFolder));
}

function lineOf({ command, background }: Statement, homeFolder: string): ShellLine {
  if (command.type !== 'Command' || background || command.redirects.length > 0) {
    throw new NotUnderstood('it needs a shell (such as for |, && or >), and servers are started without one');
  }
  const words = [...(command.name ? [command.name] : []), ...command.args].map((word) =>
    word.type === 'Word' ? textOf(word, homeFolder) : assigned(word, homeFolder).join('='),
  );
  const assignments = command.prefix.filter((one) => one.type === 'Assignment');
  return { words, env: Object.fromEntries(assignments.map((one) => assigned(one, homeFolder))) };
}

function assigned({ name, value, append, index }: Assignment, homeFolder: string): [string, string] {
  if (append || index || value.type !== 'Word') {
    throw new NotUnderstood('it sets a variable in a way that only a shell understands');
  }
  return [name, textOf(value, homeFolder)];
}

function textOf(word: Word, homeFolder: string): string {
  const text = word.parts ? word.parts.map((part) => partText(part, homeFolder)).join('') : word.value;
  return word.text.startsWith('~/') ? `${homeFolder}${text.slice(1)}` : text;
}

function partText(part: Part, homeFolder: string): string {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return part.value;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.map((inner) => partText(inner, homeFolder)).join('');
    // Nothing is matched with files: `?` stands in addresses.
    case 'Glob':
      return part.text;
    case 'SimpleExpansion':
      return reference(part.text.slice(1), homeFolder);
    case 'ParameterExpansion':
      if (part.operation || part.prefix !== undefined || part.index) break;
      return reference(part.parameter, homeFolder);
    default:
      break;
  }
  throw new NotUnderstood(`a shell would first have to work out ${part.text}`);
}

function reference(variable: string, homeFolder: string): string {
  if (!/^[A-Za-z_]\w*$/.test(variable))
    throw new NotUnderstood(`a shell would first have to work out $${variable}`);
  return variable === 'HOME' ? homeFolder : `\${${variable}}`;
}
