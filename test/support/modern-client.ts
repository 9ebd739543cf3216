// A client of MCP 2026-07-28 that the project did not write (the official MCP SDK 2.x), and requests of that era
// spoken by hand.
import {
  Client,
  type ClientCapabilities,
  type InputRequiredResult,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import {
  type Address,
  type CodexResult,
  type Elicitation,
  heardOrNot,
  type Place,
  patchbayFile,
} from './patchbay.ts';
import { acceptBoth, bearer, type OpenAnswer, open, type RawAnswer, send } from './raw-http.ts';

export const MODERN_VERSION = '2026-07-28';

export interface ModernClientOptions {
  /** Answers the questions of every round; when it is absent the client does not declare the capability. */
  readonly onElicit?: ((elicitation: Elicitation) => unknown) | undefined;
  readonly name?: string | undefined;
  /** What it declares besides. */
  readonly capabilities?: object | undefined;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: { progress: number; message?: string }) => void;
}

/** What the client says to go on with a call that asked for input. */
export interface Retry {
  readonly requestState?: string | undefined;
  readonly inputResponses?: Readonly<Record<string, unknown>> | undefined;
}

export interface ModernClient {
  readonly client: Client;
  /** Questions so far, of all rounds. */
  readonly elicitations: Elicitation[];
  /** Calls a tool, rounds included, and gives its result, error results included. */
  call(tool: string, args: Record<string, unknown>, options?: CallOptions): Promise<CodexResult>;
  codex(args: Record<string, unknown>, options?: CallOptions): Promise<CodexResult>;
  reply(args: Record<string, unknown>, options?: CallOptions): Promise<CodexResult>;
  /** One request of a call; what it asks for is left to the test. Rejects with a JSON-RPC error's `code`. */
  round(tool: string, args: Record<string, unknown>, retry?: Retry): Promise<CodexResult | Questions>;
  close(): Promise<void>;
}

/** The answer of a round that asks. */
export type Questions = InputRequiredResult & {
  readonly resultType: 'input_required';
  // biome-ignore lint/suspicious/noExplicitAny: params are looked at freely, unknown fields included
  readonly inputRequests: Readonly<Record<string, { method: string; params: any }>>;
  readonly requestState: string;
};

const TIMEOUT_MS = 150_000;

/** Connects to an HTTP server; fails when the server does not speak the era. */
export function connectModernHttp(
  { url, token, fetch }: Address,
  options?: ModernClientOptions,
): Promise<ModernClient> {
  const requestInit = { headers: { ...bearer(token) } as Record<string, string> };
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit, ...(fetch && { fetch }) });
  return connect(transport, options);
}

/** Starts `patchbay mcp-server` on stdio and connects to it. */
export function connectModernStdio(
  home: Place,
  options: ModernClientOptions & { readonly args?: readonly string[] } = {},
): Promise<ModernClient> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [patchbayFile, 'mcp-server', ...(options.args ?? [])],
    env: home.env,
    cwd: home.folder,
    stderr: 'pipe',
  });
  return connect(transport, options);
}

async function connect(transport: Transport, options: ModernClientOptions = {}): Promise<ModernClient> {
  const { onElicit } = options;
  const capabilities: ClientCapabilities = { ...options.capabilities, ...(onElicit && { elicitation: {} }) };
  const client = new Client(
    { name: options.name ?? 'modern-client', version: '1.0.0' },
    { capabilities, versionNegotiation: { mode: 'auto' } },
  );
  const elicitations: Elicitation[] = [];
  if (onElicit) {
    client.setRequestHandler('elicitation/create', async ({ params }, { mcpReq: { signal } }) => {
      const elicitation = { params, signal };
      elicitations.push(elicitation);
      return (await onElicit(elicitation)) as never;
    });
  }
  await client.connect(transport);
  if (client.getProtocolEra() !== 'modern') throw new Error('the server speaks an older era');
  // From now on the client checks results against the tools' output schemas.
  await client.listTools();

  const call: ModernClient['call'] = (name, args, callOptions = {}) =>
    heardOrNot(
      client.callTool({ name, arguments: args }, {
        timeout: TIMEOUT_MS,
        ...callOptions,
      } as never) as Promise<CodexResult>,
    );
  return {
    client,
    elicitations,
    call,
    codex: (args, callOptions) => call('codex', args, callOptions),
    reply: (args, callOptions) => call('codex-reply', args, callOptions),
    round: async (name, args, retry = {}) =>
      (await client.request({ method: 'tools/call', params: { name, arguments: args, ...retry } } as never, {
        allowInputRequired: true,
        timeout: TIMEOUT_MS,
      })) as unknown as CodexResult | Questions,
    close: () => client.close(),
  };
}

/** Fails when the call has ended instead of asking. */
export function questionsIn(result: CodexResult | Questions): Questions {
  if ('resultType' in result && result.resultType === 'input_required') return result as Questions;
  throw new Error(`it did not ask: ${JSON.stringify(result)}`);
}

/** The same answer to every question of a round, ready for the next one. */
export function answering({ inputRequests, requestState }: Questions, answer: unknown): Required<Retry> {
  const ids = Object.keys(inputRequests);
  return { requestState, inputResponses: Object.fromEntries(ids.map((id) => [id, answer])) };
}

export interface ModernRequest {
  readonly method: string;
  readonly params?: object;
  readonly id?: string | number;
  readonly capabilities?: object;
  readonly version?: string;
  readonly progressToken?: string;
  /** Over those that belong to the request; `undefined` leaves one out. */
  readonly headers?: Record<string, string | undefined>;
}

/** Sends one request and gives the answer as soon as its headers are there. */
export function openModern(server: Address, request: ModernRequest): Promise<OpenAnswer> {
  return open(server.url, rawRequest(server, request));
}

/** Sends one request and reads the answer to its end. */
export function askModern(server: Address, request: ModernRequest): Promise<RawAnswer> {
  return send(server.url, rawRequest(server, request));
}

function rawRequest(server: Address, request: ModernRequest) {
  const { method, id = 1, version = MODERN_VERSION, capabilities = {}, progressToken } = request;
  const params = { ...request.params } as { name?: string; uri?: string };
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientCapabilities': capabilities,
    'io.modelcontextprotocol/clientInfo': { name: 'raw-client', version: '1.0.0' },
    ...(progressToken !== undefined && { progressToken }),
  };
  return {
    method: 'POST',
    headers: {
      ...bearer(server.token),
      ...acceptBoth,
      'MCP-Protocol-Version': version,
      'Mcp-Method': method,
      'Mcp-Name': params.name ?? params.uri,
      ...request.headers,
    },
    body: { jsonrpc: '2.0', id, method, params: { ...params, _meta } },
  };
}
