// The ways a client comes in, for what holds in all of them: a transport, and an era of the protocol with the
// official SDK that speaks it.
import { ResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { test as base } from './fixtures.ts';
import { hostTest } from './host-test.ts';
import {
  askModern,
  type CallOptions,
  connectModernHttp,
  connectModernStdio,
  type ModernClient,
} from './modern-client.ts';
import {
  type ClientOptions,
  type CodexResult,
  connectHttp,
  connectStdio,
  type Elicitation,
  type HttpPatchbay,
  heardOrNot,
  type Place,
  type TestClient,
} from './patchbay.ts';

export const ways = [
  '2025-11-25 over stdio',
  '2025-11-25 over HTTP',
  '2026-07-28 over stdio',
  '2026-07-28 over HTTP',
] as const;
export type Way = (typeof ways)[number];
export type ModernWay = Extract<Way, `2026${string}`>;

/** For what depends on neither: both eras and both transports. */
export const oneOfEachEra = [ways[0], ways[3]] as const;

const isModern = (way: Way): way is ModernWay => way.startsWith('2026');
export const modernWays: readonly ModernWay[] = ways.filter(isModern);

/** Like the clients of patchbay.ts and modern-client.ts, as far as they have it in common. */
export interface WayClient {
  readonly elicitations: Elicitation[];
  call(tool: string, args: Record<string, unknown>, options?: CallOptions): Promise<CodexResult>;
  codex(args: Record<string, unknown>, options?: CallOptions): Promise<CodexResult>;
  reply(args: Record<string, unknown>, options?: CallOptions): Promise<CodexResult>;
  /** Sends a request as it is and gives the answer, whichever it is. */
  ask(method: string, params?: object): Promise<{ result?: unknown; error?: { code: number | string } }>;
}

interface WayOptions extends Pick<ClientOptions, 'onElicit' | 'name' | 'capabilities'> {
  /** For `patchbay mcp-server`. */
  readonly args?: string[];
  /** Over HTTP: this server instead of a new one. */
  readonly server?: HttpPatchbay;
}

interface WayFixtures {
  /** Connects a client, to a server of its own unless one is given; closed when the test ends. */
  connect(way: Way, options?: WayOptions): Promise<WayClient>;
  /** The same for what only a client of 2026-07-28 has. */
  connectModern(way: ModernWay, options?: WayOptions): Promise<ModernClient>;
}

interface SharedWayOptions extends Pick<WayOptions, 'onElicit' | 'name' | 'capabilities'> {
  /** Over HTTP: instead of the host's first one. */
  readonly token?: string;
  /** Over HTTP: instead of the one for everything. */
  readonly address?: string;
}

/** The same to the shared host; those on stdio come through a relay. */
interface SharedWayFixtures {
  connectWay(way: Way, options?: SharedWayOptions): Promise<WayClient>;
  connectModern(way: ModernWay, options?: SharedWayOptions): Promise<ModernClient>;
}

export const test = base.extend<WayFixtures & { opener: Opener }>({
  // Named after `http`, which it needs, so that clients close before servers stop.
  opener: async ({ home, http }, use) => {
    const opener = openWays(home, ({ server, args }) => server ?? http(args));
    await use(opener);
    await opener.close();
  },
  connect: ({ opener }, use) => use(opener.connect),
  connectModern: ({ opener }, use) => use(opener.connectModern),
});

/** A `test` of one host for the file, whose clients come in any way. */
export function waysTest(options?: Parameters<typeof hostTest>[0]) {
  return hostTest(options).extend<SharedWayFixtures & { opener: Opener }>({
    opener: async ({ home, host }, use) => {
      const opener = openWays(home, ({ server = host }) => server);
      await use(opener);
      await opener.close();
    },
    connectWay: ({ opener, host }, use) =>
      use((way, { token = host.token, address: url = host.url, ...options } = {}) =>
        opener.connect(way, { ...options, server: { ...host, token, url } }),
      ),
    connectModern: ({ opener, host }, use) =>
      use((way, { token = host.token, ...options } = {}) =>
        opener.connectModern(way, { ...options, server: { ...host, token } }),
      ),
  });
}

interface Opener extends WayFixtures {
  /** Closes the clients. */
  close(): Promise<void>;
}

/** Connects clients in a home; `serve` gives the server for those over HTTP. */
function openWays(home: Place, serve: (options: WayOptions) => HttpPatchbay | Promise<HttpPatchbay>): Opener {
  const opened: { close(): Promise<void> }[] = [];
  const keep = <Opened extends { close(): Promise<void> }>(client: Opened): Opened => {
    opened.push(client);
    return client;
  };
  const connectModern: WayFixtures['connectModern'] = async (way, options = {}) => {
    const { server: _, args, ...clientOptions } = options;
    return keep(
      way.endsWith('stdio')
        ? await connectModernStdio(home, { ...clientOptions, ...(args && { args }) })
        : await connectModernHttp(await serve(options), clientOptions),
    );
  };
  return {
    connectModern,
    async connect(way, options = {}) {
      const { server: _, args, ...clientOptions } = options;
      if (way === '2025-11-25 over stdio')
        return await ofLegacy(keep(await connectStdio(home, { ...clientOptions, ...(args && { args }) })));
      if (way === '2026-07-28 over stdio') return ofModern(await connectModern(way, options));
      const used = await serve(options);
      if (!isModern(way)) return await ofLegacy(keep(await connectHttp(used, clientOptions)));
      const client = await connectModern(way, { ...clientOptions, server: used });
      return {
        ...client,
        async ask(method, params = {}) {
          const { json, status, text } = await askModern(used, {
            method,
            params,
            ...(options.capabilities && { capabilities: options.capabilities }),
          });
          if (!json) throw new Error(`no JSON-RPC answer but ${status}: ${text}`);
          return json;
        },
      };
    },
    async close() {
      await Promise.all(opened.map((client) => client.close().catch(() => undefined)));
    },
  };
}

function ofModern(connected: ModernClient): WayClient {
  return {
    ...connected,
    async ask(method, params = {}) {
      try {
        return { result: await connected.client.request({ method, params } as never, z.unknown() as never) };
      } catch (error) {
        return { error: { code: (error as { code: number }).code } };
      }
    },
  };
}

async function ofLegacy(connected: TestClient): Promise<WayClient> {
  const { client } = connected;
  // From now on the client checks results against the tools' output schemas.
  await client.listTools();
  return {
    ...connected,
    call: (name, args, options = {}) =>
      heardOrNot(
        client.callTool({ name, arguments: args }, undefined, {
          timeout: 150_000,
          ...options,
        } as never) as Promise<CodexResult>,
      ),
    async ask(method, params) {
      try {
        return { result: await client.request({ method, ...(params && { params }) } as never, ResultSchema) };
      } catch (error) {
        return { error: { code: (error as { code: number }).code } };
      }
    },
  };
}

export { expect } from 'vitest';
