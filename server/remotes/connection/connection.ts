// One connection to one remote: its calls with their callers, its tool list, and an orderly end.
import { messageOf, PatchbayError } from '../../errors/error.ts';
import { remoteLoops } from '../../errors/remote-config.ts';
import { isHttp, isToolOffered, type RemoteConfig, startupLimit, type TimeLimit } from '../config.ts';
import { callFailed, isReportable } from '../failures.ts';
import { createCursors } from '../odd/cursors.ts';
import { endOfList, fixResult, isList } from '../odd/fix-ups.ts';
import type { Oddity } from '../odd/oddity.ts';
import { readNotification, readQuestion } from '../odd/says.ts';
import { type Members, UNREADABLE } from '../odd/shapes.ts';
import { httpStatusOf } from '../wire/http-status.ts';
import { type Params, type PeerHandlers, RemoteError, type RequestOptions } from '../wire/peer.ts';
import type { Caller } from './caller.ts';
import {
  type AboutRemote,
  type Channel,
  type ClientView,
  type ConnectionServices,
  openChannel,
  type Route,
} from './channel.ts';

export interface RemoteTool extends Params {
  readonly name: string;
}

export interface Connection {
  readonly config: RemoteConfig;
  readonly about: AboutRemote;
  /** Why it ended; undefined when we closed it. */
  readonly ended: Promise<Error | undefined>;
  /** Whether it accepts no more calls. */
  readonly hasEnded: boolean;
  /**
   * @param call.limit if absent, there is no time limit
   * @throws RemoteError with the remote's own error, remote-timed-out, remote-gone, NotDelivered, or the signal's
   *   reason
   */
  request(
    call: { method: string; params: Params | undefined; signal?: AbortSignal; limit?: TimeLimit },
    caller: Caller,
  ): Promise<unknown>;
  notify(method: string, params?: Params): Promise<void>;
  /**
   * The tools that config.toml allows, in the remote's order; fetched once, and again after the remote announces a
   * change.
   */
  tools(): Promise<readonly RemoteTool[]>;
  /** Accepts no new calls; closes when the running ones have ended. */
  retire(): void;
  close(): Promise<void>;
}

export interface Opening extends ConnectionServices {
  readonly config: RemoteConfig;
  readonly client: ClientView;
  /** The working folder of a child process if config.toml does not set one. */
  readonly cwd: string | undefined;
  /** Receives the remote's messages while no call is running. */
  readonly bystander: Caller;
  /**
   * Receives what was odd about the answer to `initialize` and to each list, even if nothing was.
   * @param isWhole false for a page after the first
   */
  onOddities?(method: string, oddities: readonly Oddity[], isWhole: boolean): void;
}

const MAX_PAGES = 100;
/** HTTP status codes of endpoints that do not know Streamable HTTP. */
const NOT_STREAMABLE = [400, 404, 405, 406, 415];
const OWN_NAME = 'patchbay';

/**
 * @throws remote-did-not-start, remote-refused, remote-redirects, remote-loops, remote-too-new, and what its credential
 *   throws
 */
export async function openConnection(opening: Opening): Promise<Connection> {
  const { config } = opening;
  if (!isHttp(config)) {
    return await connect(opening, { kind: 'stdio' }).catch((error) => {
      if (isTooNew(error)) return connect(opening, { kind: 'modern-stdio' });
      throw error;
    });
  }
  const fetch = opening.fetchFor(config);
  try {
    return await connect(opening, { kind: 'http', fetch });
  } catch (error) {
    if (isTooNew(error)) return await connect(opening, { kind: 'modern', fetch });
    const status = httpStatusOf(error);
    if (status === undefined || !NOT_STREAMABLE.includes(status)) throw error;
    // The first error is more useful than the one of the older transport.
    return await connect(opening, { kind: 'sse', fetch }).catch(() => {
      throw error;
    });
  }
}

