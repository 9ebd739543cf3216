// Two threads and the person work on one file: what the cards and the thread say of it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { command, resize, stateOf, USUAL_SIZE } from '../support/app.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { script, updateFile } from '../support/fake-model.ts';
import { press } from '../support/keys.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { textOf } from '../support/patchbay.ts';
import { keepPicture } from '../support/pictures.ts';
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
  await here.getByText(/claude changed files in this folder .+ \(Fix the login\)/).waitFor();
  await page.locator('[data-keys=live]').waitFor();
  await press(page, 'Control+Enter');

  await page.getByRole('heading', { name: 'Change 1 file?' }).waitFor();
  const theirs = page.getByRole('group', { name: 'Somebody else has changed this file' });
  const said = await theirs.textContent();
  expect(said).toMatch(
    /app\.txt was changed by the thread “Fix the login” of claude .+, then by somebody outside Patchbay .+\. This thread last read it .+\./s,
  );
  await theirs.getByText('nine theirs').waitFor();
  await theirs.getByText('five mine').waitFor();
  await auditInBothThemes(page, 'overlap-card');
  await resize(app, 720, 600);
  await keepPicture(page, 'overlap-card-narrow');
  await resize(app, ...USUAL_SIZE);

  const again = other.codex({ prompt: script('Write the docs\n', wait, DONE), ...args });
  await page
    .getByRole('navigation', { name: 'Waiting questions' })
    .getByRole('button', { name: /claude/ })
    .click();
  await here.getByText('cursor also works in this folder (Greet everyone)').waitFor();
  await auditInBothThemes(page, 'overlap-neighbour-card');
  await press(page, 'Control+2');
  await page.getByText('Greet everyone').first().click();
  await here.getByText('claude also works in this folder (Write the docs)').waitFor();
  await auditInBothThemes(page, 'overlap-thread');

  await press(page, 'Control+1');
  for (const heading of [/Change 1 file/, /Run a command/]) {
    await page.getByRole('heading', { name: heading }).waitFor();
    await page.locator('[data-keys=live]').waitFor();
    await press(page, 'Control+Enter');
  }
  await called;
  const result = await again;
  expect(JSON.stringify(result.content)).toContain(
    'When this turn began, another thread was working in the same folder.',
  );
  expect(fs.readFileSync(file, 'utf8')).toContain('one ours\ntwo\nthree\nfour\nfive mine');
  await press(page, 'Control+2');
  await page.getByText('Greet everyone').first().click();
  await page.getByText(/, since this thread last read it\. The patch was approved\./).waitFor();
  await keepPicture(page, 'overlap-timeline');
});

test('a second thread works in a copy, which the person merges on its page and throws away in the settings', async ({
  home,
  app,
  page,
  httpClient,
}) => {
  const folder = path.join(home.root, 'repository');
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'app.txt'), `${lines.join('\n')}\n`);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-qm', 'one');

  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByText('No thread works in a copy.').waitFor();
  await page.getByRole('radio', { name: 'Ask me whether it works in a copy' }).click();
  await eventually(async () => (await stateOf(page)).settings.secondThread === 'ask');

  const args = { cwd: folder, sandbox: 'workspace-write', 'approval-policy': 'on-request' };
  const client = await httpClient(await app.server('zed'), { name: 'Zed' });
  const other = await httpClient(await app.server('goose'), { name: 'Goose' });
  const { id } = await eventually(async () =>
    (await stateOf(page)).principals.find(({ name }) => name === 'goose'),
  );
  await command(page, 'change-principal', { id, changes: { mode: 'as-the-call-says' } });
  const called = client.codex({ prompt: script('Wait for it\n', wait, DONE), ...args });
  await eventually(async () => (await stateOf(page)).inbox.some(({ state }) => state.kind === 'waiting'));
  const alone = script('Work alone\n', change('two', 'theirs'), DONE);
  const asked = other.codex({ prompt: alone, ...args });
  await press(page, 'Control+1');
  await page
    .getByRole('navigation', { name: 'Waiting questions' })
    .getByRole('button', { name: /Patchbay asks/ })
    .click();
  await page
    .getByText(/goose begins a thread in .*repository, where another thread/)
    .first()
    .waitFor();
  await auditInBothThemes(page, 'copy-question');
  await page.getByRole('button', { name: 'Send' }).click();
  const copied = await asked;
  expect(JSON.stringify(copied.content)).toContain('so this one works in a copy');
  await press(page, 'Control+1');
  await page.locator('[data-keys=live]').waitFor();
  await press(page, 'Control+Enter');
  await called;
  expect(fs.readFileSync(path.join(folder, 'app.txt'), 'utf8')).not.toContain('theirs');

  await press(page, 'Control+2');
  await page.getByText('Work alone').first().click();
  await page.getByText(/Works in a copy of .*repository\./).waitFor();
  await auditInBothThemes(page, 'copy-thread');
  await page.getByRole('button', { name: 'Merge…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('two theirs').waitFor();
  await auditInBothThemes(page, 'copy-dialog');
  await resize(app, 720, 600);
  await keepPicture(page, 'copy-dialog-narrow');
  await resize(app, ...USUAL_SIZE);
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(fs.readFileSync(path.join(folder, 'app.txt'), 'utf8')).toContain('two theirs');

  await page.getByRole('button', { name: 'Settings' }).click();
  const copy = page.getByRole('group', { name: /^repository-/ });
  await copy.getByText(/Work alone · main at [0-9a-f]{10} · nothing to merge/).waitFor();
  await copy.scrollIntoViewIfNeeded();
  await auditInBothThemes(page, 'copy-settings');
  await resize(app, 720, 600);
  await copy.scrollIntoViewIfNeeded();
  await keepPicture(page, 'copy-settings-narrow');
  await resize(app, ...USUAL_SIZE);

  fs.rmSync(path.join(`${home.patchbayHome}-copies`, (await copy.getAttribute('aria-label')) ?? ''), {
    recursive: true,
  });
  await press(page, 'Control+1');
  await page.getByRole('button', { name: 'Settings' }).click();
  await copy.getByText(/^The copy repository-\w+ is gone/).waitFor();
  expect(await copy.getByRole('button').count()).toBe(1);
  await auditInBothThemes(page, 'copy-gone');
  await copy.scrollIntoViewIfNeeded();
  await keepPicture(page, 'copy-gone');
  await copy.getByRole('button', { name: /^Throw/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Throw away' }).click();
  await page.getByText('No thread works in a copy.').waitFor();
  expect(String(git('worktree', 'list')).trim().split('\n')).toHaveLength(1);
});
