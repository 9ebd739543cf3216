// The app as a process: one at a time, and whatever dies comes back or is said.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe } from 'vitest';
import { command, electronCommand, stateOf, WINDOW_WAIT_MS } from '../support/app.ts';
import { expect, test as testAlone } from '../support/app-fixtures.ts';
import { script } from '../support/fake-model.ts';
import { serveHeard } from '../support/heard-remote.ts';
import { testOfOneApp } from '../support/one-app.ts';
import { type CodexResult, patchbayFile, textOf, threadOf } from '../support/patchbay.ts';
import { enginesOf, eventually } from '../support/processes.ts';
import { httpTable } from '../support/remotes.ts';

const test = testOfOneApp();

/** Of the machine, as the test makes it sleep. */
const SLEPT_MS = 400;

const asking = script({ exec: { cmd: 'touch one' } }, { text: 'done' });

describe('the app', () => {
  testAlone(
    'started a second time opens the window of the first, and ends',
    async ({ desktop, home, start }) => {
      const { app, page } = await start({ args: ['--hidden'] });
      await desktop.bus.entry(/^Running/);
      const { program, words } = electronCommand();
      const second = spawn(program, words, { env: { ...home.env, ...desktop.env }, stdio: 'ignore' });
      await once(second, 'exit');
      expect(second.exitCode).toBe(0);
      await page();
      expect(app.windows()).toHaveLength(1);
    },
  );

  testAlone(
    'is what `patchbay` opens, and another host of the same home is refused',
    async ({ desktop, home, start }) => {
      const app = await start({ args: ['--hidden'] });
      await app.server();
      const env = { ...home.env, ...desktop.env };
      const opened = spawn(process.execPath, [patchbayFile], { env, stdio: 'ignore' });
      await once(opened, 'exit');
      expect(opened.exitCode).toBe(0);
      await app.page();

      const host = spawn(process.execPath, [patchbayFile, 'mcp-server', '--port', '0'], {
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      expect(await text(host.stderr)).toContain(`process ${app.pid}`);
    },
  );

  test('follows a link from outside to its page, and says which one leads nowhere', async ({
    desktop,
    home,
    page,
  }) => {
    const { program, words } = electronCommand();
    const follow = async (link: string) => {
      const second = spawn(program, [...words, link], {
        env: { ...home.env, ...desktop.env },
        stdio: 'ignore',
      });
      await once(second, 'exit');
    };
    await follow('patchbay://v1/clients');
    await page.getByRole('heading', { name: 'Clients' }).waitFor();
    await follow('patchbay://v1/inbox/approve/7');
    await page
      .getByText('The link patchbay://v1/inbox/approve/7 leads nowhere in Patchbay.')
      .first()
      .waitFor();
    await page.getByRole('heading', { name: 'Clients' }).waitFor();
  });

  test('brings the window back where it was when its process dies', async ({ app, page }) => {
    await page.getByRole('navigation').getByText('Clients').click();
    await page.getByRole('heading', { name: 'Clients' }).waitFor();

    const opened = app.app.waitForEvent('window', { timeout: WINDOW_WAIT_MS });
    await app.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      process.kill(window?.webContents.getOSProcessId() ?? 0, 'SIGKILL');
    });

    await opened;
    // That the old one is gone may be heard later.
    await eventually(() => app.app.windows().length === 1);
    await (await app.page()).getByRole('heading', { name: 'Clients' }).waitFor();
  });

  test('says that the engine died, and nothing that waited is run', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const client = await httpClient(await app.server('dying'));
    const called = client.codex({ prompt: asking, cwd: home.folder, sandbox: 'workspace-write' });
    await eventually(async () => (await stateOf(page)).inbox.at(-1)?.state.kind === 'waiting');
    for (const { pid } of enginesOf(home.root)) process.kill(pid, 'SIGKILL');

    expect(textOf(await called)).toContain('Codex stopped unexpectedly');
    await page
      .getByText(/^Codex stopped unexpectedly\. 1 turn ended, and nothing that was waiting was run\./)
      .waitFor();
    const { inbox } = await stateOf(page);
    expect(inbox.at(-1)?.state).toMatchObject({ kind: 'over', why: 'engine-stopped' });
    const again = await client.codex({ prompt: 'hello', cwd: home.folder });
    expect(textOf(again)).toBe('Hello from the fake model.');
  });

  test('pauses the deadline of a question while the machine sleeps', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    await command(page, 'change-settings', { changes: { approvalMinutes: 0.2 } });
    const client = await httpClient(await app.server('sleeper'));
    const called = client.codex({ prompt: asking, cwd: home.folder, sandbox: 'workspace-write' });
    const deadline = async () => {
      const card = (await stateOf(page)).inbox.at(-1);
      return card?.state.kind === 'waiting' ? { at: card.deadlineAt } : undefined;
    };
    const before = await eventually(deadline);
    expect(before.at).toBeGreaterThan(Date.now());

    await app.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
    await eventually(async () => (await deadline())?.at === undefined);
    const stoppedAt = Date.now();
    await eventually(() => Date.now() - stoppedAt >= SLEPT_MS);
    await app.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));

    const after = await eventually(async () => (await deadline())?.at);
    expect(after - (before.at ?? 0)).toBeGreaterThanOrEqual(SLEPT_MS);
    // What nobody answers is missed, and can be allowed for the next time.
    const threadId = threadOf(await called);
    const missed = (await stateOf(page)).inbox.at(-1);
    expect(missed?.state.kind).toBe('missed');
    expect(fs.existsSync(path.join(home.folder, 'one'))).toBe(false);
    await command(page, 'change-settings', { changes: { approvalMinutes: 10 } });
    await command(page, 'allow-missed', { id: missed?.id ?? '' });
    await client.reply({ prompt: asking, threadId });
    expect(fs.existsSync(path.join(home.folder, 'one'))).toBe(true);
  });

  test('reconnects remotes that do not answer after a sleep', async ({
    home,
    model,
    app,
    page,
    httpClient,
  }) => {
    const remote = await serveHeard();
    try {
      home.writeConfig({ baseUrl: model.baseUrl, extra: httpTable('rem', remote.url) });
      await eventually(async () => (await stateOf(page)).remotes.some(({ name }) => name === 'rem'));
      const { client } = await httpClient(await app.server('awake'));
      const call = () => client.callTool({ name: 'mcp__rem__echo', arguments: { a: 1 } });
      expect(textOf((await call()) as CodexResult)).toContain('heard says a,1');

      remote.freeze(true);
      await app.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
      await app.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'));
      await page.getByText('Reconnecting 1 remote').waitFor();
      remote.freeze(false);
      expect(textOf((await call()) as CodexResult)).toContain('heard says a,1');
    } finally {
      home.writeConfig({ baseUrl: model.baseUrl });
      await remote.close();
    }
  });
});

describe('without a desktop', () => {
  testAlone('`patchbay` says so and runs the server', async ({ home }) => {
    const child = spawn(process.execPath, [patchbayFile, '--hidden'], {
      env: home.env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    // Port 7345 may be taken on this machine; either way it is what was tried.
    await eventually(() => /Listening on http:\/\/127\.0\.0\.1:7345|Port 7345 is already used/.test(said));
    expect(said).toContain('There is no desktop here');
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
  });
});
