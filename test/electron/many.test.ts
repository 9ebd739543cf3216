// Many questions at once, a client that is paused, and a person who goes away.
import fs from 'node:fs';
import type { Page } from 'playwright';
import { command, stateOf, tell } from '../support/app.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { script } from '../support/fake-model.ts';
import { runFromPalette } from '../support/keys.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

const asking = (title: string, ...commands: string[]) =>
  script(`${title}\n`, { parallel: commands.map((cmd) => ({ exec: { cmd } })) }, { text: 'done' });

async function waitingOf(page: Page, count: number) {
  return eventually(async () => {
    const waiting = (await stateOf(page)).inbox.filter(({ state }) => state.kind === 'waiting');
    return waiting.length === count && waiting;
  });
}

test('several questions of a thread are approved together, exactly those shown, and the rest alone', async ({
  home,
  app,
  page,
  httpClient,
}) => {
  const client = await httpClient(await app.server('busy'), { name: 'Cursor' });
  const call = (title: string, ...commands: string[]) =>
    client.codex({ prompt: asking(title, ...commands), cwd: home.folder, sandbox: 'workspace-write' });
  const first = call('Older', 'touch older');
  await waitingOf(page, 1);
  const many = call('Make files', 'touch one', 'touch two', 'touch three', 'rm -rf three', 'touch four');
  await waitingOf(page, 6);

  const queue = page.getByRole('navigation', { name: 'Waiting questions' });
  const titles = () => queue.getByRole('heading').allTextContents();
  await expect
    .poll(async () => (await titles()).map((title) => title.slice(0, 5)))
    .toEqual(['Older', 'Make ']);
  // One that the host does not know stands for one that is over before the answer arrives.
  const [one] = await waitingOf(page, 6).then((cards) => cards.filter((card) => card.title === 'Make files'));
  if (one) await tell(app, { kind: 'state', events: [{ kind: 'card', card: { ...one, id: 'gone' } }] });
  await queue.getByRole('button', { name: 'Approve 5 of 6…' }).click();
  const dialog = page.getByRole('dialog', { name: /Approve several questions of “Make files/ });
  await dialog.getByText('rm -rf').waitFor({ state: 'detached' });
  await expect.poll(() => dialog.getByRole('checkbox').count()).toBe(5);
  await auditInBothThemes(page, 'window-approve-together');
  await dialog.getByRole('checkbox', { name: /touch four/ }).uncheck();
  // Answered elsewhere meanwhile: it is no longer among them.
  const two = (await stateOf(page)).inbox.find(({ subject }) =>
    JSON.stringify(subject).includes('touch two'),
  );
  await command(page, 'decide', { id: two?.id ?? '', digest: two?.digest ?? '', verdict: 'deny' });
  await dialog.getByRole('button', { name: 'Approve these 3' }).click();
  await dialog.getByText('2 approved, 1 not.').waitFor();
  await dialog.getByText(/^No question gone is waiting/).waitFor();
  await auditInBothThemes(page, 'window-approve-together-failed');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await command(page, 'dismiss', { id: 'gone' });

  const left = await waitingOf(page, 3);
  const asked = JSON.stringify(left.map(({ subject }) => subject.kind === 'command' && subject.command));
  for (const cmd of ['touch older', 'rm -rf three', 'touch four']) expect(asked).toContain(cmd);
  await eventually(() => fs.existsSync(`${home.folder}/one`) && fs.existsSync(`${home.folder}/three`));

  // Whatever the page sends: a dangerous one, one with another digest, one that is over, and one that is fine.
  const named = (cmd: string) => left.find(({ subject }) => JSON.stringify(subject).includes(cmd));
  const [older, dangerous, four] = ['touch older', 'rm -rf three', 'touch four'].map(named);
  const shown = [
    { id: dangerous?.id ?? '', digest: dangerous?.digest ?? '' },
    { id: four?.id ?? '', digest: older?.digest ?? '' },
    { id: two?.id ?? '', digest: two?.digest ?? '' },
    { id: older?.id ?? '', digest: older?.digest ?? '' },
  ];
  expect((await command(page, 'approve-these', { shown })).failed).toEqual([
    { id: dangerous?.id, why: expect.stringContaining('answer it alone') },
    { id: four?.id, why: expect.stringContaining('has changed') },
    { id: two?.id, why: expect.stringContaining('No question') },
  ]);
  await first;
  expect(fs.readdirSync(home.folder).sort()).toEqual(['older', 'one', 'three']);

  // The others are denied with their turn, after a confirmation that says how many.
  await runFromPalette(page, 'Deny everything');
  const sure = page.getByRole('dialog', { name: 'Deny everything and stop all turns?' });
  await sure.getByText('2 questions will be denied and 1 turn stopped.').waitFor();
  await page.getByRole('dialog', { name: 'Commands' }).waitFor({ state: 'detached' });
  await auditInBothThemes(page, 'window-deny-all');
  await sure.getByRole('button', { name: 'Deny and stop' }).click();
  await many;
  expect(await waitingOf(page, 0)).toEqual([]);
  await expect
    .poll(async () => (await stateOf(page)).threads.map(({ state }) => state))
    .toEqual(['interrupted', 'done']);
  expect(fs.readdirSync(home.folder).sort()).toEqual(['older', 'one', 'three']);
});