async function connect(opening: Opening, route: Route): Promise<Connection> {
  const { config, bystander } = opening;
  const logger = opening.logger.with({ remote: config.name });
  const callers = new Set<Caller>();
  const latest = () => [...callers].at(-1) ?? bystander;
  let tools: Promise<readonly RemoteTool[]> | undefined;

  const handlers: PeerHandlers = {
    onRequest: async (method, params, signal) =>
      method === 'ping' ? {} : await latest().ask(method, readQuestion(method, params), signal),
    onNotification(method, given) {
      const params = readNotification(method, given);
      if (params === UNREADABLE) return logger.info('remote-notification-unreadable', { method });
      if (method === 'notifications/tools/list_changed') tools = undefined;
      (isForNobody(method) ? bystander : latest()).tell(method, params);
    },
    onProblem: (message) => logger.info('remote-problem', { message }),
  };
  const tellOddities = (method: string, oddities: readonly Oddity[], isWhole = true) =>
    opening.onOddities?.(method, oddities, isWhole);
  const channel = await openChannel({
    ...opening,
    logger,
    route,
    handlers,
    onOddities: (oddities) => tellOddities('initialize', oddities),
  });
  const { peer, about } = channel;
  const { name: server, version } = about.serverInfo ?? {};
  if (server === OWN_NAME) {
    await channel.close();
    throw remoteLoops(config.name);
  }
  logger.info('remote-connected', { server, version, kind: route.kind });
  const use = countUses(channel, config, callers);
  const cursors = createCursors();

  /** Sends a request and fixes the answer. */
  function ask(method: string, params: Params | undefined, options: RequestOptions): Promise<Members> {
    return isList(method) ? askForPage(method, params, options) : askOnce(method, params, options);
  }

  /** If a later page of a list cannot be fetched, the earlier pages are kept. */
  async function askForPage(
    method: string,
    params: Params | undefined,
    options: RequestOptions,
  ): Promise<Members> {
    try {
      return await askOnce(method, cursors.asGiven(params), options);
    } catch (error) {
      if (options.signal?.aborted || !cursors.isFurther(params)) throw error;
      // The page may be available next time.
      if (error instanceof RemoteError) tools = undefined;
      const { value, oddity } = endOfList(method, messageOf(error));
      tellOddities(method, [oddity], false);
      return value;
    }
  }

  function askOnce(method: string, params: Params | undefined, options: RequestOptions): Promise<Members> {
    return peer.request(method, params, options).then((answer) => read(method, params, answer));
  }

  function read(method: string, params: Params | undefined, answer: unknown): Members {
    const { value, oddities: found } = fixResult(method, params, answer, 'legacy');
    const ofWire = channel.wire.takeOddities?.(method);
    const oddities = ofWire ? [...ofWire, ...found] : found;
    if (isList(method)) {
      cursors.keep(answer);
      tellOddities(method, oddities, params?.['cursor'] === undefined);
    } else if (oddities.length > 0) logger.info('remote-answer-fixed', { method, why: oddities[0]?.why });
    return value;
  }

  return {
    config,
    about,
    ended: channel.ended,
    get hasEnded() {
      return channel.hasEnded || use.isRetired;
    },
    request({ method, params, signal, limit }, caller) {
      const { progress } = caller;
      const onProgress =
        progress &&
        ((given: Params) => {
          const said = readNotification('notifications/progress', given);
          if (said !== UNREADABLE) progress(said ?? {});
        });
      return use.during({ method, limit, signal, caller }, () =>
        ask(method, params, { signal, timeoutMs: limit?.ms, onProgress }),
      );
    },
    notify: peer.notify,
    tools() {
      const limit = startupLimit(config);
      const onCut = () => {
        const { oddity } = endOfList('tools/list', `it has more than ${MAX_PAGES} pages`);
        tellOddities('tools/list', [oddity], false);
      };
      tools ??= use
        .during({ method: 'tools/list', limit }, () => listTools(ask, config, limit, onCut))
        .catch((error) => {
          tools = undefined;
          throw error;
        });
      return tools;
    },
    retire: use.retire,
    close: channel.close,
  };
}

/** What a channel is used for. */
interface Use {
  readonly method: string;
  readonly limit?: TimeLimit | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly caller?: Caller | undefined;
}

/** Counts the users of a channel, and explains errors that happen while it is in use. @param callers those that use it now */
function countUses(channel: Channel, config: RemoteConfig, callers: Set<Caller>) {
  let uses = 0;
  let isRetired = false;
  return {
    get isRetired() {
      return isRetired;
    },
    async during<T>({ method, limit, signal, caller }: Use, work: () => Promise<T>): Promise<T> {
      const straysBefore = channel.strays.count;
      uses += 1;
      if (caller) callers.add(caller);
      try {
        return await work();
      } catch (error) {
        if (isReportable(error) || signal?.aborted) throw error;
        const instead = channel.strays.since(straysBefore, channel.wire.unfinished?.());
        throw callFailed(error, { config, method, limit, wire: channel.wire, instead });
      } finally {
        uses -= 1;
        if (caller) callers.delete(caller);
        if (isRetired && uses === 0) await channel.close();
      }
    },
    retire(): void {
      isRetired = true;
      if (uses === 0) void channel.close();
    },
  };
}

/** @param onCut called when there are more pages than are fetched */
async function listTools(
  ask: (method: string, params: Params, options: RequestOptions) => Promise<Members>,
  config: RemoteConfig,
  limit: TimeLimit,
  onCut: () => void,
): Promise<readonly RemoteTool[]> {
  const tools = new Map<string, RemoteTool>();
  const startedAt = performance.now();
  let cursor: unknown;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const params = cursor === undefined ? {} : { cursor };
    // Half of the remaining time, so that the caller gets a partial list in time.
    const leftMs = page === 0 ? limit.ms : (limit.ms - (performance.now() - startedAt)) / 2;
    const options = { timeoutMs: Math.max(1, leftMs) };
    const { tools: listed, nextCursor } = await ask('tools/list', params, options);
    // If two tools on different pages share a name, the first one counts, as within a page.
    for (const tool of listed as RemoteTool[]) if (!tools.has(tool.name)) tools.set(tool.name, tool);
    if (nextCursor === undefined || nextCursor === cursor) break;
    cursor = nextCursor;
    if (page === MAX_PAGES - 1) onCut();
  }
  return [...tools.values()].filter(({ name }) => isToolOffered(config, name));
}

function isTooNew(error: unknown): boolean {
  return error instanceof PatchbayError && error.code === 'remote-too-new';
}

/** Notifications that belong to no call, even while one is running. */
function isForNobody(method: string): boolean {
  return /\/list_changed$|^notifications\/resources\/updated$/.test(method);
}
