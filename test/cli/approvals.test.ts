import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { connectDesk } from '../../server/cli/desk-client.ts';
import { addFile, script } from '../support/fake-model.ts';
import { type HomeOfTest, hostTest } from '../support/host-test.ts';
import { expect, statusOf, test } from '../support/hosts.ts';
import { storePassphrase } from '../support/passphrase.ts';
import { patchbayFile, runPatchbay } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { CTRL_C, openTerminal, TOO_SOON } from '../support/terminal.ts';

/** With one host for the file. */
const hostedTest = hostTest();

const PASSPHRASE = 'correct horse battery';

const escalated = (cmd: string) => script({ exec: { cmd, escalate: true } }, { text: '$LAST_OUTPUT' });

describe('the passphrase', () => {
  test('is kept as a salted hash that only its owner can read', async ({ home }) => {
    expect((await setPassphrase(home)).code).toBe(0);
    const file = path.join(home.patchbayHome, 'passphrase.json');
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readFileSync(file, 'utf8')).not.toContain('horse');
  });

  test('must have a minimum length', async ({ home }) => {
    const { code, stderr } = await setPassphrase(home, 'short');
    expect(code).toBe(1);
    expect(stderr).toContain('shorter than 8');
    expect(fs.existsSync(path.join(home.patchbayHome, 'passphrase.json'))).toBe(false);
  });

  test('can only be changed by someone who knows it', async ({ home }) => {
    await setPassphrase(home);
    const change = (known: string) =>
      runPatchbay(home, ['approvals', 'passphrase'], { input: `${known}\nanother passphrase\n` });
    expect(await change('not that one')).toMatchObject({ code: 1 });
    expect(await change(PASSPHRASE)).toMatchObject({ code: 0 });
    expect(await change(PASSPHRASE)).toMatchObject({ code: 1 });
  });

  test('is typed twice at a terminal and not shown', async ({ home }) => {
    const terminal = openTerminal(home, ['approvals', 'passphrase']);
    await terminal.sees('New passphrase: ');
    terminal.type(`${PASSPHRASE}\r`);
    await terminal.sees('Once more: ');
    terminal.type('something else\r');
    expect(await terminal.ended).toBe(1);
    expect(terminal.screen()).toContain('not the same');
    expect(terminal.screen()).not.toContain('horse');
  });
});

describe('a question of a client that cannot show it', () => {
  test('is denied at once while no passphrase is set', async ({ http, httpClient, home }) => {
    const { codex } = await httpClient(await http());
    const result = await codex({ prompt: escalated('true'), cwd: home.folder });
    expect(result.content).toMatchObject([{}, { text: expect.stringContaining('nobody could be asked') }]);
  });

  hostedTest('waits for the terminal, which approves it with the passphrase', async ({ connect, home }) => {
    await setPassphrase(home);
    const { codex } = await connect();
    const call = codex({ prompt: escalated('echo done > made'), cwd: home.folder });
    const id = await waitingId(home);
    const { stdout } = await runPatchbay(home, ['approvals']);
    const inJson = JSON.parse((await runPatchbay(home, ['approvals', 'list', '--json'])).stdout);
    expect(inJson).toMatchObject([
      {
        id: expect.stringMatching(/^\S{9,}$/),
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        askedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        subject: { kind: 'command' },
      },
    ]);
    expect(stdout).toContain('default (test-client) asks');
    expect(stdout).toContain(`in ${home.folder}`);
    expect(stdout).toContain("  | /bin/bash -lc 'echo done > made'");
    const approved = await answer(home, ['approve', id]);
    expect(approved).toMatchObject({ code: 0, stderr: 'Approved.\n' });
    expect(approved.stdout).toContain('echo done > made');
    await call;
    expect(fs.readFileSync(path.join(home.folder, 'made'), 'utf8')).toBe('done\n');
    expect(lastDecision(home)).toMatchObject({
      verdict: 'approve',
      means: 'terminal',
      principal: expect.anything(),
    });
  });

  hostedTest('is denied with a reason that the model reads', async ({ stdio, home, model }) => {
    storePassphrase(home, PASSPHRASE);
    const { codex } = await stdio();
    const call = codex({ prompt: escalated('touch made'), cwd: home.folder });
    const id = await waitingId(home);
    expect((await answer(home, ['deny', id, '--reason', 'use the other folder'])).code).toBe(0);
    await call;
    expect(fs.existsSync(path.join(home.folder, 'made'))).toBe(false);
    expect(JSON.stringify(model.requests.at(-1)?.body)).toContain('use the other folder');
    expect(lastDecision(home)).toMatchObject({ verdict: 'deny', means: 'terminal' });
  });

  test('is denied when nobody answers in time', async ({ http, httpClient, home }) => {
    storePassphrase(home, PASSPHRASE);
    const { codex } = await httpClient(await http(['--approval-timeout', '1']));
    const result = await codex({ prompt: escalated('true'), cwd: home.folder });
    expect(result.content).toMatchObject([
      {},
      { text: expect.stringContaining('nobody answered within 1 s') },
    ]);
    expect((await runPatchbay(home, ['approvals'])).stderr).toContain('Nothing is waiting');
  });
});

