// One request over a wire, and what any response has to be: no 5xx but 503, never HTML, nothing of the inside of the
// server, and answers only to what was asked.
import { type Answers, createAnswers, type Json, leakIn } from './answers.ts';
import type { Target } from './door.ts';
import { bytesOf, cutsIn, type HttpRequest } from './http-requests.ts';
import type { HostileMessage } from './messages.ts';
import type { Probe } from './probes.ts';
import type { Random } from './random.ts';
import { connectWire, type Wire, type WireResponse } from './wire.ts';
import { Defect, within } from './within.ts';

/** A request on its way: its bytes, and what is expected of the response. */
export interface Exchange {
  readonly bytes: Buffer;
  readonly cuts: readonly number[];
  readonly request: HttpRequest;
  /** Absent: the response may hold answers to anything. */
  readonly answers: Answers | undefined;
  /** An error that names no request is an answer too. */
  readonly mayBeRefused: boolean;
  /** The stream may stay open, and is left after a moment. */
  readonly isOpenEnded: boolean;
}

/** What is in the body of a request. */
export type Content =
  /** A valid request, which gets its own answer. `onRequest` is given what the server asks meanwhile. */
  | { readonly kind: 'probe'; readonly probe: Probe; onRequest(request: Json): void }
  /** A request that must not be granted. */
  | { readonly kind: 'forbidden'; readonly id: string }
  /** A hostile message in a request that is in order. */
  | { readonly kind: 'message'; readonly message: HostileMessage }
  /** What arrives may be something else than this body. */
  | { readonly kind: 'spoiled'; readonly body: Buffer }
  /** Anything, and what comes back may answer anything. */
  | { readonly kind: 'stream' };

const WITHIN_MS = 20_000;
/** How long an open-ended stream is listened to. */
const LISTEN_MS = 50;

export function exchangeOf(random: Random, request: HttpRequest, content: Content): Exchange {
  const bytes = bytesOf(request);
  const isReplay = request.method === 'GET';
  // A body may say something else in another encoding.
  const isRecoded = request.headers.some(([, value]) => value.includes('charset'));
  return {
    bytes,
    cuts: cutsIn(random, bytes),
    request,
    answers: isReplay || isRecoded ? undefined : answersTo(content),
    mayBeRefused: content.kind !== 'probe',
    isOpenEnded: content.kind === 'stream' || content.kind === 'spoiled' || isNoRequest(content),
  };
}

function isNoRequest(content: Content): boolean {
  return content.kind === 'message' && content.message.request === undefined;
}

function answersTo(content: Content): Answers | undefined {
  if (content.kind === 'stream') return undefined;
  if (content.kind === 'probe') {
    const answers = createAnswers(content.onRequest);
    answers.expect(content.probe.id, content.probe.check);
    return answers;
  }
  const answers = createAnswers();
  if (content.kind === 'forbidden') {
    answers.expect(content.id, ({ error }) => (error ? undefined : 'granted, and must not be'));
  } else if (content.kind === 'spoiled') answers.sent(content.body);
  else if (content.message.request) answers.expect(content.message.request.id);
  else answers.sent(content.message.bytes);
  return answers;
}

/** Sends it and checks the response. @returns the response, unless broken HTTP got none */
export async function carryOut(
  wire: Wire,
  exchange: Exchange,
  target: Target,
): Promise<WireResponse | undefined> {
  const [response] = await carryOutAll(wire, [exchange], target);
  return response;
}

/** The same on a connection of its own, which hostile bytes may ruin. */
export async function carryOutAlone(exchange: Exchange, target: Target): Promise<WireResponse | undefined> {
  const wire = connectWire(target.port);
  try {
    return await carryOut(wire, exchange, target);
  } finally {
    wire.cut();
  }
}

/** Sends them all before it looks at the first response. */
export async function carryOutAll(
  wire: Wire,
  exchanges: readonly Exchange[],
  target: Target,
): Promise<(WireResponse | undefined)[]> {
  // Expected before anything is sent: what a response is depends on the request.
  const coming = exchanges.map(({ request }) => wire.response({ isToHead: request.method === 'HEAD' }));
  for (const response of coming) response.catch(() => undefined);
  await wire.write(Buffer.concat(exchanges.map(({ bytes }) => bytes)), exchanges[0]?.cuts);
  if (exchanges.some(({ request }) => request.isBroken)) wire.end();
  const responses: (WireResponse | undefined)[] = [];
  for (const [at, exchange] of exchanges.entries()) {
    const response = await within(
      coming[at] as Promise<WireResponse | undefined>,
      WITHIN_MS,
      () => 'no response',
    );
    await check(wire, response, exchange, target);
    responses.push(response);
  }
  return responses;
}

async function check(
  wire: Wire,
  response: WireResponse | undefined,
  exchange: Exchange,
  target: Target,
): Promise<void> {
  const { request, answers } = exchange;
  if (!response) {
    if (request.isBroken) return;
    throw new Defect('the connection ended without a response');
  }
  checkHead(response, target);
  if (isStream(response)) {
    await readStream(response, exchange);
    if (exchange.isOpenEnded) wire.cut();
  } else await readWhole(response, exchange);
  checkText(response.text(), target);
  if (response.status < 400 || !exchange.mayBeRefused) await answers?.settle(0);
}

function isStream({ headers }: WireResponse): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') ?? false;
}

/** @throws Defect */
function checkHead({ status, headers }: WireResponse, target: Target): void {
  if (status >= 500 && status !== 503) throw new Defect(`status ${status}`);
  if (/html/i.test(headers.get('content-type') ?? '')) throw new Defect('HTML');
  if (headers.has('x-powered-by')) throw new Defect('it says what it is made of');
  checkText([...headers].join('\n'), target);
}

/** @throws Defect */
export function checkText(text: string, { secrets }: Target): void {
  const leak = leakIn(text, secrets);
  if (leak) throw new Defect(`${leak}: ${text}`);
}

async function readWhole(response: WireResponse, { answers }: Exchange): Promise<void> {
  await within(response.ended, WITHIN_MS, () => `the body does not end: ${response.text()}`);
  const text = response.text();
  if (text === '' || !response.headers.get('content-type')?.startsWith('application/json')) return;
  const parsed = parse(text);
  for (const message of Array.isArray(parsed) ? parsed : [parsed]) answers?.receive(message);
}

async function readStream(response: WireResponse, { answers, isOpenEnded }: Exchange): Promise<void> {
  let fail: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  readEvents(response, ({ event, data }) => {
    if (data === '' || event === 'endpoint') return;
    try {
      const message = parse(data);
      answers?.receive(message);
    } catch (error) {
      fail(error);
    }
  });
  const ended = Promise.race([response.ended, broken]);
  if (!isOpenEnded) return await within(ended, WITHIN_MS, () => `the stream is open: ${response.text()}`);
  let timer: NodeJS.Timeout | undefined;
  const heard = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, LISTEN_MS);
  });
  await Promise.race([ended, heard]).finally(() => clearTimeout(timer));
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    throw new Defect(`no JSON: ${text}`);
  }
}

export interface StreamEvent {
  readonly event: string | undefined;
  readonly data: string;
}

/** Calls back with every event of a stream that has data. */
export function readEvents(response: WireResponse, onEvent: (event: StreamEvent) => void): void {
  let rest = '';
  response.onText((text) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line): [string, string] => {
          const colon = line.indexOf(':');
          return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
        }),
      );
      const data = fields.get('data');
      if (data !== undefined) onEvent({ event: fields.get('event'), data });
    }
  });
}
