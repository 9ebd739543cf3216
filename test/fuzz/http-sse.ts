// The 2024-11-05 transport: messages go out in POSTs, and whatever comes back comes on one stream.
import { type Case, idOf, type Lane, type Target, takes } from './door.ts';
import { carryOut, carryOutAlone, checkText, exchangeOf, readEvents } from './http-exchange.ts';
import { keptWire } from './http-parts.ts';
import { bytesOf, type HttpRequest, postOf } from './http-requests.ts';
import { spoil } from './http-spoil.ts';
import { hostileMessage } from './messages.ts';
import { createStreamClient, helloOf, type StreamClient } from './stream-client.ts';
import { connectWire, type Wire } from './wire.ts';
import { Defect, within } from './within.ts';

/** Cases of one session; then its stream is cut and the next one opened. */
const SESSION_LASTS = 200;
const WITHIN_MS = 20_000;

/** A client with a stream. */
export async function httpSse(target: Target): Promise<Lane> {
  const kept = keptWire(target);
  let session = await openSession(target);
  let cases = 0;
  return {
    async run(one) {
      if (cases++ === SESSION_LASTS) {
        cases = 0;
        session.stream.cut();
        session = await openSession(target);
      }
      await runCase(one, session, kept.wire);
    },
    async close() {
      session.stream.cut();
      kept.cut();
    },
  };
}

interface Session {
  readonly target: Target;
  readonly stream: Wire;
  readonly client: StreamClient;
  postOf(body: Buffer | string): HttpRequest;
  /** Rejects when something came that may not come. */
  readonly broken: Promise<never>;
}

async function openSession(target: Target): Promise<Session> {
  const headers = { Host: `127.0.0.1:${target.port}`, Authorization: `Bearer ${target.tokens[0]}` };
  const stream = connectWire(target.port);
  const get = { ...postOf('/sse', { ...headers, Accept: 'text/event-stream' }, ''), method: 'GET' };
  await stream.write(bytesOf(get));
  const response = await stream.response();
  if (response?.status !== 200) throw new Defect(`no stream is opened: ${response?.status}`);

  let endpoint = '';
  const postOfBody: Session['postOf'] = (body) => postOf(endpoint, headers, body);
  const post = (text: string) => {
    const wire = connectWire(target.port);
    void wire.write(bytesOf(postOfBody(text)));
    const cut = () => wire.cut();
    void wire.response().then(cut, cut);
  };
  const client = createStreamClient({ era: 'legacy', folder: target.folder, isInLines: false, send: post });
  let fail: (error: unknown) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => {
    fail = reject;
  });
  broken.catch(() => undefined);
  const opened = new Promise<void>((resolve) => {
    readEvents(response, ({ event, data }) => {
      try {
        checkText(data, target);
        if (event !== 'endpoint') return client.answers.receive(JSON.parse(data));
        endpoint = data;
        resolve();
      } catch (error) {
        fail(error instanceof SyntaxError ? new Defect(`no JSON: ${data}`) : error);
      }
    });
  });
  await within(opened, WITHIN_MS, () => 'no endpoint is named');
  client.answers.expect('open');
  post(helloOf('legacy', 'open'));
  await client.answers.settle();
  return { target, stream, client, postOf: postOfBody, broken };
}

async function runCase(one: Case, session: Session, wire: () => Wire): Promise<void> {
  const { target, client } = session;
  // At 20, so that it can be told from the messages.
  if (one.random.chance(0.5)) await postSpoiled(one, 20, session);
  for (const { bytes, hostileId } of client.messagesOf(one)) {
    const exchange = exchangeOf(one.random, session.postOf(bytes), { kind: 'stream' });
    const response = await carryOut(wire(), exchange, target);
    if (hostileId !== undefined && response && response.status >= 400) client.answers.refused(hostileId);
  }
  await Promise.race([client.answers.settle(), session.broken]);
}

/** Hostile HTTP around a hostile message. */
async function postSpoiled(one: Case, at: number, session: Session): Promise<void> {
  const { random } = one;
  const { bytes } = hostileMessage(random, 'legacy', idOf(one, at));
  const request = spoil(random, session.postOf(bytes));
  const exchange = exchangeOf(random, request, { kind: 'spoiled', body: bytes });
  session.client.answers.sent(bytes);
  if (takes(one, at, exchange.bytes))
    await carryOutAlone({ ...exchange, answers: undefined }, session.target);
}