describe('an answer from a terminal', () => {
  test('with a wrong passphrase is ignored, and each further try has to wait longer', async ({
    http,
    httpClient,
    home,
  }) => {
    storePassphrase(home, PASSPHRASE);
    const { codex } = await httpClient(await http());
    const call = codex({ prompt: escalated('touch made'), cwd: home.folder });
    const id = await waitingId(home);
    // Two tries at once: the second, which is right, is not looked at.
    const desk = await connectDesk(home.patchbayHome);
    const waits = await desk.next();
    const [question] = waits?.kind === 'waiting' ? waits.waiting : [];
    const { id: wholeId = '', digest = '' } = question?.approval ?? {};
    for (const passphrase of ['wrong passphrase', PASSPHRASE]) {
      desk.send({ verdict: 'approve', id: wholeId, digest, passphrase });
    }
    expect(await desk.next()).toMatchObject({ kind: 'refused', refusal: { code: 'passphrase-wrong' } });
    expect(await desk.next()).toMatchObject({ kind: 'refused', refusal: { code: 'passphrase-locked' } });
    desk.close();

    await eventually(async () => {
      const { code, stderr } = await answer(home, ['approve', id], 'wrong passphrase');
      expect(code).toBe(1);
      return stderr.includes('is wrong') && stderr.includes('Try again in 2 s');
    });
    expect(fs.existsSync(path.join(home.folder, 'made'))).toBe(false);
    await eventually(async () => (await answer(home, ['approve', id])).code === 0);
    await call;
    expect(fs.existsSync(path.join(home.folder, 'made'))).toBe(true);
  });

  test('needs a passphrase that is set and a question that waits', async ({ http, home }) => {
    expect((await runPatchbay(home, ['approvals', 'approve', 'abc'])).stderr).toContain('No Patchbay serves');
    await http();
    const unset = await runPatchbay(home, ['approvals', 'approve', 'abc']);
    expect(unset).toMatchObject({ code: 1, stderr: expect.stringContaining('No question abc is waiting') });
    expect((await runPatchbay(home, ['approvals'])).stderr).toContain('patchbay approvals passphrase');
    storePassphrase(home, PASSPHRASE);
    expect((await runPatchbay(home, ['approvals'])).stderr).toBe('Nothing is waiting for an answer.\n');
    expect((await runPatchbay(home, ['approvals', '--json'])).stdout).toBe('[]\n');
  });

  hostedTest(
    'competes with the client: the first one counts and the other dialog closes',
    async ({ connect, home }) => {
      storePassphrase(home, PASSPHRASE);
      const answers: ((answer: unknown) => void)[] = [];
      const { codex, elicitations } = await connect({
        onElicit: () => new Promise((resolve) => answers.push(resolve)),
      });
      const prompt = script(
        { exec: { cmd: 'true', escalate: true } },
        { patch: addFile('new.txt', 'text\n') },
      );
      const call = codex({ prompt, cwd: home.folder, sandbox: 'read-only' });
      await eventually(() => answers[0]);
      const byClient = await waitingId(home);
      answers[0]?.({ action: 'accept', content: {} });
      await eventually(() => answers[1]);
      expect((await answer(home, ['approve', byClient])).stderr).toContain('is waiting: it is over');
      expect(lastDecision(home)).toMatchObject({ means: 'client' });

      const { stdout } = await runPatchbay(home, ['approvals']);
      expect(stdout).toContain(`  | Add ${path.join(home.folder, 'new.txt')}\n  | text\n`);
      expect((await answer(home, ['approve', await waitingId(home)])).code).toBe(0);
      await call;
      expect(lastDecision(home)).toMatchObject({ means: 'terminal' });
      await eventually(() => elicitations[1]?.signal.aborted);
      expect(fs.readFileSync(path.join(home.folder, 'new.txt'), 'utf8')).toBe('text\n');
    },
  );

  for (const exposure of ['without a sandbox', 'with network access']) {
    test(`does not count while a thread runs ${exposure}`, async ({ http, httpClient, home }) => {
      storePassphrase(home, PASSPHRASE);
      const server = await http(['--max-sandbox', 'danger-full-access', '--allow-network']);
      const { codex } = await httpClient(server);
      const stop = new AbortController();
      const wishes =
        exposure === 'without a sandbox'
          ? { sandbox: 'danger-full-access' }
          : { sandbox: 'workspace-write', config: { 'sandbox_workspace_write.network_access': true } };
      const exposed = codex(
        { prompt: script({ hang: true }), cwd: home.folder, ...wishes },
        { signal: stop.signal },
      );
      exposed.catch(() => undefined);
      const call = codex({ prompt: escalated('touch made'), cwd: home.folder });
      const id = await waitingId(home);
      await eventually(async () => (await statusOf(home)).runningThreads.length === 2);
      const refused = await answer(home, ['approve', id]);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain(
        'do not count while Codex runs with network access or without a sandbox',
      );
      expect(fs.existsSync(path.join(home.folder, 'made'))).toBe(false);
      stop.abort();
      await eventually(async () => (await statusOf(home)).runningThreads.length === 1);
      expect((await answer(home, ['approve', id])).code).toBe(0);
      await call;
      expect(fs.existsSync(path.join(home.folder, 'made'))).toBe(true);
    });
  }
});

