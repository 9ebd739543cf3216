// What is expected here is what `codex mcp-server` 0.153.4 sent for the same turns; the engine is the real one.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { type Approval, digestOf } from '../../server/approvals/approval.ts';
import type { ThreadItem } from '../../server/engine/protocol/v2/ThreadItem.ts';
import { questionKinds } from '../../server/engine/questions/kinds.ts';
import { createTurn } from '../../server/engine/threads/turn.ts';
import { engineStopped } from '../../server/errors/engine.ts';
import { type CodexEventParams, createCodexEvents } from '../../server/mcp/codex/events/translate.ts';
import { type EngineMessage, type RecordedTurn, recordTurn } from '../support/engine-turn.ts';
import { addFile, script, updateFile } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';

const MESSAGE = ['item_started', 'agent_message_content_delta', 'item_completed', 'agent_message'];
const PROMPT = ['task_started', 'item_started', 'item_completed', 'user_message'];
const STARTED = ['session_configured', 'mcp_startup_complete', ...PROMPT];
const ENDED = ['token_count', 'task_complete'];

describe('the order of events', () => {
  test('a plain turn', async ({ home }) => {
    const events = eventsOf(await recordTurn(home, { prompt: script({ text: 'Hello' }) }));
    expect(typesOf(events)).toEqual([...STARTED, ...MESSAGE, ...ENDED]);
  });

  test('a command that runs', async ({ home }) => {
    const prompt = script({ exec: { cmd: 'true' } }, { text: 'done' });
    const ran = ['item_started', 'exec_command_begin', 'item_completed', 'exec_command_end', 'token_count'];
    const events = eventsOf(await recordTurn(home, { prompt }));
    expect(typesOf(events, 'exec_command_output_delta')).toEqual([...STARTED, ...ran, ...MESSAGE, ...ENDED]);
  });

  test('a command is reported as running only once it has been approved', async ({ home }) => {
    const prompt = script({ exec: { cmd: 'echo hi', escalate: true } }, { text: 'done' });
    const events = eventsOf(await recordTurn(home, { prompt, answer: () => ({ decision: 'accept' }) }));
    const ran = ['item_started', 'exec_command_begin', 'item_completed', 'exec_command_end', 'token_count'];
    expect(typesOf(events, 'exec_command_output_delta')).toEqual([
      ...STARTED,
      'exec_approval_request',
      ...ran,
      ...MESSAGE,
      ...ENDED,
    ]);
  });

  test('a denied command is never reported as started', async ({ home }) => {
    const prompt = script({ exec: { cmd: 'echo hi', escalate: true } }, { text: 'done' });
    const events = eventsOf(await recordTurn(home, { prompt, answer: () => ({ decision: 'decline' }) }));
    expect(typesOf(events)).toEqual([
      ...STARTED,
      'exec_approval_request',
      'token_count',
      ...MESSAGE,
      ...ENDED,
    ]);
  });

  test('a patch that needs approval starts before the question', async ({ home }) => {
    const prompt = script({ patch: addFile('new.txt', 'hello') }, { text: 'done' });
    const answer = () => ({ decision: 'decline' });
    const events = eventsOf(await recordTurn(home, { prompt, sandbox: 'read-only', answer }));
    const asked = ['item_started', 'patch_apply_begin', 'apply_patch_approval_request'];
    const denied = ['item_completed', 'patch_apply_end', 'token_count'];
    expect(typesOf(events)).toEqual([...STARTED, ...asked, ...denied, ...MESSAGE, ...ENDED]);
    expect(messageOf(events, 'patch_apply_begin')).toMatchObject({ auto_approved: false });
    expect(messageOf(events, 'patch_apply_end')).toMatchObject({ success: false, status: 'declined' });
  });

  test('a turn that is stopped ends with turn_aborted', async ({ home }) => {
    const events = eventsOf(
      await recordTurn(home, {
        prompt: script({ text: 'one two three four five six', delayMs: 200 }),
        interruptAt: ({ method }) => method === 'item/agentMessage/delta',
      }),
    );
    expect(typesOf(events).slice(0, 8)).toEqual([...STARTED, ...MESSAGE.slice(0, 2)]);
    expect(messageOf(events, 'turn_aborted')).toEqual({
      type: 'turn_aborted',
      turn_id: turnOf(events),
      reason: 'interrupted',
      started_at: expect.any(Number),
      completed_at: expect.any(Number),
      duration_ms: expect.any(Number),
    });
    expect(events.at(-1)?.msg.type).toBe('turn_aborted');
  });

  test('a failure of the model ends with error, sent once', async ({ home }) => {
    const events = eventsOf(await recordTurn(home, { prompt: script({ error: { status: 429 } }) }));
    expect(typesOf(events)).toEqual([...STARTED, 'error']);
    expect(messageOf(events, 'error')).toEqual({
      type: 'error',
      message: 'exceeded retry limit, last status: 429 Too Many Requests',
      codex_error_info: { response_too_many_failed_attempts: { http_status_code: 429 } },
    });
  });

  test('a broken stream that is retried is a stream_error', async ({ home, model }) => {
    home.writeConfig({ baseUrl: model.baseUrl, retries: { stream: 2 } });
    // biome-ignore lint/suspicious/noThenProperty: a word of the script
    const prompt = script({ cut: { text: 'one two' }, times: 1, then: { text: 'recovered' } });
    const events = eventsOf(await recordTurn(home, { prompt }));
    expect(messageOf(events, 'stream_error')).toEqual({
      type: 'stream_error',
      message: 'Reconnecting... 1/2',
      codex_error_info: { response_stream_disconnected: { http_status_code: null } },
      additional_details: expect.stringContaining('stream disconnected before completion'),
    });
    expect(messageOf(events, 'task_complete')).toMatchObject({ last_agent_message: 'recovered' });
  });

  test('open items of a stopped turn are closed before its end; a truncated message is not sent', async ({
    home,
  }) => {
    const recorded = await recordTurn(home, {
      prompt: script({ exec: { cmd: 'sleep 5' } }),
      interruptAt: ({ method, params }) =>
        method === 'item/started' && params.item.type === 'commandExecution',
    });
    const threadId = recorded.started.thread.id;
    const events = createCodexEvents({ threadId, requestId: 2 });
    const told: CodexEventParams[] = [];
    const turn = createTurn();
    turn.join({ onEvent: (event) => void told.push(...events.translate(event)) });
    const agentMessage = { type: 'agentMessage', id: 'cut', text: '' };
    const cut = { method: 'item/started', params: { threadId, turnId: '', item: agentMessage } };
    for (const message of recorded.messages) {
      if (message.method === 'turn/completed') turn.receive(cut);
      turn.receive(message);
    }
    expect(typesOf(told).slice(-4)).toEqual([
      'item_started',
      'item_completed',
      'exec_command_end',
      'turn_aborted',
    ]);
    expect(messageOf(told, 'exec_command_end')).toMatchObject({ status: 'failed', exit_code: -1 });
    expect(messageOf(told, 'agent_message')).toBeUndefined();
  });

  test('an engine that dies during a turn ends it with error', async ({ home }) => {
    const recorded = await recordTurn(home, { prompt: 'hello' });
    const threadId = recorded.started.thread.id;
    const events = createCodexEvents({ threadId, requestId: 2 });
    for (const message of recorded.messages) {
      if (message.method !== 'turn/completed') events.translate(message);
    }
    const error = engineStopped();
    expect(typesOf(events.ended({ kind: 'stopped', error }))).toEqual(['error']);
    expect(events.ended({ kind: 'stopped', error })).toEqual([]);
  });
});

