// Keys, as somebody presses them who looks where they go: a key that comes before its place is drawn goes elsewhere.
import type { Page } from 'playwright';

/** Chooses an option of the select that has the focus, with the keyboard alone. */
export async function chooseWithKeys(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Enter');
  const option = page.getByRole('option', { name, exact: true });
  await option.waitFor();
  for (let pressed = 0; pressed < 20; pressed += 1) {
    if (await option.getAttribute('data-combobox-selected')) return page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`The arrow keys do not lead to "${name}"`);
}

/** Opens the palette, types and runs the command that this finds first. */
export async function runFromPalette(page: Page, typed: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  await palette.getByRole('combobox').and(page.locator(':focus')).waitFor();
  await page.keyboard.type(typed);
  await page.getByRole('option', { name: new RegExp(`^${typed}`, 'i'), selected: true }).waitFor();
  await page.keyboard.press('Enter');
}
