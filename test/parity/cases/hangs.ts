// Situations in which 0.153.4 left calls without an answer, besides those of the other files, and how calls and the
// server end. Not here: a prompt that cannot be handed to the engine, which nothing outside can bring about.
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { script } from '../../support/fake-model.ts';
import type { Json, McpMessage } from '../../support/mcp-lines-client.ts';
import { NO_ANSWER, type ParityGroup } from '../case.ts';
import { textOf, threadOf } from '../look.ts';
import { hasFile, type ParityServer } from '../server.ts';

const HELLO = 'Hello from the fake model.';
const toolServer = path.resolve(import.meta.dirname, '../../support/tool-server.ts');

/** Whoever runs on after it does not end by itself. */
const END_MS = 20_000;

export const hangs: ParityGroup = {
  title: 'what used to hang',
  config: `[mcp_servers.lab]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(toolServer)}]
required = true
`,
  cases: [
    {
      name: 'a tool of another MCP server that needs approval',
      async run(server) {
        server.client.answer = () => ({
          result: { action: 'accept', content: {}, decision: 'approved' },
        });
        const args = { file: path.join(server.folder, 'ran'), text: 'hi' };
        const prompt = script({ mcp: { server: 'lab', tool: 'put', args } }, { text: 'done' });
        const answer = await server.codex({ prompt, 'approval-policy': 'on-request' });
        return { isDone: hasFile(server, 'ran'), answer: textOf(answer) };
      },
      old: { isDone: false, answer: NO_ANSWER },
      verdict: 'better',
      ours: { isDone: true, answer: 'done' },
      why: 'asked like a command',
    },
    {
      name: 'codex-reply to a busy thread',
      async run(server) {
        const { threadId, first } = await busyThread(server);
        const second = server.reply({ threadId, prompt: 'hello' });
        // Which of the two 0.153.4 answers differs from run to run.
        return [textOf(await first), textOf(await second)].sort();
      },
      old: [HELLO, NO_ANSWER],
      verdict: 'better',
      ours: [HELLO, HELLO],
      why: 'the prompt steers the turn, and both calls get its end',
    },
    {
      name: 'one of two calls on a thread is cancelled',
      async run(server) {
        const { threadId, first } = await busyThread(server);
        const requests = server.model.requests.length;
        const prompt = script({ text: 'one two', firstMs: 1000 });
        const params = { name: 'codex-reply', arguments: { threadId, prompt } };
        void server.client.request('tools/call', params, 'to-cancel');
        // Its prompt has reached the model: it takes part in the turn.
        await until(() => server.model.requests.length > requests);
        server.client.notify('notifications/cancelled', { requestId: 'to-cancel' });
        const answer = await first;
        return answer === NO_ANSWER ? NO_ANSWER : 'answered';
      },
      old: NO_ANSWER,
      verdict: 'better',
      ours: 'answered',
      why: 'the other call is answered',
    },
    {
      name: 'the call itself is cancelled',
      async run(server) {
        await busyThread(server, 'to-cancel');
        const from = server.client.messages.length;
        server.client.notify('notifications/cancelled', { requestId: 'to-cancel' });
        const isAborted = ({ params }: McpMessage) => params?.msg?.type === 'turn_aborted';
        await Promise.race([server.client.find(isAborted, from), setTimeout(1000)]);
        const isAnswered = server.client.messages.some(({ id }) => id === 'to-cancel');
        return { isAnswered, next: textOf(await server.codex({ prompt: 'hello' })) };
      },
      old: { isAnswered: false, next: HELLO },
      verdict: 'same',
    },
    {
      name: 'cancelling closes the question that is open',
      async run(server) {
        const { client, model, folder } = server;
        const prompt = script({ exec: { cmd: 'touch ran', escalate: true } }, { text: 'done' });
        const args = { prompt, cwd: folder, sandbox: 'read-only', 'approval-policy': 'on-request' };
        const from = client.messages.length;
        void client.request('tools/call', { name: 'codex', arguments: args }, 'asking');
        const question = await client.find(({ method }) => method === 'elicitation/create', from);
        client.notify('notifications/cancelled', { requestId: 'asking' });
        const closed = client.find(
          ({ method, params }) => method === 'notifications/cancelled' && params?.requestId === question.id,
          from,
        );
        const answer = await server.soon(closed);
        return { isClosed: answer === NO_ANSWER ? NO_ANSWER : true, requests: model.requests.length > 0 };
      },
      old: { isClosed: NO_ANSWER, requests: true },
      verdict: 'better',
      ours: { isClosed: true, requests: true },
      why: 'the dialog of the client is closed',
    },
    {
      name: 'stdin is closed while nothing runs',
      async run(server) {
        const client = await server.connect();
        return (await client.end(END_MS)) ?? 'still running';
      },
      old: 0,
      verdict: 'same',
    },
    {
      name: 'stdin is closed while a call runs',
      async run(server) {
        const client = await server.connect();
        const requests = server.model.requests.length;
        const args = { prompt: script({ hang: true }), cwd: server.folder };
        void client.request('tools/call', { name: 'codex', arguments: args });
        await until(() => server.model.requests.length > requests);
        return (await client.end(END_MS)) ?? 'still running';
      },
      old: 'still running',
      verdict: 'better',
      ours: 0,
      why: 'nothing is left behind when the client goes',
    },
  ],
};

/** A thread in which a call works, for a while. */
async function busyThread(
  server: ParityServer,
  id?: string,
): Promise<{ threadId: string; first: Promise<Json> }> {
  const { client, model } = server;
  const threadId = threadOf(await server.codex({ prompt: 'hello' }));
  const requests = model.requests.length;
  const prompt = script({ text: 'one two three four', firstMs: 300, delayMs: 300 });
  const params = { name: 'codex-reply', arguments: { threadId, prompt } };
  const first = client.request('tools/call', params, id).then(({ result }) => ({ result }));
  await until(() => model.requests.length > requests);
  return { threadId, first: server.soon(first) };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setTimeout(10);
}
