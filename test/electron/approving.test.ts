// A person at the window decides: with the mouse, with the keyboard alone, and together with clients and terminals.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { describe } from 'vitest';
import { HOLD_MS } from '../../renderer/pages/inbox/press-guard.ts';
import { linesOf } from '../approvals/reads/hostile.ts';
import { makeReadsFolder } from '../approvals/reads/reads-folder.ts';
import { command, stateOf } from '../support/app.ts';
import { expect, test as testAlone } from '../support/app-fixtures.ts';
import { script, updateFile } from '../support/fake-model.ts';
import type { TestHome } from '../support/home.ts';
import { press } from '../support/keys.ts';
import { testOfOneApp } from '../support/one-app.ts';
import { textOf, threadOf } from '../support/patchbay.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

const patch = script(
  'Fix the greeting',
  { patch: updateFile('a.txt', 'one', 'two') },
  { text: 'changed it' },
);
const writing = (file: string) =>
  script({ exec: { cmd: `echo hi > ${file}` } }, { text: 'told: $LAST_OUTPUT' });

function writeGreeting(home: TestHome): string {
  const file = path.join(home.folder, 'a.txt');
  fs.writeFileSync(file, 'one\n');
  return file;
}

function textIs(page: Page, text: RegExp): Promise<unknown> {
  return page.getByText(text).first().waitFor();
}

/** Control+Enter within the page the moment a card is there: a busy machine may reach the page only when keys count. */
const HURRY = `new MutationObserver((_, hurry) => {
  if (!document.querySelector('article[data-keys=dead]')) return;
  hurry.disconnect();
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }));
  document.body.dataset.hurried = 'yes';
}).observe(document.body, { childList: true, subtree: true })`;

/** The page hears the second half of the next double click later than a person needs for two presses. */
const BUSY_IN_DOUBLE_CLICK = `(() => {
  let presses = 0;
  addEventListener('pointerdown', () => {
    presses += 1;
    if (presses !== 2) return;
    const began = performance.now();
    while (performance.now() - began < 600);
  }, { capture: true });
})()`;

