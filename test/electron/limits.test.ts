// A person sets the limits of a client on the Clients page, with the mouse and with the keyboard alone.
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Page } from 'playwright';
import type { PrincipalRow } from '../../server/contract/state.ts';
import { command, resize, stateOf, USUAL_SIZE } from '../support/app.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { press } from '../support/keys.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { runPatchbay, textOf } from '../support/patchbay.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';
import { postInitialize } from '../support/raw-http.ts';

const test = testOfOneApp();

async function rowOf(page: Page, name: string): Promise<PrincipalRow | undefined> {
  return (await stateOf(page)).principals.find((row) => row.name === name);
}

test('limits set in the window hold at once, and are shown in words', async ({
  home,
  app,
  page,
  httpClient,
}) => {
  const { url } = await app.server('of-limits');
  const { token } = await command(page, 'add-token', { name: 'limited' });
  const client = await httpClient({ url, token });
  await page.getByRole('button', { name: /^Clients/ }).click();
  const card = page.getByRole('region', { name: 'limited' });
  await card.getByRole('button', { name: 'Limits' }).click();
  const limitsOf = async () => (await rowOf(page, 'limited'))?.limits;

  // By typing.
  const folders = card.getByRole('combobox', { name: 'Folders' });
  await folders.fill(path.join(home.root, 'missing'));
  await folders.press('Enter');
  await page.getByText('does not exist any more').waitFor();
  expect(await limitsOf()).toEqual({});
  const allowed = home.makeFolder('allowed');
  await folders.fill(allowed);
  await folders.press('Enter');
  await eventually(async () => (await limitsOf())?.folders?.join() === allowed);
  const refused = await client.codex({ prompt: 'hello', cwd: home.folder });
  expect(textOf(refused)).toContain(`may not work in ${home.folder}, only in ${allowed}`);

  // With the system's own dialog.
  await app.app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] });
  }, home.folder);
  await card.getByRole('button', { name: 'Choose…' }).click();
  await eventually(async () => (await limitsOf())?.folders?.length === 2);
  expect((await client.codex({ prompt: 'hello', cwd: home.folder })).isError).toBeFalsy();

  const choose = async (label: string, option: string) => {
    await card.getByRole('combobox', { name: label, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await choose('Must ask at least', 'Before everything except plain reads');
  await choose('Servers it may use', 'Only these');
  await choose('Tools it may call', 'Those that only read');
  const tools = card.getByRole('combobox', { name: 'Tools allowed by name' });
  await tools.fill('nonsense');
  await tools.press('Enter');
  await card
    .getByText('nonsense names no tool: it is not the name of a server, a slash and the name of a tool.')
    .waitFor();
  await tools.fill('docs/search');
  await tools.press('Enter');
  await card.getByRole('combobox', { name: 'Models' }).fill('gpt-5.5');
  await press(page, 'Enter');
  await card.getByRole('textbox', { name: 'Turns at once' }).fill('2');
  await press(page, 'Tab');
  await eventually(async () => (await limitsOf())?.mostTurns === 2);
  expect(await limitsOf()).toEqual({
    folders: [allowed, home.folder],
    approvalPolicy: 'untrusted',
    remotes: [],
    toolTier: 'read',
    tools: ['docs/search'],
    models: ['gpt-5.5'],
    mostTurns: 2,
  });

  // With the keyboard alone: the switch stands behind the folders and their button.
  await card.getByRole('button', { name: 'Choose…' }).focus();
  await press(page, 'Tab');
  await press(page, 'Space');
  await eventually(async () => (await limitsOf())?.codexTools === false);
  expect((await client.client.listTools()).tools).toEqual([]);
  for (const text of [
    'In 2 folders',
    'No MCP servers',
    'Tools that only read',
    'No Codex tools',
    'gpt-5.5',
  ]) {
    await card.getByText(text, { exact: true }).first().waitFor();
  }
  await card.getByText('2 turns at once').waitFor();
  await auditInBothThemes(page, 'window-limits');
  await resize(app, 720, 480);
  const overflow = await page.evaluate<number>('document.body.scrollWidth - window.innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
  await keepPicture(page, 'window-limits-720');
  await resize(app, ...USUAL_SIZE);

  // What the command line changes meanwhile is shown too.
  const lifted = ['--lift', 'codex', '--lift', 'folder', '--lift', 'turns'];
  expect((await runPatchbay(home, ['token', 'limit', 'limited', ...lifted])).code).toBe(0);
  await card.getByText('No Codex tools').waitFor({ state: 'detached' });
  expect((await client.client.listTools()).tools.map(({ name }) => name)).toContain('codex');
});

test('a token gets another expiry as soon as its limits unfold, with animations too', async ({
  app,
  page,
}) => {
  await app.server('of-choice');
  await command(page, 'add-token', { name: 'lasting' });
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  for (const [option, expiry] of [
    ['Never', { kind: 'never' }],
    [/30 days/, { kind: 'unused', days: 30 }],
    [/365 days/, { kind: 'unused', days: 365 }],
  ] as const) {
    await page.reload();
    await page.getByRole('button', { name: /^Clients/ }).click();
    const card = page.getByRole('region', { name: 'lasting' });
    await card.getByRole('button', { name: 'Limits' }).click();
    await card.getByRole('combobox', { name: 'Token expires' }).click();
    await page.getByRole('option', { name: option }).click();
    await eventually(async () => isDeepStrictEqual((await rowOf(page, 'lasting'))?.expiry, expiry));
  }
  await page.emulateMedia({ reducedMotion: null });
});

test('an expired token is marked, and renewed with a button', async ({ home, app, page }) => {
  const { url } = await app.server('of-expiry');
  const { token } = await command(page, 'add-token', { name: 'unused' });
  const file = path.join(home.patchbayHome, 'tokens.json');
  const kept = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (const entry of kept.tokens) {
    if (entry.name === 'unused') entry.usedAt = new Date(Date.now() - 91 * 24 * 60 * 60_000).toISOString();
  }
  fs.writeFileSync(file, JSON.stringify(kept));
  await page.getByRole('button', { name: /^Clients/ }).click();
  const card = page.getByRole('region', { name: 'unused' });
  await card.getByText('Token expired').waitFor();
  expect((await postInitialize({ url, token })).status).toBe(401);
  // It is known, so nobody needs to connect it.
  expect(JSON.stringify((await stateOf(page)).knocks)).not.toContain('raw-client');
  await auditInBothThemes(page, 'window-expired');

  await card.getByRole('button', { name: 'Renew' }).click();
  await card.getByText('Token expired').waitFor({ state: 'detached' });
  expect((await postInitialize({ url, token })).status).toBe(200);
});
