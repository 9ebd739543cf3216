// Methods other than tools/call of a known tool, and what may be on the wire besides requests.
import { NO_ANSWER, type ParityCase, type ParityGroup } from '../case.ts';
import type { ParityServer } from '../server.ts';

const notFound = { error: { code: -32601, message: 'Method not found' } };

/** Methods whose handlers in 0.153.4 only wrote a line into the log. */
const unanswered: [string, object][] = [
  ['resources/list', {}],
  ['resources/templates/list', {}],
  ['resources/read', { uri: 'file:///x' }],
  ['resources/subscribe', { uri: 'file:///x' }],
  ['resources/unsubscribe', { uri: 'file:///x' }],
  ['prompts/list', {}],
  ['prompts/get', { name: 'x' }],
  ['completion/complete', { ref: { type: 'ref/prompt', name: 'x' }, argument: { name: 'a', value: 'b' } }],
];

export const methods: ParityGroup = {
  title: 'other methods',
  cases: [
    {
      name: 'ping',
      run: (server) => server.request('ping'),
      old: { result: {} },
      verdict: 'same',
    },
    ...unanswered.map(
      ([method, params]): ParityCase => ({
        name: method,
        run: (server) => server.request(method, params),
        old: NO_ANSWER,
        verdict: 'better',
        ours: notFound,
        why: 'a request is answered',
      }),
    ),
    {
      name: 'logging/setLevel',
      run: (server) => server.request('logging/setLevel', { level: 'debug' }),
      old: NO_ANSWER,
      verdict: 'better',
      ours: { result: {} },
      why: 'a request is answered; remotes write log lines',
    },
    ...['foo/bar', 'tasks/list'].map(
      (method): ParityCase => ({
        name: `unknown method ${method}`,
        run: (server) => server.request(method, {}),
        old: { error: { code: -32601, message: `method not found: ${method}`, data: { method } } },
        verdict: 'different',
        ours: notFound,
        why: 'the same code in the words of the MCP SDK',
      }),
    ),
    {
      name: 'tools/call without a name',
      async run(server) {
        const { error } = await server.request('tools/call', {});
        return error.code;
      },
      old: -32601,
      verdict: 'better',
      ours: -32602,
      why: 'invalid params are called that (JSON-RPC 2.0, 5.1)',
    },
    {
      name: 'tools/call of an unknown tool',
      run: (server) => server.request('tools/call', { name: 'nope', arguments: {} }),
      old: { result: { content: [{ type: 'text', text: "Unknown tool 'nope'" }], isError: true } },
      verdict: 'same',
    },
    {
      name: 'a request whose id is a string',
      async run({ client, soon }) {
        return soon(client.request('ping', undefined, 'id-1'));
      },
      old: { jsonrpc: '2.0', id: 'id-1', result: {} },
      verdict: 'same',
    },
    {
      name: 'a line that is no JSON',
      async run({ client, request }) {
        client.write('{nonsense');
        return request('ping');
      },
      old: { result: {} },
      verdict: 'same',
    },
  ],
};

export const hello: ParityGroup = {
  title: 'initialize',
  cases: [
    ...['2025-06-18', '2024-11-05'].map(
      (version): ParityCase => ({
        name: `the protocol version ${version}`,
        run: (server) => negotiate(version, server),
        old: version,
        verdict: 'same',
      }),
    ),
    {
      name: 'a protocol version that does not exist',
      run: (server) => negotiate('1999-01-01', server),
      old: '1999-01-01',
      verdict: 'better',
      ours: '2025-11-25',
      why: 'negotiated: the newest version that has initialize',
    },
    {
      name: 'what the server says of itself',
      async run({ connect }) {
        const client = await connect({ isInitialized: false });
        const { result } = await client.request('initialize', helloOf('2025-06-18'));
        const { name, title } = result.serverInfo;
        return {
          capabilities: result.capabilities,
          name,
          title,
          hasInstructions: result.instructions !== undefined,
        };
      },
      old: {
        capabilities: { tools: { listChanged: true } },
        name: 'codex-mcp-server',
        title: 'Codex',
        hasInstructions: false,
      },
      verdict: 'different',
      ours: {
        capabilities: { tools: { listChanged: true }, logging: {} },
        name: 'patchbay',
        title: 'Patchbay',
        hasInstructions: true,
      },
      why: 'its own name, and how to use it',
    },
    {
      name: 'a request before initialize',
      async run({ connect }) {
        const client = await connect({ isInitialized: false });
        const { error } = await client.request('tools/list');
        return error ?? 'answered';
      },
      old: 'answered',
      verdict: 'same',
    },
    {
      name: 'initialize a second time',
      async run({ connect }) {
        const client = await connect();
        const { error } = await client.request('initialize', helloOf('2025-06-18'));
        return error ?? 'answered';
      },
      old: { code: -32600, message: 'initialize called more than once' },
      verdict: 'same',
    },
  ],
};

function helloOf(protocolVersion: string) {
  return { protocolVersion, capabilities: {}, clientInfo: { name: 'parity', version: '1.0.0' } };
}

async function negotiate(version: string, { connect }: ParityServer): Promise<unknown> {
  const client = await connect({ isInitialized: false });
  const { result } = await client.request('initialize', helloOf(version));
  return result.protocolVersion;
}
