// The parts of a case that both eras over HTTP have in common.
import { type Case, idOf, type Target, takes } from './door.ts';
import { carryOut, carryOutAll, carryOutAlone, type Exchange, exchangeOf } from './http-exchange.ts';
import type { HttpRequest } from './http-requests.ts';
import { spoil } from './http-spoil.ts';
import { type Era, hostileMessage } from './messages.ts';
import { messageOf, type Probe, probe } from './probes.ts';
import { connectWire, type Wire } from './wire.ts';

/** How one client speaks. */
export interface HttpClient {
  readonly era: Era;
  readonly target: Target;
  /** A connection that is kept as long as nothing ruins it. */
  wire(): Wire;
  /** A request that is in order, around such a message. */
  postOf(about: { readonly method: string; readonly tool?: string }, body: Buffer): HttpRequest;
  /** Answers what the server asks. */
  onRequest(one: Case): (request: { id: string | number }) => void;
}

export type Part<Client extends HttpClient> = (one: Case, at: number, client: Client) => Promise<void>;

const UNKNOWN = { method: 'tools/list' };

/** One to two hostile parts, and a valid request at the end. */
export async function runParts<Client extends HttpClient>(
  one: Case,
  client: Client,
  parts: readonly (readonly [number, Part<Client>])[],
): Promise<void> {
  const count = 1 + one.random.below(2);
  for (let at = 0; at < count; at += 1) await one.random.weighted(parts)(one, at, client);
  await postProbe(one, count, client);
}

/** A hostile message in a request that is in order. */
export async function postMessage(one: Case, at: number, client: HttpClient): Promise<void> {
  const exchange = messageExchange(one, idOf(one, at), client);
  if (takes(one, at, exchange.bytes)) await carryOut(client.wire(), exchange, client.target);
}

/** A request whose HTTP is hostile, around a message that may be so too. */
export async function postSpoiled(one: Case, at: number, client: HttpClient): Promise<void> {
  const { random } = one;
  const id = idOf(one, at);
  const valid = random.chance(0.6) ? probe(random, client.era, id, client.target.folder) : undefined;
  const hostile = valid ? undefined : hostileMessage(random, client.era, id);
  const body = valid ? bodyOf(valid) : (hostile?.bytes ?? Buffer.alloc(0));
  const about = valid ? aboutProbe(valid) : (hostile?.request ?? UNKNOWN);
  const request = spoil(random, client.postOf(about, body));
  const exchange = exchangeOf(random, request, { kind: 'spoiled', body });
  if (takes(one, at, exchange.bytes)) await carryOutAlone(exchange, client.target);
}

/** Several requests at once on one connection. */
export async function pipeline(one: Case, at: number, client: HttpClient): Promise<void> {
  const { random } = one;
  const exchanges: Exchange[] = [];
  for (let left = 2 + random.below(3); left > 0; left -= 1) {
    const id = idOf(one, 10 * (at + 1) + left);
    const exchange = random.chance(0.5) ? probeExchange(one, id, client) : messageExchange(one, id, client);
    // One whose stream is left would hold up the next.
    if (!exchange.isOpenEnded) exchanges.push(exchange);
  }
  const bytes = Buffer.concat(exchanges.map((exchange) => exchange.bytes));
  if (!takes(one, at, bytes)) return;
  const wire = connectWire(client.target.port);
  try {
    await carryOutAll(wire, exchanges, client.target);
  } finally {
    wire.cut();
  }
}

/** What has to be served whatever came before. */
async function postProbe(one: Case, at: number, client: HttpClient): Promise<void> {
  const exchange = probeExchange(one, idOf(one, at), client);
  if (takes(one, at, exchange.bytes)) await carryOut(client.wire(), exchange, client.target);
}

/** Kept open from request to request. */
export function keptWire(target: Target): { wire(): Wire; cut(): void } {
  let wire = connectWire(target.port);
  return {
    wire() {
      if (!wire.isOpen) wire = connectWire(target.port);
      return wire;
    },
    cut: () => wire.cut(),
  };
}

function messageExchange(one: Case, id: string, client: HttpClient): Exchange {
  const message = hostileMessage(one.random, client.era, id);
  const request = client.postOf(message.request ?? UNKNOWN, message.bytes);
  return exchangeOf(one.random, request, { kind: 'message', message });
}

function probeExchange(one: Case, id: string, client: HttpClient): Exchange {
  const { random } = one;
  const valid = probe(random, client.era, id, client.target.folder);
  const request = client.postOf(aboutProbe(valid), bodyOf(valid));
  // A session belongs to the address it was opened at.
  if (client.era === 'modern' && random.chance(0.2)) request.target = '/mcp/codex';
  return exchangeOf(random, request, { kind: 'probe', probe: valid, onRequest: client.onRequest(one) });
}

function aboutProbe({ method, params }: Probe): { method: string; tool?: string } {
  const { name } = params;
  return typeof name === 'string' ? { method, tool: name } : { method };
}

function bodyOf(valid: Probe): Buffer {
  return Buffer.from(messageOf(valid));
}