describe('patchbay approvals watch', () => {
  test('shows each question as it arrives, with nothing hidden, and its outcome', async ({
    http,
    httpClient,
    home,
  }) => {
    const server = await http();
    const watch = spawn(process.execPath, [patchbayFile, 'approvals', 'watch'], { env: home.env });
    const exited = once(watch, 'exit');
    let shown = '';
    watch.stdout.on('data', (chunk) => {
      shown += chunk;
    });
    await once(watch.stderr, 'data');
    const { codex } = await httpClient(server, { name: 'a-client', onElicit: () => ({ action: 'decline' }) });
    await codex({ prompt: escalated('echo \u202egnirts\necho 2'), cwd: home.folder });
    await eventually(() => shown.includes('denied'));
    expect(shown).toContain(`default (a-client) asks, `);
    expect(shown).toContain("\n  | /bin/bash -lc 'echo ⟨U+202E⟩gnirts\n  | echo 2'\n");
    expect(shown).toContain('denied by a-client (client)');
    await server.stop();
    expect(await exited).toEqual([1, null]);
  });

  hostedTest('accepts answers at a terminal and asks for the passphrase once', async ({ connect, home }) => {
    storePassphrase(home, PASSPHRASE);
    const { codex } = await connect();
    const terminal = openTerminal(home, ['approvals', 'watch']);
    await terminal.sees('Watching');
    const steps = ['touch one', 'touch two', 'touch three'].map((cmd) => ({ exec: { cmd, escalate: true } }));
    const call = codex({ prompt: script(...steps, { text: '$LAST_OUTPUT' }), cwd: home.folder });
    await terminal.sees('touch one');
    await terminal.answers('a', 'Passphrase: ');
    // Typed before anybody can have read it.
    terminal.typesAtOnce('touch two', 'a');
    terminal.type(`${PASSPHRASE}\r`);
    await terminal.sees(TOO_SOON);
    await terminal.answers('d not now', 'touch three');
    await terminal.answers('s', 'approved for its thread');
    await call;
    terminal.type(CTRL_C);
    expect(await terminal.ended).toBe(130);
    expect(terminal.screen()).not.toContain('horse');
    expect(terminal.screen().match(/Passphrase: /g)).toHaveLength(1);
    expect(fs.readdirSync(home.folder).sort()).toEqual(['one', 'three']);
  });
});

function setPassphrase(home: HomeOfTest, passphrase = PASSPHRASE) {
  return runPatchbay(home, ['approvals', 'passphrase'], { input: `${passphrase}\n` });
}

function answer(home: HomeOfTest, words: string[], passphrase = PASSPHRASE) {
  return runPatchbay(home, ['approvals', ...words], { input: `${passphrase}\n` });
}

/** The short id of the only question that waits, as soon as one does. */
async function waitingId(home: HomeOfTest): Promise<string> {
  await eventually(async () => (await statusOf(home)).waitingApprovals === 1);
  const { stdout } = await runPatchbay(home, ['approvals', 'list']);
  return /^([0-9a-f]{8}) /.exec(stdout)?.[1] ?? expect.fail(stdout);
}

// biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
function lastDecision(home: HomeOfTest): any {
  const lines = fs.readFileSync(path.join(home.patchbayHome, 'audit.jsonl'), 'utf8').trim().split('\n');
  return JSON.parse(lines.at(-1) ?? '');
}
