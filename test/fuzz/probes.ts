// Valid requests with what their answers have to look like: proof that the server still serves its clients.
import { setTimeout as sleep } from 'node:timers/promises';
import { script } from '../support/fake-model.ts';
import { type Json, tokenOf } from './answers.ts';
import { stringText, valueText } from './json-text.ts';
import { type Era, MODERN_VERSION } from './messages.ts';
import type { Random } from './random.ts';

export interface Probe {
  readonly id: string | number;
  readonly method: string;
  readonly params: Record<string, unknown>;
  /** @returns what is wrong with the answer */
  check(answer: Json): string | undefined;
}

/** One in so many probes is a call that runs a turn. */
const TURN_EVERY = 1500;

/** @param folder where a turn works */
export function probe(random: Random, era: Era, id: string | number, folder: string): Probe {
  const chosen = random.chance(1 / TURN_EVERY)
    ? turn(random, String(id), folder)
    : random.pick(probes)(random);
  if (chosen.method === 'ping' && era === 'modern') return probe(random, era, id, folder);
  const _meta = { ...(chosen.params['_meta'] as object), ...(era === 'modern' && modernMeta()) };
  return { id, ...chosen, params: { ...chosen.params, _meta } };
}

export function modernMeta(capabilities: object = {}): Record<string, unknown> {
  return {
    'io.modelcontextprotocol/protocolVersion': MODERN_VERSION,
    'io.modelcontextprotocol/clientCapabilities': capabilities,
    'io.modelcontextprotocol/clientInfo': { name: 'fuzz', version: '1.0.0' },
  };
}

export function messageOf({ id, method, params }: Pick<Probe, 'id' | 'method' | 'params'>): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

type Unnamed = Omit<Probe, 'id'>;

const probes: readonly ((random: Random) => Unnamed)[] = [
  () => ({ method: 'ping', params: {}, check: ({ result }) => wrongUnless(result) }),
  () => ({
    method: 'tools/list',
    params: {},
    check: ({ result }) => wrongUnless(result?.tools?.length === 6),
  }),
  (random) => {
    const name = random.pick(['no-such-tool', '__proto__', 'constructor', 'Codex', '']);
    return call(name, {}, ({ isError, content }) => isError && content[0].text === `Unknown tool '${name}'`);
  },
  (random) => call('codex', random.pick(refusedArguments), refused),
  () => call('codex-reply', { prompt: 'on', threadId: '00000000-0000-4000-8000-000000000000' }, refused),
  () => call('codex-wait', { threadId: 'x', timeoutSeconds: 46 }, refused),
  () => call('codex-threads', {}, ({ structuredContent }) => Array.isArray(structuredContent?.threads)),
  () => ({
    method: 'no/such/method',
    params: {},
    check: ({ error }) => wrongUnless(error?.code === -32601),
  }),
];

const refusedArguments = [
  {},
  { prompt: 5 },
  { prompt: 'x', fuzz: true },
  { prompt: 'x', cwd: '/nonexistent' },
  { prompt: 'x', sandbox: 'danger-full-access' },
  { prompt: 'x', config: { mcp_servers: { x: { command: 'sh' } } } },
  { prompt: 'x', profile: '../../x' },
];

const refused = ({ isError, content }: Json) => isError === true && content[0].text !== '';

/** A turn that runs to its end, whatever the client answers when it is asked. */
function turn(random: Random, id: string, folder: string): Unnamed {
  const text = `The end of ${id}.`;
  const asks = random.chance(0.5);
  const prompt = asks ? script({ exec: { cmd: `touch ${id}` } }, { text }) : script({ text });
  const args = { prompt, cwd: folder, sandbox: 'workspace-write', 'approval-policy': 'untrusted' };
  const answered = call('codex', args, ({ content }) => asks || content[0].text === text);
  return {
    ...answered,
    params: { ...answered.params, ...(random.chance(0.5) && { _meta: { progressToken: tokenOf(id) } }) },
  };
}

function call(name: string, args: object, isRight: (result: Json) => boolean): Unnamed {
  return {
    method: 'tools/call',
    params: { name, arguments: args },
    check: ({ result }) => wrongUnless(result && Array.isArray(result.content) && isRight(result)),
  };
}

function wrongUnless(isRight: unknown): string | undefined {
  return isRight ? undefined : 'not the answer to that';
}

/**
 * What a hostile client says when the server asks it something: anything, and a decline at last, so that the call
 * goes on.
 */
export async function answerHostilely(
  random: Random,
  request: { id: string | number },
  send: (text: string) => void,
): Promise<void> {
  const id = JSON.stringify(request.id);
  const answers = [
    () => `{"jsonrpc":"2.0","id":${id},"result":${valueText(random)}}`,
    () => `{"jsonrpc":"2.0","id":${id},"error":${valueText(random)}}`,
    () => `{"jsonrpc":"2.0","id":${stringText(random)},"result":{}}`,
    () => `{"jsonrpc":"2.0","id":${id},"result":{"action":"accept","content":${valueText(random)}}}`,
  ];
  for (let left = random.below(3); left > 0; left -= 1) send(random.pick(answers)());
  await sleep(5);
  send(`{"jsonrpc":"2.0","id":${id},"result":{"action":"decline"}}`);
}