describe('the window', () => {
  testAlone(
    'leads from the first start to an approved patch, with the mouse',
    async ({ home, start, httpClient }) => {
      const file = writeGreeting(home);
      const app = await start();
      const page = await app.page();
      await textIs(page, /Welcome to Patchbay/);
      const client = await httpClient(await app.server('cursor'), { name: 'Cursor' });
      await textIs(page, /Cursor is connected/);

      const called = client.codex({ prompt: patch, cwd: home.folder, sandbox: 'workspace-write' });
      await page.getByRole('button', { name: 'Go to the question' }).click();
      await page.getByRole('heading', { name: /Change 1 file/ }).waitFor();
      await textIs(page, /Fix the greeting/);
      expect(fs.readFileSync(file, 'utf8')).toBe('one\n');
      await keepPicture(page, 'electron-patch');
      await page.getByRole('button', { name: 'Approve once' }).click();

      expect(textOf(await called)).toBe('changed it');
      expect(fs.readFileSync(file, 'utf8')).toBe('two\n');
    },
  );

  test('denies a command with the keyboard alone, and the model reads why', async ({
    home,
    model,
    app,
    page,
    httpClient,
  }) => {
    const client = await httpClient(await app.server('hurried'));
    // Keys are dead for half a second after a card has come, so that nobody answers what they have not seen.
    await page.evaluate(HURRY);
    const called = client.codex({ prompt: writing('b.txt'), cwd: home.folder, sandbox: 'workspace-write' });
    await page.getByRole('heading', { name: 'Run a command?' }).waitFor();
    await page.locator('[data-keys=live]').waitFor();
    expect(await page.evaluate('document.body.dataset.hurried')).toBe('yes');
    expect(fs.existsSync(path.join(home.folder, 'b.txt'))).toBe(false);

    await press(page, 'Control+d');
    await page.getByRole('dialog').getByRole('textbox').and(page.locator(':focus')).waitFor();
    await page.keyboard.type('use printf instead');
    await press(page, 'Control+Enter');

    expect(textOf(await called)).toContain('rejected');
    expect(JSON.stringify(model.requests.at(-1)?.body)).toContain('use printf instead');
    expect(fs.existsSync(path.join(home.folder, 'b.txt'))).toBe(false);
  });

  test('runs a dangerous command only when yes is pressed twice or held, and shows it without its shell', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const made = path.join(home.folder, 'made');
    const client = await httpClient(await app.server('dangerous'), { name: 'Cursor' });
    const deleting = async () => {
      fs.mkdirSync(made, { recursive: true });
      const prompt = script('Tidy up', { exec: { cmd: 'rm -rf made' } }, { text: 'done' });
      return client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    };
    const first = deleting();
    const row = page.getByRole('navigation', { name: 'Waiting questions' }).getByRole('button');
    await row
      .filter({ hasText: 'rm -rf made' })
      .filter({ hasText: /work · dangerous \(Cursor\)/ })
      .waitFor();
    await page.getByRole('group', { name: 'Command' }).getByText('rm -rf made', { exact: true }).waitFor();
    await page.getByText(/^started by \S+ -l?c$/).waitFor();
    await page.locator('[data-keys=live]').waitFor();
    await page.getByRole('button', { name: 'Approve anyway', exact: true }).waitFor();
    const anyway = page.locator('[data-answer=approve]');
    await page.evaluate(BUSY_IN_DOUBLE_CLICK);
    await anyway.dblclick();
    await page.getByRole('status').getByText('Pressed once. Press again to approve.').waitFor();
    await press(page, 'Control+Shift+Enter');
    await page.locator('[data-answer="approve-for-thread"][data-phase="pressed-once"]').waitFor();
    expect((await stateOf(page)).inbox.at(-1)?.state.kind).toBe('waiting');

    // The second press of a person, who is slower than a double click.
    await anyway.click();
    await page.getByRole('button', { name: 'Press again' }).waitFor();
    await anyway.click({ delay: 500 });
    await first;
    expect(fs.existsSync(made)).toBe(false);

    const second = deleting();
    await page.locator('[data-keys=live]').waitFor();
    await press(page, 'Control+Enter', { delay: HOLD_MS + 200 });
    await second;
    expect(fs.existsSync(made)).toBe(false);
  });

  test('closes a card that was answered in a client that may approve', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const file = writeGreeting(home);
    const server = await app.server('cursor');
    const { id } = await eventually(async () =>
      (await stateOf(page)).principals.find(({ name }) => name === 'cursor'),
    );
    await command(page, 'change-principal', { id, changes: { mayApprove: true } });

    const client = await httpClient(server, {
      onElicit: () => ({ action: 'accept', content: { decision: 'approved' } }),
    });
    const result = await client.codex({ prompt: patch, cwd: home.folder, sandbox: 'workspace-write' });

    expect(textOf(result)).toBe('changed it');
    expect(fs.readFileSync(file, 'utf8')).toBe('two\n');
    expect((await stateOf(page)).inbox.at(-1)).toMatchObject({
      state: { kind: 'decided', decision: { means: 'client', by: 'test-client' } },
    });
  });

  test('alone can approve for a client that may not, whatever that client answers', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const file = writeGreeting(home);
    const client = await httpClient(await app.server('stubborn'), {
      onElicit: () => ({ action: 'accept' }),
    });
    const called = client.codex({ prompt: patch, cwd: home.folder, sandbox: 'workspace-write' });
    const [asked] = await eventually(() => client.elicitations.length > 0 && client.elicitations);
    expect(asked?.params.message).toContain('Only the Patchbay window can approve this');
    await page.getByRole('button', { name: 'Approve once' }).waitFor();
    expect(fs.readFileSync(file, 'utf8')).toBe('one\n');

    await page.locator('[data-keys=live]').waitFor();
    await page.getByRole('button', { name: 'Approve once' }).click();

    expect(textOf(await called)).toBe('changed it');
    expect((await stateOf(page)).inbox.at(-1)).toMatchObject({ state: { decision: { means: 'window' } } });
  });

  test('lets a command that only reads in the folder pass, and says so in the timeline', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    writeGreeting(home);
    const client = await httpClient(await app.server('reader'));
    const reading = script({ exec: { cmd: 'cat a.txt' } }, { text: 'read: $LAST_OUTPUT' });
    const result = await client.codex({ prompt: reading, cwd: home.folder, sandbox: 'workspace-write' });

    expect(textOf(result)).toContain('one');
    const threadId = threadOf(result);
    const timeline = await command(page, 'timeline', { threadId, start: 0, limit: 100 });
    expect(timeline.items).toContainEqual(
      expect.objectContaining({
        kind: 'question',
        decision: expect.objectContaining({ means: 'rule', by: 'Reads inside the folder' }),
      }),
    );
  });

  test('lets only everyday reads pass without a question', async ({ home, app, page, httpClient }) => {
    const folder = makeReadsFolder(home);
    const client = await httpClient(await app.server('hostile'), {
      onElicit: () => ({ action: 'accept', content: { decision: 'denied' } }),
    });
    const call = async (commands: readonly string[]) => {
      // One answer of the model with all of them: one after the other, each would come with all before it.
      const parallel = commands.map((cmd) => ({ exec: { cmd } }));
      const prompt = script({ parallel }, { text: 'done' });
      const result = await client.codex({ prompt, cwd: folder, sandbox: 'workspace-write' });
      expect(textOf(result)).toBe('done');
      const threadId = threadOf(result);
      const { items } = await command(page, 'timeline', { threadId, start: 0, limit: 500 });
      const decisions = items.flatMap((item: { kind: string; decision?: { means: string } }) =>
        item.kind === 'question' && item.decision ? [item.decision] : [],
      );
      return decisions.map(({ means }: { means: string }) => means);
    };

    const before = ['.', '.git', '.git/refs/heads'].map((name) => fs.readdirSync(path.join(folder, name)));
    const runs = linesOf('runs.txt');
    const hostile = await call([...runs, ...runs.map((line) => `ls\n${line}`)]);
    expect(hostile).not.toContain('rule');
    expect(hostile).toContain('client');
    expect(['.', '.git', '.git/refs/heads'].map((name) => fs.readdirSync(path.join(folder, name)))).toEqual(
      before,
    );

    const everyday = await call(linesOf('everyday.txt').slice(0, 40));
    expect(new Set(everyday)).toEqual(new Set(['rule']));
  });
});
