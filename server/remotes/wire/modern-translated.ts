// A wire to a remote that supports only MCP 2026-07-28, for clients of the older era. Towards us it behaves like an
// older remote, handshake and questions included; the SDK's client translates.
import {
  Client,
  type ClientCapabilities,
  type Implementation,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { z } from 'zod';
import { MAX_TIMER_MS } from '../../base/deadline.ts';
import { deferred } from '../../base/deferred.ts';
import { INTERNAL_ERROR } from '../../base/json-rpc.ts';
import { MODERN_VERSION } from '../../base/mcp-versions.ts';
import { messageOf } from '../../errors/error.ts';
import { type AnswerHooks, askedIn, fixModernResponse } from '../odd/modern-answers.ts';
import type { Oddity } from '../odd/oddity.ts';
import { bounded } from './bounded-fetch.ts';
import type { HttpWireOptions } from './http-wire.ts';
import type { Params } from './peer.ts';
import { openStdioTransport } from './stdio-transport.ts';
import type { RawMessage, Wire } from './wire.ts';

type RequestId = string | number;

/** What a server of that era may ask its client for, through a result. */
const QUESTIONS = {
  'elicitation/create': 'elicitation',
  'sampling/createMessage': 'sampling',
  'roots/list': 'roots',
};

type Listening = Pick<HttpWireOptions, 'onMessage' | 'onProblem'>;

export async function openModernHttpWire(options: HttpWireOptions): Promise<Wire> {
  const { url, fetch } = options;
  const odd = createOddAnswers();
  const fixing: typeof fetch = async (input, init) => {
    const response = await bounded(fetch)(input, init);
    const asked = askedIn(init?.body);
    return asked ? await fixModernResponse(response, asked, odd) : response;
  };
  const transport = new StreamableHTTPClientTransport(new URL(url), { fetch: fixing });
  return { ...openModernWire(transport, options), takeOddities: odd.take };
}

/** @throws when the program cannot be started */
export async function openModernStdioWire(
  options: Parameters<typeof openStdioTransport>[0] & Listening,
): Promise<Wire> {
  const odd = createOddAnswers();
  const { transport, process } = await openStdioTransport(options, odd);
  const { send, setProtocolVersion } = openModernWire(transport, options);
  return { ...process, send, setProtocolVersion, takeOddities: odd.take };
}

/** The fixes so far, until they are fetched. */
function createOddAnswers(): AnswerHooks & { take(method: string): readonly Oddity[] } {
  const kept = new Map<string, readonly Oddity[]>();
  return {
    onOddities: (method, oddities) => void kept.set(method, oddities),
    take(method) {
      const oddities = kept.get(method) ?? [];
      kept.delete(method);
      return oddities;
    },
  };
}

function openModernWire(transport: Transport, { onMessage, onProblem }: Listening): Wire {
  const calls = new Map<RequestId, AbortController>();
  const asked = new Map<RequestId, { resolve(result: unknown): void; reject(error: Error): void }>();
  let client: Client | undefined;
  let lastAsked = 0;
  const { promise: ended, resolve: end } = deferred<Error>();

  function ask(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    lastAsked += 1;
    const id = `asked-${lastAsked}`;
    onMessage({ jsonrpc: '2.0', id, method, params: params as Params });
    const onAbort = () =>
      onMessage({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
    signal.addEventListener('abort', onAbort, { once: true });
    return new Promise((resolve, reject) => asked.set(id, { resolve, reject })).finally(() => {
      asked.delete(id);
      signal.removeEventListener('abort', onAbort);
    });
  }

  async function connect({ capabilities, clientInfo, protocolVersion }: Params): Promise<unknown> {
    const ofClient = capabilities as ClientCapabilities;
    client = new Client(clientInfo as Implementation, {
      capabilities: ofClient,
      versionNegotiation: { mode: { pin: MODERN_VERSION } },
    });
    client.onerror = (error) => onProblem(messageOf(error));
    client.onclose = () => end(new Error('its connection was closed'));
    for (const [method, capability] of Object.entries(QUESTIONS)) {
      if (!(capability in ofClient)) continue;
      client.setRequestHandler(
        method as 'roots/list',
        async ({ params }, { mcpReq: { signal } }) => (await ask(method, params, signal)) as never,
      );
    }
    client.fallbackNotificationHandler = async ({ method, params }) =>
      onMessage({ jsonrpc: '2.0', method, ...(params && { params }) });
    await client.connect(transport);
    return {
      protocolVersion,
      capabilities: client.getServerCapabilities(),
      serverInfo: client.getServerVersion() ?? { name: 'unnamed server', version: '0' },
      instructions: client.getInstructions(),
    };
  }

  async function perform(id: RequestId, method: string, params: Params): Promise<unknown> {
    if (method === 'initialize') return await connect(params);
    // That era no longer has either.
    if (method === 'ping' || method === 'logging/setLevel') return {};
    const controller = new AbortController();
    calls.set(id, controller);
    const { progressToken, ...meta } = (params['_meta'] ?? {}) as Params;
    const request = { method, params: { ...params, _meta: meta } };
    try {
      return await client?.request(request, z.looseObject({}), {
        signal: controller.signal,
        // Whoever asks keeps the time.
        timeout: MAX_TIMER_MS,
        ...(progressToken !== undefined && {
          onprogress: (said) =>
            onMessage({
              jsonrpc: '2.0',
              method: 'notifications/progress',
              params: { ...said, progressToken },
            }),
        }),
      });
    } finally {
      calls.delete(id);
    }
  }

  async function answer(id: RequestId, method: string, params: Params): Promise<void> {
    try {
      onMessage({ jsonrpc: '2.0', id, result: await perform(id, method, params) });
    } catch (error) {
      const { code, data } = error as { code?: unknown; data?: unknown };
      const rpcCode = Number.isSafeInteger(code) ? (code as number) : INTERNAL_ERROR;
      onMessage({ jsonrpc: '2.0', id, error: { code: rpcCode, message: messageOf(error), data } });
    }
  }

  return {
    ended,
    setProtocolVersion: () => undefined,
    async send({ id, method, params = {}, result, error }: RawMessage) {
      if (method === undefined) {
        const question = asked.get(id as RequestId);
        if (error) question?.reject(Object.assign(new Error(error.message), { code: error.code }));
        else question?.resolve(result);
      } else if (id !== undefined) void answer(id, method, params);
      else if (method === 'notifications/cancelled') {
        calls.get(params['requestId'] as RequestId)?.abort(new Error('The client does not wait any more.'));
      }
    },
    async close() {
      await client?.close();
      end(new Error('its connection was closed'));
    },
  };
}
