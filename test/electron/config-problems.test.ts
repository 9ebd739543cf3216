// What the window and the tray say while config.toml cannot be used, about calls that fail before they have a thread,
// and about calls that wait for one.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { command, stateOf } from '../support/app.ts';
import { expect, test as testAlone } from '../support/app-fixtures.ts';
import { script } from '../support/fake-model.ts';
import { testOfOneApp } from '../support/one-app.ts';
import { textOf } from '../support/patchbay.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

const HELLO = 'Hello from the fake model.';
const STOPS = 'Codex cannot start or resume threads until it is fixed.';

describe('a config.toml that is broken while Patchbay runs', () => {
  test('is named with its line on every page, opens there in the editor, and the notice goes once it is fixed', async ({
    home,
    page,
  }) => {
    const told = path.join(home.root, 'told');
    const editor = path.join(home.root, 'vim');
    fs.writeFileSync(editor, `#!/bin/sh\necho "$@" > ${told}\n`, { mode: 0o755 });
    await command(page, 'change-settings', { changes: { editor } });
    await eventually(async () => (await stateOf(page)).server.kind === 'running');
    const config = path.join(home.codexHome, 'config.toml');
    const good = fs.readFileSync(config, 'utf8');
    fs.writeFileSync(config, `broken =\n${good}`);

    await page
      .getByText(
        /^config\.toml line 1: .+ Codex cannot start or resume threads until it is fixed\. Remotes still use the version from \d+:\d\d(.[AP]M)?\.$/,
      )
      .waitFor();
    await page.getByRole('button', { name: 'Open at line 1' }).click();
    await eventually(() => fs.existsSync(told) && fs.readFileSync(told, 'utf8') === `+1 ${config}\n`);

    fs.writeFileSync(config, good);
    await page.getByRole('button', { name: 'Open at line 1' }).waitFor({ state: 'detached' });
    expect(await page.getByText(/config\.toml line 1/).count()).toBe(0);
  });
});

describe('a config.toml that the engine refuses', () => {
  testAlone(
    'is named in window, tray and thread list, is not reported as a missing sign-in, and goes once it is fixed',
    async ({ home, model, desktop, start, httpClient }) => {
      home.writeConfig({ baseUrl: model.baseUrl, extra: '[model_providers.x]\nname = "x"\nbase_url = 1\n' });
      const file = path.join(home.codexHome, 'config.toml');
      const line = fs.readFileSync(file, 'utf8').split('\n').indexOf('base_url = 1') + 1;
      const reason = 'invalid type: integer `1`, expected a string';
      // What stands in backticks is set as code in the window.
      const shown = 'invalid type: integer 1, expected a string';
      const app = await start();
      const page = await app.page();
      const { codex } = await httpClient(await app.server());
      const failed = await codex({ prompt: 'tidy the shed', cwd: home.folder });
      expect(textOf(failed)).toContain(`${file} line ${line}: ${reason}. `);
      // A call was made, whatever came of it.
      await page.getByRole('listitem').filter({ hasText: 'called' }).getByLabel('Done').waitFor();
      await page.getByRole('button', { name: 'Skip for now' }).click();

      await page
        .getByText(`config.toml line ${line}: ${shown}. ${STOPS} Remotes are not affected.`)
        .waitFor();
      expect(await page.getByText(/not signed in/).count()).toBe(0);
      await desktop.bus.entry(`config.toml line ${line}: ${reason}`);
      await page.getByRole('navigation').getByText('Threads').first().click();
      await page.getByRole('button', { name: /tidy the shed/ }).click();
      await page.getByRole('main').getByText(`${file} line ${line}: ${shown}`).last().waitFor();
      await keepPicture(page, 'config-problem');

      home.writeConfig({ baseUrl: model.baseUrl });
      await page.getByText(STOPS).waitFor({ state: 'detached' });
      await eventually(async () => (await stateOf(page)).account.kind === 'not-needed');
      expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
    },
  );

  testAlone(
    'because of one bad table shows no banner, and the account is known',
    async ({ home, model, start, httpClient }) => {
      home.writeConfig({ baseUrl: model.baseUrl, extra: '[mcp_servers.broken]\ncommand = 3\n' });
      const app = await start();
      const page = await app.page();
      await page.getByRole('button', { name: 'Skip for now' }).click();
      const { codex } = await httpClient(await app.server());
      expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
      await eventually(async () => (await stateOf(page)).account.kind === 'not-needed');
      const { configProblem, remotes } = await stateOf(page);
      expect(configProblem).toBeNull();
      expect(remotes.map(({ name, status }) => [name, status.kind])).toEqual([['broken', 'broken']]);
      expect(await page.getByText(/not signed in|config\.toml line/).count()).toBe(0);
    },
  );
});

