// What no person asks for and some model will do.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { command, stateOf } from '../support/app.ts';
import { expect, test as testAlone } from '../support/app-fixtures.ts';
import { script } from '../support/fake-model.ts';
import { testOfOneApp } from '../support/one-app.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

const MEGABYTE = 1024 * 1024;

describe('the window', () => {
  test('shows hidden characters of a command', async ({ home, app, page, httpClient }) => {
    const client = await httpClient(await app.server('sly'));
    const sly = 'echo "\u001b[2K\u001b[1Gharmless" # \u202egnihton\u200b';
    const called = client.codex({
      prompt: script({ exec: { cmd: sly } }, { text: 'done' }),
      cwd: home.folder,
      sandbox: 'workspace-write',
    });
    await page.getByRole('heading', { name: 'Run a command?' }).waitFor();
    const shown = (await page.getByRole('main').textContent()) ?? '';
    for (const hidden of ['\u001b', '\u202e', '\u200b']) expect(shown).not.toContain(hidden);
    expect(shown).toMatch(/202e/i);
    expect(shown).toMatch(/1b/i);
    await keepPicture(page, 'electron-hidden-characters');
    await page.locator('[data-keys=live]').waitFor();
    await page.getByRole('button', { name: 'Deny', exact: true }).click();
    await called;
  });

  test('keeps the open card in place while 200 more questions arrive', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const client = await httpClient(await app.server('many'));
    const first = script({ exec: { cmd: 'touch first-one' } }, { text: 'done' });
    const many = Array.from({ length: 200 }, (_, at) => ({ exec: { cmd: `touch file-${at}` } }));
    const work = { cwd: home.folder, sandbox: 'workspace-write' };
    const waiting = async () =>
      (await stateOf(page)).inbox.filter(({ state }) => state.kind === 'waiting').length;
    const calls = [client.codex({ prompt: first, ...work })];
    await page.getByRole('heading', { name: 'Run a command?' }).waitFor();
    const shown = page.getByRole('group', { name: 'Command' }).getByText('touch first-one');
    await shown.waitFor();
    // Keys count once nothing has moved for a moment.
    await page.locator('[data-keys=live]').waitFor();
    const before = await shown.boundingBox();

    calls.push(client.codex({ prompt: script({ parallel: many }, { text: 'done' }), ...work }));
    await eventually(async () => (await waiting()) === 201, { withinMs: 120_000 });

    expect(await shown.boundingBox()).toEqual(before);
    const deny = page.getByRole('button', { name: 'Deny', exact: true });
    await deny.click();
    await eventually(async () => (await waiting()) === 200);
    await command(page, 'deny-and-stop-all', {});
    await Promise.all(calls);
  });

  testAlone('shows a diff of 5 MB and applies it', async ({ home, start, httpClient }) => {
    const app = await start();
    const page = await app.page();
    await page.getByRole('button', { name: 'Skip for now' }).click();
    const client = await httpClient(await app.server());
    const file = path.join(home.folder, 'large.txt');
    fs.writeFileSync(file, `${'x'.repeat(79)}\n`.repeat((5 * MEGABYTE) / 80));
    const patch = '*** Begin Patch\n*** Delete File: large.txt\n*** End Patch';
    const prompt = script({ patch }, { text: 'done' });
    const called = client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    await page.getByRole('heading', { name: /Change 1 file/ }).waitFor();
    await page.locator('[data-keys=live]').waitFor();
    await page.getByRole('button', { name: 'Approve once' }).click();
    await called;
    expect(fs.existsSync(file)).toBe(false);
  });
});
