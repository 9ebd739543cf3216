// Somebody leaves: the client of a turn, the person at the machine, the tray.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { command, stateOf } from '../support/app.ts';
import { expect, test } from '../support/app-fixtures.ts';
import { script, updateFile } from '../support/fake-model.ts';
import { connectModernHttp } from '../support/modern-client.ts';
import { eventually } from '../support/processes.ts';

describe('a turn whose client has left', () => {
  test('is named in the window, and continues if the person wants it to', async ({ home, start }) => {
    const app = await start({
      env: { PATCHBAY_APP_OPTIONS: JSON.stringify({ approvalDeadlineMs: 15_000 }) },
    });
    const page = await app.page();
    await page.getByRole('button', { name: 'Skip for now' }).click();
    const client = await connectModernHttp(await app.server(), { name: 'Cursor', onElicit: () => ({}) });
    const asking = script('Touch it', { exec: { cmd: 'touch one' } }, { hang: true });
    await client.round('codex', { prompt: asking, cwd: home.folder, sandbox: 'workspace-write' });
    await client.close();

    await page.getByText(/Cursor disconnected. “Touch it.*” stops in 0:[01]\d/).waitFor();
    const [left] = (await stateOf(page)).threads;
    await page.getByRole('button', { name: 'Keep going' }).click();
    await eventually(async () => (await stateOf(page)).threads[0]?.left === undefined);
    await eventually(() => Date.now() > (left?.left?.stopsAt ?? 0) + 1000);
    expect((await stateOf(page)).threads[0]?.state).toBe('running');
  });
});

describe('the person', () => {
  test('is told what happened while they were away', async ({ home, start, httpClient }) => {
    fs.writeFileSync(path.join(home.folder, 'a.txt'), 'one\n');
    const app = await start({ settings: { mode: 'as-the-call-says' } });
    const page = await app.page();
    const client = await httpClient(await app.server());
    await app.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
    const prompt = script({ patch: updateFile('a.txt', 'one', 'two') }, { text: 'done' });
    await client.codex({
      prompt,
      cwd: home.folder,
      sandbox: 'workspace-write',
      'approval-policy': 'on-request',
    });
    await app.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('unlock-screen'));

    await page
      .getByText(/^While you were away \(\d+ min\): 1 turn finished, 1 file changed, [\d,]+ tokens used\.$/)
      .waitFor();
    const [notice] = (await stateOf(page)).notices;
    await command(page, 'dismiss', { id: notice?.id ?? '' });

    await app.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
    await app.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('unlock-screen'));
    expect((await stateOf(page)).notices).toEqual([]);

    await page.getByRole('button', { name: 'Skip for now' }).click();
    const today = page.getByRole('region', { name: 'Changed today' });
    await today.getByText('1 file in 1 turn').waitFor();
    expect(await today.textContent()).toContain('+1 −1');
  });
});
