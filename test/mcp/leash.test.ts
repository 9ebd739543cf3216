// The leash of a turn: at a cap it is held and a person is asked; when nobody lets it go on, it stops with what was done.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { addFile, type Step, script } from '../support/fake-model.ts';
import { expect, hostTest } from '../support/host-test.ts';
import { connectModernHttp } from '../support/modern-client.ts';
import { runPatchbay, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { addToken } from '../support/shared-http.ts';

const test = hostTest({ args: ['--max-sandbox', 'danger-full-access'], retries: { idleMs: 60_000 } });

const free = { 'approval-policy': 'on-request', sandbox: 'workspace-write' };
const yes = { action: 'accept', content: { decision: 'approved' } };
const no = { action: 'decline' };

/** Each appends a letter to a file, so that the file says which have run. */
const run = (letter: string) => ({ exec: { cmd: `printf ${letter} >> ran` } });
const runs = (letters: string): Step[] => [...letters].map(run);

function ranIn(folder: string): string {
  const file = path.join(folder, 'ran');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}

function linesOf(file: string): Record<string, unknown>[] {
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

const code = `await Promise.all(${JSON.stringify([...'abcd'])}.map((l) => tools.exec_command({ cmd: 'printf ' + l + ' >> ran' })));`;

describe('a turn at its cap', () => {
  test.for([
    { how: 'one after the other', steps: runs('abcd') },
    { how: 'at once', steps: [{ parallel: [...'abcd'].map(run) }] },
    { how: 'from code', steps: [{ custom: { name: 'exec', input: code } }], model: 'gpt-6.1-sol' },
  ])(
    'never runs a command more, if the model starts them $how',
    async ({ steps, model }, { connect, home }) => {
      const client = await connect({
        onElicit: async () => {
          await eventually(() => ranIn(home.folder).length === 2);
          return no;
        },
      });
      const prompt = script(...(steps as Step[]), { text: 'the end' });
      const args = { prompt, cwd: home.folder, ...free, ...(model && { model }) };

      const result = await client.codex({ ...args, limits: { commands: 2 } });

      expect(result.isError).toBe(true);
      expect(ranIn(home.folder)).toHaveLength(2);
    },
  );

  test('stops when nobody is there, and says at which, what it used and how to go on', async ({
    connect,
    home,
  }) => {
    const client = await connect();
    const prompt = script(...runs('abc'), { text: 'the end' });
    const first = await client.codex({ prompt, cwd: home.folder, ...free, limits: { commands: 2 } });

    expect(textOf(first)).toMatch(
      /^The turn was stopped at 2 commands, its limit: nobody was there to let it go on\. It used \d+ s · \d+k? tokens · 2 commands · 0 files\. What was done is kept\. To go on, send "continue" to this thread with codex-reply/,
    );
    const threadId = threadOf(first);
    const decided = linesOf(path.join(home.patchbayHome, 'audit.jsonl')).find(
      (line) => line['threadId'] === threadId,
    );
    expect(decided).toMatchObject({
      subject: { kind: 'leash', cap: 'commands', limit: 2, next: 3, spent: { commands: 2 } },
      verdict: 'deny',
      means: 'nobody',
    });
    const record = linesOf(path.join(home.patchbayHome, 'records', `${threadId}.jsonl`));
    expect(record).toContainEqual(expect.objectContaining({ kind: 'decision', id: decided?.['id'] }));

    const second = await client.reply({ threadId, prompt: script(...runs('de'), { text: 'the end' }) });
    expect(textOf(second)).toBe('the end');
    expect(ranIn(home.folder)).toBe('abde');
  });

  test('goes on with 20% more for each yes of its person, and ends with a no', async ({ connect, home }) => {
    const answers = [yes, no];
    const client = await connect({ onElicit: () => answers.shift() });
    const prompt = script(...runs('abcdefghi'), { text: 'the end' });

    const result = await client.codex({ prompt, cwd: home.folder, ...free, limits: { commands: 6 } });

    expect(textOf(result)).toContain(
      'stopped at 8 commands, its limit: the person asked did not let it go on.',
    );
    expect(ranIn(home.folder)).toBe('abcdefgh');
    expect(client.elicitations[0]?.params.message).toMatch(
      /^Continue with 20% more\?\nIf yes, it goes on up to 8 commands\..*\nThis turn has used .*6 commands.* Its limit is 6 commands\.$/,
    );
    expect(client.elicitations).toHaveLength(2);
  });

  test('does not change a file more', async ({ connect, home }) => {
    const client = await connect();
    const two = addFile('b', 'b').replace('*** End Patch', '*** Add File: c\n+c\n*** End Patch');
    const prompt = script({ patch: addFile('a', 'a') }, { patch: two }, { text: 'the end' });

    const result = await client.codex({ prompt, cwd: home.folder, ...free, limits: { files: 2 } });

    expect(textOf(result)).toContain('stopped at 2 files');
    expect(fs.readdirSync(home.folder)).toEqual(['a']);
  });

  test('does nothing more once its tokens are used up', async ({ connect, home }) => {
    const client = await connect();
    const prompt = script(...runs('abc'), { text: 'the end' });

    const result = await client.codex({ prompt, cwd: home.folder, ...free, limits: { tokens: 1000 } });

    expect(textOf(result)).toContain('stopped at 1000 tokens');
    expect(ranIn(home.folder)).toBe('a');
  });

  test('ends a command that runs longer than its time', async ({ connect, home }) => {
    const client = await connect();
    const exec = { cmd: 'printf a >> ran; sleep 60; printf b >> ran', yieldMs: 30_000 };

    const result = await client.codex({
      prompt: script({ exec }),
      cwd: home.folder,
      ...free,
      limits: { minutes: 0.02 },
    });

    expect(textOf(result)).toContain('stopped at 0.02 min');
    expect(ranIn(home.folder)).not.toContain('b');
  });

  test('is told to codex-wait too', async ({ connect, home }) => {
    const { client } = await connect();
    const call = async (name: string, args: object) =>
      (await client.callTool({ name, arguments: { ...args } })).structuredContent as Record<string, string>;
    const prompt = script(...runs('ab'), { text: 'the end' });
    const { threadId } = await call('codex-start', {
      prompt,
      cwd: home.folder,
      ...free,
      limits: { commands: 1 },
    });

    const seen = await call('codex-wait', { threadId });

    expect(seen).toMatchObject({
      status: 'interrupted',
      content: expect.stringContaining('stopped at 1 command,'),
    });
  });
});

test('a client of 2026-07-28 is asked in a round, and the turn goes on', async ({ home, host }) => {
  const client = await connectModernHttp(host, { onElicit: () => yes });
  const prompt = script(...runs('abc'), { text: 'the end' });

  const result = await client.codex({ prompt, cwd: home.folder, ...free, limits: { commands: 2 } });

  expect(textOf(result)).toBe('the end');
  expect(client.elicitations).toHaveLength(1);
  await client.close();
});

test('no leash gets longer and no client is made at a terminal while Codex runs something that could do it too', async ({
  connect,
  home,
  host,
  model,
}) => {
  await addToken(host.home, 'held');
  const client = await connect();
  const before = model.requests.length;
  const args = { prompt: script({ hang: true }), cwd: home.folder, sandbox: 'danger-full-access' };
  const started = await client.client.callTool({ name: 'codex-start', arguments: args });
  const threadId = threadOf(started as never);
  await eventually(() => model.requests.length > before);

  const change = (commands: string) =>
    runPatchbay(host.home, ['token', 'leash', 'held', '--commands', commands]);
  const shorter = await change('9');
  const refused = await change('900');
  const added = await runPatchbay(host.home, ['token', 'add', 'unasked']);
  await client.client.callTool({ name: 'codex-stop', arguments: { threadId } });

  for (const { code, stdout, stderr } of [refused, added]) {
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Clients cannot be changed from a terminal while Codex runs');
  }
  expect(shorter.stdout).toContain('at most 9 commands a turn');
});

describe('a caller', () => {
  test('limits a thread that began without limits from its next turn on, but not a turn that runs', async ({
    connect,
    home,
    model,
  }) => {
    const client = await connect();
    const began = await client.codex({
      prompt: script(...runs('a'), { text: 'ok' }),
      cwd: home.folder,
      ...free,
    });
    const threadId = threadOf(began);
    const limited = { threadId, prompt: script(...runs('bc')), limits: { commands: 1 } };
    const before = model.requests.length;
    const silent = client.reply({ threadId, prompt: script({ hang: true }) });
    await eventually(() => model.requests.length > before);

    const late = await client.reply(limited);
    expect(textOf(late)).toContain('The turn that runs in this thread began without limits');
    await client.client.callTool({ name: 'codex-stop', arguments: { threadId } });
    await silent;
    const result = await client.reply(limited);

    expect(textOf(result)).toContain('stopped at 1 command,');
    expect(ranIn(home.folder)).toBe('ab');
  });

  test('asks for less than its person has set, never for more', async ({ connect, home, host }) => {
    const token = await addToken(host.home, 'on-a-leash');
    const set = await runPatchbay(host.home, [
      'token',
      'leash',
      'on-a-leash',
      '--commands',
      '3',
      '--minutes',
      '30',
    ]);
    expect(set.stdout).toBe(
      'on-a-leash\tat most 30 min, 3 commands a turn; silence is reported after 5 min\n',
    );
    const client = await connect({ token });
    const args = { prompt: script(...runs('abcde'), { text: 'the end' }), ...free };

    const more = await client.codex({ ...args, cwd: home.folder, limits: { commands: 4 } });
    const own = await client.codex({ ...args, cwd: home.makeFolder('own') });
    const less = await client.codex({ ...args, cwd: home.makeFolder('less'), limits: { commands: 2 } });

    expect(textOf(more)).toMatch(
      /^This call asks for 4 commands in `limits`, which is more than a turn of this client may use \(3 commands\)\. .*`patchbay token leash`/,
    );
    expect(textOf(own)).toContain('stopped at 3 commands');
    expect(textOf(less)).toContain('stopped at 2 commands');
    expect(ranIn(home.folder)).toBe('');
    expect(ranIn(home.makeFolder('own'))).toBe('abc');
    expect(ranIn(home.makeFolder('less'))).toBe('ab');

    const none = await runPatchbay(host.home, ['token', 'leash', 'on-a-leash', '--none']);
    expect(none.stdout).toBe('on-a-leash\tno limits; silence is reported after 5 min\n');
    const free3 = await client.codex({ ...args, cwd: home.makeFolder('free') });
    expect(textOf(free3)).toBe('the end');
  });

  test.for([
    [{ commands: 0 }, 'limits.commands'],
    [{ minutes: '5' }, 'limits.minutes'],
    [{ cost: 1 }, 'limits'],
    ['all', 'limits'],
  ] as const)('is refused the limits %j', async ([limits, where], { connect, home }) => {
    const client = await connect();
    const result = await client.codex({ prompt: 'hello', cwd: home.folder, limits });
    expect(textOf(result)).toContain(`Failed to parse configuration for Codex tool: \`${where}`);
  });
});

test('a Codex that runs no hooks is not started with limits', async ({ connect, home, host }) => {
  home.writeConfig({ baseUrl: host.model.baseUrl, extra: 'hooks = false' });
  const client = await connect();
  const args = { prompt: script(...runs('a'), { text: 'ok' }), cwd: home.folder, ...free };

  const limited = await client.codex({ ...args, limits: { commands: 5 } });
  const unlimited = await client.codex(args);

  expect(textOf(limited)).toContain('cannot be held to them: it runs no hooks.');
  expect(textOf(unlimited)).toBe('ok');
  expect(ranIn(home.folder)).toBe('a');
});
