// What calls a person to the window: notifications and when they are held back, the global shortcut, `patchbay open`.
import fs from 'node:fs';
import path from 'node:path';
import { isWaiting } from '../../server/contract/selectors.ts';
import { closeWindows, command, stateOf } from '../support/app.ts';
import { test as testAlone } from '../support/app-fixtures.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { script } from '../support/fake-model.ts';
import { press } from '../support/keys.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { runPatchbay } from '../support/patchbay.ts';
import { keepPicture } from '../support/pictures.ts';
import { allGone, eventually } from '../support/processes.ts';

const test = testOfOneApp();

const asks = (cmd: string) => script({ exec: { cmd } }, { text: 'done' });

test('a notification comes as the settings say, says no secret, and is held back while nobody wants to be disturbed', async ({
  desktop: { bus },
  home,
  app,
  page,
  httpClient,
}) => {
  const client = await httpClient(await app.server('caller'));
  const ask = (cmd: string) =>
    client.codex({ prompt: asks(cmd), cwd: home.folder, sandbox: 'workspace-write' });
  const before = bus.notifications.length;
  const shown = () => bus.notifications.slice(before);
  const last = async (count: number) => {
    const [one] = (await eventually(() => shown().length === count && shown().slice(-1))) as ReturnType<
      typeof shown
    >;
    if (!one) throw new Error('unreachable');
    return one;
  };

  // Nobody hears an X server without a sound card.
  await app.app.evaluate(({ shell }) => {
    const heard = globalThis as { beeps?: number };
    heard.beeps = 0;
    shell.beep = () => {
      heard.beeps = (heard.beeps ?? 0) + 1;
    };
  });
  const beeps = () => app.app.evaluate(() => (globalThis as { beeps?: number }).beeps ?? 0);

  // The window has the focus, and shows the questions: nothing comes.
  await page.bringToFront();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await eventually(() => app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow() !== null));
  const first = ask('touch one');
  await page.getByRole('heading', { name: 'Run a command?' }).waitFor();

  // It shows something else: it comes, with a sound, and without markup or secrets of the command.
  await page.getByRole('button', { name: 'Settings' }).click();
  const key = `sk-proj-${'a1B2'.repeat(12)}`;
  const second = ask(`touch '<a href=x>' ${key}`);
  const sounding = await last(1);
  expect(sounding.title).toBe('caller (test-client) asks');
  expect(sounding.body).toContain('&lt;a href=');
  expect(sounding.body).not.toContain('sk-proj');
  // It beeps after it has handed the notification to the desktop.
  await eventually(async () => (await beeps()) === 1);
  await command(page, 'deny-and-stop-all', {});
  await Promise.all([first, second]);
  await eventually(() => bus.withdrawn.includes(sounding.id));

  // Without a sound.
  const section = page.getByRole('region', { name: 'Notifications' });
  await section.getByRole('radiogroup', { name: 'Waiting questions' }).getByText('Silent').click();
  await eventually(async () => (await stateOf(page)).settings.notifications.questions === 'silent');
  const third = ask('touch three');
  await last(2);
  expect(await beeps()).toBe(1);
  await command(page, 'deny-and-stop-all', {});
  await third;

  // Not at all, from the tray; the tray still counts, and the end brings it.
  await bus.choose('Until I turn it off');
  await page.getByRole('button', { name: /^Do not disturb\. End/ }).waitFor();
  const fourth = ask('touch four');
  await bus.entry(/^1 waiting/);
  await auditInBothThemes(page, 'settings-quiet');
  expect(shown()).toHaveLength(2);
  await section.getByRole('button', { name: 'End do not disturb' }).click();
  expect((await last(3)).body).toBe('work: touch four');

  await section.getByRole('button', { name: 'For one hour' }).click();
  expect((await bus.entry(/^Do not disturb until (?:\w+ )?\d/)).isChecked).toBe(true);
  await eventually(() => bus.withdrawn.includes(shown()[2]?.id ?? 0));
  await bus.choose(/^Do not disturb until (?:\w+ )?\d/);
  await eventually(async () => (await stateOf(page)).settings.doNotDisturb.kind === 'off');
  await command(page, 'deny-and-stop-all', {});
  await fourth;
});

