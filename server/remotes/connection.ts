// One connection to one remote: opened with a handshake that shows the client's own capabilities, used until it ends.
import { setTimeout as sleep } from 'node:timers/promises';
import { PatchbayError, remoteLoops } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import type { ProcessGuard } from '../processes/guard.ts';
import { resolveCredentials } from './auth/headers.ts';
import { isToolOffered, type RemoteConfig } from './config.ts';
import { callFailed, isOwnWord, startFailed } from './failures.ts';
import { httpStatusOf } from './http-status.ts';
import { connectPeer, type Params, type Peer, TimedOut } from './peer.ts';
import { openStdioWire } from './stdio-wire.ts';
import type { Wire } from './wire.ts';

/** The client on whose behalf a remote is used, as it introduced itself. */
export interface ClientView {
  readonly info: Params;
  readonly capabilities: Params;
  readonly protocolVersion: string;
}

/** Whoever waits for an answer: takes what the remote asks and says meanwhile. */
export interface Caller {
  /** A question of the remote for the client: elicitation, sampling, roots. */
  ask(method: string, params: Params | undefined, signal: AbortSignal): Promise<unknown>;
  tell(method: string, params: Params | undefined): void;
  progress?(params: Params): void;
}

/** What a remote answered to `initialize`, unchanged. */
export interface AboutRemote extends Params {
  readonly protocolVersion: string;
  readonly capabilities: Params;
  readonly serverInfo: { readonly name: string; readonly version: string };
}

export interface RemoteTool extends Params {
  readonly name: string;
}

export interface Connection {
  readonly config: RemoteConfig;
  readonly about: AboutRemote;
  readonly hasEnded: boolean;
  /**
   * @param call.timeoutMs absent: as long as it takes
   * @throws RemoteError as the remote gave it, remote-timed-out, remote-gone, NotDelivered, or the signal's reason
   */
  request(
    call: { method: string; params: Params | undefined; signal?: AbortSignal; timeoutMs?: number },
    caller: Caller,
  ): Promise<unknown>;
  notify(method: string, params?: Params): Promise<void>;
  /** Those that config.toml lets through, in the remote's order; asked once and again after it says they changed. */
  tools(): Promise<readonly RemoteTool[]>;
  /** No new calls; closes when those under way have ended. */
  retire(): void;
  close(): Promise<void>;
}

export interface ConnectionServices {
  readonly env: NodeJS.ProcessEnv;
  readonly guard: ProcessGuard;
  readonly logger: Logger;
}

const MOST_PAGES = 100;
/** Codes of HTTP with which an endpoint says that it does not know Streamable HTTP. */
const NOT_STREAMABLE = [400, 404, 405, 406, 415];
const OWN_NAME = 'patchbay';

interface Opening extends ConnectionServices {
  readonly config: RemoteConfig;
  readonly client: ClientView;
  /** Where a child process runs when config.toml does not say. */
  readonly cwd: string | undefined;
  /** Takes what the remote says while nobody waits for an answer. */
  readonly bystander: Caller;
}

/**
 * @throws remote-did-not-start, remote-refused, remote-loops, remote-too-new, credential-missing,
 *   headers-helper-failed
 */
export async function openConnection(opening: Opening): Promise<Connection> {
  const { config } = opening;
  if (config.transport.kind === 'stdio') return await attempt(opening, 'stdio', 'no credential', {});
  const { headers, source } = await resolveCredentials(config.name, config.transport, opening.env);
  try {
    return await attempt(opening, 'http', source, headers);
  } catch (error) {
    if (isTooNew(error)) return await attempt(opening, 'modern', source, headers);
    const status = httpStatusOf(error);
    if (status === undefined || !NOT_STREAMABLE.includes(status)) throw error;
    // An error of ours already says more than that the older transport is not there either.
    return await attempt(opening, 'sse', source, headers).catch(() => {
      throw error;
    });
  }
}

