// An MCP server on stdio, without tools, that does not end by itself: not at the end of its input, not on SIGTERM.
// Real servers that wait for something are like that.
import readline from 'node:readline';

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
process.stdout.on('error', () => {});
setInterval(() => {}, 60_000);

const results = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'stubborn', version: '1.0.0' },
  }),
  'tools/list': () => ({ tools: [] }),
  ping: () => ({}),
};

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const result = results[method]?.(params);
  const answer = result ? { result } : { error: { code: -32601, message: `no ${method} here` } };
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...answer })}\n`);
});
