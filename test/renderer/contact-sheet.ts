// `npm run contact-sheet [WORD…]`: pictures of every view of the window whose name has one of these words, in both themes,
// at three sizes and in the pseudo-language, and sheets of six or more of them to look at. All go to test-results/contact-sheet.
// With `--readme` it takes the picture of the README instead.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type OpenStage, useStage as withStage } from './looks/open-stage.ts';
import { type View, views } from './stage/views.ts';
import type { StagedLanguage } from './stage/words/staged-languages.ts';

interface Look {
  readonly name: string;
  readonly language: StagedLanguage;
  readonly theme: 'light' | 'dark';
  readonly size: readonly [width: number, height: number];
  /** On one sheet, in a row. */
  readonly columns: number;
  readonly rows: number;
}

const wide = { size: [1280, 820], columns: 2, rows: 3 } as const;

const looks: readonly Look[] = [
  { ...wide, name: 'light', language: 'en', theme: 'light' },
  { ...wide, name: 'dark', language: 'en', theme: 'dark' },
  { name: 'small', language: 'en', theme: 'light', size: [720, 480], columns: 3, rows: 4 },
  { name: 'high', language: 'en', theme: 'dark', size: [720, 900], columns: 4, rows: 2 },
  { ...wide, name: 'pseudo', language: 'pseudo', theme: 'light' },
];

const folder = path.resolve('test-results/contact-sheet');
const readmePicture = path.resolve('docs/images/window.webp');
const { values: options, positionals: wanted } = parseArgs({
  options: { readme: { type: 'boolean' } },
  allowPositionals: true,
});
const shown = views.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));

if (options.readme) {
  await withStage(takeReadmePicture);
  process.stdout.write(`${readmePicture}\n`);
} else {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  await withStage(async (stage) => {
    for (const look of looks) await takePictures(stage, look);
    for (const look of looks) await takeSheets(stage, look);
  });
  process.stdout.write(`${folder}\n`);
}

async function takeReadmePicture(stage: OpenStage): Promise<void> {
  const view = views.find(({ name }) => name === 'card patch');
  if (!view) throw new Error('The view of the README is gone.');
  await stage.speak('en');
  await stage.light('light');
  await stage.resize(1100, 760);
  await stage.show(view);
  const png = await stage.page.screenshot();
  fs.writeFileSync(readmePicture, Buffer.from(await asWebp(stage, png.toString('base64')), 'base64'));
}

/** The browser can write what Playwright cannot. @returns base64 */
function asWebp({ page }: OpenStage, png: string): Promise<string> {
  return page.evaluate(async (source) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${source}`;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
    return canvas.toDataURL('image/webp', 0.9).split(',')[1] ?? '';
  }, png);
}

function pictureOf(look: Look, view: View): string {
  return `${look.name}-${view.name.replaceAll(' ', '-')}.jpg`;
}

async function takePictures(stage: OpenStage, look: Look): Promise<void> {
  await stage.speak(look.language);
  await stage.light(look.theme);
  await stage.resize(...look.size);
  for (const view of shown) {
    await stage.show(view);
    await stage.page.screenshot({ path: path.join(folder, pictureOf(look, view)), quality: 80 });
  }
}

async function takeSheets({ page }: OpenStage, look: Look): Promise<void> {
  const each = look.columns * look.rows;
  await page.setViewportSize({ width: 1280, height: 1320 });
  for (let start = 0; start < shown.length; start += each) {
    const name = `sheet-${look.name}-${start / each + 1}`;
    const html = path.join(folder, `${name}.html`);
    fs.writeFileSync(html, sheetOf(look, shown.slice(start, start + each)));
    await page.goto(pathToFileURL(html).href);
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
  }
}

function sheetOf(look: Look, some: readonly View[]): string {
  const pictures = some.map(
    (view) =>
      `<figure><img src="${encodeURIComponent(pictureOf(look, view))}"><figcaption>${view.name}</figcaption></figure>`,
  );
  return `<!doctype html><meta charset="utf-8"><style>
body { display: grid; grid-template-columns: repeat(${look.columns}, 1fr); gap: 4px; margin: 0; background: #888; }
figure { margin: 0; } img { display: block; width: 100%; } figcaption { font: 12px sans-serif; }
</style>${pictures.join('')}`;
}
