// What a client is told while a call runs. The shapes of each event are tested in test/mcp/codex-events.test.ts.
import path from 'node:path';
import { script } from '../../support/fake-model.ts';
import type { Json, McpMessage } from '../../support/mcp-lines-client.ts';
import type { ParityCase, ParityGroup } from '../case.ts';
import { eventsOf, textOf, threadOf } from '../look.ts';
import type { ParityServer } from '../server.ts';

const MESSAGE = ['item_started', 'agent_message_content_delta', 'item_completed', 'agent_message'];
const echo = {
  invocation: { server: 'lab', tool: 'echo', arguments: { text: 'hi' } },
  read_only_hint: true,
};

const PROMPT = ['task_started', 'item_started', 'item_completed', 'user_message'];

export const events: ParityGroup = {
  title: 'codex/event',
  cases: [
    order('a plain turn', { prompt: script({ text: 'one two' }) }, [
      'session_configured',
      'mcp_startup_complete',
      ...PROMPT,
      ...MESSAGE,
      'token_count',
      'task_complete',
    ]),
    order('a command', { prompt: script({ exec: { cmd: 'true' } }, { text: 'done' }) }, [
      'session_configured',
      'mcp_startup_complete',
      ...PROMPT,
      'item_started',
      'exec_command_begin',
      'item_completed',
      'exec_command_end',
      'token_count',
      ...MESSAGE,
      'token_count',
      'task_complete',
    ]),
    order(
      'an approved command',
      {
        prompt: script({ exec: { cmd: 'true', escalate: true } }, { text: 'done' }),
        'approval-policy': 'on-request',
      },
      [
        'session_configured',
        'mcp_startup_complete',
        ...PROMPT,
        'exec_approval_request',
        'elicitation/create',
        'item_started',
        'exec_command_begin',
        'item_completed',
        'exec_command_end',
        'token_count',
        ...MESSAGE,
        'token_count',
        'task_complete',
      ],
    ),
    order('a failure of the model', { prompt: script({ error: { status: 429 } }) }, [
      'session_configured',
      'mcp_startup_complete',
      ...PROMPT,
      'error',
    ]),
    {
      name: 'a turn that goes on with a thread',
      async run(server) {
        const threadId = threadOf(await server.codex({ prompt: 'hello' }));
        const from = server.client.messages.length;
        await server.reply({ threadId, prompt: 'hello' });
        return typesOf(server, from);
      },
      old: [...PROMPT, ...MESSAGE, 'token_count', 'task_complete'],
      verdict: 'same',
    },
    {
      name: 'task_complete comes before the result, with the last message',
      async run(server) {
        const from = server.client.messages.length;
        const params = { name: 'codex', arguments: { cwd: server.folder, prompt: 'hello' } };
        await server.client.request('tools/call', params, 'last');
        const since = server.client.messages.slice(from);
        const complete = since.findIndex(({ params: event }) => event?.msg?.type === 'task_complete');
        const result = since.findIndex(({ id, method }) => id === 'last' && method === undefined);
        return {
          isBefore: complete >= 0 && complete < result,
          lastMessage: since[complete]?.params.msg.last_agent_message ?? null,
        };
      },
      old: { isBefore: true, lastMessage: 'Hello from the fake model.' },
      verdict: 'same',
    },
    {
      name: '_meta has the id of the call and the thread',
      async run(server) {
        const from = server.client.messages.length;
        const params = { name: 'codex', arguments: { cwd: server.folder, prompt: 'hello' } };
        const answer = await server.client.request('tools/call', params, 'call-1');
        const threadId = threadOf(answer);
        const metas = eventsOf(server, from).map(({ _meta }) => ({
          ..._meta,
          threadId: _meta.threadId === threadId,
        }));
        return [...new Set(metas.map((meta) => JSON.stringify(meta)))];
      },
      old: ['{"requestId":"call-1","threadId":true}'],
      verdict: 'same',
    },
    {
      name: 'instructions and raw answers of the model',
      async run(server) {
        const from = server.client.messages.length;
        await server.codex({ prompt: 'hello' });
        const text = JSON.stringify(eventsOf(server, from));
        return /raw_response_item|environment_context/.test(text) ? 'told' : 'not told';
      },
      old: 'told',
      verdict: 'better',
      ours: 'not told',
      why: 'they are nobody else’s business',
    },
    {
      name: 'notifications/progress for a call with a token',
      async run(server) {
        const from = server.client.messages.length;
        const args = { cwd: server.folder, prompt: script({ text: 'one two', delayMs: 50 }) };
        const params = { name: 'codex', arguments: args, _meta: { progressToken: 'token-1' } };
        const answer = await server.client.request('tools/call', params);
        const progress = server.client.messages
          .slice(from)
          .filter(({ method }) => method === 'notifications/progress');
        const isOurs = progress.every((message) => message.params.progressToken === 'token-1');
        return { text: textOf(answer), isSent: progress.length > 0, isOurs };
      },
      old: { text: 'one two', isSent: false, isOurs: true },
      verdict: 'better',
      ours: { text: 'one two', isSent: true, isOurs: true },
      why: 'MCP, progress',
    },
  ],
};

