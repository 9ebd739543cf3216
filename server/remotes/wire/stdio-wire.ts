// A remote that runs as a child process and uses standard input and output. Its whole process tree ends with the wire,
// and with us, however we end.
import type { ChildProcess } from 'node:child_process';
import os from 'node:os';
import { stripVTControlCharacters } from 'node:util';
import spawn from 'cross-spawn';
import { readErrorLines } from '../../base/error-lines.ts';
import { createLineWriter } from '../../base/line-writer.ts';
import { DEPTH_VARIABLE } from '../../config/loops.ts';
import type { Logger } from '../../logging/logger.ts';
import { childEndOf } from '../../processes/child-end.ts';
import type { ProcessGuard } from '../../processes/guard.ts';
import { inheritedEnvironment } from '../../processes/inherited-environment.ts';
import { newTreeMark } from '../../processes/tree-mark.ts';
import type { StdioTransportConfig } from '../config.ts';
import { readMessages } from './stdio-messages.ts';
import { limitLines, MAX_MESSAGE_BYTES, type RawMessage, type Wire } from './wire.ts';

const STDERR_TAIL_LINES = 20;
const STDERR_LINE_CHARS = 500;
const CLOSE_WAIT_MS = 1000;
/** A program that ends closes its output a moment before its process is gone. */
const SILENT_WAIT_MS = 200;

/** @throws when the program cannot be started */
export async function openStdioWire(options: {
  config: StdioTransportConfig;
  /** The working folder if config.toml does not set one. */
  cwd: string | undefined;
  env: NodeJS.ProcessEnv;
  guard: ProcessGuard;
  logger: Logger;
  onMessage(message: RawMessage): void;
  /** The program wrote something other than a message. */
  onStray(text: string): void;
  onStderr(line: string): void;
}): Promise<Wire> {
  const { config, guard, logger } = options;
  const tree = newTreeMark();
  const child = spawn(config.command, [...config.args], {
    cwd: config.cwd ?? options.cwd ?? os.homedir(),
    env: { ...environmentOf(config, options.env), ...tree.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  }) as ChildProcess & Required<Pick<ChildProcess, 'stdin' | 'stdout' | 'stderr'>>;
  await started(child);
  const pid = child.pid as number;
  guard.watch(pid, tree.mark);

  const tail: string[] = [];
  readErrorLines(child.stderr as never, (line) => {
    const plain = stripVTControlCharacters(line).slice(0, STDERR_LINE_CHARS);
    tail.push(plain);
    options.onStderr(plain);
    if (tail.length > STDERR_TAIL_LINES) tail.shift();
    logger.debug('remote-stderr', { message: line });
  });

  let killedFor: string | undefined;
  let silence: NodeJS.Timeout | undefined;
  let closing: Promise<void> | undefined;
  function kill(reason: string): void {
    killedFor ??= reason;
    child.kill('SIGKILL');
  }
  const ended = childEndOf(child, () => {
    clearTimeout(silence);
    guard.release(pid);
  }).then(({ code, signal }) => {
    const how = signal ? `signal ${signal}` : `exit code ${code}`;
    return new Error(killedFor ?? `it ended (${how})`);
  });
  limitLines(child.stdout as never, () =>
    kill(`it sent more than ${MAX_MESSAGE_BYTES} bytes in one message`),
  );
  child.stdout?.once('end', () => {
    if (closing || child.exitCode !== null || child.signalCode !== null) return;
    // It can no longer answer.
    silence = setTimeout(() => kill('it closed its output'), SILENT_WAIT_MS);
  });
  const unfinished = readMessages(child.stdout as never, options);
  child.stdin?.on('error', (error) => logger.debug('remote-stdin-closed', { message: error.message }));

  const lines = createLineWriter(child.stdin as never);

  async function close(): Promise<void> {
    lines.flush();
    child.stdin?.end();
    // Releasing kills the tree. A child that ends in time after its input closed is not killed.
    const timer = setTimeout(() => guard.release(pid), CLOSE_WAIT_MS);
    const killer = setTimeout(() => child.kill('SIGKILL'), 2 * CLOSE_WAIT_MS);
    await ended;
    clearTimeout(timer);
    clearTimeout(killer);
  }

  return {
    ended,
    stderrTail: () => tail,
    unfinished,
    send(message) {
      if (!child.stdin?.writable) throw new Error('it has closed its input');
      lines.write(JSON.stringify(message));
      return undefined;
    },
    setProtocolVersion: () => undefined,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}

/** As with Codex, a child inherits a few variables unless config.toml names more. */
function environmentOf(config: StdioTransportConfig, own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const depth = Number(own[DEPTH_VARIABLE] ?? 0) + 1;
  return { ...inheritedEnvironment(own, config.envVars), ...config.env, [DEPTH_VARIABLE]: String(depth) };
}