test('a client is paused and resumed on its page, and what happens when nobody is there is set there', async ({
  home,
  app,
  page,
  httpClient,
}) => {
  const client = await httpClient(await app.server('resting'), { name: 'Cursor' });
  const call = (name: string) =>
    client.codex({
      prompt: asking(`Make ${name}`, `touch ${name}`),
      cwd: home.folder,
      sandbox: 'workspace-write',
    });
  await page.getByRole('button', { name: /^Clients/ }).click();
  const card = page.getByRole('region', { name: 'resting' });
  await card.getByRole('button', { name: 'Pause', exact: true }).click();
  await card.getByText('Paused', { exact: true }).waitFor();
  expect(JSON.stringify((await call('five')).content)).toContain('has paused the client resting');

  await card.getByRole('button', { name: 'Limits' }).click();
  const section = card.getByRole('region', { name: 'When nobody is there' });
  // It has unfolded once its last button can be reached; a list that opens before stays hidden.
  await section.getByRole('button', { name: 'Save' }).hover();
  await section.getByRole('combobox', { name: 'Questions of this client' }).click();
  await page.getByRole('option', { name: 'Ask my program' }).click();
  await section.getByRole('textbox', { name: 'Program' }).fill('/tmp/answer');
  await section.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/cannot answer for you/).waitFor();
  await auditInBothThemes(page, 'window-when-nobody');
  await section.getByRole('combobox', { name: 'Questions of this client' }).click();
  await page.getByRole('option', { name: 'Deny at once' }).click();
  await section.getByRole('button', { name: 'Save' }).click();
  await card.getByRole('button', { name: 'Resume' }).click();
  await card.getByText('Paused', { exact: true }).waitFor({ state: 'detached' });
  await eventually(
    async () =>
      (await stateOf(page)).principals.find(({ name }) => name === 'resting')?.whenNobody?.do === 'deny',
  );

  await app.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
  await call('six');
  await app.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('unlock-screen'));
  expect((await stateOf(page)).inbox.at(-1)?.state.kind).toBe('missed');
  const there = call('seven');
  const [question] = await waitingOf(page, 1);
  await command(page, 'decide', {
    id: question?.id ?? '',
    digest: question?.digest ?? '',
    verdict: 'approve',
  });
  await there;
  expect(fs.existsSync(`${home.folder}/six`)).toBe(false);
  expect(fs.existsSync(`${home.folder}/seven`)).toBe(true);
});