describe('a call', () => {
  testAlone(
    'without a sign-in is listed among the threads as failed, with the reason',
    async ({ home, start, httpClient }) => {
      fs.writeFileSync(path.join(home.codexHome, 'config.toml'), 'check_for_update_on_startup = false\n');
      const app = await start();
      const page = await app.page();
      const { codex } = await httpClient(await app.server());
      const result = await codex({ prompt: 'water the ferns', cwd: home.folder });
      expect(textOf(result)).toMatch(/^Codex is not signed in/);
      await page.getByRole('listitem').filter({ hasText: 'called' }).getByLabel('Done').waitFor();
      const { threads } = await stateOf(page);
      expect(threads).toMatchObject([
        {
          state: 'failed',
          title: 'water the ferns',
          folder: home.folder,
          // What the client is told names a command; the window has a page for it.
          why: expect.stringMatching(/^Codex is not signed in .* Sign in under Account in Settings/),
        },
      ]);
    },
  );

  test('that has no thread yet is shown as waiting, and is a thread once it has one', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const { codex } = await httpClient(await app.server('stars'));
    expect(textOf(await codex({ prompt: 'hello', cwd: home.folder }))).toBe(HELLO);
    const engine = (await stateOf(page)).engine;
    if (engine.kind !== 'running') throw new Error('no engine runs');
    // An engine that is busy for long.
    process.kill(engine.pid, 'SIGSTOP');
    const call = codex({ prompt: 'count the stars', cwd: home.folder });
    await eventually(async () =>
      (await stateOf(page)).threads.some(
        ({ state, title }) => state === 'waiting' && title === 'count the stars',
      ),
    );
    await page.getByRole('navigation').getByText('Threads').first().click();
    await page.getByRole('region', { name: 'Queued' }).getByText('count the stars').waitFor();
    process.kill(engine.pid, 'SIGCONT');
    expect(textOf(await call)).toBe(HELLO);
    await expect
      .poll(async () => (await stateOf(page)).threads.slice(0, 2).map(({ state, title }) => [state, title]))
      .toEqual([
        ['done', 'count the stars'],
        ['done', 'hello'],
      ]);
  });

  test('is listed however many run: all 20 at once', async ({ home, app, page, httpClient }) => {
    const { codex } = await httpClient(await app.server('flowers'));
    const prompts = Array.from({ length: 20 }, (_, index) => `flower ${index}`);
    const calls = Promise.all(
      prompts.map((prompt) =>
        codex({ prompt: script(prompt, { text: 'ok', firstMs: 8000 }), cwd: home.folder }),
      ),
    );
    await eventually(async () => {
      const { threads } = await stateOf(page);
      const open = threads.filter(({ state }) => state === 'waiting' || state === 'running');
      return prompts.every((prompt) => open.some(({ title }) => title.startsWith(`${prompt} `)));
    });
    await calls;
    await expect
      .poll(async () => {
        const { threads } = await stateOf(page);
        return threads.filter(({ title }) => title.startsWith('flower ')).map(({ state }) => state);
      })
      .toEqual(prompts.map(() => 'done'));
  });
});
