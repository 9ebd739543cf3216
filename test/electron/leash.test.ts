// The leash of a client in the window: set on the Clients page, seen while a turn runs, and asked about at its end.
import fs from 'node:fs';
import path from 'node:path';
import { command, resize, stateOf, USUAL_SIZE } from '../support/app.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { script } from '../support/fake-model.ts';
import { press } from '../support/keys.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { textOf } from '../support/patchbay.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

test('a client gets a leash, and its turn goes on, ends and is reported silent as the person sees it', async ({
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

  await page
    .getByRole('link', { name: 'Clients' })
    .or(page.getByRole('button', { name: 'Clients' }))
    .first()
    .click();
  const card = page.getByRole('region', { name: 'cursor' });
  await card.getByRole('button', { name: 'Limits' }).click();
  const leash = card.getByRole('form', { name: 'Leash of cursor' });
  await leash.getByLabel('Commands').fill('2.5');
  await leash.getByText('A whole number above zero').waitFor();
  expect(await leash.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
  await leash.getByLabel('Commands').fill('2');
  await leash.getByLabel('Report silence after').fill('15');
  await auditInBothThemes(page, 'leash-clients');
  await leash.getByRole('button', { name: 'Save' }).click();
  await eventually(async () => {
    const principal = (await stateOf(page)).principals.find((one) => one.id === id);
    return JSON.stringify(principal?.leash) === '{"commands":2,"stallMinutes":15}';
  });

  const exec = (letter: string) => ({ exec: { cmd: `printf ${letter} >> ran` } });
  const args = { cwd: home.folder, sandbox: 'workspace-write', 'approval-policy': 'on-request' };
  const prompt = script('Write the alphabet', ...[...'abcd'].map(exec), { text: 'the end' });
  const called = client.codex({ prompt, ...args });
  await press(page, 'Control+1');
  await page.getByRole('heading', { name: 'Continue with 20% more?' }).waitFor();
  await page.getByText('If yes, it goes on up to 3 commands.').waitFor();
  await auditInBothThemes(page, 'leash-card');
  await resize(app, 720, 600);
  await keepPicture(page, 'leash-card-narrow');
  await resize(app, ...USUAL_SIZE);
  await press(page, 'Control+2');
  await page
    .getByText(/\d+ s · \d+k? tokens · 2 of 2 commands · 0 files/)
    .first()
    .waitFor();
  await page.getByText('Write the alphabet').first().click();
  await auditInBothThemes(page, 'leash-thread');
  await page.getByRole('button', { name: 'Answer the question' }).click();
  await page.locator('[data-keys=live]').waitFor();
  await press(page, 'Control+Enter');

  await page.getByText('If yes, it goes on up to 4 commands.').waitFor();
  await page.locator('[data-keys=live]').waitFor();
  await page.getByRole('button', { name: 'Stop turn' }).click();
  expect(textOf(await called)).toContain(
    'stopped at 3 commands, its limit: the person asked did not let it go on.',
  );
  expect(fs.readFileSync(path.join(home.folder, 'ran'), 'utf8')).toBe('abc');

  // What the turn really did, at its end.
  await press(page, 'Control+2');
  await page.getByText('Write the alphabet').first().click();
  await page.getByText(/Turn stopped · .* · 1 file, 3 commands/).waitFor();
  await keepPicture(page, 'receipt');

  await command(page, 'change-principal', { id, changes: { leash: { stallMinutes: 0.05 } } });
  const silent = client.codex({ prompt: script('Think about it', { hang: true }), ...args });
  await page.getByText(/^Nothing has been heard of “Think about it.*” for \d+:\d\d\.$/).waitFor();
  await press(page, 'Control+2');
  await keepPicture(page, 'leash-silent');
  await page
    .getByRole('alert')
    .or(page.locator('[aria-live=off]'))
    .getByRole('button', { name: 'Stop turn' })
    .click();
  expect(textOf(await silent)).toBe('The turn was stopped.');
});
