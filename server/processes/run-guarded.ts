// Runs a program once: text in, text out. It and everything it started end with the run, and with us, however we end.
import { type ChildProcess, spawn } from 'node:child_process';
import { messageOf } from '../errors/error.ts';
import { type ChildEnd, childEndOf } from './child-end.ts';
import type { ProcessGuard } from './guard.ts';
import { newTreeMark } from './tree-mark.ts';

export type RunOutcome =
  /** `stdout` is complete. */
  | ({ readonly kind: 'ended'; readonly stdout: string; readonly stderr: string } & ChildEnd)
  | { readonly kind: 'not-started'; readonly why: string }
  /** It was killed: it took longer, wrote more, or is no longer needed. */
  | { readonly kind: 'too-slow' | 'too-long' | 'stopped' };

const STDERR_BYTES = 4000;

/**
 * No shell is involved. Never rejects.
 * @param options.env all of its environment
 * @param options.input for its standard input, which then ends; a program need not read it
 * @param options.limitMs how long it may take
 * @param options.limitBytes how much it may write to standard output
 * @param options.signal ends it
 */
export async function runGuarded(options: {
  program: string;
  arguments: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  input: string;
  limitMs: number;
  limitBytes: number;
  signal: AbortSignal;
  guard: ProcessGuard;
}): Promise<RunOutcome> {
  const { guard, signal, limitBytes } = options;
  if (signal.aborted) return { kind: 'stopped' };
  const tree = newTreeMark();
  const child = spawn(options.program, options.arguments, {
    cwd: options.cwd,
    env: { ...options.env, ...tree.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const { pid } = child;
  if (pid === undefined) return { kind: 'not-started', why: await problemOf(child) };
  guard.watch(pid, tree.mark);

  let killedFor: Exclude<RunOutcome['kind'], 'ended' | 'not-started'> | undefined;
  const kill = (reason: typeof killedFor) => {
    killedFor ??= reason;
    guard.release(pid);
    child.kill('SIGKILL');
  };
  const stop = () => kill('stopped');
  signal.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(() => kill('too-slow'), options.limitMs);
  const stdout = collect(child.stdout, limitBytes, () => kill('too-long'));
  const stderr = collect(child.stderr, STDERR_BYTES, () => undefined);
  // It may end, or close its input, before it has read everything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input);

  const end = await childEndOf(child, () => guard.release(pid));
  clearTimeout(timer);
  signal.removeEventListener('abort', stop);
  if (killedFor) return { kind: killedFor };
  return { kind: 'ended', ...end, stdout: stdout(), stderr: stderr() };
}

function collect(stream: NodeJS.ReadableStream, limitBytes: number, onMore: () => void): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limitBytes) return onMore();
    chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function problemOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.once('error', (error) => resolve(messageOf(error))));
}
