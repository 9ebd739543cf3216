// Every view of the window, as a picture: nothing is cut or overflows, all that is said can be translated, and neither
// axe nor the console has anything to say.
import type { Locator } from 'playwright';
import { test as base, describe, expect, vi } from 'vitest';
import { words } from '../../renderer/words.ts';
import { COLOUR_RULES, violationsOf } from '../support/axe.ts';
import { press, runFromPalette, untilIdle } from '../support/keys.ts';
import { cutTexts, labelsWithMarks, toldTexts } from './looks/in-page.ts';
import { leftInEnglish } from './looks/left-in-english.ts';
import { type OpenStage, sizes, useStage, usualSize } from './looks/open-stage.ts';
import { banner, happenings } from './stage/happenings.ts';
import { views } from './stage/views.ts';
import { german } from './stage/words/german.ts';
import { japanese } from './stage/words/japanese.ts';

/** It only ends what hangs: a busy machine needs minutes for what takes half a minute on a quiet one. */
vi.setConfig({ testTimeout: 400_000 });

const test = base.extend<{ stage: OpenStage }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  stage: [({}, use) => useStage(use), { scope: 'file' }],
});

/** Each fault once, with the views that have it. */
class Faults {
  readonly #views = new Map<string, string[]>();

  add(where: string, faults: readonly string[]): void {
    for (const fault of faults) this.#views.set(fault, [...(this.#views.get(fault) ?? []), where]);
  }

  get lines(): string[] {
    return [...this.#views].map(([fault, [first, ...others]]) =>
      [fault, '—', first, others.length > 0 && `and ${others.length} more`].filter(Boolean).join(' '),
    );
  }
}

describe('every view', () => {
  test('has all of its texts from the words of a language, and room for longer ones at every size', async ({
    stage,
  }) => {
    await stage.speak('pseudo');
    const faults = new Faults();
    for (const view of views) {
      // It is drawn at the usual size, not first at that of the view before it.
      await stage.page.setViewportSize(usualSize);
      await stage.show(view);
      const { told, given } = await stage.page.evaluate(toldTexts);
      // What JavaScript calls an error is nobody's text.
      const typed = (view.clicks ?? []).flatMap(([, , value]) => value ?? []);
      if (view.query !== 'scene=impossible') faults.add(view.name, leftInEnglish(told, [...given, ...typed]));
      for (const [width, height] of sizes.toReversed()) {
        await stage.resize(width, height);
        faults.add(`${view.name} at ${width}×${height}`, await stage.page.evaluate(cutTexts));
      }
    }
    expect(faults.lines).toEqual([]);
  });

  test.for([
    ['de', german],
    ['ja', japanese],
  ] as const)('has room for a real language: %s', async ([language, { pages, home }], { stage }) => {
    await stage.speak(language);
    const faults = new Faults();
    for (const view of views.filter(({ name }) => ['done inbox', 'empty inbox'].includes(name))) {
      await stage.show(view);
      const { told } = await stage.page.evaluate(toldTexts);
      expect(told).toEqual(expect.arrayContaining([pages.settings, home.connected]));
      for (const [width, height] of sizes) {
        await stage.resize(width, height);
        faults.add(`${view.name} at ${width}×${height}`, await stage.page.evaluate(cutTexts));
      }
    }
    expect(faults.lines).toEqual([]);
  });

  test('has no fault that axe or the console knows of, in the light and in the dark, and labels without marks of code', async ({
    stage,
  }) => {
    await stage.speak('en');
    stage.takeComplaints();
    const faults = new Faults();
    // Every other view begins in the dark: a change of the theme draws everything anew.
    const themes = ['light', 'dark'] as const;
    for (const [index, view] of views.entries()) {
      await stage.show(view);
      faults.add(view.name, await stage.page.evaluate(labelsWithMarks));
      for (const theme of index % 2 === 0 ? themes : themes.toReversed()) {
        await stage.light(theme);
        const isFirst = theme === themes[index % 2];
        const options = isFirst ? {} : { runOnly: COLOUR_RULES };
        faults.add(`${view.name}, ${theme}`, await violationsOf(stage.page, options));
      }
      const said = stage.takeComplaints();
      // React says what its error boundary has caught.
      if (view.query !== 'scene=impossible') faults.add(view.name, said);
    }
    expect(faults.lines).toEqual([]);
  });
});

