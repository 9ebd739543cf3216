// `patchbay redact`: standard input to standard output, secrets replaced. Bytes that are no text pass unchanged.
import { once } from 'node:events';
import { createRedactingStream } from '../logging/redact/stream.ts';
import { createRedactor } from '../logging/redact.ts';

/** Resolves when standard input has ended and everything is written, or nobody reads on. */
export async function redactStandardInput(): Promise<void> {
  const { stdin, stdout } = process;
  const stream = createRedactingStream(createRedactor());
  const gone = new AbortController();
  stdout.on('error', () => gone.abort());
  // One character a byte, so that nothing is lost in what is not UTF-8.
  stdin.setEncoding('latin1');
  for await (const piece of stdin) {
    if (gone.signal.aborted) return;
    await write(stream.push(piece as string));
  }
  await write(stream.end());

  async function write(text: string): Promise<void> {
    if (text === '' || stdout.write(text, 'latin1')) return;
    await once(stdout, 'drain', { signal: gone.signal }).catch(() => undefined);
  }
}
