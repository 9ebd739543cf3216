// What people do most often, done as they do it, from the window as it opens: how many clicks and keys each job takes.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { ask, command, stateOf, type TestApp } from '../support/app.ts';
import { startOAuthLab } from '../support/authorization-server.ts';
import { script } from '../support/fake-model.ts';
import type { TestHome } from '../support/home.ts';
import { press } from '../support/keys.ts';
import { callEcho } from '../support/oauth-fixtures.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { textOf } from '../support/patchbay.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';
import { httpTable } from '../support/remotes.ts';

const test = testOfOneApp({ settings: { secrets: { store: 'file' } } });

/** Clicks and keys. What is written or pasted into a field, or pasted on a page, is no effort of the window's making. */
const COUNTER = `
  globalThis.effort = 0;
  if (!globalThis.isCounting) {
    globalThis.isCounting = true;
    const isField = ({ target }) => target.closest('input, textarea') !== null;
    const isWriting = (event) => isField(event) && event.key.length === 1 && !event.ctrlKey && !event.altKey;
    const isPasting = ({ key, ctrlKey }) => ctrlKey && key.toLowerCase() === 'v';
    const isModifier = ({ key }) => ['Control', 'Shift', 'Alt', 'Meta'].includes(key);
    addEventListener('pointerdown', ({ isTrusted }) => { globalThis.effort += isTrusted ? 1 : 0 }, true);
    addEventListener('keydown', (event) => {
      const counts = event.isTrusted && !event.repeat && !isModifier(event) && !isWriting(event) && !isPasting(event);
      globalThis.effort += counts ? 1 : 0;
    }, true);
  }
`;

/** Does a job from where the page is, and says how many clicks and keys it took. */
async function effortOf(page: Page, job: () => Promise<unknown>): Promise<unknown> {
  await page.evaluate(COUNTER);
  await job();
  return page.evaluate('globalThis.effort');
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const place = (page: Page, name: RegExp) =>
  page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name }).click();
const isFocused = (page: Page) => page.locator(':focus');
const clipboardOf = ({ app }: TestApp) => app.evaluate(({ clipboard }) => clipboard.readText());
const configOf = ({ codexHome }: TestHome) => path.join(codexHome, 'config.toml');

async function cardAbout(page: Page, text: string): Promise<void> {
  await page.getByRole('group', { name: 'Command' }).getByText(text, { exact: true }).waitFor();
  await page.locator('article[data-keys=live]').waitFor();
}

test('the first patch of the demo: start it, look at the question, approve', async ({
  home,
  app,
  page,
  httpClient,
}) => {
  const config = fs.readFileSync(configOf(home), 'utf8');
  fs.writeFileSync(
    configOf(home),
    config.replace('requires_openai_auth = false', 'requires_openai_auth = true'),
  );
  await page.evaluate('localStorage.clear()');
  await page.reload();
  await button(page, 'Try the demo').waitFor();
  const effort = await effortOf(page, async () => {
    await button(page, 'Try the demo').click();
    await page.getByText('The demo model answers.').waitFor();
    const client = await httpClient(await app.server('demo'), { name: 'Cursor' });
    const called = client.codex({ prompt: 'use codex to add a README' });
    await button(page, 'Go to the question').click();
    await page.locator('article[data-keys=live]').waitFor();
    await press(page, 'Control+Enter');
    expect(textOf(await called)).toBeTruthy();
  });
  expect(effort).toBe(3);
  fs.writeFileSync(configOf(home), config);
  await command(page, 'start-server', { isDemo: false });
});

