// Keys, as somebody presses them who looks where they go: a key that comes before its place is drawn goes elsewhere.
import type { Page } from 'playwright';

/** Whoever opens something listens for its keys a moment after it is drawn. */
const PAGE_IS_IDLE = 'new Promise((done) => requestIdleCallback(() => done(), { timeout: 2000 }))';

/** Waits until the page has done all that it has to do now. */
export async function untilIdle(page: Page): Promise<void> {
  await page.evaluate(PAGE_IS_IDLE);
}

/**
 * Presses a key once the page has nothing left to do: what is drawn hears it then.
 * @param options.delay for how many ms it is held
 */
export async function press(page: Page, key: string, options?: { delay: number }): Promise<void> {
  await untilIdle(page);
  await page.keyboard.press(key, options);
}

/** Chooses an option of the select that has the focus, with the keyboard alone. */
export async function chooseWithKeys(page: Page, name: string): Promise<void> {
  await press(page, 'Enter');
  const option = page.getByRole('option', { name, exact: true });
  await option.waitFor();
  for (let pressed = 0; pressed < 20; pressed += 1) {
    if (await option.getAttribute('data-combobox-selected')) return press(page, 'Enter');
    await press(page, 'ArrowDown');
  }
  throw new Error(`The arrow keys do not lead to "${name}"`);
}

/** Opens the palette, types and runs the command that this finds first. */
export async function runFromPalette(page: Page, typed: string): Promise<void> {
  await press(page, 'Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await palette.getByRole('combobox').and(page.locator(':focus')).waitFor();
  await page.keyboard.type(typed);
  await page.getByRole('option', { name: new RegExp(`^${typed}`, 'i'), selected: true }).waitFor();
  await press(page, 'Enter');
}
