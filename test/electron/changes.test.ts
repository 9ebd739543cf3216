// What turns changed, in the window, and taking it back: a person looks at it first, and confirms exactly that.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { command, resize, stateOf, USUAL_SIZE } from '../support/app.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { addFile, script, updateFile } from '../support/fake-model.ts';
import { press, runFromPalette } from '../support/keys.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { threadOf } from '../support/patchbay.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

const exec = (cmd: string, more: object = {}) => ({ exec: { cmd, ...more } });
const DONE = { text: 'done' };
const SECRET = `ghp_${'a1B2'.repeat(9)}`;
const dialog = (page: Page) => page.getByRole('dialog');

test('a person sees what turns changed, takes it back and brings it back, and loses nothing of their own', async ({
  home,
  app,
  page,
  desktop,
  httpClient,
  model,
}) => {
  const { folder } = home;
  const read = (name: string) => fs.readFileSync(path.join(folder, name), 'utf8');
  const files = () => fs.readdirSync(folder).sort();
  fs.writeFileSync(path.join(folder, 'greeting.txt'), 'hello\nworld\n');
  fs.writeFileSync(path.join(folder, 'old.txt'), 'to be moved\n');
  fs.writeFileSync(path.join(folder, 'run.sh'), 'true\n', { mode: 0o644 });
  const client = await httpClient(await app.server('cursor'), { name: 'Cursor' });
  const { id } = await eventually(async () =>
    (await stateOf(page)).principals.find(({ name }) => name === 'cursor'),
  );
  await command(page, 'change-principal', { id, changes: { mode: 'as-the-call-says' } });
  const args = { cwd: folder, sandbox: 'workspace-write', 'approval-policy': 'on-request' } as const;
  const threadId = threadOf(
    await client.codex({
      ...args,
      prompt: script(
        'Change the greeting',
        { patch: updateFile('greeting.txt', 'hello', 'good morning') },
        { patch: addFile('notes.md', `# Notes\n${SECRET}\n`) },
        exec("mv old.txt new.txt && chmod 755 run.sh && printf '\\0\\1' > logo.bin"),
        DONE,
      ),
    }),
  );

  // The line at the end of the turn leads to what it changed.
  await press(page, 'Control+2');
  await page.getByText('Change the greeting').first().click();
  await page.getByRole('button', { name: 'Changes of this turn' }).click();
  await page.getByRole('menuitem', { name: 'Undo this turn…' }).waitFor();
  await press(page, 'Escape');
  await page.getByRole('menuitem').first().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Show changes: 5 files/ }).click();
  const turn = page.getByRole('region', { name: 'Turn 1', exact: true });
  await turn.getByText('good morning').first().waitFor();
  await turn.getByRole('group', { name: 'old.txt → new.txt' }).waitFor();
  await turn.getByText('permissions 644 → 755').waitFor();
  await turn.getByText('Not text, 2 bytes').waitFor();
  await turn.getByText('# Notes').waitFor();
  expect(await turn.textContent()).not.toContain(SECRET);

  // Undo shows first, then does what was shown.
  await turn.getByRole('button', { name: 'Undo this turn…' }).click();
  await dialog(page)
    .getByText(/3 files change|2 files change/)
    .waitFor();
  expect(files()).toContain('new.txt');
  await auditInBothThemes(page, 'changes-undo');
  await dialog(page)
    .getByRole('button', { name: /^Undo \d files$/ })
    .click();
  await dialog(page).waitFor({ state: 'detached' });
  expect(files()).toEqual(['greeting.txt', 'old.txt', 'run.sh']);
  expect(read('greeting.txt')).toBe('hello\nworld\n');
  expect(fs.statSync(path.join(folder, 'run.sh')).mode & 0o777).toBe(0o644);
  await turn.getByText('Undone').waitFor();

  // Redo, by keyboard.
  await press(page, 'Control+Shift+z');
  await dialog(page).getByText('Redo turn 1?').waitFor();
  await dialog(page)
    .getByRole('button', { name: /^Redo \d files$/ })
    .click();
  await dialog(page).waitFor({ state: 'detached' });
  expect(read('greeting.txt')).toBe('good morning\nworld\n');
  expect(files()).toEqual(['greeting.txt', 'logo.bin', 'new.txt', 'notes.md', 'run.sh']);
  expect(read('notes.md')).toContain(SECRET);

  // One file alone.
  await turn.getByRole('button', { name: 'Undo this file… (notes.md)' }).click();
  await dialog(page).getByText('Undo 1 file of turn 1?').waitFor();
  await dialog(page).getByRole('button', { name: 'Undo 1 file', exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
  expect(files()).toEqual(['greeting.txt', 'logo.bin', 'new.txt', 'run.sh']);

  // A file that changes while it is shown is never overwritten, and is shown with both sides.
  await press(page, 'Control+z');
  const confirm = dialog(page).getByRole('button', { name: /^Undo \d files$/ });
  await confirm.waitFor();
  fs.writeFileSync(path.join(folder, 'greeting.txt'), 'good morning\nfrom me\n');
  await confirm.click();
  await dialog(page).getByText('have changed since they were shown').waitFor();
  const conflict = dialog(page).getByRole('group', { name: 'greeting.txt' });
  await conflict.getByText('from me').waitFor();
  await auditInBothThemes(page, 'changes-conflict');
  await conflict.getByText('What undo would do').click();
  await conflict.getByText('hello').waitFor();
  expect(files()).toEqual(['greeting.txt', 'logo.bin', 'new.txt', 'run.sh']);
  await resize(app, 720, 560);
  await keepPicture(page, 'changes-conflict-narrow');
  await resize(app, ...USUAL_SIZE);
  await dialog(page)
    .getByRole('button', { name: /^Leave it and undo the other/ })
    .click();
  await dialog(page)
    .getByRole('button', { name: /^Undo \d files$/ })
    .click();
  await dialog(page).waitFor({ state: 'detached' });
  expect([files(), read('greeting.txt')]).toEqual([
    ['greeting.txt', 'old.txt', 'run.sh'],
    'good morning\nfrom me\n',
  ]);

  // What is left of the thread's changes is compared with now.
  await page.getByRole('button', { name: 'Compared with now' }).click();
  const compared = page.getByRole('region', { name: 'Compared with now' });
  await compared.getByText('1 file changed since', { exact: true }).waitFor();
  await compared.getByRole('button', { name: /greeting\.txt/ }).click();
  await compared.getByText('from me').waitFor();
  await auditInBothThemes(page, 'changes-now');

  // While a turn runs nothing can be undone, and the page says why.
  const names = Array.from({ length: 12 }, (_, at) => `made-${at}`);
  for (const name of names) fs.writeFileSync(path.join(folder, name), 'x\n');
  const before = desktop.bus.notifications.length;
  const reply = client.reply({
    threadId,
    prompt: script(exec('rm made-*'), exec('touch asked', { escalate: true }), DONE),
  });
  await page.getByText('A turn of this thread is running.').waitFor();
  const second = page.getByRole('region', { name: 'Turn 2', exact: true });
  await second.getByText('What it changes is shown here').waitFor();
  expect(await second.textContent()).not.toContain('greeting.txt');
  await auditInBothThemes(page, 'changes-running');
  expect(await turn.getByRole('button', { name: 'Undo this turn…' }).isDisabled()).toBe(true);
  await eventually(() => JSON.stringify(model.requests).includes('has undone your changes of these files'));
  await press(page, 'Control+1');
  await page.locator('[data-keys=live]').waitFor();
  await press(page, 'Control+Backspace');
  await reply;

  // A turn that deleted much is notified about; a click only opens what it changed.
  const shown = await eventually(() =>
    desktop.bus.notifications.slice(before).find(({ title }) => title === 'A turn deleted 12 files'),
  );
  desktop.bus.press(shown);
  await second.getByRole('group', { name: 'made-0' }).waitFor();
  expect(files()).toEqual(['greeting.txt', 'old.txt', 'run.sh']);

  // The palette leads there too.
  await runFromPalette(page, 'Undo the last turn');
  await dialog(page).getByText('Undo turn 2?').waitFor();
  await dialog(page).getByText('12 files come back').waitFor();
  await dialog(page).getByRole('button', { name: 'Undo 12 files', exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
  expect(files()).toEqual(['greeting.txt', 'old.txt', 'run.sh', ...names].sort());

  // Where nothing can be stored, the card says before the answer that it cannot be undone, and so does the receipt.
  const store = path.join(home.patchbayHome, 'checkpoints');
  fs.renameSync(store, `${store}-away`);
  fs.writeFileSync(store, '');
  const uncovered = client.reply({ threadId, prompt: script(exec('true', { escalate: true }), DONE) });
  await press(page, 'Control+1');
  await page
    .getByText('Cannot be undone: the folder is not covered, because it could not be looked at.')
    .waitFor();
  await page.locator('[data-keys=live]').waitFor();
  await press(page, 'Control+Enter');
  expect((await uncovered).structuredContent).toMatchObject({
    receipt: { uncovered: 'it could not be looked at' },
  });
  fs.rmSync(store);
  fs.renameSync(`${store}-away`, store);

  // Also when the server is stopped.
  await press(page, 'Control+2');
  await page.getByText('Change the greeting').first().click();
  await page.getByRole('tab', { name: 'Changes' }).click();
  await page.getByRole('button', { name: 'Redo turn 2…' }).waitFor();
  await command(page, 'stop-server', {});
  await press(page, 'Control+Shift+z');
  await dialog(page).getByRole('button', { name: 'Redo 12 files', exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
  expect(files()).toEqual(['greeting.txt', 'old.txt', 'run.sh']);
});
