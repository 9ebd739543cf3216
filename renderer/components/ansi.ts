// Terminal output as styled parts. Only colours and weight are kept: a program cannot move, hide or overwrite anything
// outside its own line.
import Anser from 'anser';

export interface AnsiPart {
  readonly text: string;
  /** A colour name such as `red` or `bright-red`, or undefined for the normal one. */
  readonly color: string | undefined;
  readonly background: string | undefined;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isUnderlined: boolean;
}

const ESC = '\u001b';
const BEL = '\u0007';
/** All other escape sequences: cursor movement, titles, links. */
const OTHER_SEQUENCES = new RegExp(
  [
    `${ESC}\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)?`,
    `${ESC}\\[[0-9;?]*[A-LN-Za-ln-z]`,
    `${ESC}[^\\[\\]]`,
  ].join('|'),
  'g',
);

export function ansiParts(output: string): AnsiPart[] {
  const plain = output.replace(OTHER_SEQUENCES, '').replace(/\r\n/g, '\n');
  return Anser.ansiToJson(lastStates(plain), { use_classes: true, remove_empty: true }).map((part) => ({
    text: part.content,
    color: nameOf(part.fg),
    background: nameOf(part.bg),
    isBold: part.decorations.includes('bold'),
    isDim: part.decorations.includes('dim'),
    isUnderlined: part.decorations.includes('underline'),
  }));
}

/** A progress bar keeps returning to the start of its line: only its last text is shown. */
function lastStates(text: string): string {
  if (!text.includes('\r')) return text;
  const lines = text.split('\n').map((line) => line.replace(/\r+$/, ''));
  return lines.map((line) => line.slice(line.lastIndexOf('\r') + 1)).join('\n');
}

function nameOf(name: string | null): string | undefined {
  return name?.startsWith('ansi-') ? name.slice('ansi-'.length) : undefined;
}
