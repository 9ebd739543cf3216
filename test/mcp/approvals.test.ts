// The client's side of approvals: how a question reads in it, and what its answers do.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { addFile, type FakeModel, script, updateFile } from '../support/fake-model.ts';
import { test as ownHostTest } from '../support/fixtures.ts';
import { expect, type HomeOfTest, hostTest } from '../support/host-test.ts';
import { type CodexResult, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import type { RawAnswer, RawClient, RawMessage } from '../support/raw-stdio-client.ts';
import { COMPILED } from '../support/remotes.ts';

type Raw = (answer: (request: RawMessage) => RawAnswer | undefined) => Promise<RawClient>;

const test = hostTest();
/** Whose questions are denied after a second. */
const hastyTest = hostTest({ args: ['--approval-timeout', '1'] });

/** Everything that does not only read is asked about. */
const asking = { 'approval-policy': 'untrusted', sandbox: 'workspace-write' };

const accept = (decision?: string) => ({ action: 'accept', content: decision ? { decision } : {} });

const toldLast = { text: 'told: $LAST_OUTPUT' };

/** Runs one command, then says what the model was told about it. */
const running = (cmd: string) => script({ exec: { cmd } }, toldLast);

/** The newest request of the model: all that it knows. */
const knownTo = (model: FakeModel) => JSON.stringify(model.requests.at(-1)?.body);

/** The texts of a result's further blocks. */
const notesOf = (result: CodexResult) =>
  result.content.slice(1).map((block) => (block.type === 'text' ? block.text : block.type));

const HOW_TO_APPROVE = /opens the Patchbay app, or runs `patchbay approvals passphrase` once/;

interface AuditLine {
  readonly [field: string]: unknown;
  readonly threadId: string;
  readonly digest: string;
  readonly afterMs: number;
  readonly verdict: string;
  readonly subject: { readonly cwd?: string };
}

/** The decisions about commands in the folder of the test. */
function auditOf(home: HomeOfTest): AuditLine[] {
  const file = path.join(home.patchbayHome, 'audit.jsonl');
  if (!fs.existsSync(file)) return [];
  return fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AuditLine)
    .filter(({ subject }) => subject.cwd === home.folder);
}

const toolServer = fileURLToPath(new URL('../support/tool-server.ts', import.meta.url));

/** A config.toml table of the tests' MCP server. Required, so that no thread starts before it is there. */
const lab = `[mcp_servers.lab]
command = ${JSON.stringify(process.execPath)}
args = [${JSON.stringify(toolServer)}]
${COMPILED}
required = true
startup_timeout_sec = 60`;
const toolTest = hostTest({ extra: lab });
const permissionsTest = hostTest({ extra: 'request_permissions_tool = true' });
const questionTest = hostTest({ extra: 'default_mode_request_user_input = true' });

