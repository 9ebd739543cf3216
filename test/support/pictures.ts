// Pictures of what the tests see, in test-results, for whoever changes a page: `PICTURES=1` makes them. No test looks at
// one, and drawing them takes a third of the processor time of a test of the window.
import fs from 'node:fs';
import type { Page } from 'playwright';
import type { TestApp } from './app.ts';

const areWanted = process.env['PICTURES'] !== undefined;

export async function keepPicture(page: Page, name: string): Promise<void> {
  if (areWanted) await page.screenshot({ path: `test-results/${name}.png` });
}

/** As it is on the screen, however large: Playwright's own picture ends at half of a page that is twice the size. */
export async function keepScreen({ app }: TestApp, name: string): Promise<void> {
  if (!areWanted) return;
  const png = await app.evaluate(async ({ BrowserWindow }) => {
    const picture = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return picture?.toPNG().toString('base64') ?? '';
  });
  fs.mkdirSync('test-results', { recursive: true });
  fs.writeFileSync(`test-results/${name}.png`, Buffer.from(png, 'base64'));
}
