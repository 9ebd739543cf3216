// An MCP server on stdio, spoken by hand, that does what real ones seldom do: fields and content nobody knows,
// questions of every kind, silence, death in the middle of a call. Arguments: `deaf` never answers, `stubborn` stays
// when its input ends, `listless` never lists its tools, `dies` ends at once with words on stderr, `child` starts a
// process of its own.
import { spawn } from 'node:child_process';
import readline from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: read freely
  readonly params?: any;
  readonly result?: unknown;
  readonly error?: unknown;
}

const modes = process.argv.slice(2);
const waiting = new Map<string, (answer: unknown) => void>();
const cancelled: unknown[] = [];
let introduction: unknown;
let lastAsked = 0;
let isExtended = false;

const schema = { type: 'object', properties: {}, 'x-unknown-keyword': true };
const tools = [
  {
    name: 'echo',
    inputSchema: schema,
    'x-unknown': { kept: true },
    annotations: { readOnlyHint: true, 'x-hint': 1 },
  },
  { name: 'work', description: 'Reports progress and logs while it works', inputSchema: schema },
  { name: 'ask', description: 'Sends its client the request it is given', inputSchema: schema },
  { name: 'strange', description: 'Answers with content nobody knows', inputSchema: schema },
  { name: 'silent', description: 'Never answers', inputSchema: schema },
  { name: 'die', description: 'Ends in the middle of the call', inputSchema: schema },
  { name: 'malformed', description: 'Answers with neither a result nor an error', inputSchema: schema },
  { name: 'huge', description: 'Answers with more than anybody takes', inputSchema: schema },
  { name: 'fail', description: 'Answers with a JSON-RPC error', inputSchema: schema },
  { name: 'known', description: 'Says what it knows of its client', inputSchema: schema },
  { name: 'extend', description: 'Gets a further tool', inputSchema: schema },
];

function send(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

function ask(method: string, params: unknown): Promise<unknown> {
  lastAsked += 1;
  const id = `probe-${lastAsked}`;
  send({ id, method, params });
  return new Promise((resolve) => waiting.set(id, resolve));
}

const text = (words: string) => ({ content: [{ type: 'text', text: words }] });

async function call(id: Message['id'], params: Message['params']): Promise<void> {
  const { name, arguments: args = {}, _meta } = params;
  const answer = (result: unknown) => send({ id, result });
  switch (name) {
    case 'echo':
      return answer({
        ...text(JSON.stringify(args)),
        'x-result': 'kept',
        named: process.env['NAMED'],
        structuredContent: { args },
      });
    case 'work':
      for (let step = 1; step <= (args.steps ?? 3); step += 1) {
        const progressToken = _meta?.progressToken;
        const said = { progress: step, message: `${args.label} ${step}`, 'x-progress': 1 };
        if (progressToken !== undefined)
          send({ method: 'notifications/progress', params: { progressToken, ...said } });
        send({ method: 'notifications/message', params: { level: 'info', data: `${args.label} ${step}` } });
      }
      // SDK 1.x drops progress that arrives together with the result.
      await sleep(20);
      return answer(text(`worked ${args.label}`));
    case 'ask':
      return answer(text(JSON.stringify(await ask(args.method, args.params))));
    case 'strange':
      return answer({ content: [{ type: 'hologram', layers: 3 }], _meta: { 'x-meta': 1 } });
    case 'silent':
      return;
    case 'die':
      process.stderr.write('the disk is on fire\n');
      process.exit(7);
      return;
    case 'malformed':
      return send({ id });
    case 'huge':
      process.stdout.write(
        `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[{"type":"text","text":"`,
      );
      for (let megabyte = 0; megabyte < 20; megabyte += 1) process.stdout.write('x'.repeat(1024 * 1024));
      process.stdout.write('"}]}}\n');
      return;
    case 'fail':
      return send({ id, error: { code: -32055, message: 'no such thing', data: { detail: 'kept' } } });
    case 'known':
      return answer(text(JSON.stringify({ introduction, cancelled })));
    case 'extend':
      isExtended = true;
      send({ method: 'notifications/tools/list_changed' });
      return answer(text('extended'));
    default:
      return send({ id, error: { code: -32602, message: `Unknown tool: ${name}` } });
  }
}

function receive({ id, method, params, result, error }: Message): void {
  if (method === undefined) waiting.get(String(id))?.(result ?? { error });
  if (method === 'notifications/cancelled') cancelled.push(params.requestId);
  if (id === undefined || method === undefined) return;
  switch (method) {
    case 'initialize':
      introduction = params;
      send({
        id,
        result: {
          protocolVersion: params.protocolVersion,
          capabilities: { tools: { listChanged: true }, logging: {}, experimental: { 'x-probe': {} } },
          serverInfo: { name: 'probe', version: '1.0.0', 'x-info': 'kept' },
          instructions: 'Only for tests.',
        },
      });
      break;
    case 'ping':
    case 'logging/setLevel':
      send({ id, result: {} });
      break;
    case 'tools/list':
      if (modes.includes('listless')) break;
      send({
        id,
        result: { tools: isExtended ? [...tools, { name: 'further', inputSchema: schema }] : tools },
      });
      break;
    case 'tools/call':
      void call(id, params);
      break;
    case 'x-probe/anything':
      send({ id, result: { got: params } });
      break;
    default:
      send({ id, error: { code: -32601, message: `Method not found: ${method}` } });
      break;
  }
}

if (modes.includes('dies')) {
  process.stderr.write('cannot find my licence\n');
  process.exit(3);
}
if (modes.includes('child')) spawn('sleep', ['600'], { stdio: 'ignore' });
if (modes.includes('stubborn')) setInterval(() => undefined, 1000);
if (!modes.includes('deaf')) {
  readline.createInterface({ input: process.stdin }).on('line', (line) => receive(JSON.parse(line)));
}
