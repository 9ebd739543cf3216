// Standard input and output: a process of its own for each lane, and lines both ways.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as nextTick } from 'node:timers/promises';
import type { TestHome } from '../support/home.ts';
import { patchbayFile } from '../support/patchbay.ts';
import { leakIn } from './answers.ts';
import { type Case, idOf, type Lane, takes } from './door.ts';
import { cutsIn } from './http-requests.ts';
import { brokenText, valueText } from './json-text.ts';
import { type Era, hostileMessage } from './messages.ts';
import type { Random } from './random.ts';
import { createStreamClient, helloOf } from './stream-client.ts';
import { Defect, within } from './within.ts';

export interface StdioLane extends Lane {
  readonly pid: number;
  stderr(): string;
}

/** A `patchbay mcp-server` with a client that has introduced itself. */
interface Connection extends StdioLane {
  /** Sends what a case says, and waits for the answers. */
  say(one: Case): Promise<void>;
}

interface Runtime {
  readonly home: TestHome;
  readonly secrets: readonly string[];
  readonly era: Era;
}

/** One in so many cases starts a process of its own, and is hostile before it introduces itself. */
const VISIT_EVERY = 500;
/** Part numbers of such a beginning. */
const FIRST_OPENING_PART = 40;
const NEWLINE = 0x0a;
const END_WITHIN_MS = 10_000;

export async function openStdioLane(around: Runtime): Promise<StdioLane> {
  const staying = await connect(around);
  return {
    pid: staying.pid,
    stderr: staying.stderr,
    async run(one) {
      if (!one.random.chance(1 / VISIT_EVERY)) return await staying.say(one);
      const visitor = await connect(around, one);
      await visitor.say(one).finally(() => visitor.close());
    },
    close: staying.close,
  };
}

/** @param opening a case whose hostile messages come first */
async function connect({ home, secrets, era }: Runtime, opening?: Case): Promise<Connection> {
  const child = spawn(process.execPath, [patchbayFile, 'mcp-server'], { env: home.env, cwd: home.folder });
  const exited = once(child, 'exit');
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr = (stderr + chunk).slice(-100_000);
  });
  child.stdin.on('error', () => undefined);

  let written: Promise<unknown> = Promise.resolve();
  const client = createStreamClient({
    era,
    folder: home.folder,
    isInLines: true,
    // Not in the middle of a line that is being written in pieces.
    send: (text) => void written.then(() => child.stdin.write(`${text}\n`)),
  });
  let fail: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  broken.catch(() => undefined);
  let isClosing = false;
  void exited.then(() => isClosing || fail(new Defect(`the process has ended:\n${stderr}`)));
  onLines(child, (line) => {
    try {
      const leak = leakIn(line, secrets);
      if (leak) throw new Defect(`${leak}: ${line}`);
      client.answers.receive(JSON.parse(line));
    } catch (error) {
      fail(error instanceof SyntaxError ? new Defect(`standard output carries: ${line}`) : error);
    }
  });
  const settle = () => Promise.race([client.answers.settle(), broken]);

  const first = opening ? openingOf(opening, era) : [];
  for (const bytes of first) client.answers.sentLine(bytes);
  client.answers.expect('open', ({ error }) => (error ? 'it does not speak this era' : undefined));
  child.stdin.write(Buffer.concat([...first, Buffer.from(helloOf(era, 'open'))].map(inLine)));
  await settle();
  return {
    pid: child.pid as number,
    stderr: () => stderr,
    run: say,
    say,
    async close() {
      isClosing = true;
      child.stdin.end('{"jsonrpc":"2.0","id":"cut",');
      try {
        await within(exited, END_WITHIN_MS, () => 'it does not end');
      } finally {
        child.kill('SIGKILL');
      }
      if (child.exitCode !== 0) throw new Defect(`it ends with ${child.exitCode}:\n${stderr}`);
    },
  };

  async function say(one: Case): Promise<void> {
    const messages = client.messagesOf(one);
    const lines = linesOf(
      one.random,
      messages.map(({ bytes }) => bytes),
    );
    written = writeInPieces(child, one.random, lines);
    await written;
    await settle();
  }
}

/** What a client says that does not know how to begin. A modern one says nothing that decides the era. */
function openingOf(one: Case, era: Era): Buffer[] {
  const parts = Array.from({ length: 1 + one.random.below(4) }, (_, at) => FIRST_OPENING_PART + at);
  return parts.flatMap((part) => {
    const bytes =
      era === 'legacy'
        ? hostileMessage(one.random, era, idOf(one, part)).bytes
        : brokenText(one.random, valueText(one.random));
    return takes(one, part, bytes) ? [bytes] : [];
  });
}

function inLine(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.from('\n')]);
}

/** One message a line, with line ends as some clients make them and empty lines between. */
function linesOf(random: Random, messages: readonly Buffer[]): Buffer {
  const ends = [
    [8, '\n'],
    [1, '\r\n'],
    [0.5, '\n\n'],
    [0.5, '\n \t\n'],
  ] as const;
  return Buffer.concat(messages.flatMap((bytes) => [bytes, Buffer.from(random.weighted(ends))]));
}

async function writeInPieces({ stdin }: ChildProcess, random: Random, bytes: Buffer): Promise<void> {
  let from = 0;
  for (const to of [...cutsIn(random, bytes), bytes.length]) {
    if (to <= from) continue;
    stdin?.write(bytes.subarray(from, to));
    from = to;
    await nextTick();
  }
}

function onLines({ stdout }: ChildProcess, onLine: (line: string) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  stdout?.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      onLine(rest.subarray(0, end).toString());
      rest = rest.subarray(end + 1);
    }
  });
}
