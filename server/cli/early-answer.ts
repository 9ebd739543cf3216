// Answers `initialize` on standard input before the server is loaded, which takes most of the time of a start. The line
// stays in the input: the server reads it like any other, and its own answer is held back.
import type { Readable, Writable } from 'node:stream';
import { introductionFor } from '../mcp/introduction.ts';

type Id = string | number;

export interface EarlyAnswer {
  /** Resolves when what the client has written so far was looked at. */
  readonly looked: Promise<void>;
  /** Looks no further. @returns the request that was answered, if one was */
  stop(): Id | undefined;
}

/** Of the process: its standard input and output. */
interface Standard {
  readonly stdin: Readable;
  readonly stdout: Writable;
}

export function answerEarly({ stdin: input, stdout: output }: Standard): EarlyAnswer {
  let answered: Id | undefined;

  function look(): void {
    input.off('readable', look);
    const chunk: Buffer | null = input.read();
    if (chunk === null) return;
    const end = chunk.indexOf('\n');
    const request = end < 0 ? undefined : initializeIn(chunk.toString('utf8', 0, end));
    input.unshift(chunk);
    if (!request) return;
    const { id, protocolVersion } = request;
    output.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: introductionFor(protocolVersion) })}\n`);
    answered = id;
  }

  input.on('readable', look);
  return {
    looked: untilRead(),
    stop() {
      input.off('readable', look);
      return answered;
    },
  };
}

/** What a client has written before this process ran is read in the first round of the event loop. */
async function untilRead(): Promise<void> {
  for (let round = 0; round < 2; round += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** @returns undefined for what only the server can answer, and for what it could refuse */
function initializeIn(line: string): { id: Id; protocolVersion: string } | undefined {
  const { jsonrpc, method, id, params, ...others } = fieldsOf(parse(line));
  const { protocolVersion, capabilities, clientInfo, ...more } = fieldsOf(params);
  const { name, version } = fieldsOf(clientInfo);
  if (jsonrpc !== '2.0' || method !== 'initialize') return undefined;
  if (Object.keys(others).length > 0 || Object.keys(more).length > 0) return undefined;
  if (typeof id !== 'string' && !Number.isSafeInteger(id)) return undefined;
  if (typeof protocolVersion !== 'string' || !areUsual(capabilities)) return undefined;
  if (typeof name !== 'string' || typeof version !== 'string') return undefined;
  if (!Object.values(fieldsOf(clientInfo)).every((value) => typeof value === 'string')) return undefined;
  return { id: id as Id, protocolVersion };
}

/** What clients declare, without their own inventions and without what the server could refuse. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  roots: ['listChanged'],
  sampling: ['context', 'tools'],
  elicitation: ['form', 'url'],
};

function areUsual(capabilities: unknown): boolean {
  if (!isPlain(capabilities)) return false;
  return Object.entries(capabilities).every(([name, value]) => {
    const known = Object.hasOwn(USUAL, name) ? USUAL[name] : undefined;
    if (!known || !isPlain(value)) return false;
    return Object.entries(value).every(
      ([part, flag]) =>
        known.includes(part) &&
        (part === 'listChanged'
          ? typeof flag === 'boolean'
          : isPlain(flag) && Object.keys(flag).length === 0),
    );
  });
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isPlain(value) ? value : {};
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