describe('a command', () => {
  ownHostTest('that is approved over stdio runs', async ({ stdio, home }) => {
    const client = await stdio({ onElicit: () => accept('approved') });
    const result = await client.codex({ prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect(result.isError).toBeUndefined();
    expect(textOf(result)).toContain('exited with code 0');
    expect(fs.existsSync(path.join(home.folder, 'ran'))).toBe(true);
    expect(client.elicitations).toHaveLength(1);
  });

  test('that is approved over HTTP runs', async ({ connect, home }) => {
    const client = await connect({ onElicit: () => accept() });
    await client.codex({ prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect(fs.existsSync(path.join(home.folder, 'ran'))).toBe(true);
  });

  test('approved once is asked about again', async ({ connect, home }) => {
    const client = await connect({ onElicit: () => accept('approved') });
    const twice = script({ exec: { cmd: 'touch ran' } }, { exec: { cmd: 'touch ran' } }, toldLast);
    await client.codex({ prompt: twice, cwd: home.folder, ...asking });
    expect(client.elicitations).toHaveLength(2);
  });

  test('approved for the thread is not asked about again there; another command and another thread are', async ({
    connect,
    home,
  }) => {
    const client = await connect({
      onElicit: ({ params }) =>
        accept(params.message.includes('touch this') ? 'approved_for_session' : 'denied'),
    });
    const questions = () =>
      client.elicitations.map(({ params }) => /-lc '(.*)'` in/.exec(params.message)?.[1]);
    const prompt = script(
      { exec: { cmd: 'touch this' } },
      { exec: { cmd: 'touch this' } },
      { exec: { cmd: 'touch that' } },
      toldLast,
    );
    const threadId = threadOf(await client.codex({ prompt, cwd: home.folder, ...asking }));
    expect(questions()).toEqual(['touch this', 'touch that']);
    expect(fs.readdirSync(home.folder)).toEqual(['this']);

    await client.reply({ prompt: running('touch this'), threadId });
    expect(questions()).toHaveLength(2);

    await client.codex({ prompt: running('touch this'), cwd: home.folder, ...asking });
    expect(questions()).toEqual(['touch this', 'touch that', 'touch this']);
  });

  test('that is denied does not run, the model reads that it was rejected, and the turn goes on', async ({
    connect,
    home,
  }) => {
    const client = await connect({ onElicit: () => accept('denied') });
    const result = await client.codex({ prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect(fs.readdirSync(home.folder)).toEqual([]);
    expect(result.isError).toBeUndefined();
    expect(textOf(result)).toMatch(/^told: .*rejected by user/);
    expect(notesOf(result)).toEqual([]);
  });

  test('answered with abort ends the turn; the thread goes on with the next prompt', async ({
    connect,
    home,
  }) => {
    const client = await connect({ onElicit: () => accept('abort') });
    const result = await client.codex({ prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toBe('The turn was stopped.');
    expect(fs.readdirSync(home.folder)).toEqual([]);

    const next = await client.reply({ prompt: 'hello', threadId: threadOf(result) });
    expect(textOf(next)).toBe('Hello from the fake model.');
  });

  test('blocks only its own thread: others continue', async ({ connect, home }) => {
    let approve = (_answer: object) => {};
    const client = await connect({ onElicit: () => new Promise((resolve) => (approve = resolve)) });
    const waiting = client.codex({ prompt: running('touch ran'), cwd: home.folder, ...asking });
    await eventually(() => client.elicitations.length === 1);
    expect(textOf(await client.codex({ prompt: 'hello', cwd: home.folder }))).toMatch(/^Hello/);
    expect(fs.readdirSync(home.folder)).toEqual([]);
    approve(accept());
    expect(textOf(await waiting)).toContain('exited with code 0');
  });
});

describe('a patch', () => {
  const patch = () => ({
    prompt: script({ patch: updateFile('old.txt', 'one', 'two') }, toldLast),
    ...asking,
  });

  test('that is approved is applied', async ({ connect, home }) => {
    fs.writeFileSync(path.join(home.folder, 'old.txt'), 'one\n');
    const { codex } = await connect({ onElicit: () => accept('approved') });
    const result = await codex({ ...patch(), cwd: home.folder });
    expect(result.isError).toBeUndefined();
    expect(fs.readFileSync(path.join(home.folder, 'old.txt'), 'utf8')).toBe('two\n');
  });

  test('that is denied changes nothing, and the model reads that it was rejected', async ({
    connect,
    home,
  }) => {
    fs.writeFileSync(path.join(home.folder, 'old.txt'), 'one\n');
    const { codex } = await connect({ onElicit: () => accept('denied') });
    const result = await codex({ ...patch(), cwd: home.folder });
    expect(textOf(result)).toMatch(/^told: .*rejected by user/);
    expect(fs.readFileSync(path.join(home.folder, 'old.txt'), 'utf8')).toBe('one\n');
  });

  test('answered with abort changes nothing and ends the turn', async ({ connect, home }) => {
    fs.writeFileSync(path.join(home.folder, 'old.txt'), 'one\n');
    const { codex } = await connect({ onElicit: () => accept('abort') });
    const result = await codex({ ...patch(), cwd: home.folder });
    expect(result.isError).toBe(true);
    expect(fs.readFileSync(path.join(home.folder, 'old.txt'), 'utf8')).toBe('one\n');
  });

  test('shows what it changes, in the message and as codex_changes of 0.153.4', async ({ raw, home }) => {
    const file = (name: string) => path.join(home.folder, name);
    fs.writeFileSync(file('old.txt'), 'one\n');
    fs.writeFileSync(file('gone.txt'), 'bye\n');
    const client = await raw(() => ({ result: accept('denied') }));
    const edits = [
      '*** Begin Patch',
      '*** Add File: new.txt',
      '+hello',
      '*** Update File: old.txt',
      '@@',
      '-one',
      '+two',
      '*** Delete File: gone.txt',
      '*** End Patch',
    ];
    const result = await client.call('codex', {
      prompt: script({ patch: edits.join('\n') }, toldLast),
      cwd: home.folder,
      ...asking,
    });

    const [{ params } = expect.fail('nothing was asked')] = client.elicitations();
    expect(params).toMatchObject({
      threadId: threadOf(result),
      codex_elicitation: 'patch-approval',
      codex_mcp_tool_call_id: expect.stringMatching(/^\d+$/),
      codex_event_id: expect.stringMatching(/./),
      codex_call_id: expect.stringMatching(/^call_/),
    });
    expect(params.codex_changes).toEqual({
      [file('new.txt')]: { type: 'add', content: 'hello\n' },
      [file('old.txt')]: { type: 'update', unified_diff: '@@ -1 +1 @@\n-one\n+two\n', move_path: null },
      [file('gone.txt')]: { type: 'delete', content: 'bye\n' },
    });
    const lines: string[] = params.message.split('\n');
    expect(lines[0]).toBe('Allow Codex to apply proposed code changes?');
    expect(lines).toEqual(
      expect.arrayContaining([
        `Add ${file('new.txt')}`,
        `Change ${file('old.txt')}`,
        `Delete ${file('gone.txt')}`,
        'hello',
        '-one',
        '+two',
      ]),
    );
  });

  test('that is too long for a message is cut there, says so, and is complete in codex_changes', async ({
    raw,
    home,
  }) => {
    const content = `${'0123456789'.repeat(10)}\n`.repeat(300);
    const client = await raw(() => ({ result: accept('denied') }));
    const prompt = script({ patch: addFile('long.txt', content) }, toldLast);
    await client.call('codex', { prompt, cwd: home.folder, ...asking });
    const [{ params } = expect.fail('nothing was asked')] = client.elicitations();
    expect(params.codex_changes[path.join(home.folder, 'long.txt')].content).toBe(content);
    expect(params.message).toMatch(/\[cut: the whole diff has \d+ characters, see codex_changes\]$/);
    expect(params.message.length).toBeLessThan(content.length);
  });
});

describe('how a question reads', () => {
  test('a command has the message and the codex fields of 0.153.4', async ({ raw, home }) => {
    const client = await raw(() => ({ result: accept('denied') }));
    const cmd = 'touch "a b" && echo hi';
    const result = await client.call('codex', { prompt: running(cmd), cwd: home.folder, ...asking });
    const [{ params } = expect.fail('nothing was asked')] = client.elicitations();
    expect(params.message).toBe(`Allow Codex to run \`/bin/bash -lc '${cmd}'\` in \`${home.folder}\`?`);
    expect(params).toMatchObject({
      threadId: threadOf(result),
      codex_elicitation: 'exec-approval',
      codex_mcp_tool_call_id: expect.stringMatching(/^\d+$/),
      codex_event_id: expect.stringMatching(/./),
      codex_call_id: expect.stringMatching(/^call_/),
      codex_command: ['/bin/bash', '-lc', cmd],
      codex_cwd: home.folder,
    });
  });

  test('its parsed command has the field names of 0.153.4', async ({ raw, home }) => {
    const client = await raw(() => ({ result: accept('denied') }));
    fs.writeFileSync(path.join(home.folder, 'a.txt'), '');
    const cmd = 'cat a.txt && rm -rf a.txt';
    await client.call('codex', { prompt: running(cmd), cwd: home.folder, ...asking });
    const [{ params } = expect.fail('nothing was asked')] = client.elicitations();
    expect(params.codex_parsed_cmd).toEqual([{ type: 'unknown', cmd }]);
  });

  test('the id of the call is the JSON-RPC id of tools/call', async ({ raw, home }) => {
    const client = await raw(() => ({ result: accept('denied') }));
    await client.call('codex', { prompt: 'hello', cwd: home.folder });
    await client.call('codex', { prompt: running('touch ran'), cwd: home.folder, ...asking });
    // initialize was 1, the first call 2
    expect(client.elicitations()[0]?.params.codex_mcp_tool_call_id).toBe('3');
  });

  test('a form offers the four decisions, and denies unless something is chosen', async ({ raw, home }) => {
    const client = await raw(() => ({ result: accept('denied') }));
    await client.call('codex', { prompt: running('touch ran'), cwd: home.folder, ...asking });
    const { requestedSchema } = client.elicitations()[0]?.params ?? {};
    expect(requestedSchema).toMatchObject({
      type: 'object',
      properties: {
        decision: {
          type: 'string',
          enum: ['approved', 'approved_for_session', 'denied', 'abort'],
          default: 'denied',
        },
      },
      required: ['decision'],
    });
  });

  test("the model's own words are marked as such", async ({ raw, home }) => {
    const client = await raw(() => ({ result: accept('denied') }));
    const exec = { cmd: 'touch /ran', escalate: true, justification: 'It is quite safe.' };
    await client.call('codex', {
      prompt: script({ exec }, toldLast),
      cwd: home.folder,
      sandbox: 'workspace-write',
    });
    const lines = client.elicitations()[0]?.params.message.split('\n');
    expect(lines[0]).toMatch(/^Allow Codex to run .*touch \/ran.* in .*\?$/);
    expect(lines[1]).toBe('Codex says: It is quite safe.');
  });

  test('characters of a command that a dialog would hide or reorder are made visible', async ({
    raw,
    home,
  }) => {
    const client = await raw(() => ({ result: accept('denied') }));
    const hidden = ['\u202e', '\u2066', '\u200b', '\u200d', '\ufeff', '\u00ad', '\u001b', '\r', '\u{e0041}'];
    const cmd = `touch a${hidden.join('b')}c`;
    await client.call('codex', { prompt: running(cmd), cwd: home.folder, ...asking });
    const [{ params } = expect.fail('nothing was asked')] = client.elicitations();
    for (const character of hidden) {
      expect(params.message).not.toContain(character);
      expect(params.message).toContain(
        `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}⟩`,
      );
    }
    expect(params.codex_command).toEqual(['/bin/bash', '-lc', cmd]);
  });

  test('letters without a shape are made visible too', async ({ raw, home }) => {
    const client = await raw(() => ({ result: accept('denied') }));
    const hidden = ['\u3164', '\u115f', '\uffa0', '\u034f'];
    await client.call('codex', {
      prompt: running(`touch a${hidden.join('b')}c`),
      cwd: home.folder,
      ...asking,
    });
    const [{ params } = expect.fail('nothing was asked')] = client.elicitations();
    expect(hidden.filter((character) => params.message.includes(character))).toEqual([]);
  });

  test("they are made visible in a patch, its paths and the model's text too", async ({ raw, home }) => {
    const client = await raw(() => ({ result: accept('denied') }));
    const exec = { cmd: 'touch /ran', escalate: true, justification: 'safe\u202e' };
    const prompt = script({ patch: addFile('a\u202eb', 'c\u200bd') }, { exec }, toldLast);
    await client.call('codex', { prompt, cwd: home.folder, ...asking });
    const [patch, command] = client.elicitations().map(({ params }) => params.message);
    expect(patch).toContain('a⟨U+202E⟩b');
    expect(patch).toContain('c⟨U+200B⟩d');
    expect(command).toContain('Codex says: safe⟨U+202E⟩');
    expect(patch + command).not.toMatch(/[\u202e\u200b]/);
  });
});

describe('an answer is understood:', () => {
  /** Asks about one command for each answer and tells what became of it. */
  async function outcomesOf(
    raw: Raw,
    home: HomeOfTest,
    answers: readonly RawAnswer[],
  ): Promise<Record<string, string>> {
    const fileOf = (n: number) => `answer-${n}`;
    const client = await raw(({ params: { message } }) => {
      const n = Number(/answer-(\d+)/.exec(message)?.[1]);
      return answers[n] ?? {};
    });
    const outcomes = await Promise.all(
      answers.map(async (_, n) => {
        const prompt = running(`touch ${fileOf(n)}`);
        const result = await client.call('codex', { prompt, cwd: home.folder, ...asking });
        if (fs.existsSync(path.join(home.folder, fileOf(n)))) return 'ran';
        if (result.isError) return 'stopped';
        if (!/rejected by user/.test(textOf(result))) return textOf(result);
        return notesOf(result).some((note) => HOW_TO_APPROVE.test(note)) ? 'denied, with a note' : 'denied';
      }),
    );
    return Object.fromEntries(answers.map((answer, n) => [JSON.stringify(answer), outcomes[n] ?? '']));
  }

  const all = (answers: readonly RawAnswer[], outcome: string) =>
    Object.fromEntries(answers.map((answer) => [JSON.stringify(answer), outcome]));

  test('accepted it runs, declined it does not, cancelled it ends the turn, in every shape of an answer', async ({
    raw,
    home,
  }) => {
    const results = {
      ran: [{ action: 'accept', content: null }, accept('approved_for_session'), { decision: 'approved' }],
      denied: [
        { action: 'decline' },
        accept('denied'),
        { decision: 'timed_out' },
        { action: 'accept', content: { decision: 'approved' }, decision: 'denied' },
      ],
      stopped: [{ action: 'cancel' }, accept('abort'), { action: 'decline', decision: 'abort' }],
    };
    const rows = Object.entries(results).flatMap(([outcome, answers]) =>
      answers.map((result) => [{ result }, outcome] as const),
    );
    const expected = Object.fromEntries(rows.map(([answer, outcome]) => [JSON.stringify(answer), outcome]));
    expect(
      await outcomesOf(
        raw,
        home,
        rows.map(([answer]) => answer),
      ),
    ).toEqual(expected);
  });

  test('invalid answers and errors deny, and the result says how to approve next time', async ({
    raw,
    home,
  }) => {
    const answers = [
      { result: {} },
      { result: { action: 'accept', content: 'yes' } },
      { result: { decision: 'yes' } },
      { error: { code: -32601, message: 'Method not found' } },
      { error: { code: -32603, message: 'The dialog broke' } },
    ];
    expect(await outcomesOf(raw, home, answers)).toEqual(all(answers, 'denied, with a note'));
  });

  test('the stricter of two approvals counts: this once', async ({ raw, home }) => {
    const client = await raw(() => ({ result: { ...accept('approved_for_session'), decision: 'approved' } }));
    await client.call('codex', { prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect(auditOf(home).map(({ verdict }) => verdict)).toEqual(['approve']);
  });

  test('an amendment of 0.153.4 approves once and writes no permanent rule', async ({ raw, home }) => {
    const decision = { approved_execpolicy_amendment: { proposed_execpolicy_amendment: ['touch'] } };
    const client = await raw(() => ({ result: { decision } }));
    const twice = script({ exec: { cmd: 'touch ran' } }, { exec: { cmd: 'touch ran' } }, toldLast);
    await client.call('codex', { prompt: twice, cwd: home.folder, ...asking });
    expect(fs.existsSync(path.join(home.folder, 'ran'))).toBe(true);
    expect(client.elicitations()).toHaveLength(2);
    expect(fs.existsSync(path.join(home.codexHome, 'rules', 'default.rules'))).toBe(false);
  });

  test('the model reads why it was denied', async ({ raw, home, model }) => {
    const client = await raw(() => ({ result: { action: 'decline', content: { reason: ' no thanks ' } } }));
    const answer = await client.call('codex', { prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect(textOf(answer)).toMatch(/rejected by user/);
    expect(knownTo(model)).toContain('<patchbay_note>no thanks</patchbay_note>');
  });

  test('the model reads why a patch was denied', async ({ raw, home, model }) => {
    const client = await raw(() => ({ result: { decision: { denied: { rejection: 'no thanks' } } } }));
    const prompt = script({ patch: addFile('a.txt', 'a') }, toldLast);
    await client.call('codex', { prompt, cwd: home.folder, ...asking });
    expect(knownTo(model)).toContain('<patchbay_note>no thanks</patchbay_note>');
  });
});

describe('when nobody answers', () => {
  test('an invalid answer denies, with a text that says so for the model and the user', async ({
    raw,
    home,
    model,
  }) => {
    const client = await raw(() => ({ result: { decision: 'perhaps' } }));
    const result = await client.call('codex', {
      prompt: running('touch ran'),
      cwd: home.folder,
      ...asking,
    });
    expect(notesOf(result)).toEqual([expect.stringMatching(/^Patchbay: Denied: .*perhaps.*/)]);
    expect(notesOf(result)[0]).toMatch(HOW_TO_APPROVE);
    expect(knownTo(model)).toMatch(/<patchbay_note>Denied: .*perhaps.*<\/patchbay_note>/);
    expect(knownTo(model)).toMatch(HOW_TO_APPROVE);
  });

  test("a client's error denies, with its text for the model and the user", async ({
    connect,
    home,
    model,
  }) => {
    const client = await connect({
      onElicit() {
        throw new Error('there is no screen');
      },
    });
    const result = await client.codex({ prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect(result.isError).toBeUndefined();
    expect(textOf(result)).toMatch(/rejected by user/);
    expect(notesOf(result)).toEqual([expect.stringContaining('there is no screen')]);
    expect(notesOf(result)[0]).toMatch(HOW_TO_APPROVE);
    expect(knownTo(model)).toMatch(/<patchbay_note>Denied: .*there is no screen.*<\/patchbay_note>/);
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });

  test('a client without elicitation is answered: denied, with how to approve next time', async ({
    connect,
    home,
    model,
  }) => {
    const { codex } = await connect();
    const result = await codex({ prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect(result.isError).toBeUndefined();
    expect(textOf(result)).toMatch(/rejected by user/);
    expect(notesOf(result)).toEqual([expect.stringMatching(/^Patchbay: Denied: nobody could be asked/)]);
    expect(notesOf(result)[0]).toMatch(HOW_TO_APPROVE);
    expect(knownTo(model)).toMatch(/<patchbay_note>Denied: nobody could be asked/);
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });

  test('several denied questions of a turn are reported to the user once', async ({ connect, home }) => {
    const { codex } = await connect();
    const prompt = script({ exec: { cmd: 'touch a' } }, { exec: { cmd: 'touch b' } }, toldLast);
    expect(notesOf(await codex({ prompt, cwd: home.folder, ...asking }))).toHaveLength(1);
  });

  hastyTest(
    'before the deadline, the question is denied and withdrawn, and the call is answered',
    async ({ raw, home, model }) => {
      const client = await raw(() => undefined);
      const startedAt = performance.now();
      const result = await client.call('codex', {
        prompt: running('touch ran'),
        cwd: home.folder,
        ...asking,
      });
      expect(performance.now() - startedAt).toBeGreaterThan(1000);
      const withdrawals = client.messages.filter(({ method }) => method === 'notifications/cancelled');
      expect(withdrawals.map(({ params }) => params.requestId)).toEqual([client.elicitations()[0]?.id]);
      expect(textOf(result)).toMatch(/rejected by user/);
      expect(notesOf(result)).toEqual([
        expect.stringMatching(/^Patchbay: Denied: nobody answered within 1 s\. ./),
      ]);
      expect(knownTo(model)).toMatch(/<patchbay_note>Denied: nobody answered within 1 s/);
      expect(fs.readdirSync(home.folder)).toEqual([]);
    },
  );

  hastyTest(
    'the dialog of a client built with the SDK closes, even its first one',
    async ({ connect, home }) => {
      const client = await connect({
        onElicit: () => new Promise(() => {}),
      });
      const twice = script({ exec: { cmd: 'touch a' } }, { exec: { cmd: 'touch b' } }, toldLast);
      await client.codex({ prompt: twice, cwd: home.folder, ...asking });
      const isClosed = () => client.elicitations.map(({ signal }) => signal.aborted);
      await eventually(() => isClosed().every(Boolean), { describe: () => `${isClosed()}` });
      expect(isClosed()).toHaveLength(2);
    },
  );

  hastyTest('a line that is not an answer is ignored', async ({ raw, home }) => {
    const client = await raw(() => ({ result: null }));
    const result = await client.call('codex', {
      prompt: running('touch ran'),
      cwd: home.folder,
      ...asking,
    });
    expect(textOf(result)).toMatch(/rejected by user/);
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });

  test('a cancelled call withdraws the question, and nothing runs', async ({ raw, home }) => {
    const client = await raw(() => undefined);
    const params = {
      name: 'codex',
      arguments: { prompt: running('touch ran'), cwd: home.folder, ...asking },
    };
    void client.request('tools/call', params);
    const question = await eventually(() => client.elicitations()[0]);
    client.notify('notifications/cancelled', { requestId: Number(question.params.codex_mcp_tool_call_id) });
    await eventually(() =>
      client.messages.some(
        (message) => message.method === 'notifications/cancelled' && message.params.requestId === question.id,
      ),
    );
    await eventually(() => auditOf(home).length > 0);
    expect(auditOf(home)).toMatchObject([{ verdict: 'deny', means: 'nobody' }]);
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });
});

describe('several clients', () => {
  test('a question is shown to the client whose thread it is, and to no other', async ({ connect, home }) => {
    const one = await connect({ onElicit: () => accept(), name: 'one' });
    const two = await connect({ onElicit: () => accept(), name: 'two' });
    await one.codex({ prompt: running('touch ran'), cwd: home.folder, ...asking });
    expect([one.elicitations.length, two.elicitations.length]).toEqual([1, 0]);
    expect(auditOf(home)).toMatchObject([{ by: 'one' }]);
  });

  test('that take part in a turn are all asked; the first answer counts and the other dialog closes', async ({
    connect,
    home,
  }) => {
    // Its first question lets the turn wait for the other client to join; its second one it leaves open.
    const one = await connect({
      name: 'one',
      onElicit: ({ params }) => (/until/.test(params.message) ? accept() : new Promise(() => {})),
    });
    const two = await connect({
      name: 'two',
      async onElicit() {
        await eventually(() => one.elicitations.length === 2);
        return accept('approved');
      },
    });
    const starting = one.codex({
      prompt: running('until [ -e joined ]; do echo waiting; sleep 0.05; done'),
      cwd: home.folder,
      ...asking,
    });
    await eventually(() => one.elicitations.length === 1);
    const threadId = threadsOf(home).at(-1);
    two.client.fallbackNotificationHandler = async () =>
      fs.writeFileSync(path.join(home.folder, 'joined'), '');
    const joining = two.reply({ prompt: running('touch ran'), threadId });

    const [first, second] = await Promise.all([starting, joining]);

    expect([one.elicitations.length, two.elicitations.length]).toEqual([2, 1]);
    await eventually(() => one.elicitations[1]?.signal.aborted);
    expect(fs.existsSync(path.join(home.folder, 'ran'))).toBe(true);
    expect(textOf(first)).toBe(textOf(second));
    expect(auditOf(home).map(({ by }) => by)).toEqual(['one', 'two']);
  });
});

describe('a tool of an MCP server in config.toml', () => {
  const put = (home: HomeOfTest, times = 1) => {
    const args = { file: path.join(home.folder, 'put.txt'), text: 'hello' };
    const step = { mcp: { server: 'lab', tool: 'put', args } };
    return script(...Array.from({ length: times }, () => step), toldLast);
  };

  toolTest('that only reads is not asked about', async ({ connect, home }) => {
    const client = await connect({ onElicit: () => accept('denied') });
    const prompt = script({ mcp: { server: 'lab', tool: 'echo', args: { text: 'hello' } } }, toldLast);
    expect(textOf(await client.codex({ prompt, cwd: home.folder }))).toContain('echo: hello');
    expect(client.elicitations).toEqual([]);
  });

  toolTest(
    'that says nothing about itself is asked about, with its arguments, and runs when approved',
    async ({ raw, home }) => {
      const client = await raw(() => ({ result: accept('approved') }));
      const result = await client.call('codex', { prompt: put(home, 2), cwd: home.folder });
      expect(textOf(result)).toContain('put: hello');
      expect(fs.readFileSync(path.join(home.folder, 'put.txt'), 'utf8')).toBe('hello');
      expect(client.elicitations()).toHaveLength(2);
      const [{ params } = expect.fail('nothing was asked')] = client.elicitations();
      expect(params).toMatchObject({
        threadId: threadOf(result),
        codex_elicitation: 'mcp-tool-call-approval',
        requestedSchema: { required: ['decision'] },
      });
      expect(params.message).toMatch(/^Allow Codex to call lab\.put\?/);
      expect(params.message).toContain(path.join(home.folder, 'put.txt'));
      expect(params.message).toContain('hello');
    },
  );

  toolTest('approved for the thread is not asked about again in it', async ({ connect, home }) => {
    const client = await connect({ onElicit: () => accept('approved_for_session') });
    await client.codex({ prompt: put(home, 2), cwd: home.folder });
    expect(client.elicitations).toHaveLength(1);
    await client.codex({ prompt: put(home), cwd: home.folder });
    expect(client.elicitations).toHaveLength(2);
  });

  toolTest('that is denied is not called, and the turn goes on', async ({ connect, home }) => {
    const client = await connect({ onElicit: () => accept('denied') });
    const result = await client.codex({ prompt: put(home), cwd: home.folder });
    expect(result.isError).toBeUndefined();
    expect(textOf(result)).toMatch(/rejected/);
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });

  toolTest('answered with abort is not called, and the turn ends', async ({ connect, home }) => {
    const client = await connect({ onElicit: () => accept('abort') });
    const result = await client.codex({ prompt: put(home), cwd: home.folder });
    expect(result.isError).toBe(true);
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });

  toolTest(
    'is denied when the client cannot be asked, and model and user read why',
    async ({ connect, home, model }) => {
      const { codex } = await connect();
      const result = await codex({ prompt: put(home), cwd: home.folder });
      expect(notesOf(result)).toEqual([expect.stringMatching(HOW_TO_APPROVE)]);
      expect(knownTo(model)).toMatch(/<patchbay_note>Denied: nobody could be asked/);
      expect(fs.readdirSync(home.folder)).toEqual([]);
    },
  );
});

describe('a form that an MCP server asks for', () => {
  const ask = script({ mcp: { server: 'lab', tool: 'ask' } }, toldLast);
  const colours = {
    type: 'object',
    properties: { colour: { type: 'string', title: 'Colour', enum: ['red', 'green'] } },
    required: ['colour'],
  };
  /** What the server says it was answered, as the model was told. */
  const answeredTo = (result: CodexResult) =>
    JSON.parse(/answer: (\{.*\})"/.exec(textOf(result))?.[1]?.replaceAll('\\"', '"') ?? 'null');

  toolTest(
    "reaches the client with the server's own schema, and the answer is returned",
    async ({ raw, home }) => {
      const client = await raw(() => ({ result: { action: 'accept', content: { colour: 'green' } } }));
      const result = await client.call('codex', { prompt: ask, cwd: home.folder });
      expect(client.elicitations()).toHaveLength(1);
      expect(client.elicitations()[0]?.params).toMatchObject({
        message: 'lab: Which colour?',
        threadId: threadOf(result),
      });
      expect(client.elicitations()[0]?.params.requestedSchema).toEqual(colours);
      expect(answeredTo(result)).toEqual({ action: 'accept', content: { colour: 'green' } });
    },
  );

  toolTest('is declined when the client declines', async ({ connect, home }) => {
    const { codex } = await connect({ onElicit: () => ({ action: 'decline' }) });
    const result = await codex({ prompt: ask, cwd: home.folder });
    expect(answeredTo(result)).toMatchObject({ action: 'decline' });
  });

  toolTest('is declined for a client that shows no forms', async ({ connect, home }) => {
    const { codex } = await connect();
    const result = await codex({ prompt: ask, cwd: home.folder });
    expect(answeredTo(result)).toMatchObject({ action: 'decline' });
    expect(notesOf(result)).toEqual([expect.stringMatching(HOW_TO_APPROVE)]);
  });
});

describe('more permissions that the model asks for', () => {
  const asksForFolder = (folder: string) => ({
    call: {
      name: 'request_permissions',
      args: { reason: 'I work there.', permissions: { file_system: { write: [folder] } } },
    },
  });

  permissionsTest.for([
    { decision: 'approved', left: ['made'] },
    { decision: 'denied', left: [] },
  ])('are $decision', async ({ decision, left }, { raw, home }) => {
    const client = await raw(() => ({ result: accept(decision) }));
    const other = home.makeFolder('other');
    const prompt = script(asksForFolder(other), { exec: { cmd: `touch ${other}/made` } }, toldLast);
    const result = await client.call('codex', { prompt, cwd: home.folder, sandbox: 'workspace-write' });
    expect(result.isError).toBeUndefined();
    expect(fs.readdirSync(other)).toEqual(left);
    expect(client.elicitations()).toHaveLength(1);
    const [{ params } = expect.fail('nothing was asked')] = client.elicitations();
    expect(params.codex_elicitation).toBe('permission-approval');
    expect(JSON.stringify(params.requestedSchema)).toContain('Allow for this turn');
    expect(params.message).toMatch(/^Allow Codex more permissions in /);
    expect(params.message).toContain('Codex says: I work there.');
    expect(params.message).toContain(other);
  });

  permissionsTest('answered with abort end the turn', async ({ connect, home }) => {
    const client = await connect({ onElicit: () => accept('abort') });
    const prompt = script(asksForFolder(home.root), toldLast);
    const result = await client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    expect(result.isError).toBe(true);
  });

  permissionsTest('show what a dialog would hide in their paths', async ({ connect, home }) => {
    const client = await connect({ onElicit: () => accept('denied') });
    const prompt = script(asksForFolder(path.join(home.root, 'a\u202eb')), toldLast);
    await client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    expect(client.elicitations[0]?.params.message).toContain('a⟨U+202E⟩b');
  });
});

questionTest(
  'a question of Codex itself reaches the client as a form, and the answer is returned',
  async ({ connect, home }) => {
    const client = await connect({
      onElicit: () => ({ action: 'accept', content: { which: 'the left one' } }),
    });
    const options = ['left', 'right'].map((label) => ({ label, description: label }));
    const questions = [{ id: 'which', header: 'Side', question: 'Which one?', options }];
    const prompt = script({ call: { name: 'request_user_input', args: { questions } } }, toldLast);
    const result = await client.codex({ prompt, cwd: home.folder });
    expect(client.elicitations[0]?.params).toMatchObject({
      message: 'Codex: Which one?',
      requestedSchema: { properties: { which: { type: 'string', title: 'Side' } }, required: ['which'] },
    });
    expect(textOf(result)).toContain('the left one');
  },
);

describe('the audit file', () => {
  test('has one line per decision, readable by its owner alone', async ({ raw, home }) => {
    const verdicts = new Map([
      ['touch a', 'approved'],
      ['touch b', 'denied'],
      ['touch c', 'approved_for_session'],
      ['touch d', 'abort'],
    ]);
    const client = await raw(({ params: { codex_command } }) => ({
      result: accept(verdicts.get(codex_command.at(-1))),
    }));
    const steps = [...verdicts.keys()].map((cmd) => ({ exec: { cmd } }));
    const result = await client.call('codex', { prompt: script(...steps), cwd: home.folder, ...asking });

    const lines = auditOf(home);
    expect(lines.map(({ verdict }) => verdict)).toEqual([
      'approve',
      'deny',
      'approve-for-thread',
      'stop-turn',
    ]);
    for (const [n, line] of lines.entries()) {
      expect(line).toMatchObject({
        principal: 'local',
        threadId: threadOf(result),
        itemId: client.elicitations()[n]?.params.codex_call_id,
        turnId: client.elicitations()[n]?.params.codex_event_id,
        subject: { kind: 'command', cwd: home.folder },
        means: 'client',
        by: 'raw-client',
        afterMs: expect.any(Number),
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect(Date.now() - Date.parse(line['time'] as string)).toBeLessThan(60_000);
    }
    expect(fs.statSync(path.join(home.patchbayHome, 'audit.jsonl')).mode & 0o777).toBe(0o600);
  });

  test('has the same digest for the same question, and different ones for different questions', async ({
    connect,
    home,
  }) => {
    const { codex } = await connect({ onElicit: () => accept('denied') });
    const steps = ['touch a', 'touch a', 'touch b'].map((cmd) => ({ exec: { cmd } }));
    await codex({ prompt: script(...steps), cwd: home.folder, ...asking });
    const [first, same, other] = auditOf(home).map(({ digest }) => digest);
    expect(same).toBe(first);
    expect(other).not.toBe(first);
  });

  hastyTest('says when nobody could be asked, and how long nobody answered', async ({ connect, home }) => {
    const mute = await connect();
    await mute.codex({ prompt: running('touch a'), cwd: home.folder, ...asking });
    const slow = await connect({
      onElicit: () => new Promise(() => {}),
    });
    await slow.codex({ prompt: running('touch a'), cwd: home.folder, ...asking });
    const lines = auditOf(home);
    expect(lines).toMatchObject([
      {
        verdict: 'deny',
        means: 'nobody',
        by: 'nobody',
        reason: expect.stringMatching(/nobody could be asked/),
      },
      { verdict: 'deny', means: 'nobody', by: 'nobody', reason: expect.stringMatching(/within 1 s/) },
    ]);
    expect(lines[0]?.afterMs).toBeLessThan(lines[1]?.afterMs ?? 0);
    expect(lines[1]?.afterMs).toBeGreaterThanOrEqual(1000);
  });

  test('does not contain the secrets of a command', async ({ connect, home }) => {
    const { codex } = await connect({ onElicit: () => accept('denied') });
    const cmd = "curl -H 'Authorization: Bearer very.secret.word' http://127.0.0.1:1";
    await codex({ prompt: running(cmd), cwd: home.folder, ...asking });
    const text = fs.readFileSync(path.join(home.patchbayHome, 'audit.jsonl'), 'utf8');
    expect(text).toContain('[REDACTED:authorization]');
    expect(text).not.toContain('very.secret.word');
  });
});

/** The ids of the threads that Patchbay has written down. */
function threadsOf(home: HomeOfTest): string[] {
  const file = path.join(home.patchbayHome, 'threads.jsonl');
  const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  return lines.map((line) => (JSON.parse(line) as { threadId: string }).threadId);
}
