// A remote at an address that offers only the SSE transport of 2024-11-05: one stream for all incoming messages, which
// names the address for outgoing ones. Messages pass unchanged.

import { deferred } from '../../base/deferred.ts';
import { messageOf } from '../../errors/error.ts';
import { plainMessagesIn, salvage } from '../odd/json-messages.ts';
import { Refused, readAnswer, readEvents } from './answers.ts';
import type { HttpWireOptions } from './http-wire.ts';
import type { RawMessage, Wire } from './wire.ts';

const EVENT_STREAM = 'text/event-stream';
/** A server that does not name that address in this time does not use this transport. */
const ENDPOINT_WAIT_MS = 60_000;

/** @throws Refused, and what `fetch` throws */
export async function openSseWire(options: HttpWireOptions): Promise<Wire> {
  const { url, fetch, onMessage, onStray, onProblem } = options;
  const closing = new AbortController();
  const { signal } = closing;
  let protocolVersion: string | undefined;
  const headersOf = () => (protocolVersion === undefined ? {} : { 'MCP-Protocol-Version': protocolVersion });

  const response = await fetch(url, { headers: { Accept: EVENT_STREAM }, signal });
  if (!response.ok) throw new Refused(response.status, await readAnswer(response).catch(() => ''));
  const type = response.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== EVENT_STREAM) {
    closing.abort();
    throw new Error(`it answered with ${type ?? 'no content type'} instead of a stream of events`);
  }

  const { promise: named, resolve: name } = deferred<URL>();

  function receive(data: string): void {
    const plain = plainMessagesIn(data);
    const { messages, strays } = plain ? { messages: plain, strays: [] } : salvage(data);
    for (const message of messages) onMessage(message);
    for (const text of messages.length > 0 ? strays : [data]) onStray(text);
  }

  const reading = readEvents(response, {
    event({ event, data }) {
      if (event === 'endpoint') name(endpointIn(data, url));
      else if (data && (!event || event === 'message')) receive(data);
    },
    retry: () => undefined,
  });
  const ended = reading.then(
    () => new Error('its connection was closed'),
    (error) => new Error(signal.aborted ? 'its connection was closed' : messageOf(error)),
  );
  const late = setTimeout(() => closing.abort(), ENDPOINT_WAIT_MS).unref();
  const unnamed = ended.then((reason) => {
    throw reason;
  });
  unnamed.catch(() => undefined);
  const endpoint = await Promise.race([named, unnamed]).finally(() => clearTimeout(late));

  async function send(message: RawMessage): Promise<void> {
    const answer = await fetch(endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headersOf() },
      body: JSON.stringify(message),
      signal,
    });
    const text = await readAnswer(answer);
    if (!answer.ok) throw new Refused(answer.status, text);
  }

  return {
    ended,
    async send(message) {
      try {
        await send(message);
      } catch (error) {
        if (!signal.aborted) onProblem(messageOf(error));
        throw error;
      }
    },
    setProtocolVersion(version) {
      protocolVersion = version;
    },
    async close() {
      closing.abort();
      await ended;
    },
  };
}

/** @throws when it leads to another origin: credentials are sent only to the origin in config.toml */
function endpointIn(data: string, url: string): URL {
  const endpoint = new URL(data, url);
  if (endpoint.origin === new URL(url).origin) return endpoint;
  throw new Error(`it wants messages sent to another origin, ${endpoint.origin}`);
}
