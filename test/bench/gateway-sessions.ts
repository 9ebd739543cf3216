// Sessions over HTTP that call an echo tool as fast as it answers, with as little as the protocol asks for.
import http from 'node:http';
import type { Gateway } from './gateways.ts';

export interface GatewaySessions {
  /** Calls so often, one at a time in each session. */
  call(times: number): Promise<void>;
  /** How many answers were not those to their calls. */
  readonly wrong: number;
  close(): void;
}

/** Sends one message; resolves with the text that holds its answer. */
type Send = (message: { id?: number | string; method: string; params?: unknown }) => Promise<string>;

export interface Client {
  readonly send: Send;
  close(): void;
}

const clientInfo = { name: 'bench', version: '1.0.0' };
const HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };

export async function openSessions(gateway: Gateway, count: number): Promise<GatewaySessions> {
  const agent = new http.Agent({ keepAlive: true });
  const { tool = 'echo' } = gateway;
  let lastId = 0;
  let wrong = 0;

  async function openOne(): Promise<Client> {
    const client = await openClient(gateway, agent);
    await client.send({ method: 'notifications/initialized' });
    return client;
  }

  async function callOnce({ send }: Client): Promise<void> {
    lastId += 1;
    const id = lastId;
    const text = await send({
      id,
      method: 'tools/call',
      params: { name: tool, arguments: { mark: id } },
    });
    if (!text.includes(`\\"mark\\":${id}}`)) wrong += 1;
  }

  const clients = await Promise.all(Array.from({ length: count }, openOne));
  return {
    async call(times) {
      let left = times;
      const work = async (client: Client) => {
        while (left > 0) {
          left -= 1;
          await callOnce(client);
        }
      };
      await Promise.all(clients.map(work));
    },
    get wrong() {
      return wrong;
    },
    close() {
      for (const client of clients) client.close();
      agent.destroy();
    },
  };
}

/** Resolves when `initialize` is answered. @throws when nothing listens there */
export async function openClient(
  { url, isSse = false }: Pick<Gateway, 'url' | 'isSse'>,
  agent: http.Agent,
): Promise<Client> {
  const client = isSse ? await connectSse(url, agent) : connect(url, agent);
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  await client.send({ id: 'initialize', method: 'initialize', params });
  return client;
}

/** Streamable HTTP. */
function connect(url: string, agent: http.Agent): Client {
  let session: http.OutgoingHttpHeaders = {};
  return {
    async send(message) {
      const { headers, text } = await post(url, agent, message, session);
      const id = headers['mcp-session-id'];
      if (id) session = { 'Mcp-Session-Id': id, 'MCP-Protocol-Version': '2025-11-25' };
      return text;
    },
    close: () => undefined,
  };
}

/** HTTP with SSE, as in 2024-11-05: answers come on the stream that was opened first. */
async function connectSse(url: string, agent: http.Agent): Promise<Client> {
  const waiting = new Map<unknown, (text: string) => void>();
  let address: string | undefined;
  let rest = '';
  const stream = await new Promise<http.IncomingMessage>((resolve, reject) =>
    http.get(url, { headers: { Accept: 'text/event-stream' }, agent: false }, resolve).once('error', reject),
  );
  if (stream.statusCode !== 200) throw new Error(`${stream.statusCode} is the answer to GET ${url}`);
  await new Promise<void>((resolve) => {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1] ?? '';
        if (event.startsWith('event: endpoint')) {
          address = new URL(data, url).href;
          resolve();
        } else {
          const { id } = JSON.parse(data) as { id?: unknown };
          waiting.get(id)?.(data);
          waiting.delete(id);
        }
      }
    });
  });
  return {
    async send(message) {
      const answer =
        message.id === undefined
          ? Promise.resolve('')
          : new Promise<string>((resolve) => waiting.set(message.id, resolve));
      await post(String(address), agent, message, {});
      return await answer;
    },
    close: () => void stream.destroy(),
  };
}

function post(
  url: string,
  agent: http.Agent,
  message: object,
  session: http.OutgoingHttpHeaders,
): Promise<{ headers: http.IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { ...HEADERS, ...session };
    const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () => {
        const { statusCode = 0, headers } = response;
        if (statusCode < 300) resolve({ headers, text });
        else reject(new Error(`${statusCode} is the answer to POST ${url}: ${text}`));
      });
    });
    request.once('error', (error: NodeJS.ErrnoException) => {
      // Peers close connections that rest for 5 s between their turns, perhaps just now.
      if (!request.reusedSocket || error.code !== 'ECONNRESET') return reject(error);
      post(url, agent, message, session).then(resolve, reject);
    });
    request.end(JSON.stringify({ jsonrpc: '2.0', ...message }));
  });
}
