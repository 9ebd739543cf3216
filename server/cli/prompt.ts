// The person at standard input: lines, and a passphrase without echo. If standard input is not a terminal, its lines
// are the answers in the order of the questions. Questions go to stderr.
import readline from 'node:readline';
import { Writable } from 'node:stream';
import { createQueue } from '../base/queue.ts';

export interface Prompt {
  /** The next line; undefined at the end of input. */
  line(): Promise<string | undefined>;
  /** The same, hidden while it is typed. */
  hidden(question: string): Promise<string | undefined>;
  /** Resolves when the person presses Ctrl-C. */
  readonly interrupted: Promise<void>;
  close(): void;
}

export function openPrompt(): Prompt {
  const isTerminal = process.stdin.isTTY === true;
  let isHiding = false;
  const echo = new Writable({
    write(chunk, _encoding, done) {
      if (!isHiding) process.stderr.write(chunk);
      done();
    },
  });
  const lines = createQueue<string>();
  const reader = readline.createInterface({
    input: process.stdin,
    output: echo,
    terminal: isTerminal,
    // The arrow keys would show the passphrase again.
    historySize: 0,
  });
  reader.on('line', (line) => lines.push(line));
  reader.on('close', () => lines.end());

  return {
    line: () => lines.next(),
    async hidden(question) {
      if (!isTerminal) return lines.next();
      process.stderr.write(question);
      isHiding = true;
      const line = await lines.next();
      isHiding = false;
      process.stderr.write('\n');
      return line;
    },
    interrupted: new Promise((resolve) => reader.on('SIGINT', resolve)),
    close: () => reader.close(),
  };
}
