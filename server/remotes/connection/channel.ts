// A wire to one remote with a finished handshake: the wire, the peer that uses it, and the remote's introduction.
import { startDeadline } from '../../base/deadline.ts';
import { deferred } from '../../base/deferred.ts';
import type { Logger } from '../../logging/logger.ts';
import type { ProcessGuard } from '../../processes/guard.ts';
import type { HttpRemote, RemoteConfig } from '../config.ts';
import { startFailed } from '../failures.ts';
import { fixIntroduction } from '../odd/fix-ups.ts';
import type { Oddity } from '../odd/oddity.ts';
import { createStrays, excerpt, type Strays } from '../odd/strays.ts';
import { connectPeer, type Params, type Peer, type PeerHandlers, TimedOut } from '../wire/peer.ts';
import { openStdioWire } from '../wire/stdio-wire.ts';
import type { RawMessage, Wire } from '../wire/wire.ts';

/** The client on whose behalf a remote is used, as it introduced itself. */
export interface ClientView {
  readonly info: Params;
  readonly capabilities: Params;
  readonly protocolVersion: string;
}

/** The remote's answer to `initialize`, with odd values fixed. */
export interface AboutRemote extends Params {
  readonly protocolVersion: string;
  readonly capabilities: Params;
  readonly serverInfo: { readonly name: string; readonly version: string };
}

export interface Channel {
  readonly peer: Peer;
  readonly about: AboutRemote;
  readonly wire: Wire;
  readonly strays: Strays;
  readonly hasEnded: boolean;
  /** Why it ended; undefined when we closed it. */
  readonly ended: Promise<Error | undefined>;
  close(): Promise<void>;
}

export interface ConnectionServices {
  readonly env: NodeJS.ProcessEnv;
  readonly guard: ProcessGuard;
  readonly logger: Logger;
  /** A child process wrote a line to stderr. */
  onStderr?(remote: string, line: string): void;
  /** Removes secrets from a program's output before anyone sees it. */
  redact(text: string): string;
  /** The `fetch` that carries the credential of a remote at an address. */
  fetchFor(remote: HttpRemote): typeof fetch;
}

/** How a remote is reached. */
export type Route =
  | { readonly kind: 'stdio' | 'modern-stdio' }
  | {
      /** `sse` is the transport of 2024-11-05; `modern` translates to a server that speaks only 2026-07-28. */
      readonly kind: 'http' | 'sse' | 'modern';
      /** The one that carries the remote's credential. */
      readonly fetch: typeof fetch;
    };

interface ChannelOptions extends ConnectionServices {
  readonly config: RemoteConfig;
  readonly client: ClientView;
  /** The working folder of a child process if config.toml does not set one. */
  readonly cwd: string | undefined;
  readonly route: Route;
  readonly handlers: PeerHandlers;
  /** Receives what was odd about the answer to `initialize`. */
  onOddities(oddities: readonly Oddity[]): void;
}

/** @throws remote-did-not-start, remote-refused, remote-too-new; the first error is the cause */
export async function openChannel(options: ChannelOptions): Promise<Channel> {
  const { config, client, logger } = options;
  const strays = createStrays(options.redact);
  let wire: Wire | undefined;
  let hasEnded = false;
  const ended = deferred<Error | undefined>();
  const { peer, receive, receiveStray, end } = connectPeer(() => wire as Wire, options.handlers);

  function noteStray(text: string): void {
    strays.add(text);
    const { count } = strays;
    // Too many of these would push everything else out of the log.
    if (!isPowerOfTen(count)) return;
    const what = count === 1 ? 'what is no message' : `${count} lines that are no messages, the last`;
    logger.warn('remote-sent-nonsense', { message: `${what}: ${excerpt(text)}` });
  }

  function onStray(text: string): void {
    noteStray(text);
    receiveStray(text);
  }

  async function close(): Promise<void> {
    hasEnded = true;
    ended.resolve(undefined);
    end(new Error('the connection was closed'));
    await wire?.close();
  }

  const deadline = startDeadline(
    config.startupTimeoutMs,
    () => new TimedOut(`it was not ready within ${config.startupTimeoutMs / 1000} s (startup_timeout_sec)`),
  );
  try {
    // On a translated wire, ids are those of the SDK's client.
    const isTranslated = options.route.kind === 'modern-stdio';
    const opened = openWire(options, receive, isTranslated ? noteStray : onStray);
    closeLate(opened, () => hasEnded);
    wire = await deadline.race(opened);
    const gone = wire.ended.then((reason) => {
      hasEnded = true;
      ended.resolve(reason);
      end(reason);
      throw reason;
    });
    gone.catch(() => undefined);
    const { about, oddities } = await deadline.race(Promise.race([introduce(peer, client), gone]));
    options.onOddities(oddities);
    wire.setProtocolVersion(about.protocolVersion);
    await peer.notify('notifications/initialized');
    return {
      peer,
      about,
      wire,
      strays,
      ended: ended.promise,
      get hasEnded() {
        return hasEnded;
      },
      close,
    };
  } catch (error) {
    const tail = wire?.stderrTail?.() ?? [];
    await close();
    throw startFailed(error, { config, tail, instead: strays.since(0, wire?.unfinished?.()) });
  } finally {
    deadline.end();
  }
}

async function openWire(
  options: ChannelOptions,
  onMessage: (message: RawMessage) => void,
  onStray: (text: string) => void,
): Promise<Wire> {
  const { route, handlers } = options;
  const { transport } = options.config;
  const { onProblem } = handlers;
  if (transport.kind === 'stdio') {
    const onStderr = (line: string) => options.onStderr?.(options.config.name, line);
    const program = { ...options, config: transport, onMessage, onStray, onProblem, onStderr };
    if (route.kind === 'stdio') return await openStdioWire(program);
    return await (await import('../wire/modern-translated.ts')).openModernStdioWire(program);
  }
  if (!('fetch' in route)) throw new TypeError('A remote at an address has no process.');
  const where = { url: transport.url, fetch: route.fetch, onMessage, onStray, onProblem };
  // The SDK's client is large, so it is loaded only for these.
  if (route.kind === 'modern')
    return await (await import('../wire/modern-translated.ts')).openModernHttpWire(where);
  if (route.kind === 'sse') return await (await import('../wire/sse-wire.ts')).openSseWire(where);
  return await (await import('../wire/http-wire.ts')).openHttpWire(where);
}

function isPowerOfTen(count: number): boolean {
  return /^10*$/.test(String(count));
}

/** Closes a wire that opens after nobody waits for it any more. */
function closeLate(opened: Promise<Wire>, isTooLate: () => boolean): void {
  opened
    .then(async (wire) => {
      if (isTooLate()) await wire.close();
    })
    .catch(() => undefined);
}

async function introduce(
  peer: Peer,
  client: ClientView,
): Promise<{ about: AboutRemote; oddities: readonly Oddity[] }> {
  const { info: clientInfo, capabilities, protocolVersion } = client;
  const answer = await peer.request('initialize', { protocolVersion, capabilities, clientInfo });
  const { value, oddities } = fixIntroduction(answer);
  return { about: value as AboutRemote, oddities };
}
