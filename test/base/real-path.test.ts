import fs from 'node:fs';
import path from 'node:path';
import { realPath, withRealPath } from '../../server/base/real-path.ts';
import { expect, test } from '../support/fixtures.ts';

test('a link is where it leads, and what leads nowhere is itself', ({ home }) => {
  const link = path.join(home.root, 'link');
  fs.symlinkSync(home.folder, link);
  expect(realPath(link)).toBe(fs.realpathSync(home.folder));
  expect(withRealPath(link)).toEqual([link, fs.realpathSync(home.folder)]);
  const missing = path.join(home.folder, 'a', '..', 'missing');
  expect(realPath(missing)).toBe(path.join(home.folder, 'missing'));
  expect(withRealPath(fs.realpathSync(home.folder))).toHaveLength(1);
});