describe('the shapes of events', () => {
  test('each is wrapped with the call and the thread, and with the turn it belongs to', async ({ home }) => {
    const recorded = await recordTurn(home, { prompt: 'hello' });
    const events = eventsOf(recorded);
    const threadId = recorded.started.thread.id;
    for (const { _meta } of events) expect(_meta).toEqual({ requestId: 'call-1', threadId });
    const ids = events.map(({ id }) => id);
    expect(ids.slice(0, 2)).toEqual(['', '']);
    expect(new Set(ids.slice(2))).toEqual(new Set([turnOf(events)]));
  });

  test('session_configured', async ({ home }) => {
    const recorded = await recordTurn(home, { prompt: 'hello' });
    const { id, path: rollout } = recorded.started.thread;
    const special = (kind: string) => ({ type: 'special', value: { kind } });
    const file = (name: string) => ({ type: 'path', path: path.join(home.folder, name) });
    const isProtected = { access: 'read', missing_path_behavior: 'skip' };
    expect(messageOf(eventsOf(recorded), 'session_configured')).toEqual({
      type: 'session_configured',
      session_id: id,
      thread_id: id,
      model: 'gpt-5.5',
      model_provider_id: 'fake',
      approval_policy: 'on-request',
      approvals_reviewer: 'user',
      permission_profile: {
        type: 'managed',
        file_system: {
          type: 'restricted',
          entries: [
            { path: special('root'), access: 'read' },
            { path: file(''), access: 'write' },
            { path: special('slash_tmp'), access: 'write' },
            { path: special('tmpdir'), access: 'write' },
            { path: file('.git'), ...isProtected },
            { path: file('.agents'), ...isProtected },
            { path: file('.codex'), ...isProtected },
          ],
        },
        network: 'restricted',
      },
      cwd: home.folder,
      rollout_path: rollout,
    });
  });

  test('prompt, message, tokens and end', async ({ home }) => {
    const events = eventsOf(await recordTurn(home, { prompt: 'hello' }));
    const turn_id = turnOf(events);
    const text = 'Hello from the fake model.';
    expect(messageOf(events, 'user_message')).toEqual({
      type: 'user_message',
      message: 'hello',
      images: [],
      local_images: [],
      audio: [],
      local_audio: [],
      text_elements: [],
    });
    expect(messageOf(events, 'agent_message')).toEqual({
      type: 'agent_message',
      message: text,
      phase: null,
      memory_citation: null,
    });
    const deltas = events.flatMap(({ msg }) =>
      msg.type === 'agent_message_content_delta' ? [msg['delta']] : [],
    );
    expect(deltas.join('')).toBe(text);
    expect(itemsOf(events, 'item_completed', 'AgentMessage')).toEqual([
      { type: 'AgentMessage', id: expect.any(String), content: [{ type: 'Text', text }] },
    ]);
    const usage = {
      input_tokens: expect.any(Number),
      cached_input_tokens: 0,
      cache_write_input_tokens: 0,
      output_tokens: expect.any(Number),
      reasoning_output_tokens: 0,
      total_tokens: expect.any(Number),
    };
    expect(messageOf(events, 'token_count')).toEqual({
      type: 'token_count',
      info: { total_token_usage: usage, last_token_usage: usage, model_context_window: 258400 },
      rate_limits: null,
    });
    expect(messageOf(events, 'task_complete')).toEqual({
      type: 'task_complete',
      turn_id,
      last_agent_message: text,
      started_at: expect.any(Number),
      completed_at: expect.any(Number),
      duration_ms: expect.any(Number),
      time_to_first_token_ms: expect.any(Number),
    });
  });

  test('reasoning', async ({ home }) => {
    // biome-ignore lint/suspicious/noThenProperty: a word of the script
    const prompt = script({ reasoning: 'Thinking about it', then: { text: 'ok' } });
    const events = eventsOf(await recordTurn(home, { prompt }));
    expect(messageOf(events, 'agent_reasoning_section_break')).toMatchObject({ summary_index: 0 });
    expect(messageOf(events, 'reasoning_content_delta')).toEqual({
      type: 'reasoning_content_delta',
      thread_id: expect.any(String),
      turn_id: turnOf(events),
      item_id: expect.any(String),
      delta: expect.any(String),
      summary_index: 0,
    });
    expect(messageOf(events, 'agent_reasoning')).toEqual({
      type: 'agent_reasoning',
      text: 'Thinking about it',
    });
  });

  test('a command, in a folder whose name needs escaping', async ({ home }) => {
    const folder = home.makeFolder('place/a b é#%');
    const prompt = script({ exec: { cmd: 'echo one; sleep 0.3; echo two; exit 3' } }, { text: 'done' });
    const events = eventsOf(await recordTurn({ ...home, folder }, { prompt }));
    const cmd = 'echo one; sleep 0.3; echo two; exit 3';
    const command = {
      process_id: expect.any(String),
      command: expect.arrayContaining(['-lc', cmd]),
      cwd: `file://${home.root}/place/a%20b%20%C3%A9%23%25`,
      parsed_cmd: [{ type: 'unknown', cmd }],
      source: 'unified_exec_startup',
    };
    const call_id = expect.any(String);
    const turn_id = turnOf(events);
    expect(messageOf(events, 'exec_command_begin')).toEqual({
      type: 'exec_command_begin',
      call_id,
      turn_id,
      started_at_ms: expect.any(Number),
      ...command,
    });
    expect(messageOf(events, 'exec_command_end')).toEqual({
      type: 'exec_command_end',
      call_id,
      turn_id,
      completed_at_ms: expect.any(Number),
      ...command,
      stdout: expect.stringContaining('one\ntwo\n'),
      stderr: '',
      aggregated_output: expect.stringContaining('one\ntwo\n'),
      formatted_output: expect.stringContaining('one\ntwo\n'),
      exit_code: 3,
      duration: { secs: 0, nanos: expect.any(Number) },
      status: 'failed',
    });
    const deltas = messagesOf(events, 'exec_command_output_delta');
    expect(deltas[0]).toMatchObject({ call_id, stream: 'stdout' });
    const output = deltas.map((msg) => Buffer.from(String(msg['chunk']), 'base64').toString());
    expect(output.join('')).toContain('two');
  });

  test('what a command reads, lists and searches', async ({ home }) => {
    const prompt = script({ exec: { cmd: 'cat a.txt && ls && rg foo src' } }, { text: 'done' });
    const events = eventsOf(await recordTurn(home, { prompt }));
    expect(messageOf(events, 'exec_command_begin')?.['parsed_cmd']).toEqual([
      { type: 'read', cmd: 'cat a.txt', name: 'a.txt', path: expect.stringMatching(/a\.txt$/) },
      { type: 'list_files', cmd: 'ls', path: null },
      { type: 'search', cmd: 'rg foo src', query: 'foo', path: 'src' },
    ]);
  });

  test('the question about a command', async ({ home }) => {
    const prompt = script(
      { exec: { cmd: 'echo hi', escalate: true, justification: 'Need to.' } },
      { text: 'done' },
    );
    const events = eventsOf(await recordTurn(home, { prompt, answer: () => ({ decision: 'cancel' }) }));
    expect(messageOf(events, 'exec_approval_request')).toEqual({
      type: 'exec_approval_request',
      kind: 'command',
      call_id: expect.any(String),
      turn_id: turnOf(events),
      started_at_ms: expect.any(Number),
      command: expect.arrayContaining(['-lc', 'echo hi']),
      cwd: home.folder,
      reason: 'Need to.',
      available_decisions: ['approved', 'approved_for_session', 'abort'],
      parsed_cmd: [{ type: 'unknown', cmd: 'echo hi' }],
    });
  });

  test('a patch, the question about it, and the diff of the turn', async ({ home }) => {
    const files = { 'a.txt': 'old\n', 'b.txt': 'bye\n', 'c.txt': 'c\n' };
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(home.folder, name), text);
    const patch = [
      '*** Begin Patch',
      ...addFile('new.txt', 'hello').split('\n').slice(1, -1),
      ...updateFile('a.txt', 'old', 'new').split('\n').slice(1, -1),
      '*** Delete File: b.txt',
      '*** Update File: c.txt',
      '*** Move to: d.txt',
      '@@',
      '-c',
      '+cc',
      '*** End Patch',
    ].join('\n');
    const file = (name: string) => path.join(home.folder, name);
    const changes = {
      [file('new.txt')]: { type: 'add', content: 'hello\n' },
      [file('a.txt')]: { type: 'update', unified_diff: '@@ -1 +1 @@\n-old\n+new\n', move_path: null },
      [file('b.txt')]: { type: 'delete', content: 'bye\n' },
      [file('c.txt')]: { type: 'update', unified_diff: '@@ -1 +1 @@\n-c\n+cc\n', move_path: file('d.txt') },
    };
    const answer = () => ({ decision: 'accept' });
    const prompt = script({ patch }, { text: 'done' });
    const events = eventsOf(await recordTurn(home, { prompt, sandbox: 'read-only', answer }));
    const call = { call_id: expect.any(String), turn_id: turnOf(events) };
    expect(messageOf(events, 'patch_apply_begin')).toEqual({
      type: 'patch_apply_begin',
      ...call,
      auto_approved: false,
      changes,
    });
    expect(messageOf(events, 'apply_patch_approval_request')).toEqual({
      type: 'apply_patch_approval_request',
      ...call,
      started_at_ms: expect.any(Number),
      changes,
    });
    expect(messageOf(events, 'patch_apply_end')).toEqual({
      type: 'patch_apply_end',
      ...call,
      stdout: '',
      stderr: '',
      success: true,
      changes,
      status: 'completed',
    });
    expect(messageOf(events, 'turn_diff')?.['unified_diff']).toContain('+++ b/d.txt');
  });

  test('a patch inside the sandbox is auto-approved', async ({ home }) => {
    const prompt = script({ patch: addFile('new.txt', 'hello') }, { text: 'done' });
    const events = eventsOf(await recordTurn(home, { prompt }));
    expect(messageOf(events, 'patch_apply_begin')).toMatchObject({ auto_approved: true });
  });

  test('tools of MCP servers, their start, and the question about one', async ({ home, model }) => {
    home.writeConfig({ baseUrl: model.baseUrl, extra: toolServer });
    const put = { server: 'lab', tool: 'put', args: { file: path.join(home.folder, 'x'), text: 'hi' } };
    const prompt = script(
      { mcp: { server: 'lab', tool: 'echo', args: { text: 'hi' } } },
      { mcp: put },
      { text: 'done' },
    );
    const answer = () => ({ action: 'decline', content: null, _meta: null });
    const events = eventsOf(await recordTurn(home, { prompt, answer }), ['lab']);
    expect(messagesOf(events, 'mcp_startup_update').map((msg) => msg['status'])).toEqual([
      { state: 'starting' },
      { state: 'ready' },
    ]);
    expect(messageOf(events, 'mcp_startup_complete')).toEqual({
      type: 'mcp_startup_complete',
      ready: ['lab'],
      failed: [],
      cancelled: [],
    });
    const duration = { secs: 0, nanos: expect.any(Number) };
    expect(messagesOf(events, 'mcp_tool_call_begin')[0]).toEqual({
      type: 'mcp_tool_call_begin',
      call_id: expect.any(String),
      invocation: { server: 'lab', tool: 'echo', arguments: { text: 'hi' } },
      read_only_hint: true,
    });
    expect(messagesOf(events, 'mcp_tool_call_end').map((msg) => msg['result'])).toEqual([
      { Ok: { content: [{ type: 'text', text: 'echo: hi' }] } },
      { Err: 'user rejected MCP tool call' },
    ]);
    expect(messageOf(events, 'mcp_tool_call_end')).toMatchObject({ duration });
    expect(messageOf(events, 'elicitation_request')).toEqual({
      type: 'elicitation_request',
      turn_id: turnOf(events),
      server_name: 'lab',
      id: 'approval-1',
      request: {
        mode: 'form',
        _meta: {
          codex_approval_kind: 'mcp_tool_call',
          tool_description: 'Writes a file',
          tool_params: put.args,
        },
        message: 'Allow the lab MCP server to run tool "put"?',
        requested_schema: { type: 'object', properties: {} },
      },
    });
  });

  test('a server that does not start', async ({ home, model }) => {
    home.writeConfig({
      baseUrl: model.baseUrl,
      extra: '[mcp_servers.bad]\ncommand = "/nonexistent"\n',
    });
    const events = eventsOf(await recordTurn(home, { prompt: 'hello' }), ['bad']);
    expect(messageOf(events, 'mcp_startup_complete')).toMatchObject({
      ready: [],
      failed: [{ server: 'bad', error: expect.stringContaining('No such file or directory') }],
    });
  });
});

