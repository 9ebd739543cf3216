// One scale for the space between things, and one for text: what is near a value of it is a slip.
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const SPACES_PX = [0, 1, 2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40];
const LONGEST_MOTION_MS = 150;

const sheets = fs
  .readdirSync('renderer', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.css'))
  .map((file) => ({ file, text: fs.readFileSync(path.join('renderer', file), 'utf8') }));

/** `home.module.css: gap: 7px` for each declaration of these properties that has a value the check does not want. */
function slips(properties: string, isSlip: (value: string) => boolean): string[] {
  const declaration = new RegExp(`(?:^|[\\s;{])((?:${properties})[a-z-]*: ([^;]+));`, 'g');
  return sheets.flatMap(({ file, text }) =>
    [...text.matchAll(declaration)].flatMap(([, whole = '', value = '']) =>
      isSlip(value) ? [`${file}: ${whole}`] : [],
    ),
  );
}

describe('every style sheet', () => {
  test('keeps to the steps of one scale between things', () => {
    const isOff = (value: string) =>
      [...value.matchAll(/(?<![\w.])(\d+(?:\.\d+)?)px/g)].some(([, px]) => !SPACES_PX.includes(Number(px)));
    expect(sheets.length).toBeGreaterThan(30);
    expect(slips('padding|margin|gap|row-gap|column-gap', isOff)).toEqual([]);
  });

  test('names the sizes of its texts, or sizes them by what is around them', () => {
    expect(slips('font-size', (value) => !/^(var\(.+\)|[\d.]+em|inherit)$/.test(value))).toEqual([]);
  });

  test('moves for less than 150 ms, and for longer only where the system allows motion', () => {
    const isLong = (value: string) =>
      [...value.matchAll(/([\d.]+)(ms|s)\b/g)].some(
        ([, number, unit]) => Number(number) * (unit === 's' ? 1000 : 1) > LONGEST_MOTION_MS,
      );
    const allowed = (text: string) =>
      text.replace(/@media \(prefers-reduced-motion: no-preference\) \{[\s\S]*?\n\}/g, '');
    for (const sheet of sheets) sheet.text = allowed(sheet.text);
    expect(slips('transition|animation', isLong)).toEqual([]);
  });
});
