// The window as people with screen readers, magnifiers and only a keyboard meet it, in the real app. What axe says of
// every page is in looks.test.ts, on the stage.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { describe } from 'vitest';
import { resize, stateOf, tell, USUAL_SIZE } from '../support/app.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { script, updateFile } from '../support/fake-model.ts';
import { press } from '../support/keys.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { keepScreen } from '../support/pictures.ts';
import { cards, hugeCard } from './stage/cards.ts';

const test = testOfOneApp();

const pages = ['Inbox', 'Threads', 'Clients', 'Remotes', 'Rules', 'Activity', 'Settings'];
const prompt = script(
  'Fix the greeting',
  { exec: { cmd: 'ls' } },
  { patch: updateFile('a.txt', 'one', 'two') },
  { text: 'It **greets** now.' },
);

/** In both themes, and without the tooltip of what was clicked last. */
async function lookAt(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.getByRole('tooltip').waitFor({ state: 'detached' });
  await auditInBothThemes(page, `window-${name}`);
}

/** How many lines of a diff are seen as a whole. */
const VISIBLE_LINES = `(() => {
  const { top, bottom } = document.querySelector('article > [role=group]').getBoundingClientRect();
  const lines = [...document.querySelectorAll('article :is([data-sign="+"], [data-sign="-"], [data-sign=" "])')];
  return lines.filter((line) => {
    const box = line.getBoundingClientRect();
    return box.top >= top && box.bottom <= bottom;
  }).length;
})()`;

/** Ends when the scroll of a card has not moved for ten pictures. */
const SCROLL_AT_REST = `new Promise((resolve) => {
  const scroller = document.querySelector('article > [role=group]');
  let [top, still] = [-1, 0];
  const look = () => {
    still = scroller.scrollTop === top ? still + 1 : 0;
    top = scroller.scrollTop;
    if (still === 10) resolve();
    else requestAnimationFrame(look);
  };
  look();
})`;

/** What scrolls within the scroll of a card. */
const SCROLLING_INSIDE = `[...document.querySelectorAll('article > [role=group] *')]
  .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight)
  .map(({ tagName }) => tagName)`;