test('nothing jumps when something is loaded, comes or goes', async ({ stage }) => {
  await stage.speak('en');
  const faults = new Faults();
  for (const happening of happenings) faults.add(happening.name, await stage.watch(happening));
  expect(faults.lines).toEqual([]);
});

test('a banner that pushes a card down makes its answers dead for a moment', async ({ stage }) => {
  await stage.speak('en');
  await stage.show({ name: 'card', query: 'scene=busy', place: '#/inbox/command' });
  await stage.page.locator('article[data-keys=live]').waitFor();
  const seen = await stage.page.evaluate(async (event) => {
    const article = document.querySelector('article');
    if (!article) throw new Error('no card is shown');
    const states: (string | undefined)[] = [];
    const ends = new Promise<void>((resolve) => {
      new MutationObserver(() => {
        states.push(article.dataset['keys']);
        if (states.at(-1) === 'live') resolve();
      }).observe(article, { attributeFilter: ['data-keys'] });
    });
    window.stage.send({ kind: 'state', events: [event] });
    await ends;
    return states;
  }, banner);
  expect(seen).toEqual(['dead', 'live']);
});

test.for(['card rule', 'card tell', 'rule add', 'remote add', 'connect', 'rules export'])(
  'the dialog of “%s” takes the focus; Escape closes it alone, and the focus is where it was',
  async (name, { stage: { page, speak, show } }) => {
    await speak('en');
    const view = views.find((one) => one.name === name);
    const [role, opens] = view?.clicks?.at(-1) ?? [];
    if (!view || role === undefined || opens === undefined) throw new Error(`no view ${name} with a click`);
    await show({ ...view, clicks: [] });
    const opener = page.getByRole(role, { name: new RegExp(`^${opens(words)}`) }).first();
    await opener.click();
    const dialog = page.getByRole('dialog');
    const focused = dialog.locator(':focus');
    await focused.waitFor();
    expect(await focused.getAttribute('aria-label')).not.toBe(words.close);
    await press(page, 'Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => opener.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(new URL(page.url()).hash).toBe(view.place);
  },
);

/** Gives the focus to a field of a page. @returns that field */
async function inSearchField({ page, speak, show }: OpenStage): Promise<Locator> {
  await speak('en');
  await show({ name: 'threads', query: 'scene=busy', place: '#/threads' });
  const field = page.getByRole('textbox', { name: 'Search everything said and done' });
  await field.focus();
  return field;
}

test('the palette goes round with the arrow keys, says which entry is chosen, and gives the focus back', async ({
  stage,
}) => {
  const { page } = stage;
  const field = await inSearchField(stage);
  await press(page, 'Control+k');
  const options = page.getByRole('listbox', { name: 'Commands' }).getByRole('option');
  const chosen = page.getByRole('option', { selected: true });
  const first = await options.first().textContent();
  await expect.poll(() => chosen.allTextContents()).toEqual([first]);
  for (const [key, entry] of [
    ['ArrowUp', options.last()],
    ['ArrowDown', options.first()],
    ['ArrowDown', options.nth(1)],
  ] as const) {
    await press(page, key);
    const id = await entry.getAttribute('id');
    await page.locator(`[role=combobox][aria-activedescendant="${id}"]`).waitFor();
    await expect.poll(() => chosen.allTextContents()).toEqual([await entry.textContent()]);
  }
  await press(page, 'Escape');
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
});

test('a dialog that the palette has opened gives the focus back to what had it before the palette', async ({
  stage,
}) => {
  const { page } = stage;
  const field = await inSearchField(stage);
  await runFromPalette(page, words.palette.denyAndStop);
  const dialog = page.getByRole('dialog', { name: words.palette.stopTitle });
  await dialog.locator(':focus').waitFor();
  await page.getByRole('dialog', { name: 'Commands' }).waitFor({ state: 'detached' });
  await dialog.locator(':focus').waitFor();
  await press(page, 'Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
});

test('whoever goes elsewhere before their answer to a question has arrived stays there', async ({
  stage: { page, speak },
}) => {
  await speak('en');
  await page.evaluate(() => window.stage.show('scene=busy&held=yes', '#/inbox/command'));
  await page.locator('article[data-keys=live]').waitFor();
  await press(page, 'Control+Backspace');
  await press(page, 'Control+2');
  await page.locator('[aria-current=page]', { hasText: 'Threads' }).waitFor();
  await page.evaluate(() => window.stage.answer());
  await untilIdle(page);
  expect(await page.locator('[aria-current=page]').textContent()).toContain('Threads');
});
