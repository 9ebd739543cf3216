// Two threads and the person work on one file: what the cards and the thread say of it.
import fs from 'node:fs';
import path from 'node:path';
import { command, resize, stateOf, USUAL_SIZE } from '../support/app.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { script, updateFile } from '../support/fake-model.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { textOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();
const lines = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const change = (line: string, by: string) => ({ patch: updateFile('app.txt', line, `${line} ${by}`) });
const wait = { exec: { cmd: 'true', escalate: true } };
const DONE = { text: 'done' };

test('a card says who else has changed the file, and names the thread that works in the same folder', async ({
  home,
  app,
  page,
  httpClient,
}) => {
  const file = path.join(home.folder, 'app.txt');
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
  const args = { cwd: home.folder, sandbox: 'workspace-write', 'approval-policy': 'on-request' };
  const client = await httpClient(await app.server('cursor'), { name: 'Cursor' });
  const other = await httpClient(await app.server('claude'), { name: 'Claude' });
  const { id } = await eventually(async () =>
    (await stateOf(page)).principals.find(({ name }) => name === 'claude'),
  );
  await command(page, 'change-principal', { id, changes: { mode: 'as-the-call-says' } });

  const steps = [{ exec: { cmd: 'cat app.txt' } }, wait, change('one', 'ours'), DONE];
  const called = client.codex({ prompt: script('Greet everyone\n', ...steps), ...args });
  await page.getByRole('heading', { name: 'Run a command?' }).waitFor();
  const first = script('Fix the login\n', change('nine', 'theirs'), DONE);
  expect(textOf(await other.codex({ prompt: first, ...args }))).toBe('done');
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('five', 'five mine'));
  const here = page.getByRole('list', { name: 'Other threads here' });
  await here
    .getByText('The thread “Fix the login” of claude (Claude) changed files in this folder')
    .waitFor();
  await page.locator('[data-keys=live]').waitFor();
  await page.keyboard.press('Control+Enter');

  await page.getByRole('heading', { name: 'Change 1 file?' }).waitFor();
  const theirs = page.getByRole('group', { name: 'Somebody else has changed this file' });
  const said = await theirs.textContent();
  expect(said).toMatch(
    /app\.txt was changed by the thread “Fix the login” of claude \(Claude\) .+, then by somebody outside Patchbay .+\. This thread last read it .+\./s,
  );
  await theirs.getByText('nine theirs').waitFor();
  await theirs.getByText('five mine').waitFor();
  await auditInBothThemes(page, 'overlap-card');
  await resize(app, 720, 600);
  await page.screenshot({ path: 'test-results/overlap-card-narrow.png' });
  await resize(app, ...USUAL_SIZE);

  const again = other.codex({ prompt: script('Write the docs\n', wait, DONE), ...args });
  await page
    .getByRole('navigation', { name: 'Waiting questions' })
    .getByRole('button', { name: /claude \(Claude\)/ })
    .click();
  await here.getByText('The thread “Greet everyone” of cursor (Cursor) works in this folder too.').waitFor();
  await auditInBothThemes(page, 'overlap-neighbour-card');
  await page.keyboard.press('Control+2');
  await page.getByText('Greet everyone').first().click();
  await here.getByText('The thread “Write the docs” of claude (Claude) works in this folder too.').waitFor();
  await auditInBothThemes(page, 'overlap-thread');

  await page.keyboard.press('Control+1');
  for (const heading of [/Change 1 file/, /Run a command/]) {
    await page.getByRole('heading', { name: heading }).waitFor();
    await page.locator('[data-keys=live]').waitFor();
    await page.keyboard.press('Control+Enter');
  }
  await called;
  const result = await again;
  expect(JSON.stringify(result.content)).toContain(
    'When this turn began, another thread was working in the same folder.',
  );
  expect(fs.readFileSync(file, 'utf8')).toContain('one ours\ntwo\nthree\nfour\nfive mine');
  await page.keyboard.press('Control+2');
  await page.getByText('Greet everyone').first().click();
  await page.getByText(/, since this thread last read it\. The patch was approved\./).waitFor();
  await page.screenshot({ path: 'test-results/overlap-timeline.png' });
});
