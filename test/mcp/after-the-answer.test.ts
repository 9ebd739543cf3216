// What is said about a request comes before its answer, or not at all.
import { InMemoryTransport, type JSONRPCMessage, type ServerContext } from '@modelcontextprotocol/server';
import { afterEach, expect, test, vi } from 'vitest';
import { startProgress } from '../../server/mcp/progress.ts';
import { SessionServer, untilAnswered } from '../../server/mcp/session-server.ts';

afterEach(() => vi.useRealTimers());

test('no progress is sent after the end, even if a busy process is late', () => {
  vi.useFakeTimers({ now: 1000 });
  const sent: string[] = [];
  const progress = startProgress((_count, message) => sent.push(message));
  progress.say('first');
  progress.say('second, too soon after the first');
  // The time for the second is over, but its timer has not been served yet.
  vi.setSystemTime(1060);
  progress.say('third');
  progress.stop();
  vi.runAllTimers();
  expect(sent).toEqual(['first', 'third']);
});

const methods = { 'a tool of ours': 'tools/call', 'a method that is passed on': 'x-remote/anything' };
for (const [what, method] of Object.entries(methods)) {
  for (const outcome of ['result', 'error'] as const) {
    test(`what is said about ${what} after its ${outcome} is not sent`, async () => {
      const { server, ask } = await connected();
      let ctx: ServerContext | undefined;
      const handler = async (_request: unknown, given: ServerContext) => {
        ctx = given;
        await given.mcpReq.notify(progressOf('before'));
        if (outcome === 'error') throw new Error('It went wrong.');
        return { content: [] };
      };
      server.setRequestHandler('tools/call', handler);
      server.fallbackRequestHandler = untilAnswered(handler);
      const messages = await ask(method);
      await ctx?.mcpReq.notify(progressOf('after'));
      const said = messages.flatMap((message) => ('method' in message ? [message.params?.['message']] : []));
      expect(said).toEqual(['before']);
    });
  }
}

function progressOf(message: string) {
  return { method: 'notifications/progress', params: { progressToken: 't', progress: 1, message } };
}

/** A server with a client that has introduced itself. */
async function connected() {
  const server = new SessionServer({ name: 'x', version: '1' }, { capabilities: { tools: {} } });
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await server.connect(theirs);
  const messages: JSONRPCMessage[] = [];
  let answered: () => void = () => undefined;
  ours.onmessage = (message) => {
    messages.push(message);
    if (!('method' in message)) answered();
  };
  await ours.start();
  async function ask(method: string, params: Record<string, unknown> = { name: 'x' }) {
    messages.length = 0;
    const answer = new Promise<void>((resolve) => {
      answered = resolve;
    });
    await ours.send({ jsonrpc: '2.0', id: method, method, params });
    await answer;
    return messages;
  }
  const clientInfo = { name: 'test', version: '1' };
  await ask('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
  await ours.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  return { server, ask };
}
