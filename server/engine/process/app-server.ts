// One `codex app-server` child process: starts it, does the handshake, and reads from it until it ends.
import { execFile, spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { readErrorLines } from '../../base/error-lines.ts';
import {
  engineDidNotStart,
  engineFrozen,
  engineNotCodex,
  engineNotExecutable,
  engineStopped,
  engineTooOld,
} from '../../errors/engine.ts';
import { messageOf, PatchbayError } from '../../errors/error.ts';
import { shuttingDown } from '../../errors/threads.ts';
import type { Logger } from '../../logging/logger.ts';
import { childEndOf } from '../../processes/child-end.ts';
import { type HowFrozen, watchForFreeze } from '../../processes/frozen-watch.ts';
import type { ProcessGuard } from '../../processes/guard.ts';
import { newTreeMark } from '../../processes/tree-mark.ts';
import type { InitializeParams } from '../protocol/InitializeParams.ts';
import type { InitializeResponse } from '../protocol/InitializeResponse.ts';
import { MINIMUM_ENGINE_VERSION } from './binary.ts';
import { createLastWords } from './last-words.ts';
import type { EngineMethods } from './methods.ts';
import { connectJsonLines, EngineError, type EngineNotification, type EngineRequest } from './rpc.ts';

export interface AppServerOptions {
  readonly binary: string;
  readonly codexHome: string;
  readonly env: NodeJS.ProcessEnv;
  readonly clientVersion: string;
  readonly logger: Logger;
  /** Makes sure that the engine and its children end with us. */
  readonly guard: ProcessGuard;
  /** Aborted when the engine is no longer needed before it has started. */
  readonly signal: AbortSignal;
  /** Whether someone waits for the engine although no request is open: a turn is running. */
  isAwaited(): boolean;
  onRequest(request: EngineRequest): Promise<unknown>;
  onNotification(notification: EngineNotification): void;
}

export interface AppServer {
  readonly pid: number;
  /** The engine's version, as it introduced itself. */
  readonly version: string;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<EngineEnd>;
  request<M extends keyof EngineMethods>(
    method: M,
    params: EngineMethods[M]['params'],
  ): Promise<EngineMethods[M]['result']>;
  /** Closes stdin, which ends the engine at once, even during a turn; kills it if it has not ended after a second. */
  close(): Promise<void>;
}

export interface EngineEnd {
  /** How it ended, with its last line on stderr. */
  readonly detail: string;
  /** The error for everyone who was waiting for it. */
  readonly reason: PatchbayError;
}

const CLOSE_WAIT_MS = 1000;
/** A cold start takes half a second (observed on 0.169.0). */
const START_WAIT_MS = 15_000;
const VERSION_WAIT_MS = 3000;
const LONGEST_NAME = 100;

const FROZEN: Readonly<Record<HowFrozen, string>> = {
  stopped: 'its process was stopped by a signal',
  silent: 'it had not answered for a minute',
};

/** Notifications we do not read. The engine does not send them, which saves work on both sides. */
const UNUSED_NOTIFICATIONS = [
  'rawResponseItem/completed',
  'rawResponse/completed',
  'fs/changed',
  'app/list/updated',
  'skills/changed',
  'remoteControl/status/changed',
  'thread/realtime/outputAudio/delta',
];

/**
 * Starts the engine and does the handshake.
 * @throws engine-not-executable, engine-not-codex, engine-too-old, engine-did-not-start, shutting-down
 */
export async function startAppServer(options: AppServerOptions): Promise<AppServer> {
  const { binary, logger } = options;
  const tree = newTreeMark();
  const child = spawn(binary, ['app-server'], {
    cwd: options.codexHome,
    env: { RUST_LOG: 'error', ...options.env, CODEX_HOME: options.codexHome, ...tree.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // A session of its own: we handle Ctrl-C in the terminal, and the engine's descendants can be identified.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });

  const { pid } = child;
  if (pid !== undefined) options.guard.watch(pid, tree.mark);

  const lastWords = createLastWords();
  readErrorLines(child.stderr, (line) => {
    lastWords.add(stripVTControlCharacters(line));
    logger.debug('engine-stderr', { message: line });
  });

  let spawnError: Error | undefined;
  let frozen: HowFrozen | undefined;
  const ended = new Promise<EngineEnd>((resolve) => {
    const finish = (how: string) => {
      const detail = frozen ? FROZEN[frozen] : [how, lastWords.reason].filter(Boolean).join(': ');
      resolve({ detail, reason: frozen ? engineFrozen(FROZEN[frozen]) : engineStopped() });
    };
    child.once('error', (error) => {
      spawnError = error;
      finish(error.message);
    });
    void childEndOf(child, () => {
      if (pid !== undefined) options.guard.release(pid);
    }).then(({ code, signal }) => finish(signal ? `signal ${signal}` : `exit code ${code}`));
  });

  const peer = connectJsonLines({
    input: child.stdout,
    output: child.stdin,
    onRequest: options.onRequest,
    onNotification: options.onNotification,
    onProblem: (what) => logger.warn('engine-bad-message', { message: what }),
    onHeard: () => watch?.heard(),
  });
  let pings = 0;
  let isIntroduced = false;
  /** It cannot be pinged before it has answered the handshake. */
  async function ping(): Promise<boolean> {
    if (!isIntroduced) return await new Promise(() => undefined);
    pings += 1;
    return await peer
      .request('thread/loaded/list', {} satisfies EngineMethods['thread/loaded/list']['params'])
      .then(
        () => true,
        (error) => error instanceof EngineError,
      )
      .finally(() => {
        pings -= 1;
      });
  }
  const watch =
    pid === undefined
      ? undefined
      : watchForFreeze({
          pid,
          isNeeded: () => peer.unanswered > pings || options.isAwaited(),
          ping,
          onFrozen(how) {
            frozen = how;
            logger.error('engine-frozen', { pid, message: FROZEN[how] });
            child.kill('SIGKILL');
          },
        });
  child.stdin.on('error', (error) => logger.debug('engine-stdin-closed', { message: error.message }));
  void ended.then(({ reason }) => {
    watch?.stop();
    peer.end(reason);
  });

  async function close(): Promise<void> {
    child.stdin.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_WAIT_MS);
    await ended;
    clearTimeout(timer);
  }

  const introduction: InitializeParams = {
    clientInfo: { name: 'patchbay', title: 'Patchbay', version: options.clientVersion },
    capabilities: {
      experimentalApi: true,
      requestAttestation: false,
      optOutNotificationMethods: UNUSED_NOTIFICATIONS,
    },
  };

  const giveUp = (why: string) => peer.end(engineDidNotStart(why));
  const onAbort = () => peer.end(shuttingDown());
  const timer = setTimeout(() => giveUp(`it said nothing for ${START_WAIT_MS / 1000} s.`), START_WAIT_MS);
  options.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const answer = (await peer.request('initialize', introduction)) as InitializeResponse;
    const version = versionIn(answer.userAgent);
    if (isOlder(version, MINIMUM_ENGINE_VERSION)) throw engineTooOld(binary, version, MINIMUM_ENGINE_VERSION);
    peer.notify('initialized');
    isIntroduced = true;
    return {
      pid: pid as number,
      version,
      ended,
      request: (method, params) => peer.request(method, params) as Promise<never>,
      close,
    };
  } catch (error) {
    if (spawnError) throw engineNotExecutable(binary, spawnError);
    await close();
    const { reason, detail } = await ended;
    const isSilent = error instanceof PatchbayError && error.code === 'engine-did-not-start';
    const stranger = error === reason || isSilent ? await strangersNameOf(binary) : undefined;
    if (stranger !== undefined) throw engineNotCodex(binary, stranger);
    if (error === reason) throw engineDidNotStart(detail);
    throw error instanceof PatchbayError ? error : engineDidNotStart(messageOf(error));
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', onAbort);
  }
}

/**
 * Asked when it did not start.
 * @returns the first line with which another program tells its version; undefined for a codex, and for what tells none
 */
async function strangersNameOf(binary: string): Promise<string | undefined> {
  const said = await new Promise<string>((resolve) => {
    const options = { timeout: VERSION_WAIT_MS, killSignal: 'SIGKILL' } as const;
    const asked = execFile(binary, ['--version'], options, (error, stdout) => resolve(error ? '' : stdout));
    asked.stdin?.end();
  });
  const [line = ''] = said.trim().split('\n');
  return line === '' || /codex/i.test(line) ? undefined : line.slice(0, LONGEST_NAME);
}

/** `patchbay/0.169.0 (Debian 12; x86_64) …` → `0.169.0` */
function versionIn(userAgent: string): string {
  return /\/(\d+\.\d+\.\d+)/.exec(userAgent)?.[1] ?? '0.0.0';
}

function isOlder(version: string, minimum: string): boolean {
  return version.localeCompare(minimum, 'en', { numeric: true }) < 0;
}
