// What axe, the accessibility checker, finds wrong with a page as it is shown now.
import axe, { type RunOptions } from 'axe-core';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { command } from './app.ts';
import { keepPicture } from './pictures.ts';

/** All that can be otherwise in the second theme, where the elements are the same. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** On the way from one theme to the other they have another contrast. */
const COLOURS_HAVE_CHANGED = `Promise.allSettled(
  document.getAnimations().filter((one) => one instanceof CSSTransition).map(({ finished }) => finished),
).then(() => undefined)`;

/** @param name of the page, in what fails and for pictures of it */
export async function auditInBothThemes(page: Page, name: string): Promise<void> {
  for (const appearance of ['light', 'dark'] as const) {
    const options = appearance === 'light' ? {} : { runOnly: COLOUR_RULES };
    await command(page, 'change-settings', { changes: { appearance } });
    await page.locator(`html[data-mantine-color-scheme=${appearance}]`).waitFor();
    await keepPicture(page, `${name}-${appearance}`);
    expect(await violationsOf(page, options), `${name}, ${appearance}`).toEqual([]);
  }
}

/** @returns a line for each element with a fault. The page must have no frames. */
export async function violationsOf(page: Page, options: RunOptions): Promise<string[]> {
  // Once a page: handing it over takes as much time as what it then does.
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(axe.source);
  await page.evaluate(COLOURS_HAVE_CHANGED);
  return page.evaluate(async (given) => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await inPage.run({ resultTypes: ['violations'], ...given });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  }, options);
}