describe('the window', () => {
  test('has room for a card with its lines and answers in a small window', async ({ app, page }) => {
    // As the host would tell the window; what is shown of them is what counts here.
    await tell(app, { kind: 'state', events: cards.map((card) => ({ kind: 'card', card })) });
    for (const [width, height] of [
      [720, 480],
      [480, 360],
    ] as const) {
      await resize(app, width, height);
      for (const id of ['danger', 'patch', 'missed']) {
        await tell(app, { kind: 'open', place: { page: 'inbox', approvalId: id } });
        await page.locator(`article[aria-labelledby="question-${id}"]`).waitFor();
        const overflow = await page.evaluate(() => document.body.scrollWidth - window.innerWidth);
        expect(overflow, `${id} at ${width}`).toBeLessThanOrEqual(0);
        await keepScreen(app, `window-card-${id}-${width}`);
        if (width === 720 && id === 'patch') {
          await page.locator('article [data-token]').first().waitFor();
          // Colours and facts come a little later than the card, and the diff has its room then.
          await expect.poll(() => page.evaluate<number>(VISIBLE_LINES)).toBeGreaterThanOrEqual(12);
          const chords = page.locator('article footer kbd');
          expect(await chords.allTextContents()).toEqual([
            ...['Ctrl+Shift+Enter', 'Ctrl+Enter', 'Ctrl+.', 'Ctrl+D', 'Ctrl+Bksp'],
          ]);
          for (const chord of await chords.all()) expect(await chord.isVisible()).toBe(true);
        }
      }
    }
    await resize(app, ...USUAL_SIZE);
  });

  test('shows a patch of 5 MB with numbers and colours to its end, in the one scroll of its card', async ({
    app,
    page,
  }) => {
    await tell(app, { kind: 'state', events: [{ kind: 'card', card: hugeCard() }] });
    await tell(app, { kind: 'open', place: { page: 'inbox', approvalId: 'huge' } });
    const card = page.locator('article[aria-labelledby="question-huge"]');
    const scroller = card.getByRole('group', { name: 'Question', exact: true });
    const toolbar = card.getByRole('toolbar');
    const last = card.locator('[data-sign="+"]', { hasText: 'value299 ' });
    await card.locator('[data-token]').first().waitFor();
    expect(await page.evaluate<string[]>(SCROLLING_INSIDE)).toEqual([]);
    expect(await card.locator('[data-sign="+"]').count()).toBeLessThan(300);

    await toolbar.getByRole('button', { name: '0 of 101 files viewed' }).click();
    await card.getByRole('textbox', { name: 'Filter files' }).fill('file-99');
    const files = card.getByRole('navigation', { name: 'Files' }).getByRole('button');
    await expect.poll(() => files.allTextContents()).toEqual([expect.stringContaining('file-99.ts')]);
    await files.click();
    await toolbar.getByText('src/generated/file-99.ts').waitFor();
    await scroller.press('End');
    await last.locator('[data-token=string]').waitFor();
    expect(await last.textContent()).toContain('300');
    await auditInBothThemes(page, 'window-card-huge');

    await scroller.press('Home');
    // The order of the tree, where numbers are numbers.
    await toolbar.getByText('src/constants/long.ts').waitFor();
    await page.evaluate(SCROLL_AT_REST);
    for (const [key, file] of [
      ['n', 'src/constants/long.ts'],
      ['n', 'src/generated/file-0.ts'],
      ['n', 'src/generated/file-1.ts'],
      ['n', 'src/generated/file-2.ts'],
      ['p', 'src/generated/file-1.ts'],
    ] as const) {
      await press(page, key);
      await toolbar.getByText(file).waitFor();
      // The next key counts from where the scroll has come to rest.
      await page.evaluate(SCROLL_AT_REST);
    }
    await press(page, 'v');
    await toolbar.getByText('1 of 101 files viewed').waitFor();
    await card.getByRole('button', { name: /file-1\.ts/, expanded: false }).waitFor();
    await tell(app, { kind: 'state', events: [{ kind: 'card-gone', id: 'huge' }] });
  });

  test('decides nothing within half a second, by a bare key, or by a chord in a text field', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    // What a person was typing or clicking elsewhere when the card appeared.
    await page.evaluate(() => {
      const hurry = new MutationObserver(() => {
        const button = [...document.querySelectorAll('article button')].find(({ textContent }) =>
          textContent?.startsWith('Approve once'),
        );
        if (!button) return;
        hurry.disconnect();
        button.dispatchEvent(new MouseEvent('click', { bubbles: true }));
        const held = { key: 'Enter', ctrlKey: true, bubbles: true };
        document.body.dispatchEvent(new KeyboardEvent('keydown', held));
        document.body.dataset['hurried'] = 'yes';
      });
      hurry.observe(document.body, { childList: true, subtree: true });
    });
    const client = await httpClient(await app.server('hurried'), { name: 'Cursor' });
    const file = path.join(home.folder, 'made.txt');
    const touch = script({ exec: { cmd: 'touch made.txt' } }, { text: 'done' });
    const called = client.codex({ prompt: touch, cwd: home.folder, sandbox: 'workspace-write' });

    await page.locator('article[data-keys=live]').waitFor();
    expect(await page.evaluate(() => document.body.dataset['hurried'])).toBe('yes');
    for (const key of ['Enter', 'Space', 'a', 'd', 'Backspace', 'Shift+Enter']) await press(page, key);
    await press(page, 'Control+d');
    await page.getByRole('textbox').fill('Not now');
    await press(page, 'Control+Backspace');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const asked = (await stateOf(page)).inbox.filter(({ subject }) =>
      JSON.stringify(subject).includes('made.txt'),
    );
    expect(asked.map(({ state }) => state.kind)).toEqual(['waiting']);

    await press(page, 'Control+Backspace');
    await called;
    expect(fs.existsSync(file)).toBe(false);
    expect((await stateOf(page)).inbox.at(-1)?.state).toMatchObject({
      decision: { verdict: 'deny', means: 'window' },
    });
  });

  test('fits into 720 by 480, also at twice the size', async ({ app, page }) => {
    for (const zoom of [1, 2]) {
      await resize(app, 720 * zoom, 480 * zoom, zoom);
      for (const [index, name] of pages.entries()) {
        await press(page, `Control+${index + 1}`);
        await page.locator('[aria-current=page]', { hasText: name }).waitFor();
        const overflow = await page.evaluate(() => document.body.scrollWidth - window.innerWidth);
        expect(overflow, `${name} at ${zoom}`).toBeLessThanOrEqual(0);
        await keepScreen(app, `window-small-${name.toLowerCase()}-${zoom}`);
      }
    }
    await resize(app, ...USUAL_SIZE);
  });

  test('has no fault that axe finds on a real question, at home or in a thread, in the light and in the dark', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    fs.writeFileSync(path.join(home.folder, 'a.txt'), 'one\n');
    const client = await httpClient(await app.server('reader'), { name: 'Cursor' });
    const called = client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    await page.getByRole('heading', { name: 'Change 1 file?' }).waitFor();
    await lookAt(page, 'card');
    await page.getByRole('button', { name: 'Approve once' }).click();
    await called;

    await page.getByRole('region', { name: 'Last decisions' }).getByText('a.txt').waitFor();
    await page.getByRole('region', { name: 'Connected clients' }).getByText('Cursor').waitFor();
    await lookAt(page, 'home');
    await page
      .getByRole('region', { name: 'Last finished' })
      .getByRole('button', { name: /Fix the greeting/ })
      .click();
    await page.getByText('greets', { exact: true }).waitFor();
    await lookAt(page, 'thread');
  });
});
