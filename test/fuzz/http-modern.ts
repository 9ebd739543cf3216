// The 2026-07-28 era over HTTP: every request stands alone, and says in its headers what is in its body.
import { script } from '../support/fake-model.ts';
import type { Json } from './answers.ts';
import { type Case, idOf, type Lane, type Target, takes } from './door.ts';
import { carryOutAlone, exchangeOf, readEvents } from './http-exchange.ts';
import {
  type HttpClient,
  keptWire,
  type Part,
  pipeline,
  postMessage,
  postSpoiled,
  runParts,
} from './http-parts.ts';
import { bytesOf, type HttpRequest, postOf } from './http-requests.ts';
import { oddStrings, valueText } from './json-text.ts';
import { MODERN_VERSION } from './messages.ts';
import { messageOf, modernMeta } from './probes.ts';
import type { Random } from './random.ts';
import { connectWire } from './wire.ts';
import { Defect } from './within.ts';

/** A client without a session. */
export async function httpModern(target: Target): Promise<Lane> {
  const kept = keptWire(target);
  const question = await askQuestion(target);
  const client: ModernClient = {
    era: 'modern',
    target,
    question,
    wire: kept.wire,
    postOf: (about, body) => request(target, about, body),
    onRequest: () => () => {
      throw new Defect('a request of the server, which this era does not have');
    },
  };
  return {
    run: (one) => runParts(one, client, parts),
    async close() {
      await declineQuestion(target, question).finally(kept.cut);
    },
  };
}

/** A call that waits for an answer of its client. */
interface Question {
  readonly args: Readonly<Record<string, unknown>>;
  readonly requestState: string;
  readonly questions: readonly string[];
}

interface ModernClient extends HttpClient {
  readonly question: Question;
}

const parts: readonly (readonly [number, Part<ModernClient>])[] = [
  [5, postMessage],
  [5, postSpoiled],
  [2, retryHostilely],
  [0.5, subscribe],
  [1, pipeline],
];

const capabilities = { elicitation: {} };

function request(
  target: Target,
  about: { method: string; tool?: string },
  body: Buffer | string,
): HttpRequest {
  const { method, tool } = about;
  return postOf(
    '/mcp',
    {
      Host: `127.0.0.1:${target.port}`,
      Authorization: `Bearer ${target.tokens[0]}`,
      Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': MODERN_VERSION,
      'Mcp-Method': inHeader(method),
      ...(tool !== undefined && { 'Mcp-Name': inHeader(tool) }),
    },
    body,
  );
}

/** As it is, or in the era's form for what does not fit into a header. */
function inHeader(value: string): string {
  if (/^[!-~]([ -~]*[!-~])?$/.test(value) && !value.startsWith('=?')) return value;
  return `=?base64?${Buffer.from(value).toString('base64')}?=`;
}

/** Goes on with the waiting call as nobody may: with another state, other arguments, or as somebody else. */
async function retryHostilely(one: Case, at: number, client: ModernClient): Promise<void> {
  const { random } = one;
  const { question, target } = client;
  const how = random.pick(['state', 'state', 'arguments', 'principal', 'method'] as const);
  const args = how === 'arguments' ? { ...question.args, prompt: 'another' } : question.args;
  const state =
    how === 'state' ? hostileState(random, question.requestState) : JSON.stringify(question.requestState);
  const responses = random.chance(0.5)
    ? `{${JSON.stringify(question.questions[0])}:${valueText(random)}}`
    : valueText(random);
  const name = how === 'method' ? 'codex-reply' : 'codex';
  const id = idOf(one, at);
  const params = `{"name":"${name}","arguments":${JSON.stringify(args)},"requestState":${state},"inputResponses":${responses},"_meta":${JSON.stringify(modernMeta(capabilities))}}`;
  const body = Buffer.from(`{"jsonrpc":"2.0","id":"${id}","method":"tools/call","params":${params}}`);
  const post = request(target, { method: 'tools/call', tool: name }, body);
  if (how === 'principal') {
    post.headers = post.headers.map(([header, value]) => [
      header,
      header === 'Authorization' ? `Bearer ${target.tokens[1]}` : value,
    ]);
  }
  const exchange = exchangeOf(random, post, { kind: 'forbidden', id });
  if (takes(one, at, exchange.bytes)) await carryOutAlone(exchange, target);
}

/** JSON text of something that is not this state. */
function hostileState(random: Random, state: string): string {
  const at = random.below(state.length);
  const other = state[at] === 'A' ? 'B' : 'A';
  return random.weighted<() => string>([
    [3, () => JSON.stringify(`${state.slice(0, at)}${other}${state.slice(at + 1)}`)],
    [1, () => JSON.stringify(state.slice(0, at))],
    [1, () => JSON.stringify(`${state}A`)],
    [1, () => JSON.stringify(random.pick(oddStrings.filter((text) => text !== '')))],
    [1, () => random.pick(['5', 'true', '{}', '[]', JSON.stringify([state]), '1e400'])],
  ])();
}

/** Opens a stream of changes, which has no end, and leaves it. */
async function subscribe(one: Case, at: number, { target }: ModernClient): Promise<void> {
  const { random } = one;
  const filter = random.chance(0.5) ? '{"toolsListChanged":true}' : valueText(random);
  const meta = JSON.stringify(modernMeta());
  const body = `{"jsonrpc":"2.0","id":"${idOf(one, at)}","method":"subscriptions/listen","params":{"notifications":${filter},"_meta":${meta}}}`;
  const post = request(target, { method: 'subscriptions/listen' }, body);
  const exchange = exchangeOf(random, post, { kind: 'spoiled', body: Buffer.from(body) });
  if (takes(one, at, exchange.bytes)) await carryOutAlone(exchange, target);
}

/** Starts a turn that asks its client something. */
async function askQuestion(target: Target): Promise<Question> {
  const prompt = script({ exec: { cmd: 'touch never' } }, { text: 'The end.' });
  const args = { prompt, cwd: target.folder, sandbox: 'workspace-write', 'approval-policy': 'untrusted' };
  const { result } = await callCodex(target, { name: 'codex', arguments: args });
  if (result?.resultType !== 'input_required') throw new Defect(`it does not ask: ${JSON.stringify(result)}`);
  return { args, requestState: result.requestState, questions: Object.keys(result.inputRequests) };
}

/** What hostile clients did to it must not have touched it: it can still be answered. */
async function declineQuestion(target: Target, { args, requestState, questions }: Question): Promise<void> {
  const inputResponses = Object.fromEntries(questions.map((id) => [id, { action: 'decline' }]));
  const answer = await callCodex(target, { name: 'codex', arguments: args, requestState, inputResponses });
  const { structuredContent } = answer.result ?? {};
  if (structuredContent?.content !== 'The end.') {
    throw new Defect(`the waiting call does not end: ${JSON.stringify(answer)}`);
  }
}

async function callCodex(target: Target, params: Record<string, unknown>): Promise<Json> {
  const id = 'question';
  const method = 'tools/call';
  const body = messageOf({ id, method, params: { ...params, _meta: modernMeta(capabilities) } });
  const wire = connectWire(target.port);
  try {
    await wire.write(bytesOf(request(target, { method, tool: 'codex' }, body)));
    const response = await wire.response();
    const answers: Json[] = [];
    if (response) readEvents(response, ({ data }) => answers.push(JSON.parse(data)));
    await response?.ended;
    return answers.find((message) => message.id === id) ?? { text: response?.text() };
  } finally {
    wire.cut();
  }
}