async function attempt(
  opening: Opening,
  kind: 'stdio' | 'http' | 'sse' | 'modern',
  source: string,
  headers: Readonly<Record<string, string>>,
): Promise<Connection> {
  const { config, client } = opening;
  const logger = opening.logger.with({ remote: config.name });
  const callers = new Set<Caller>();
  const latest = () => [...callers].at(-1) ?? opening.bystander;
  let tools: Promise<readonly RemoteTool[]> | undefined;
  let wire: Wire | undefined;
  let hasEnded = false;
  let isRetired = false;
  let uses = 0;

  const { peer, receive, end } = connectPeer(() => wire as Wire, {
    onRequest: async (method, params, signal) =>
      method === 'ping' ? {} : await latest().ask(method, params, signal),
    onNotification(method, params) {
      if (method === 'notifications/tools/list_changed') tools = undefined;
      (isForNobody(method) ? opening.bystander : latest()).tell(method, params);
    },
    onProblem: (message) => logger.warn('remote-problem', { message }),
  });

  async function close(): Promise<void> {
    hasEnded = true;
    end(new Error('the connection was closed'));
    await wire?.close();
  }

  async function whileInUse<T>(
    method: string,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    uses += 1;
    try {
      return await work();
    } catch (error) {
      throw isOwnWord(error) || signal?.aborted ? error : callFailed(error, { config, method, source, wire });
    } finally {
      uses -= 1;
      if (isRetired && uses === 0) await close();
    }
  }

  async function openWire(): Promise<Wire> {
    const onMessage = receive;
    if (config.transport.kind === 'stdio') {
      return await openStdioWire({ ...opening, config: config.transport, logger, onMessage });
    }
    // The SDK's client is loaded only for those: it is large.
    const onProblem = (message: string) => logger.info('remote-problem', { message });
    const where = { url: config.transport.url, headers, onMessage, onProblem };
    if (kind === 'modern') return await (await import('./modern-wire.ts')).openModernWire(where);
    const { openHttpWire, openSseWire } = await import('./http-wire.ts');
    return await (kind === 'sse' ? openSseWire(where) : openHttpWire(where));
  }

  const late = sleep(config.startupTimeoutMs, undefined, { ref: false }).then(() => {
    throw new TimedOut(`it was not ready within ${config.startupTimeoutMs / 1000} s (startup_timeout_sec)`);
  });
  late.catch(() => undefined);
  try {
    const opened = openWire();
    // One that opens too late is closed then.
    opened
      .then(async (tooLate) => {
        if (hasEnded) await tooLate.close();
      })
      .catch(() => undefined);
    wire = await Promise.race([opened, late]);
    const gone = wire.ended.then((reason) => {
      hasEnded = true;
      end(reason);
      throw reason;
    });
    gone.catch(() => undefined);
    const about = await Promise.race([introduce(peer, client), late, gone]);
    if (about.serverInfo?.name === OWN_NAME) throw remoteLoops(config.name);
    wire.setProtocolVersion(about.protocolVersion);
    await peer.notify('notifications/initialized');
    logger.info('remote-connected', {
      server: about.serverInfo?.name,
      version: about.serverInfo?.version,
      kind,
    });
    return {
      config,
      about,
      get hasEnded() {
        return hasEnded || isRetired;
      },
      async request({ method, params, signal, timeoutMs }, caller) {
        callers.add(caller);
        try {
          const progress = caller.progress;
          return await whileInUse(method, signal, () =>
            peer.request(method, params, {
              signal,
              timeoutMs,
              ...(progress && { onProgress: (said: Params) => progress(said) }),
            }),
          );
        } finally {
          callers.delete(caller);
        }
      },
      notify: peer.notify,
      tools() {
        tools ??= whileInUse('tools/list', undefined, () => listTools(peer, config)).catch((error) => {
          tools = undefined;
          throw error;
        });
        return tools;
      },
      retire() {
        isRetired = true;
        if (uses === 0) void close();
      },
      close,
    };
  } catch (error) {
    hasEnded = true;
    const tail = wire?.stderrTail?.() ?? [];
    await wire?.close();
    throw startFailed(error, { config, source, tail });
  }
}

async function introduce(
  peer: Peer,
  { info, capabilities, protocolVersion }: ClientView,
): Promise<AboutRemote> {
  const about = await peer.request('initialize', { protocolVersion, capabilities, clientInfo: info });
  const { protocolVersion: agreed, capabilities: offered } = (about ?? {}) as Partial<AboutRemote>;
  if (typeof agreed !== 'string' || typeof offered !== 'object')
    throw new Error('its answer to initialize is malformed');
  return about as AboutRemote;
}

async function listTools(peer: Peer, config: RemoteConfig): Promise<readonly RemoteTool[]> {
  const tools: RemoteTool[] = [];
  let cursor: unknown;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const params = cursor === undefined ? {} : { cursor };
    const answer = await peer.request('tools/list', params, { timeoutMs: config.startupTimeoutMs });
    const { tools: listed, nextCursor } = answer as { tools?: unknown; nextCursor?: unknown };
    if (!Array.isArray(listed)) throw new Error('its answer to tools/list is malformed');
    tools.push(...listed.filter((tool) => typeof tool?.name === 'string'));
    cursor = nextCursor;
    if (typeof cursor !== 'string') break;
  }
  return tools.filter(({ name }) => isToolOffered(config, name));
}

function isTooNew(error: unknown): boolean {
  return error instanceof PatchbayError && error.code === 'remote-too-new';
}

/** What belongs to no call, even while one is under way. */
function isForNobody(method: string): boolean {
  return /\/list_changed$|^notifications\/resources\/updated$/.test(method);
}
