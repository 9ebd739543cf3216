// The person at standard input: lines, and a passphrase without echo. If standard input is not a terminal, its lines
// are the answers in the order of the questions. Questions go to stderr.
import fs from 'node:fs';
import readline from 'node:readline';
import { Writable } from 'node:stream';
import { ReadStream } from 'node:tty';
import { createQueue } from '../base/queue.ts';

/** The person has pressed Ctrl-C, which a terminal in raw mode gives us instead of a signal. */
export class Interrupted extends Error {}

export interface Prompt {
  /** The next line; undefined at the end of input. @throws Interrupted */
  line(): Promise<string | undefined>;
  /** The same, hidden while it is typed. @throws Interrupted */
  hidden(question: string): Promise<string | undefined>;
  /** Rejects with Interrupted at Ctrl-C: for whoever waits for something else meanwhile. */
  readonly interrupted: Promise<never>;
  close(): void;
}

/**
 * For a command whose standard input is something to read: the terminal it was started at.
 * @returns undefined where there is none
 */
export function openTerminalPrompt(): Prompt | undefined {
  try {
    const input = new ReadStream(
      fs.openSync(process.platform === 'win32' ? '\\\\.\\CONIN$' : '/dev/tty', 'r'),
    );
    const prompt = openPrompt(input);
    return {
      ...prompt,
      close() {
        prompt.close();
        input.destroy();
      },
    };
  } catch {
    return undefined;
  }
}

export function openPrompt(input: ReadStream = process.stdin): Prompt {
  const isTerminal = input.isTTY === true;
  let isHiding = false;
  const echo = new Writable({
    write(chunk, _encoding, done) {
      if (!isHiding) process.stderr.write(chunk);
      done();
    },
  });
  const lines = createQueue<string>();
  const reader = readline.createInterface({
    input,
    output: echo,
    terminal: isTerminal,
    // The arrow keys would show the passphrase again.
    historySize: 0,
  });
  reader.on('line', (line) => lines.push(line));
  reader.on('close', () => lines.end());
  const interrupted = new Promise<never>((_resolve, reject) =>
    reader.on('SIGINT', () => {
      process.stderr.write('\n');
      reject(new Interrupted());
    }),
  );
  // It may come while nobody waits; then the next question ends with it.
  interrupted.catch(() => undefined);
  const nextLine = () => Promise.race([interrupted, lines.next()]);

  return {
    line: nextLine,
    async hidden(question) {
      if (!isTerminal) return lines.next();
      process.stderr.write(question);
      isHiding = true;
      const line = await nextLine().finally(() => {
        isHiding = false;
      });
      process.stderr.write('\n');
      return line;
    },
    interrupted,
    close: () => reader.close(),
  };
}
