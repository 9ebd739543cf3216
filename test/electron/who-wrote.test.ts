// "Who wrote this?" in the Changes tab: the lines of a file with the turns of the real engine that wrote them.
import fs from 'node:fs';
import path from 'node:path';
import { ask, command, resize, stateOf, USUAL_SIZE } from '../support/app.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { script, updateFile } from '../support/fake-model.ts';
import { press } from '../support/keys.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { threadOf } from '../support/patchbay.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

test('the lines of a changed file say which turn wrote them, who approved it, and what is not known', async ({
  home,
  app,
  page,
  httpClient,
}) => {
  const client = await httpClient(await app.server('cursor'), { name: 'Cursor' });
  const { id } = await eventually(async () =>
    (await stateOf(page)).principals.find(({ name }) => name === 'cursor'),
  );
  await command(page, 'change-principal', { id, changes: { mode: 'as-the-call-says' } });
  const args = { cwd: home.folder, sandbox: 'workspace-write', 'approval-policy': 'on-request' };
  fs.writeFileSync(path.join(home.folder, 'notes.md'), '# Notes\n');
  const exec = (cmd: string, escalate = false) => ({ exec: { cmd, escalate } });
  const first = await client.codex({
    prompt: script('Keep notes of what we decide', exec("printf 'from another thread\\n' >> notes.md"), {
      text: 'ok',
    }),
    ...args,
  });
  fs.appendFileSync(path.join(home.folder, 'notes.md'), 'by a person\nto be replaced\n');
  const called = client.codex({
    prompt: script(
      'Add what was agreed about the parser',
      exec("printf 'approved \\033[31m\\n' >> notes.md", true),
      { patch: updateFile('notes.md', 'to be replaced', 'by a patch') },
      { text: 'done' },
    ),
    ...args,
  });
  await page.getByRole('button', { name: 'Approve once' }).click();
  const threadId = threadOf(await called);

  await press(page, 'Control+2');
  await page.getByRole('button', { name: /Add what was agreed/ }).click();
  await page.getByRole('tab', { name: 'Changes' }).click();
  await page.getByRole('button', { name: 'Who wrote this?' }).click();
  const dialog = page.getByRole('dialog', { name: 'Who wrote this?' });
  await dialog.getByRole('listitem', { name: 'Line 4' }).getByText('patch · not asked').waitFor();

  const notes = await command(page, 'who-wrote', { threadId, file: 'notes.md', limit: 100 });
  expect(notes).toMatchObject({
    lines: [
      { origin: { kind: 'unknown', why: 'older' } },
      { origin: { kind: 'agent', threadId: threadOf(first), turn: 1, decisions: [] } },
      { origin: { kind: 'not-an-agent' } },
      { origin: { threadId, turn: 1, how: 'patch', decisions: [], doubts: [] } },
      { origin: { threadId, how: 'command', decisions: [{ means: 'window' }] } },
    ],
  });
  expect(await ask(page, 'who-wrote', { threadId, file: '/etc/passwd', limit: 100 })).toMatchObject({
    error: { code: 'folder-not-covered' },
  });
  await auditInBothThemes(page, 'who-wrote');
  await resize(app, 720, 600);
  await keepPicture(page, 'who-wrote-narrow');
  await resize(app, ...USUAL_SIZE);
  await press(page, 'Escape');
  await dialog.waitFor({ state: 'detached' });
});