test('a question: a key to approve or deny it, two and the text to deny it with a reason', async ({
  home,
  model,
  app,
  page,
  httpClient,
}) => {
  const client = await httpClient(await app.server('asking'), { name: 'Cursor' });
  const steps = ['touch one', 'touch two', 'touch three'].map((cmd) => ({ exec: { cmd } }));
  const prompt = script('Touch three files', ...steps, { text: 'done' });
  const called = client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
  await cardAbout(page, 'touch one');
  expect(await effortOf(page, () => press(page, 'Control+Enter'))).toBe(1);
  await cardAbout(page, 'touch two');
  expect(await effortOf(page, () => press(page, 'Control+Backspace'))).toBe(1);
  await cardAbout(page, 'touch three');
  const effort = await effortOf(page, async () => {
    await press(page, 'Control+d');
    await page.getByRole('dialog').getByRole('textbox').and(isFocused(page)).waitFor();
    await page.keyboard.type('two are enough');
    await press(page, 'Control+Enter');
    await called;
  });
  expect(effort).toBe(2);
  expect(fs.readdirSync(home.folder)).toEqual(expect.arrayContaining(['one']));
  expect(fs.readdirSync(home.folder)).not.toEqual(expect.arrayContaining(['two']));
  expect(JSON.stringify(model.requests.at(-1)?.body)).toContain('two are enough');
});

test('a client: two for its token and text, two for its mode, two to revoke it, and one takes that back', async ({
  app,
  page,
  httpClient,
}) => {
  const connect = page.getByRole('main').getByRole('button', { name: 'Connect a client…' });
  await connect.waitFor();
  const connecting = await effortOf(page, async () => {
    await connect.click();
    await page.getByRole('textbox', { name: 'Name' }).and(isFocused(page)).waitFor();
    await page.keyboard.type('cursor');
    await press(page, 'Enter');
    await page.getByText('The text for Cursor is copied.').waitFor();
  });
  expect(connecting).toBe(2);
  await keepPicture(page, 'jobs-token');
  const { patchbay } = JSON.parse(await clipboardOf(app)).mcpServers;
  const server = { url: patchbay.url, token: patchbay.headers.Authorization.replace('Bearer ', '') };
  const client = await httpClient(server, { name: 'Cursor' });
  // The token is shown only once: Escape does not take it away.
  await press(page, 'Escape');
  await page.getByRole('button', { name: 'Done', exact: true }).click();

  const mode = page.getByRole('main').getByRole('combobox', { name: 'Mode of cursor' });
  await mode.waitFor();
  const changing = await effortOf(page, async () => {
    await mode.click();
    await page.getByRole('option', { name: 'Look only' }).click();
  });
  expect(changing).toBe(2);
  const rowOf = async () => (await stateOf(page)).principals.find(({ name }) => name === 'cursor');
  await eventually(async () => (await rowOf())?.mode === 'look-only');
  await keepPicture(page, 'jobs-home');

  const revoking = await effortOf(page, async () => {
    await place(page, /^Clients/);
    await page.getByRole('region', { name: 'cursor' }).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The token of cursor is revoked.').waitFor();
  });
  expect(revoking).toBe(2);
  await keepPicture(page, 'jobs-revoked');
  expect(await rowOf()).toBeUndefined();
  const refused = await fetch(server.url, { headers: { Authorization: `Bearer ${server.token}` } });
  expect(refused.status).toBe(401);
  expect(
    await effortOf(page, () => page.getByRole('alert').getByRole('button', { name: 'Undo' }).click()),
  ).toBe(1);
  await eventually(async () => (await rowOf())?.mode === 'look-only');
  await client.close();
  await httpClient(server, { name: 'Cursor' });
});

