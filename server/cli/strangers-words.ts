// Words of strangers on stderr: on one line, not too long, with invisible characters made visible.
import { makeVisible } from '../contract/visible.ts';

const LONGEST_SHOWN = 300;

export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
}

export function say(sentence: string): void {
  process.stderr.write(`${makeVisible(sentence)}\n`);
}
