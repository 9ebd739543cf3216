import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import consumers from 'node:stream/consumers';
import { describe } from 'vitest';
import { configToml, script } from '../support/fake-model.ts';
import { hostTest } from '../support/host-test.ts';
import { controlFolderOf, expect, relaysOf, statusOf, test } from '../support/hosts.ts';
import { connectModernStdio } from '../support/modern-client.ts';
import { copyAsVersion, speakOtherControlVersion } from '../support/other-version.ts';
import {
  type CodexResult,
  type HttpPatchbay,
  patchbayFile,
  runPatchbay,
  type TestClient,
  textOf,
  threadOf,
} from '../support/patchbay.ts';
import { allGone, enginesOf, eventually, hasSaid, processesOf } from '../support/processes.ts';
import { clientInfo, startRawStdio } from '../support/raw-stdio.ts';
import { addToken } from '../support/shared-http.ts';

const hostedTest = hostTest();

describe('a client on stdio while a host runs', () => {
  hostedTest('shares its engine and its threads with other clients', async ({ host, home, stdio }) => {
    const [first, second] = [await stdio({ name: 'first' }), await stdio({ name: 'second' })];
    const threadId = threadOf(await first.codex({ prompt: 'hello', cwd: home.folder }));
    const reply = await second.reply({ threadId, prompt: script({ text: 'the same thread' }) });
    expect(textOf(reply)).toBe('the same thread');
    expect(threadOf(reply)).toBe(threadId);
    expect(enginesOf(host.home.root)).toHaveLength(1);
    const sessions = await relaysOf(home, 2);
    expect(sessions.map(({ client, principal }) => [client.name, principal])).toEqual([
      ['first', 'local'],
      ['second', 'local'],
    ]);
  });

  hostedTest('works in the folder it was started in', async ({ home, stdio, model }) => {
    const folder = home.makeFolder('elsewhere');
    const { codex } = await stdio({ cwd: folder });
    await codex({ prompt: 'hello' });
    expect(JSON.stringify(model.requests)).toContain(folder);
  });

  hostedTest('sends and receives messages of any size and characters unchanged', async ({ home, stdio }) => {
    const { codex } = await stdio();
    const said = `${'long'.repeat(200_000)} ü 漢 \u0000 end`;
    const result = await codex({ prompt: script({ text: said }), cwd: home.folder });
    expect(textOf(result)).toBe(said);
    await relaysOf(home, 1);
  });

  hostedTest('gets the whole of its last answer, however late it reads', async ({ home }) => {
    const client = spawn(process.execPath, [patchbayFile, 'mcp-server'], {
      env: home.env,
      cwd: home.folder,
    });
    const write = (message: object) =>
      client.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    write({ id: 1, method: 'initialize', params });
    await relaysOf(home, 1);
    const id = 'long'.repeat(500_000);
    write({ id, method: 'ping' });
    client.stdin.end();
    await relaysOf(home, 0);
    const answers = (await consumers.text(client.stdout)).trimEnd().split('\n');
    expect(JSON.parse(answers.at(-1) ?? '')).toEqual({ jsonrpc: '2.0', id, result: {} });
  });

  hostedTest('is asked through the host', async ({ home, stdio }) => {
    const { codex, elicitations } = await stdio({ onElicit: () => ({ action: 'accept', content: {} }) });
    const prompt = script({ exec: { cmd: 'echo approved > made', escalate: true } }, { text: 'done' });
    await codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    expect(elicitations).toHaveLength(1);
    expect(fs.readFileSync(path.join(home.folder, 'made'), 'utf8')).toBe('approved\n');
  });

  test('may speak 2026-07-28, even to the server that takes over', async ({ http, home }) => {
    const host = await http();
    const client = await connectModernStdio(home, { onElicit: () => ({ action: 'accept', content: {} }) });
    try {
      const prompt = script({ exec: { cmd: 'echo approved > made', escalate: true } }, { text: 'done' });
      const result = await client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
      expect(fs.readFileSync(path.join(home.folder, 'made'), 'utf8')).toBe('approved\n');
      const [relay] = await relaysOf(home, 1);
      expect(relay.client.name).toBe('modern-client');
      await killed(host);
      const threadId = threadOf(result);
      // As in `noticed`; this revision has no ping.
      const reply = async () => textOf(await client.reply({ threadId, prompt: 'hello' }));
      await eventually(async () => (await reply()) === 'Hello from the fake model.');
    } finally {
      await client.close();
    }
  });

  test('can let a turn continue between two calls', async ({ http, httpClient, home, stdio }) => {
    const { url } = await http();
    await httpClient({ url, token: await addToken(home, 'revoked') });
    const { client } = await stdio();
    const call = async (name: string, args: object) =>
      (await client.callTool({ name, arguments: { ...args } })) as CodexResult;
    const cmd = 'until [ -e go-on ]; do sleep 0.05; done';
    const prompt = script({ exec: { cmd, yieldMs: 30_000 } }, { text: 'at last' });
    const args = { prompt, cwd: home.folder, sandbox: 'read-only', 'approval-policy': 'never' };
    const { threadId } = (await call('codex-start', args)).structuredContent ?? {};
    // The host has looked which tokens were revoked: the session of that one is gone, the relay stays.
    await runPatchbay(home, ['token', 'revoke', 'revoked']);
    await eventually(async () => (await statusOf(home)).sessions.length === 1);
    fs.writeFileSync(path.join(home.folder, 'go-on'), '');
    const { structuredContent } = await call('codex-wait', { threadId });
    expect(structuredContent).toMatchObject({ status: 'completed', content: 'at last' });
  });

  hostedTest('may answer a question after an invalid answer', async ({ home }) => {
    const client = startRawStdio(home);
    try {
      await client.initialize(undefined, { elicitation: {} });
      const prompt = script({ exec: { cmd: 'touch never' } }, { text: 'the end' });
      const args = { prompt, cwd: home.folder, sandbox: 'workspace-write', 'approval-policy': 'untrusted' };
      client.send({ id: 'call', method: 'tools/call', params: { name: 'codex', arguments: args } });
      const question = await eventually(() =>
        client.lines.map((line) => JSON.parse(line)).find(({ method }) => method === 'elicitation/create'),
      );
      for (const none of [{ error: 'x' }, { error: { code: '1' } }, { result: null }, { result: 5 }, {}]) {
        client.send({ id: question.id, ...none });
      }
      client.send({ id: question.id, result: { action: 'decline' } });
      const { result } = await client.answerTo('call');
      expect(result.structuredContent.content).toBe('the end');
    } finally {
      await client.end();
    }
  });

  test('ends at once when its client leaves, and so does its turn', async ({ http, home, stdio }) => {
    await http();
    const client = await stdio();
    const call = client.codex({ prompt: script({ hang: true }), cwd: home.folder });
    call.catch(() => undefined);
    await eventually(async () => (await statusOf(home)).runningThreads.length === 1);
    await client.close();
    await eventually(() => processesOf(home.root).every(({ pid }) => pid !== client.pid));
    await eventually(async () => (await statusOf(home)).runningThreads.length === 0);
    await relaysOf(home, 0);
  });

  hostedTest('ends what its turns left running, and the host continues', async ({ home, stdio }) => {
    const [client, staying] = [await stdio({ name: 'leaving' }), await stdio({ name: 'staying' })];
    const isSleeping = (seconds: number) =>
      processesOf(home.root).some(({ command }) => command.endsWith(`sleep ${seconds}`));
    for (const [{ codex }, seconds] of [
      [client, 1234],
      [staying, 2345],
    ] as const) {
      const prompt = script({ exec: { cmd: `sleep ${seconds}` } }, { text: 'the end' });
      expect(textOf(await codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' }))).toBe('the end');
      expect(isSleeping(seconds)).toBe(true);
    }
    await client.close();
    await eventually(() => !isSleeping(1234), { describe: () => 'the command still runs' });
    expect(isSleeping(2345)).toBe(true);
  });
});

test('a client on stdio is relayed to the demo, and works in its folder', async ({ http, home, stdio }) => {
  await http(['--demo']);
  const { codex } = await stdio();
  await relaysOf(home, 1);
  await codex({ prompt: 'write' });
  const scratch = path.join(`${home.patchbayHome}-demo`, 'scratch');
  const [thread] = (await runPatchbay(home, ['sessions', 'list'])).stdout.split('\n');
  expect(thread).toContain(scratch);
});

describe('a client whose Patchbay is of another release than the host', () => {
  hostedTest('is served by the host while both can talk to each other', async ({ home, stdio, host }) => {
    copyAsVersion(path.join(home.root, 'newer'), '99.0.0');
    const { codex } = await stdio({ file: path.join(home.root, 'newer/out/patchbay.js') });
    expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe('Hello from the fake model.');
    await relaysOf(home, 1);
    expect((await statusOf(host.home)).version).not.toBe('99.0.0');
  });

  hostedTest('has one of its own otherwise, and is told why', async ({ home, stdio }) => {
    copyAsVersion(path.join(home.root, 'newer'), '99.0.0');
    speakOtherControlVersion(path.join(home.root, 'newer'));
    const client = await stdio({ file: path.join(home.root, 'newer/out/patchbay.js') });
    expect(textOf(await client.codex({ prompt: 'hello', cwd: home.folder }))).toBe(
      'Hello from the fake model.',
    );
    await hasSaid(
      client,
      'releases that cannot talk to each other. Start the older of the two again, with the newer release. Until then, this client has a Patchbay of its own.',
    );
    await relaysOf(home, 0);
  });
});

describe('a client on stdio runs its own server', () => {
  test('with another CODEX_HOME', async ({ http, home, stdio, model }) => {
    await http();
    const codexHome = home.makeFolder('other-codex-home');
    fs.writeFileSync(path.join(codexHome, 'config.toml'), configToml({ baseUrl: model.baseUrl }));
    const { codex } = await stdio({ env: { CODEX_HOME: codexHome } });
    await codex({ prompt: 'hello', cwd: home.folder });
    await relaysOf(home, 0);
    expect(enginesOf(home.root)).toHaveLength(1);
  });

  for (const args of [['--standalone'], ['--max-sandbox', 'read-only'], ['--demo']]) {
    hostedTest(`with ${args.join(' ')}`, async ({ home, stdio }) => {
      const { client } = await stdio({ args });
      // The first list may be answered before it is known who serves the client.
      await client.ping();
      await relaysOf(home, 0);
    });
  }

  test('when the host does not answer', async ({ http, home, stdio }) => {
    const { child } = await http();
    child.kill('SIGSTOP');
    try {
      const { codex } = await stdio();
      expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe('Hello from the fake model.');
    } finally {
      child.kill('SIGCONT');
    }
  });

  test('but not inside the host it would lead back to', async ({ http, httpClient, home, model }) => {
    const starter = path.join(home.root, 'starter.sh');
    const log = path.join(home.root, 'starter.log');
    const start = `exec "${process.execPath}" "${patchbayFile}" mcp-server 2>> "${log}"`;
    // Without the counter of nested servers it looks like any client.
    fs.writeFileSync(starter, `#!/bin/sh\nunset PATCHBAY_DEPTH\n${start}\n`, { mode: 0o755 });
    const env = `{ PATCHBAY_HOME = "${home.patchbayHome}", CODEX_HOME = "${home.codexHome}" }`;
    home.writeConfig({
      baseUrl: model.baseUrl,
      extra: `[mcp_servers.loop]\ncommand = "${starter}"\nenv = ${env}\n`,
    });
    const { codex } = await httpClient(await http());
    await codex({ prompt: 'hello', cwd: home.folder });
    await eventually(() => fs.existsSync(log) && /levels? deep/.test(fs.readFileSync(log, 'utf8')));
    expect(enginesOf(home.root)).toHaveLength(1);
    await relaysOf(home, 0);
  });
});

describe('when the host goes away', () => {
  test('a running call is answered, the next one works, and a host that is back takes over', async ({
    http,
    home,
    stdio,
  }) => {
    const host = await http();
    const client = await stdio();
    const threadId = threadOf(await client.codex({ prompt: 'hello', cwd: home.folder }));
    const cutOff = client.reply({ threadId, prompt: script({ hang: true }) });
    await eventually(async () => (await statusOf(home)).runningThreads.length === 1);
    await killed(host);
    const result = await cutOff;
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('has ended');
    expect(textOf(result)).toContain('codex-reply');
    expect(threadOf(result)).toBe(threadId);

    const alone = await client.reply({ threadId, prompt: script({ text: 'still here' }) });
    expect(textOf(alone)).toBe('still here');
    await hasSaid(client, 'relay-host-gone');

    await http();
    await relaysOf(home, 1);
    const back = await client.reply({ threadId, prompt: script({ text: 'back again' }) });
    expect(textOf(back)).toBe('back again');
    await eventually(() => enginesOf(home.root).length === 1);
    expect((await statusOf(home)).engine).toBeDefined();
    await client.close();
  });

  test('a client that sends nothing meanwhile starts nothing', async ({ http, home, stdio }) => {
    const host = await http();
    const client = await stdio();
    await killed(host);
    await http();
    await relaysOf(home, 1);
    expect(await client.codex({ prompt: 'hello', cwd: home.folder })).toMatchObject({
      content: [{ text: 'Hello from the fake model.' }],
    });
    expect(enginesOf(home.root)).toHaveLength(1);
  });

  test('a call continues here until it ends, even if a host is back', async ({ http, home, stdio }) => {
    const host = await http();
    const client = await stdio();
    await killed(host);
    await noticed(client);
    const call = client.codex({ prompt: script({ text: 'one two', delayMs: 3000 }), cwd: home.folder });
    await eventually(() => enginesOf(home.root).length === 1);
    await http();
    expect(textOf(await call)).toBe('one two');
    await relaysOf(home, 1);
  });

  test('an open question is withdrawn, and a late answer to it counts for no other', async ({
    http,
    home,
    stdio,
  }) => {
    const host = await http();
    const answers: ((answer: unknown) => void)[] = [];
    const client = await stdio({ onElicit: () => new Promise((resolve) => answers.push(resolve)) });
    const [first, second] = [path.join(home.folder, 'first'), path.join(home.folder, 'second')];
    const touch = (file: string) => ({ exec: { cmd: `touch ${file}`, escalate: true } });
    const prompt = script(touch(first), touch(second), { text: '$LAST_OUTPUT' });
    const args = { prompt, cwd: home.folder, sandbox: 'workspace-write' };
    const cutOff = client.codex(args);
    await eventually(() => client.elicitations.length === 1);
    answers[0]?.({ action: 'accept', content: {} });
    await eventually(() => client.elicitations.length === 2);
    await killed(host);
    expect((await cutOff).isError).toBe(true);
    await eventually(() => client.elicitations[1]?.signal.aborted);

    fs.rmSync(first);
    const again = client.codex(args);
    await eventually(() => client.elicitations.length === 3);
    // As from a client that does not know of cancelling. The question that waits now is again its server's first.
    for (const id of [0, 1]) {
      await client.client.transport?.send({ jsonrpc: '2.0', id, result: { action: 'accept', content: {} } });
    }
    await client.client.ping();
    expect(fs.existsSync(first)).toBe(false);
    answers[2]?.({ action: 'cancel' });
    expect((await again).isError).toBe(true);
    expect(fs.existsSync(first)).toBe(false);
  });

  test('in an orderly way, its turns end with a message and the client continues', async ({
    http,
    home,
    model,
    stdio,
  }) => {
    const host = await http();
    const client = await stdio();
    const call = client.codex({ prompt: script({ hang: true }), cwd: home.folder });
    await eventually(async () => (await statusOf(home)).runningThreads.length === 1);
    // Before that, the engine keeps nothing of the thread.
    await eventually(() => model.openAnswers() === 1);
    await host.stop();
    const result = await call;
    expect(textOf(result)).toContain('Patchbay is stopping');
    const threadId = threadOf(result);
    expect(textOf(await client.reply({ threadId, prompt: 'hello' }))).toBe('Hello from the fake model.');
  });

  test('nothing is left when the client goes too', async ({ http, home, stdio }) => {
    const host = await http();
    const client = await stdio();
    await killed(host);
    await noticed(client);
    const call = client.codex({ prompt: script({ hang: true }), cwd: home.folder });
    call.catch(() => undefined);
    await eventually(() => enginesOf(home.root).length === 1);
    await client.close();
    await allGone(home.root);
  });

  test('and no server can be started either, calls say why', async ({ http, home, stdio }) => {
    const host = await http();
    const client = await stdio();
    await killed(host);
    fs.writeFileSync(
      path.join(home.patchbayHome, 'settings.json'),
      '{"version":1,"engine":{"path":"/nowhere"}}',
    );
    const result = await eventually(async () => {
      const answer = await client.codex({ prompt: 'hello', cwd: home.folder });
      // As in `noticed`.
      return textOf(answer).includes('was cut off') ? undefined : answer;
    });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('/nowhere');
    fs.rmSync(path.join(home.patchbayHome, 'settings.json'));
    expect(textOf(await client.codex({ prompt: 'hello', cwd: home.folder }))).toContain('Hello');
  });
});

test('nothing connects to a folder that another user created', async ({ longHome, httpIn, stdio }) => {
  const folder = controlFolderOf(longHome);
  if (process.getuid?.() === 0) {
    fs.mkdirSync(folder, { mode: 0o700 });
    fs.chownSync(folder, 65534, 65534);
  } else {
    // Only root can give a folder away; others link to one of root's.
    fs.symlinkSync('/usr', folder);
  }
  const { client } = await stdio({ env: longHome.env });
  await client.ping();
  await expect(httpIn(longHome)).rejects.toThrow(/only your user can reach/);
});

async function killed({ child }: HttpPatchbay): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Until its relay has seen that the host is gone, what the client sends may be passed on to it, and is cut off then. */
async function noticed({ client }: Pick<TestClient, 'client'>): Promise<void> {
  await eventually(() =>
    client.ping().then(
      () => true,
      () => false,
    ),
  );
}