test('a shortcut is set by pressing it, and refused when another program has it', async ({ app, page }) => {
  const isRegistered = (keys: string) =>
    app.app.evaluate(({ globalShortcut }, asked) => globalShortcut.isRegistered(asked), keys);
  await page.getByRole('button', { name: 'Settings' }).click();
  expect(await isRegistered('CommandOrControl+Alt+Shift+P')).toBe(true);
  const change = page.getByRole('button', { name: 'Change…' });
  await change.click();
  await press(page, 'p');
  await page.getByText('Use Ctrl, Alt or Super with another key').waitFor();

  // The window manager of the tests has this one.
  await press(page, 'Control+Alt+ArrowUp');
  await page
    .getByText('Ctrl+Alt+Up cannot be used: another program or the desktop has it already.')
    .waitFor();
  await keepPicture(page, 'shortcut-taken');
  expect(await isRegistered('CommandOrControl+Alt+Shift+P')).toBe(true);

  await change.click();
  await press(page, 'Control+Alt+O');
  await page.getByText('Ctrl+Alt+O', { exact: true }).waitFor();
  expect(await isRegistered('CommandOrControl+Alt+O')).toBe(true);
  expect(await isRegistered('CommandOrControl+Alt+Shift+P')).toBe(false);

  // Stored by hand, or taken before the start: the page says that it is not in force.
  await command(page, 'change-settings', { changes: { shortcut: 'CommandOrControl+Alt+Up' } });
  await page.getByText(/^Not in force: Ctrl\+Alt\+Up cannot be used/).waitFor();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByText('None', { exact: true }).waitFor();
  expect((await stateOf(page)).settings.shortcut).toBe('');
  await command(page, 'set-shortcut', { shortcut: 'CommandOrControl+Alt+Shift+P' });
});

test('patchbay open leads to the oldest question, a thread, or the window of the app that runs', async ({
  desktop,
  home,
  app,
  page,
  httpClient,
}) => {
  const place = { env: { ...home.env, ...desktop.env }, folder: home.folder };
  const run = async (...words: string[]) => {
    const { code, stderr } = await runPatchbay(place, ['open', ...words]);
    expect([code, stderr.replace(/^Running as root.*\n/, '')]).toEqual([0, '']);
  };
  const client = await httpClient(await app.server('opener'));
  const calls = ['first', 'second'].map((name) =>
    client.codex({ prompt: asks(`touch ${name}`), cwd: home.folder, sandbox: 'workspace-write' }),
  );
  await eventually(async () => (await stateOf(page)).inbox.filter(isWaiting).length === 2);
  const [oldest, newest] = (await stateOf(page)).inbox.filter(isWaiting);
  await page.getByRole('button', { name: 'Settings' }).click();

  await run('--oldest');
  await page.waitForURL(`**/index.html#/inbox/${oldest?.id}`);
  await run(newest?.threadId ?? '');
  await page.waitForURL(`**/index.html#/threads/${newest?.threadId}`);
  await closeWindows(app);
  await run();
  await (await app.page()).waitForURL(/#\/inbox/);

  await command(await app.page(), 'deny-and-stop-all', {});
  await Promise.all(calls);
});

test('patchbay open says what is missing where there is no desktop', async ({ home, app: _ }) => {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = home.env;
  const { code, stderr } = await runPatchbay({ env, folder: home.folder }, ['open', '--oldest']);
  expect(code).toBe(1);
  expect(stderr).toContain('The window cannot be opened: there is no desktop here.');
  expect(stderr).toContain('patchbay approvals watch');
});

testAlone('patchbay open starts the app if none runs, and returns', async ({ home, desktop }) => {
  fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
  fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), '{"version":1,"port":0}');
  const env = { ...home.env, ...desktop.env, SHELL: '/bin/false' };
  const opened = await runPatchbay({ env, folder: home.folder }, ['open', '--oldest']);
  expect(opened.code).toBe(0);
  const { pid } = await eventually(async () => {
    const { code, stdout } = await runPatchbay(home, ['status', '--json']);
    return code === 0 && (JSON.parse(stdout) as { pid: number });
  });
  process.kill(pid, 'SIGTERM');
  await allGone(home.root);
});