export const startup: ParityGroup = {
  title: 'codex/event of MCP servers',
  config: `[mcp_servers.lab]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(path.resolve(import.meta.dirname, '../../support/tool-server.ts'))}]
required = true

[mcp_servers.bad]
command = "/nonexistent"
`,
  cases: [
    {
      name: 'how they start',
      async run(server) {
        const from = server.client.messages.length;
        const isComplete = ({ params }: McpMessage) => params?.msg?.type === 'mcp_startup_complete';
        const complete = server.client.find(isComplete, from);
        await server.codex({ prompt: 'hello' });
        // 0.153.4 may be done with the turn before its servers have started.
        const { ready, failed, cancelled } = ((await server.soon(complete)) as McpMessage).params.msg;
        const told = eventsOf(server, from).map(({ msg }) => msg);
        const statesOf = (name: string) =>
          told
            .filter((msg) => msg.type === 'mcp_startup_update' && msg.server === name)
            .map(({ status }) => status.state);
        const failedServers = failed.map((failure: Json) => failure.server);
        const completes = told.filter((msg) => msg.type === 'mcp_startup_complete').length;
        return {
          lab: statesOf('lab'),
          bad: statesOf('bad'),
          complete: { ready, failed: failedServers, cancelled },
          completes,
        };
      },
      old: {
        lab: ['starting', 'ready'],
        bad: ['starting', 'failed'],
        complete: { ready: ['lab'], failed: ['bad'], cancelled: [] },
        completes: 1,
      },
      verdict: 'same',
    },
    {
      name: 'a call of a tool',
      async run(server) {
        const from = server.client.messages.length;
        const mcp = { server: 'lab', tool: 'echo', args: { text: 'hi' } };
        await server.codex({ prompt: script({ mcp }, { text: 'done' }) });
        return eventsOf(server, from).flatMap(({ msg }) => {
          const { call_id, duration, ...told } = msg;
          return /^mcp_tool_call/.test(msg.type) ? [told] : [];
        });
      },
      old: [
        { type: 'mcp_tool_call_begin', ...echo },
        {
          type: 'mcp_tool_call_end',
          ...echo,
          result: { Ok: { content: [{ type: 'text', text: 'echo: hi' }] } },
        },
      ],
      verdict: 'same',
    },
  ],
};

function order(name: string, args: Record<string, unknown>, old: readonly string[]): ParityCase {
  return {
    name: `order of events: ${name}`,
    async run(server) {
      const from = server.client.messages.length;
      server.client.answer = () => ({ result: { decision: 'approved' } });
      await server.codex(args);
      return typesOf(server, from);
    },
    old,
    verdict: 'same',
  };
}

/**
 * The types in their order, questions among them. Without what ours does not send, what comes when it likes, and
 * repetitions.
 */
function typesOf({ client }: ParityServer, from: number): string[] {
  const types = client.messages.slice(from).flatMap(({ method, params }: Json): string[] => {
    if (method === 'codex/event') return [params.msg.type];
    return method === 'elicitation/create' ? [method] : [];
  });
  const known = types.filter((type) => !/^raw_response|^warning$|output_delta$/.test(type));
  return known.filter((type, at) => !type.endsWith('_delta') || known[at - 1] !== type);
}
