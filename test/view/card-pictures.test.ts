// The pictures beside a patch that changes SVG files.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { PatchChange } from '../../server/approvals/approval.ts';
import { cardPictures } from '../../server/view/approvals/card-pictures.ts';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-pictures-'));
const folder = path.join(root, 'project');
const own = path.join(folder, 'own');
afterAll(() => fs.rmSync(root, { recursive: true }));

const before = '<svg>\n<rect fill="grey"/>\n<!-- token=sesame -->\n</svg>\n';
const after = before.replace('grey', 'blue');
const diff = '@@ -1,3 +1,3 @@\n <svg>\n-<rect fill="grey"/>\n+<rect fill="blue"/>\n <!-- token=sesame -->\n';
for (const file of ['project/logo.svg', 'project/own/logo.svg', 'project/notes.txt', 'outside.svg']) {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), before);
}
fs.writeFileSync(path.join(folder, 'other.svg'), '<svg/>');
fs.symlinkSync('logo.svg', path.join(folder, 'link.svg'));

const update = (file: string, to?: string): PatchChange => ({
  path: path.join(folder, file),
  kind: { type: 'update', move_path: to === undefined ? null : path.join(folder, to) },
  diff,
});
const shown = (...changes: PatchChange[]) =>
  cardPictures(
    { kind: 'patch', changes },
    { folder, ownFolders: [own], redact: (text) => text.replaceAll('sesame', '[secret]') },
  );

test('are the file as it is and as the patch makes it, without secrets', () => {
  const picture = (text: string) => ({
    kind: 'svg',
    text: text.replace('sesame', '[secret]'),
    sizeBytes: text.length,
  });
  const sides = { before: picture(before), after: picture(after) };
  expect(shown(update('logo.svg'))).toEqual({ [path.join(folder, 'logo.svg')]: sides });
  expect(shown(update('logo.svg', 'sign.svg'))).toEqual({ [path.join(folder, 'logo.svg')]: sides });
});

test.each([
  ['is no SVG', 'notes.txt'],
  ['is not as the patch has it', 'other.svg'],
  ['is not there', 'gone.svg'],
  ['is a link', 'link.svg'],
  ['is outside the folder', '../outside.svg'],
  ["is Patchbay's own", 'own/logo.svg'],
])('are not there of a file that %s', (_, file) => {
  expect(shown(update(file))).toEqual({});
  expect(Object.keys(shown(update(file), update('logo.svg')))).toEqual([path.join(folder, 'logo.svg')]);
});
