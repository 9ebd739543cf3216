// Hostile JSON-RPC: requests with odd but well-formed arguments, which have to be answered, and everything that is
// not well-formed, which may be answered or not. Nothing here starts a turn of the engine.
import { brokenText, objectText, oddStrings, stringText, valueText } from './json-text.ts';
import type { Random } from './random.ts';

export type Era = 'legacy' | 'modern';

export interface HostileMessage {
  readonly bytes: Buffer;
  /** Set when it is a well-formed request: it has to be answered exactly once. */
  readonly request?: { readonly id: string | number; readonly method: string; readonly tool?: string };
}

const requestMethods = [
  'ping',
  'tools/list',
  'tools/call',
  'initialize',
  'resources/list',
  'resources/read',
  'resources/templates/list',
  'resources/subscribe',
  'prompts/list',
  'prompts/get',
  'completion/complete',
  'logging/setLevel',
  'server/discover',
  'tasks/get',
  'roots/list',
  'sampling/createMessage',
  'elicitation/create',
  'notifications/initialized',
  'notifications/cancelled',
  'rpc.discover',
  'codex',
];

const notificationMethods = [
  'notifications/initialized',
  'notifications/cancelled',
  'notifications/progress',
  'notifications/roots/list_changed',
  'notifications/message',
  'notifications/elicitation/complete',
  'notifications/tools/list_changed',
  'codex/event',
  'ping',
  'tools/list',
];

const NO_SUCH_THREAD = '00000000-0000-4000-8000-000000000000';
export const MODERN_VERSION = '2026-07-28';

/** @param id unique in the run; also the base of ids that are made of it */
export function hostileMessage(random: Random, era: Era, id: string): HostileMessage {
  return random.weighted<() => HostileMessage>([
    [5, () => oddRequest(random, era, id)],
    [4, () => oddCall(random, era, id)],
    [3, () => malformedRequest(random, era, id)],
    [2, () => notification(random)],
    [2, () => answerToNothing(random)],
    [2, () => broken(random, era, id)],
    [1, () => other(valueText(random))],
    [0.5, () => batch(random, era, id)],
  ])();
}

/** A known or unknown method with params of any kind, but an object. */
function oddRequest(random: Random, era: Era, id: string): HostileMessage {
  const method = random.chance(0.85) ? random.pick(requestMethods) : random.pick(oddStrings);
  const members = random.chance(0.7) ? inner(objectText(random)) : '';
  return wellFormed(random, era, id, method, members);
}

/** A call of one of the tools that is refused whatever else is in it. */
function oddCall(random: Random, era: Era, id: string): HostileMessage {
  const tool = random.pick([
    'codex',
    'codex-reply',
    'codex-start',
    'codex-wait',
    'codex-stop',
    'codex-threads',
  ]);
  const refused = {
    codex: '"fuzz":1',
    'codex-start': random.chance(0.5) ? '"fuzz":1' : `"threadId":"${NO_SUCH_THREAD}"`,
    'codex-threads': '"limit":0',
  }[tool];
  const keys = [
    'prompt',
    'cwd',
    'sandbox',
    'approval-policy',
    'config',
    'model',
    'profile',
    'cursor',
    'base-instructions',
  ];
  const members = Array.from({ length: random.below(6) }, () =>
    random.chance(0.8)
      ? `${JSON.stringify(random.pick(keys))}:${argumentText(random)}`
      : inner(objectText(random)),
  );
  const args = [...members, refused ?? `"threadId":"${NO_SUCH_THREAD}"`].filter((member) => member !== '');
  const further = random.chance(0.2)
    ? `,${JSON.stringify(random.pick(oddStrings))}:${valueText(random)}`
    : '';
  return wellFormed(
    random,
    era,
    id,
    'tools/call',
    `"name":"${tool}","arguments":{${args.join(',')}}${further}`,
    tool,
  );
}

function argumentText(random: Random): string {
  return random.weighted<() => string>([
    [3, () => valueText(random)],
    [1, () => JSON.stringify({ mcp_servers: { x: { command: '/bin/sh' } }, notify: ['sh'] })],
    [1, () => '"/nonexistent/folder"'],
    [1, () => '"danger-full-access"'],
    [1, () => '"never"'],
  ])();
}

function wellFormed(
  random: Random,
  era: Era,
  base: string,
  method: string,
  members: string,
  tool?: string,
): HostileMessage {
  const id = oddId(random, base);
  // What comes first in the text loses against a later member of the same name.
  const meta = metaText(random, era) || (members.includes('_meta') ? '"_meta":{}' : '');
  const params = [members, meta].filter((part) => part !== '').join(',');
  const parts = [
    '"jsonrpc":"2.0"',
    `"id":${JSON.stringify(id)}`,
    `"method":${JSON.stringify(method)}`,
    ...(params === '' && random.chance(0.5) ? [] : [`"params":{${params}}`]),
  ];
  return { bytes: Buffer.from(`{${parts.join(',')}}`), request: { id, method, ...(tool && { tool }) } };
}

