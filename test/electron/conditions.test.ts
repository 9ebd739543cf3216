// What is wrong, wherever a person looks: caused, seen in window and tray, fixed, and gone.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { command, stateOf } from '../support/app.ts';
import { expect, test as testAlone } from '../support/app-fixtures.ts';
import { script } from '../support/fake-model.ts';
import { press } from '../support/keys.ts';
import { testOfOneApp } from '../support/one-app.ts';
import { textOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

const HELLO = 'Hello from the fake model.';

describe('calls that fail', () => {
  testAlone(
    'because nobody is signed in say so on every page, in the tray and at the client, until somebody signs in',
    async ({ home, desktop, start, httpClient }) => {
      fs.writeFileSync(path.join(home.codexHome, 'config.toml'), 'check_for_update_on_startup = false\n');
      const app = await start();
      const page = await app.page();
      await page.getByRole('button', { name: 'Skip for now' }).click();
      const { codex } = await httpClient(await app.server('ferns'));
      const failed = await codex({ prompt: 'water the ferns', cwd: home.folder });
      expect(textOf(failed)).toMatch(/^Codex is not signed in/);

      const banner = page.getByText('Codex is not signed in. Calls fail until you sign in.');
      await banner.waitFor();
      await page
        .getByRole('region', { name: 'Last finished' })
        .getByText(/^Codex is not signed in/)
        .waitFor();
      await desktop.bus.entry('Codex is not signed in.');
      const pages = page.getByRole('navigation', { name: 'Pages' });
      await pages.getByText('Threads').click();
      await page.getByRole('button', { name: /water the ferns.*Codex is not signed in/ }).waitFor();
      await banner.waitFor();
      await pages.getByText('Clients').click();
      await page.getByRole('button', { name: /^Last call failed: Codex is not signed in/ }).waitFor();
      await page.getByRole('button', { name: 'Settings', exact: true }).first().click();
      const health = page.getByRole('region', { name: 'Health' });
      await health.getByText('Calls fail until you sign in.').waitFor();

      // As `codex login` does in a terminal.
      const login = { auth_mode: 'apikey', OPENAI_API_KEY: 'sk-EXAMPLE-EXAMPLE-EXAMPLE' };
      fs.writeFileSync(path.join(home.codexHome, 'auth.json'), JSON.stringify(login));

      await banner.waitFor({ state: 'detached' });
      await health.getByText('Calls fail until you sign in.').waitFor({ state: 'detached' });
      await eventually(async () =>
        (await desktop.bus.entries()).every(({ label }) => !/not signed in/.test(label)),
      );
      await expect.poll(async () => (await stateOf(page)).conditions).toEqual([]);

      await command(page, 'sign-out', {});
      await banner.waitFor();
      await command(page, 'sign-in', { kind: 'api-key', apiKey: 'sk-EXAMPLE-EXAMPLE-EXAMPLE' });
      await banner.waitFor({ state: 'detached' });
      await expect.poll(async () => (await stateOf(page)).conditions).toEqual([]);
    },
  );

  test('because the model refuses say why, until a turn of this client ends well', async ({
    home,
    desktop,
    app,
    page,
    httpClient,
  }) => {
    const { codex } = await httpClient(await app.server('retired'));
    const refusing = script('Ask it', { error: { status: 400, message: 'This model is retired.' } });
    expect(textOf(await codex({ prompt: refusing, cwd: home.folder }))).toContain('This model is retired.');

    const banner = page.getByText(/^The last call of retired.* failed: This model is retired\.$/);
    await banner.waitFor();
    await desktop.bus.entry(/^The last call of retired.* failed: /);
    await page
      .getByRole('region', { name: 'Last finished' })
      .getByText('This model is retired.', { exact: true })
      .waitFor();
    const other = await httpClient(await app.server('elsewhere'));
    expect(textOf(await other.codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
    await banner.waitFor();

    expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);

    await banner.waitFor({ state: 'detached' });
    await expect.poll(async () => (await stateOf(page)).conditions).toEqual([]);
  });

  test('because Codex cannot start say what it needs, and stop when that is changed', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const { codex } = await httpClient(await app.server('nowhere'));
    const missing = path.join(home.root, 'no-codex-here');
    await command(page, 'change-settings', { changes: { engine: { path: missing } } });
    await command(page, 'restart-engine', {});
    const banner = page.getByRole('status').getByText(`The Codex engine is not at ${missing}.`);
    await banner.waitFor();
    expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toContain(missing);
    await banner.waitFor();

    await command(page, 'change-settings', { changes: { engine: {} } });

    await banner.waitFor({ state: 'detached' });
    await eventually(async () => (await stateOf(page)).account.kind === 'not-needed');
    expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
  });

  test('together stand in one line, which opens all of them; each goes by itself', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const { codex } = await httpClient(await app.server('together'));
    const refusing = script('Ask it', { error: { status: 400, message: 'This model is retired.' } });
    expect(textOf(await codex({ prompt: refusing, cwd: home.folder }))).toContain('This model is retired.');
    const engine = (await stateOf(page)).engine;
    if (engine.kind !== 'running') throw new Error('no engine runs');
    process.kill(engine.pid, 'SIGKILL');
    const stopped = page.getByText('Codex stopped unexpectedly. Codex starts again with the next call.');
    await stopped.waitFor();
    const more = page.getByRole('button', { name: 'Show 1 more' });
    await more.click();
    const dialog = page.getByRole('dialog', { name: 'Needs attention' });
    await dialog.getByText(/This model is retired/).waitFor();
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByText(/Codex stopped unexpectedly/).waitFor({ state: 'detached' });
    await press(page, 'Escape');
    await more.waitFor({ state: 'detached' });
    await page
      .getByRole('status')
      .getByText(/^The last call of together.* failed: /)
      .waitFor();
    await codex({ prompt: 'hello', cwd: home.folder });
    await eventually(async () => (await stateOf(page)).conditions.length === 0);
  });
});