describe('no event contains', () => {
  test('the instructions of the model', async ({ home, model }) => {
    const recorded = await recordTurn(home, { prompt: script({ exec: { cmd: 'true' } }, { text: 'done' }) });
    const events = eventsOf(recorded);
    const request = JSON.stringify(model.requests.find(({ method }) => method === 'POST')?.body);
    expect(request).toContain('environment_context');
    expect(JSON.stringify(events)).not.toMatch(/raw_response|environment_context|permissions instructions/);
  });

  test('the events of another thread', async ({ home }) => {
    const { messages } = await recordTurn(home, { prompt: 'hello' });
    const events = createCodexEvents({ threadId: 'another', requestId: 1 });
    expect(messages.flatMap((message) => events.translate(message))).toEqual([]);
  });
});

const toolServer = `[mcp_servers.lab]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(path.resolve(import.meta.dirname, '../support/tool-server.ts'))}]
required = true
`;

function eventsOf(recorded: RecordedTurn, mcpServers: readonly string[] = []): CodexEventParams[] {
  const { started, messages } = recorded;
  const isReadOnly = started.sandbox.type === 'readOnly';
  const events = createCodexEvents({ threadId: started.thread.id, requestId: 'call-1' });
  const session = events.started({
    options: {
      cwd: started.cwd,
      sandbox: isReadOnly ? 'read-only' : 'workspace-write',
      approvalPolicy: 'on-request',
      networkAccess: false,
      writableRoots: [],
    },
    model: started.model,
    modelProvider: started.modelProvider,
    rolloutPath: started.thread.path ?? undefined,
    mcpServers,
  });
  const items = new Map<string, ThreadItem>();
  const told = messages.flatMap((message) => {
    const item = message.params?.item as ThreadItem | undefined;
    if (item) items.set(item.id, item);
    if (message.id === undefined) return events.translate(message);
    return events.asked(approvalOf(message, items.get(message.params.itemId)));
  });
  return [...session, ...told];
}