/** Unique, whatever it looks like. */
function oddId(random: Random, id: string): string | number {
  const number = Number(id.replace('.', ''));
  return random.weighted<string | number>([
    [4, id],
    [2, number],
    [1, -number],
    [1, `${random.pick(oddStrings.filter((text) => text.length < 100))}#${id}`],
  ]);
}

/** One or more of the members that make it a request are not what they have to be. */
function malformedRequest(random: Random, era: Era, id: string): HostileMessage {
  const method = random.pick(requestMethods);
  const members = new Map([
    ['jsonrpc', '"2.0"'],
    ['id', JSON.stringify(id)],
    ['method', JSON.stringify(method)],
    ['params', `{${metaText(random, era)}}`],
  ]);
  for (let left = 1 + random.below(2); left > 0; left -= 1) {
    const name = random.pick([...members.keys()]);
    if (random.chance(0.25)) members.delete(name);
    else members.set(name, random.chance(0.1) ? '"1.0"' : valueText(random));
  }
  if (random.chance(0.1)) members.set('params', `{"_meta":{"progressToken":${valueText(random, 1)}}}`);
  const texts = [...members].map(([name, value]) => `"${name}":${value}`);
  if (random.chance(0.3)) texts.push(`${JSON.stringify(random.pick(oddStrings))}:${valueText(random)}`);
  if (random.chance(0.2))
    texts.push(`"id":${random.chance(0.5) ? JSON.stringify(`${id}d`) : valueText(random)}`);
  return other(`{${texts.join(',')}}`);
}

function notification(random: Random): HostileMessage {
  const method = random.pick(notificationMethods);
  const params = random.weighted<() => string>([
    [2, () => objectText(random)],
    [1, () => `{"requestId":${valueText(random, 1)},"reason":${valueText(random, 1)}}`],
    [1, () => `{"progressToken":${valueText(random, 1)},"progress":${valueText(random, 1)}}`],
    [1, () => valueText(random)],
  ])();
  return other(`{"jsonrpc":"2.0","method":"${method}","params":${params}}`);
}

/** An answer to what the server did not ask. */
function answerToNothing(random: Random): HostileMessage {
  const what = random.pick(['result', 'error']);
  const value =
    what === 'error' && random.chance(0.7)
      ? `{"code":${valueText(random, 0)},"message":${stringText(random)},"data":${valueText(random)}}`
      : valueText(random);
  const id = random.chance(0.5) ? String(random.below(100_000)) : valueText(random, 1);
  return other(`{"jsonrpc":"2.0","id":${id},"${what}":${value}}`);
}

function broken(random: Random, era: Era, id: string): HostileMessage {
  const whole = `{"jsonrpc":"2.0","id":"${id}","method":"${random.pick(['ping', 'tools/list'])}","params":{${metaText(random, era)}}}`;
  return { bytes: brokenText(random, whole) };
}

function batch(random: Random, era: Era, id: string): HostileMessage {
  const count = random.below(4);
  const messages = Array.from({ length: count }, (_, at) =>
    random.chance(0.5)
      ? `{"jsonrpc":"2.0","id":"${id}b${at}","method":"ping","params":{${metaText(random, era)}}}`
      : valueText(random, 1),
  );
  return other(`[${messages.join(',')}]`);
}

/** `_meta` as the era wants it, with more or less in it than that. */
function metaText(random: Random, era: Era): string {
  const token = random.chance(0.3) ? `,"progressToken":${tokenText(random)}` : '';
  if (era === 'legacy') return token === '' && random.chance(0.7) ? '' : `"_meta":{"x":1${token}}`;
  const broken = random.chance(0.1);
  const version = broken ? valueText(random, 0) : `"${MODERN_VERSION}"`;
  const capabilities = random.chance(0.1) ? objectText(random, 1) : '{}';
  return `"_meta":{"io.modelcontextprotocol/protocolVersion":${version},"io.modelcontextprotocol/clientCapabilities":${capabilities}${token}}`;
}

function tokenText(random: Random): string {
  return random.chance(0.5) ? stringText(random) : String(random.below(1000) - 3);
}

function inner(object: string): string {
  return object.slice(1, -1).trim();
}

function other(text: string): HostileMessage {
  return { bytes: Buffer.from(text) };
}
