// The tray as a person meets it: over the session bus, as the desktop's own panel reads and clicks it.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { describe } from 'vitest';
import { closeWindows, command, stateOf } from '../support/app.ts';
import { expect, test as testAlone } from '../support/app-fixtures.ts';
import { script } from '../support/fake-model.ts';
import { testOfOneApp } from '../support/one-app.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp({ args: ['--hidden'] });

const touching = (file: string) => script({ exec: { cmd: `touch ${file}` } }, { text: 'done' });

describe('the tray', () => {
  testAlone(
    'works without a window, starts the server on a click, and opens the window',
    async ({ desktop, start }) => {
      const { bus } = desktop;
      const { app, page } = await start({ args: ['--hidden'], settings: { startsServer: false } });
      await bus.entry('Start server');
      expect((await bus.entries()).map(({ label }) => label)).toEqual([
        'Start server',
        'Open Patchbay',
        'Settings…',
        'Quit',
      ]);
      expect(app.windows()).toHaveLength(0);

      await bus.click();

      await bus.entry('Running, 0 clients, 0 turns');
      const window = await page();
      await window.getByText(/Running 127\.0\.0\.1/).waitFor();
      await window.close();
      await eventually(() => app.windows().length === 0);
      await bus.choose('Open Patchbay');
      await page();
    },
  );

  test('pauses and resumes new turns', async ({ desktop, home, app, httpClient }) => {
    const { bus } = desktop;
    await closeWindows(app);
    const client = await httpClient(await app.server('paused'));
    await bus.choose('Pause new turns');
    await bus.entry('Resume');

    const refused = await client.codex({ prompt: 'hello', cwd: home.folder });
    expect(refused).toMatchObject({ isError: true });
    expect(JSON.stringify(refused.content)).toContain('paused new turns');

    await bus.choose('Resume');
    await bus.entry('Pause new turns');
    expect(await client.codex({ prompt: 'hello', cwd: home.folder })).not.toMatchObject({ isError: true });
  });

  test('counts waiting questions, names the oldest five, and a click on one opens its card', async ({
    desktop,
    home,
    app,
    httpClient,
  }) => {
    const { bus } = desktop;
    await closeWindows(app);
    const client = await httpClient(await app.server('many'));
    const calls = ['one', 'two', 'three', 'four', 'five', 'six'].map((name) =>
      client.codex({ prompt: touching(name), cwd: home.folder, sandbox: 'workspace-write' }),
    );

    await bus.entry(/^6 waiting, oldest under 1 min$/);
    const labels = (await bus.entries()).map(({ label }) => label);
    expect(labels.filter((label) => /^work: touch /.test(label))).toHaveLength(5);
    expect(labels).toContain('More…');
    expect(labels.join()).not.toMatch(/approve/i);
    const asked =
      /^work: touch (\w+)$/.exec(labels.find((label) => label.startsWith('work:')) ?? '')?.[1] ?? '';

    await bus.choose(`work: touch ${asked}`);

    const page = await app.page();
    const card = page.getByRole('main');
    await card.getByRole('heading', { name: 'Run a command?' }).waitFor();
    await page.getByRole('button', { name: 'Deny', exact: true }).waitFor();
    const { inbox } = await stateOf(page);
    expect(inbox.filter(({ state }) => state.kind === 'waiting')).toHaveLength(6);
    await command(page, 'deny-and-stop-all', {});
    await Promise.all(calls);
  });

  testAlone('says what is wrong when the port is taken, and can retry', async ({ desktop, start }) => {
    const { bus } = desktop;
    const other = net.createServer().listen(0, '127.0.0.1');
    const port = await eventually(() => (other.address() as net.AddressInfo | null)?.port);
    await start({ args: ['--hidden'], settings: { port } });
    const program = path.basename(process.execPath);
    await bus.entry(`Port ${port} is already used by ${program} (process ${process.pid}).`);
    await bus.entry('Change port…');

    other.close();
    await bus.choose('Try again');

    await bus.entry(/^Running/);
  });

  test('launches at login once that is ticked', async ({ desktop, home, app: _ }) => {
    const { bus } = desktop;
    const file = path.join(home.env['HOME'] ?? '', '.config/autostart/patchbay.desktop');
    await bus.choose('Launch at login');
    await eventually(async () => (await bus.entry('Launch at login')).isChecked && fs.existsSync(file));
    expect(fs.readFileSync(file, 'utf8')).toMatch(/^Exec=".+" "--hidden"$/m);

    await bus.choose('Launch at login');
    await eventually(() => !fs.existsSync(file));
  });
});

describe('a notification', () => {
  test('appears for the first question of a thread, and goes when it is decided elsewhere', async ({
    desktop,
    home,
    app,
    httpClient,
  }) => {
    const { bus } = desktop;
    await closeWindows(app);
    let answer = (_: unknown): void => undefined;
    const answered = new Promise((resolve) => {
      answer = resolve;
    });
    const client = await httpClient(await app.server('cursor'), { onElicit: () => answered });
    const before = bus.notifications.length;
    const called = client.codex({ prompt: touching('one'), cwd: home.folder, sandbox: 'workspace-write' });
    const shown = await eventually(() => bus.notifications[before]);
    expect(shown).toMatchObject({ title: 'cursor (test-client) asks', body: 'work: touch one' });
    expect(bus.withdrawn).not.toContain(shown.id);

    answer({ action: 'decline' });

    await called;
    await eventually(() => bus.withdrawn.includes(shown.id));
    expect(bus.notifications).toHaveLength(before + 1);
  });

  test('opens its card on a click, and returns the focus when no question is left', async ({
    desktop,
    home,
    app,
    httpClient,
  }) => {
    const { bus } = desktop;
    await closeWindows(app);
    const client = await httpClient(await app.server('clicked'));
    const before = bus.notifications.length;
    const called = client.codex({ prompt: touching('one'), cwd: home.folder, sandbox: 'workspace-write' });
    const shown = await eventually(() => bus.notifications[before]);

    bus.press(shown);

    const page = await app.page();
    await page.getByRole('heading', { name: 'Run a command?' }).waitFor();
    await page.locator('[data-keys=live]').waitFor();
    const isFocused = () =>
      app.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some((window) => window.isFocused()),
      );
    await eventually(isFocused);
    await page.getByRole('button', { name: 'Approve once' }).click();
    await called;
    expect(fs.existsSync(path.join(home.folder, 'one'))).toBe(true);
    await eventually(async () => !(await isFocused()));
  });
});