function approvalOf({ method, params }: EngineMessage, item: ThreadItem | undefined): Approval {
  const kind = questionKinds[method];
  const subject = kind?.subject(params as never, item);
  if (!kind || !subject) throw new Error(`not a question: ${method}`);
  const { threadId, turnId, itemId = '' } = params;
  const reason = kind.reason(params as never);
  const about = { id: 'approval-1', principal: 'local', threadId, turnId, itemId };
  return { ...about, ...(reason && { reason }), subject, digest: digestOf(subject) };
}

/** @param without a type that may or may not come: output that is there before anybody looks is told at the end */
function typesOf(events: readonly CodexEventParams[], without?: string): string[] {
  const types = events.map(({ msg }) => msg.type).filter((type) => type !== without);
  return types.filter((type, at) => type !== 'agent_message_content_delta' || types[at - 1] !== type);
}

function messagesOf(events: readonly CodexEventParams[], type: string) {
  return events.flatMap(({ msg }) => (msg.type === type ? [msg] : []));
}

function messageOf(events: readonly CodexEventParams[], type: string) {
  return messagesOf(events, type)[0];
}

function itemsOf(events: readonly CodexEventParams[], event: string, type: string) {
  const items = messagesOf(events, event).map((msg) => msg['item'] as { type: string });
  return items.filter((item) => item.type === type);
}

function turnOf(events: readonly CodexEventParams[]): unknown {
  return messageOf(events, 'task_started')?.['turn_id'];
}
