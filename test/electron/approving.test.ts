// A person at the window decides.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { expect, test } from '../support/app-fixtures.ts';
import { script, updateFile } from '../support/fake-model.ts';
import { textOf } from '../support/patchbay.ts';

const patch = script({ patch: updateFile('a.txt', 'one', 'two') }, { text: 'changed it' });

describe('the window', () => {
  test('shows a patch, and applies it when it is approved with the mouse', async ({ home, start, httpClient }) => {
    fs.writeFileSync(path.join(home.folder, 'a.txt'), 'one\n');
    const app = await start();
    const page = await app.page();
    page.on('console', (m) => console.log('CONSOLE', m.text()));
    page.on('pageerror', (m) => console.log('PAGEERROR', m.message));
    const client = await httpClient(await app.server());
    const called = client.codex({ prompt: patch, cwd: home.folder, sandbox: 'workspace-write' });
    await page.waitForTimeout(3000);
    await page.screenshot({ path: 'test-results/probe.png' });
    await page.getByRole('button', { name: 'Approve once' }).click();
    expect(textOf(await called)).toBe('changed it');
    expect(fs.readFileSync(path.join(home.folder, 'a.txt'), 'utf8')).toBe('two\n');
  });
});