test('a remote: two to add what is pasted, two to sign in', async ({ home, app, page, httpClient }) => {
  const pasted = { mcpServers: { notes: { command: process.execPath, args: ['-e', '0'] } } };
  await app.app.evaluate(({ clipboard }, text) => clipboard.writeText(text), JSON.stringify(pasted));
  const adding = await effortOf(page, async () => {
    await place(page, /^Remotes/);
    await page.getByRole('heading', { name: 'No MCP servers yet.' }).waitFor();
    await press(page, 'Control+v');
    await page.getByText('notes starts this program').waitFor();
    await button(page, 'Add remote').click();
    await page.getByRole('heading', { name: 'notes', exact: true }).waitFor();
  });
  expect(adding).toBe(2);
  expect(fs.readFileSync(configOf(home), 'utf8')).toContain('[mcp_servers.notes]');

  const lab = await startOAuthLab();
  try {
    fs.appendFileSync(configOf(home), `\n${httpTable('lab', lab.url)}`);
    const client = await httpClient(await app.server('signing-in'));
    await eventually(async () => (await stateOf(page)).remotes.some(({ name }) => name === 'lab'));
    await callEcho(client);
    await app.app.evaluate(({ shell }) => {
      shell.openExternal = async (url) => void (await fetch(url));
    });
    // Refused in the browser: the log tells of it later.
    Object.assign(lab.callback, { code: undefined, error: 'access_denied' });
    await ask(page, 'sign-in-remote', { name: 'lab' });
    delete lab.callback['code'];
    delete lab.callback['error'];
    await press(page, 'Control+1');
    const attention = page.getByRole('listitem').filter({ hasText: 'lab' });
    await attention.waitFor();
    const signingIn = await effortOf(page, async () => {
      await attention.getByRole('button').first().click();
      await button(page, 'Sign in').click();
      await eventually(async () => {
        const row = (await stateOf(page)).remotes.find(({ name }) => name === 'lab');
        return row?.signIn?.kind === 'signed-in';
      });
    });
    expect(signingIn).toBe(2);
  } finally {
    await lab.close();
  }
});

test('what was: one for the approvals of yesterday, two for a thread as Markdown, one for the file that is wrong, two for the problem in the log', async ({
  home,
  app,
  page,
}) => {
  const audit = path.join(home.patchbayHome, 'audit.jsonl');
  const [line = ''] = fs.readFileSync(audit, 'utf8').split('\n');
  const dayBefore = new Date(Date.now() - 24 * 60 * 60_000).toISOString();
  fs.writeFileSync(audit, `${JSON.stringify({ ...JSON.parse(line), at: dayBefore })}\n`);
  await page.reload();
  await button(page, 'All decisions').waitFor();
  const looking = await effortOf(page, async () => {
    await button(page, 'All decisions').click();
    await page.getByRole('row').filter({ hasText: 'Approved' }).waitFor();
  });
  expect(looking).toBe(1);

  await press(page, 'Control+1');
  const thread = page.getByRole('main').getByRole('button', { name: /Touch three files/ });
  await thread.waitFor();
  const copying = await effortOf(page, async () => {
    await thread.click();
    await page.getByRole('heading', { name: 'Touch three files' }).waitFor();
    await press(page, 'Control+Shift+C');
    await eventually(async () => (await clipboardOf(app)).includes('> Touch three files'));
  });
  expect(copying).toBe(2);

  const told = path.join(home.root, 'told');
  const editor = path.join(home.root, 'vim');
  fs.writeFileSync(editor, `#!/bin/sh\necho "$@" > ${told}\n`, { mode: 0o755 });
  await command(page, 'change-settings', { changes: { editor } });
  fs.writeFileSync(configOf(home), `broken =\n${fs.readFileSync(configOf(home), 'utf8')}`);
  await button(page, 'Open at line 1').waitFor();
  const opening = await effortOf(page, async () => {
    await button(page, 'Open at line 1').click();
    await eventually(() => fs.existsSync(told) && fs.readFileSync(told, 'utf8').includes('+1'));
  });
  expect(opening).toBe(1);

  await press(page, 'Control+1');
  const reading = await effortOf(page, async () => {
    await place(page, /^Activity/);
    await page.getByRole('tab', { name: 'Problems' }).click();
    await page.getByRole('log').getByText('sign-in-failed').first().waitFor();
  });
  expect(reading).toBe(2);
  expect(await page.getByRole('log').getByText('listening').count()).toBe(0);
  await keepPicture(page, 'jobs-problems');
});
