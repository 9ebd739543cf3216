// The sessions of clients up to 2025-11-25 over HTTP.
import { type Case, idOf, type Lane, type Target, takes } from './door.ts';
import { carryOutAlone, exchangeOf } from './http-exchange.ts';
import {
  type HttpClient,
  keptWire,
  type Part,
  pipeline,
  postMessage,
  postSpoiled,
  runParts,
} from './http-parts.ts';
import { bytesOf, postOf } from './http-requests.ts';
import { objectText, oddStrings, stringText, valueText } from './json-text.ts';
import { answerHostilely } from './probes.ts';
import { helloOf } from './stream-client.ts';
import { connectWire } from './wire.ts';
import { Defect } from './within.ts';

/** Cases of one session; then it is ended and the next one opened. */
const SESSION_LASTS = 200;

/** A client with a session. */
export async function httpLegacy(target: Target): Promise<Lane> {
  const kept = keptWire(target);
  let session = await openSession(target, kept.wire);
  let cases = 0;
  return {
    async run(one) {
      if (cases++ === SESSION_LASTS) {
        cases = 0;
        await endSession(session);
        session = await openSession(target, kept.wire);
      }
      await runParts(one, session, parts);
    },
    async close() {
      await endSession(session).catch(() => undefined);
      kept.cut();
    },
  };
}

interface Session extends HttpClient {
  readonly headers: Readonly<Record<string, string>>;
}

const parts: readonly (readonly [number, Part<Session>])[] = [
  [5, postMessage],
  [5, postSpoiled],
  [1, getStream],
  [0.5, openOddSession],
  [1, pipeline],
];

async function openSession(target: Target, wire: HttpClient['wire']): Promise<Session> {
  const first = {
    Host: `127.0.0.1:${target.port}`,
    Authorization: `Bearer ${target.tokens[0]}`,
    Accept: 'application/json, text/event-stream',
  };
  const opening = connectWire(target.port);
  await opening.write(bytesOf(postOf('/mcp', first, helloOf('legacy', 'open'))));
  const response = await opening.response();
  const id = response?.headers.get('mcp-session-id');
  opening.cut();
  if (id === undefined) throw new Defect(`no session is opened: ${response?.status}`);
  return sessionOf(target, wire, {
    ...first,
    'Mcp-Session-Id': id,
    'MCP-Protocol-Version': '2025-11-25',
  });
}

function sessionOf(target: Target, wire: HttpClient['wire'], headers: Session['headers']): Session {
  return {
    era: 'legacy',
    target,
    wire,
    headers,
    postOf: (_about, body) => postOf('/mcp', headers, body),
    onRequest(one) {
      const random = one.random.fork();
      return (request) =>
        void answerHostilely(random, request, (text) => {
          const answering = connectWire(target.port);
          void answering.write(bytesOf(postOf('/mcp', headers, text)));
          const cut = () => answering.cut();
          void answering.response().then(cut, cut);
        });
    },
  };
}

async function endSession({ target, headers }: Session): Promise<void> {
  const wire = connectWire(target.port);
  await wire.write(bytesOf({ ...postOf('/mcp', headers, ''), method: 'DELETE' }));
  const response = await wire.response();
  wire.cut();
  if (response?.status !== 200) throw new Defect(`the session is not ended: ${response?.status}`);
}

/** The session's stream, or the rest of one that never broke. */
async function getStream(one: Case, at: number, { target, headers }: Session): Promise<void> {
  const { random } = one;
  const known = String(random.below(300));
  const odd = random.pick(oddStrings.filter((text) => /^[ -~]*$/.test(text)));
  const event = { 'Last-Event-ID': random.chance(0.5) ? known : odd };
  const request = postOf('/mcp', { ...headers, ...(random.chance(0.8) && event) }, '');
  const exchange = exchangeOf(random, { ...request, method: 'GET' }, { kind: 'stream' });
  if (takes(one, at, exchange.bytes)) await carryOutAlone(exchange, target);
}

/** An `initialize` with odd params; the session it may open is ended again. */
async function openOddSession(
  one: Case,
  at: number,
  { target, wire, headers: known }: Session,
): Promise<void> {
  const { random } = one;
  const members = [
    `"protocolVersion":${random.chance(0.5) ? '"2025-06-18"' : stringText(random)}`,
    `"capabilities":${objectText(random)}`,
    `"clientInfo":{"name":${stringText(random)},"version":${stringText(random)}}`,
    ...(random.chance(0.5) ? [`${stringText(random)}:${valueText(random)}`] : []),
  ].filter(() => random.chance(0.95));
  const id = idOf(one, at);
  const body = `{"jsonrpc":"2.0","id":"${id}","method":"initialize","params":{${members.join(',')}}}`;
  const { 'Mcp-Session-Id': _, ...headers } = known;
  const content = { kind: 'spoiled', body: Buffer.from(body) } as const;
  const exchange = exchangeOf(random, postOf('/mcp', headers, body), content);
  if (!takes(one, at, exchange.bytes)) return;
  const response = await carryOutAlone(exchange, target);
  const opened = response?.headers.get('mcp-session-id');
  if (opened === undefined) return;
  const odd = { ...headers, 'Mcp-Session-Id': opened };
  const stranger = { ...odd, Authorization: `Bearer ${target.tokens[1]}` };
  const asked = postOf('/mcp', stranger, `{"jsonrpc":"2.0","id":"${id}","method":"ping"}`);
  const refused = await carryOutAlone(exchangeOf(random, asked, content), target);
  if (refused?.status !== 404) throw new Defect(`a session is open to others: ${refused?.status}`);
  await endSession(sessionOf(target, wire, odd));
}
