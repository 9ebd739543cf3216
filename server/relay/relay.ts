// One client on standard input and output whose session is held by the host of its PATCHBAY_HOME. Lines pass unchanged
// in both directions. When the host goes away, open calls are answered and the client's next message starts a server
// in this process; when a host is back and no call is running, it takes over again. The client notices neither.
import type { Readable, Writable } from 'node:stream';
import { refusalOfDeepLine } from '../base/deep-line.ts';
import { answerWith, problemWithBatch, type Refusal } from '../base/incoming.ts';
import { readLines, writeLine } from '../base/lines.ts';
import { MAX_LINE_BYTES, refusalOfLongLine } from '../base/long-line.ts';
import { hostFrozen, hostGone, relayFrozen } from '../errors/control.ts';
import { messageOf } from '../errors/error.ts';
import type { FrozenWatch, FrozenWatchOptions } from '../processes/frozen-watch.ts';
import { isRelayEnded } from './ended.ts';
import { createLedger } from './ledger.ts';

/** A server to pass lines to: the host, or one in this process. */
export interface Upstream {
  readonly kind: 'host' | 'standalone';
  readonly input: Readable;
  readonly output: Writable;
  /** Whether work is running there that the client is not waiting for. */
  isBusy(): boolean;
  /** Watches whether the server is frozen; absent where that cannot be detected. */
  watch?(options: Pick<FrozenWatchOptions, 'isNeeded' | 'onFrozen'>): FrozenWatch;
  /** The server's process id, if it runs in another process. */
  readonly pid?: number | undefined;
  /** Lets the server finish writing. Calling it twice is harmless. */
  close(): Promise<void>;
}

export interface RelayOptions {
  readonly client: { readonly input: Readable; readonly output: Writable };
  /** The host that has accepted us. */
  readonly host: Upstream;
  /** Looks for a host again. */
  findHost(): Promise<Upstream | undefined>;
  startStandalone(): Promise<Upstream>;
  /** Called whenever the client's messages start to go to another server. */
  onChange(now: Upstream['kind'] | 'nobody'): void;
  readonly lookEveryMs?: number;
}

export interface Relay {
  /** Resolves when the client is gone. */
  readonly gone: Promise<void>;
  /** Ends everything that runs for the client. */
  close(): Promise<void>;
}

interface Link {
  readonly upstream: Upstream;
  /** In the order of use, from 0. */
  readonly number: number;
}

type State =
  | { readonly kind: 'connected'; readonly link: Link }
  /** There is no server; the next message starts one. */
  | { readonly kind: 'alone' }
  /** A server is being started or introduced to the client; messages wait. */
  | { readonly kind: 'changing' }
  | { readonly kind: 'ended' };

const LOOK_EVERY_MS = 2000;
const INTRODUCTION_TIMEOUT_MS = 5000;
/** After the end of the input: longer than it takes to start a server and to have a list from it. */
const LEAVE_WAIT_MS = 30_000;

