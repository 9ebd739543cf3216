// `patchbay redact`: standard input to standard output, secrets replaced. Bytes that are not text pass unchanged.
import { once } from 'node:events';
import { createRedactingStream } from '../logging/redact/stream.ts';
import { createRedactor } from '../logging/redact.ts';

/** Resolves when standard input has ended and everything is written. */
export async function redactStandardInput(): Promise<void> {
  const { stdin, stdout } = process;
  const stream = createRedactingStream(createRedactor());
  // One character per byte, so that nothing is lost if the input is not UTF-8.
  stdin.setEncoding('latin1');
  for await (const piece of stdin) {
    await write(stream.push(piece as string));
  }
  await write(stream.end());

  async function write(text: string): Promise<void> {
    if (text === '' || stdout.write(text, 'latin1')) return;
    await once(stdout, 'drain');
  }
}