export function startRelay(options: RelayOptions): Relay {
  const { client } = options;
  const ledger = createLedger();
  const waiting: string[] = [];
  let links = 0;
  let state: State = { kind: 'connected', link: attach(options.host) };
  let change: Promise<void> = Promise.resolve();
  /** The server to which the client is being introduced. */
  let arriving: Upstream | undefined;
  let looking: NodeJS.Timeout | undefined;
  let isLooking = false;

  const hasEnded = () => state.kind === 'ended';
  const toClient = (lines: readonly string[]) => {
    for (const line of lines) writeLine(client.output, line);
  };

  let hasInputEnded = false;
  let leave: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    leave = resolve;
  });
  const { takeRest } = readLines(client.input, receive, {
    maxBytes: MAX_LINE_BYTES,
    // They are never passed on, so this process answers.
    onTooLong: (ends) => refuseIfRequest(refusalOfLongLine(ends)),
    onTooDeep: (line) => void refuseIfRequest(refusalOfDeepLine(line)),
  });
  client.input.once('end', onInputEnd).once('close', onInputEnd).once('error', leave);
  client.output.once('error', leave);

  function refuseIfRequest(refusal: Refusal | undefined): boolean {
    if (refusal) toClient([JSON.stringify(answerWith(refusal))]);
    return refusal !== undefined;
  }

  function onInputEnd(): void {
    if (hasInputEnded) return;
    // A last line needs no line end.
    takeRest();
    hasInputEnded = true;
    setTimeout(leave, LEAVE_WAIT_MS).unref();
    leaveIfAnswered();
  }

  /** A script ends its input together with its requests. The server is told, answers what it still can, and hangs up. */
  function leaveIfAnswered(): void {
    // What waits for a server is sent, or refused, when the search for one is over.
    if (!hasInputEnded || waiting.length > 0) return;
    if (!ledger.hasUnfinished()) leave();
    else if (state.kind === 'connected') state.link.upstream.output.end();
  }

  function receive(line: string): void {
    if (state.kind === 'ended') return;
    const batch = messagesOfBatch(line);
    if (batch) {
      for (const message of batch) receive(message);
      return;
    }
    if (state.kind === 'connected') {
      send(state.link, line);
      return;
    }
    waiting.push(line);
    startServer();
  }

  function send({ upstream }: Link, line: string): void {
    const forwarded = ledger.fromClient(line);
    if (forwarded !== undefined) writeLine(upstream.output, forwarded, client.input);
  }

  function attach(upstream: Upstream): Link {
    const link = { upstream, number: links++ };
    const isUsed = () => state.kind === 'connected' && state.link === link;
    const watch = upstream.watch?.({
      isNeeded: () => isUsed() && ledger.hasUnfinished(),
      onFrozen: () => lose(link, (threadId) => hostFrozen(upstream.pid, threadId)),
    });
    readLines(upstream.input, (line) => {
      watch?.heard();
      if (state.kind === 'connected' && state.link !== link) return;
      if (isRelayEnded(line)) return isUsed() ? lose(link, relayFrozen) : undefined;
      const forwarded = ledger.fromServer(line, link.number);
      if (forwarded !== undefined) writeLine(client.output, forwarded, upstream.input);
      leaveIfAnswered();
    });
    upstream.input.once('close', () => {
      watch?.stop();
      if (isUsed()) lose(link, hostGone);
    });
    return link;
  }

  /** Sends the client's messages to this server from now on, starting with those that waited. */
  function settle(link: Link | undefined): void {
    // The server may have ended during the introduction.
    const isThere = link !== undefined && !link.upstream.input.destroyed;
    state = isThere ? { kind: 'connected', link } : { kind: 'alone' };
    const now = isThere ? link.upstream.kind : 'nobody';
    options.onChange(now);
    clearInterval(looking);
    if (now !== 'host') looking = setInterval(look, options.lookEveryMs ?? LOOK_EVERY_MS).unref();
    for (const line of waiting.splice(0)) receive(line);
    leaveIfAnswered();
    // The input may be paused because of a full server that no longer reads.
    if (!hasEnded()) client.input.resume();
  }

  function lose(link: Link, why: typeof hostGone): void {
    toClient(ledger.serverLost(why));
    void link.upstream.close();
    settle(undefined);
    if (hasInputEnded) leave();
    else if (ledger.hasUnfinished()) startServer();
  }

  function startServer(): void {
    if (state.kind !== 'alone') return;
    state = { kind: 'changing' };
    change = findServer();
  }

  /** Uses a host if there is one by now, otherwise starts a server in this process. */
  async function findServer(): Promise<void> {
    let problem: unknown;
    for (const find of [options.findHost, options.startStandalone]) {
      if (hasEnded()) return;
      try {
        const upstream = await find();
        const link = upstream && (await introduce(upstream));
        if (link) return await arrive(link, undefined);
      } catch (error) {
        problem = error;
      }
    }
    if (hasEnded()) return;
    for (const line of waiting.splice(0)) ledger.fromClient(line);
    toClient(ledger.refuseAll(messageOf(problem)));
    settle(undefined);
  }

  /** @param before the current server, which stays in use if the host refuses */
  async function goOver(host: Upstream, before: Link | undefined): Promise<void> {
    const link = await introduce(host).catch(() => undefined);
    if (link) return await arrive(link, before);
    if (hasEnded()) return await before?.upstream.close();
    settle(before);
  }

  /** The next engine can load a thread only after the previous engine has ended. */
  async function arrive(link: Link, before: Link | undefined): Promise<void> {
    await before?.upstream.close();
    if (hasEnded()) return await link.upstream.close();
    if (before) toClient(ledger.serverLost(hostGone));
    settle(link);
  }

  /** Introduces the client to a server. @throws when the server does not accept */
  async function introduce(upstream: Upstream): Promise<Link> {
    const link = attach(upstream);
    let timer: NodeJS.Timeout | undefined;
    arriving = upstream;
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error('It does not answer.')), INTRODUCTION_TIMEOUT_MS);
        upstream.input.once('close', () => reject(new Error('It hung up.')));
        const { first, after } = ledger.introduction((problem) =>
          problem === undefined ? finish() : reject(new Error(problem)),
        );
        function finish(): void {
          for (const line of after) writeLine(upstream.output, line);
          resolve();
        }
        if (first === undefined) finish();
        else writeLine(upstream.output, first);
      });
      return link;
    } catch (error) {
      await upstream.close();
      throw error;
    } finally {
      arriving = undefined;
      clearTimeout(timer);
    }
  }

  async function look(): Promise<void> {
    if (isLooking || !canChange()) return;
    isLooking = true;
    const host = await options.findHost().catch(() => undefined);
    isLooking = false;
    if (!host) return;
    // A call may have started in the meantime.
    if (!canChange()) return await host.close();
    const before = state.kind === 'connected' ? state.link : undefined;
    state = { kind: 'changing' };
    change = goOver(host, before);
  }

  function canChange(): boolean {
    if (hasInputEnded) return false;
    if (state.kind !== 'connected') return state.kind === 'alone';
    const { upstream } = state.link;
    return upstream.kind === 'standalone' && ledger.isIdle() && !upstream.isBusy();
  }

  return {
    gone,
    async close() {
      const before = state;
      state = { kind: 'ended' };
      clearInterval(looking);
      client.input.pause();
      await arriving?.close();
      if (before.kind === 'connected') await before.link.upstream.close();
      await change;
    },
  };
}

/** @returns its messages, which are sent on one by one; undefined if it is no batch, or one that the server refuses */
function messagesOfBatch(line: string): readonly string[] | undefined {
  if (!line.trimStart().startsWith('[')) return undefined;
  try {
    const batch: unknown[] = JSON.parse(line);
    const isUsable = problemWithBatch(batch) === undefined && !batch.some(Array.isArray);
    return isUsable ? batch.map((message) => JSON.stringify(message)) : undefined;
  } catch {
    return undefined;
  }
}
