// How a Patchbay was installed decides who replaces it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findInstallation, ownAppImage } from '../../server/updates/installation.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-installation-'));
  for (const [kind, files] of Object.entries({
    deb: { 'package-type': 'deb\n', 'app-update.yml': '{}' },
    zip: { 'app-update.yml': '{"url":"https://example.com/"}' },
    bare: {},
  })) {
    fs.mkdirSync(path.join(folder, kind));
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, kind, name), text);
  }
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('an installation', () => {
  const mounted = { APPIMAGE: '/home/mira/Patchbay.AppImage', APPDIR: '/tmp/.mount_Patch' };
  test.each([
    ['a deb', 'deb', '/usr/lib/patchbay/patchbay-app', {}, { kind: 'deb', buildFeed: '' }],
    [
      'a deb, from the terminal of an AppImage',
      'deb',
      '/usr/lib/patchbay/patchbay-app',
      mounted,
      { kind: 'deb' },
    ],
    ['an AppImage', 'zip', '/tmp/.mount_Patch/patchbay-app', mounted, { kind: 'self-replacing' }],
    ['a zip', 'zip', '/opt/x/patchbay-app', {}, { kind: 'by-hand', buildFeed: 'https://example.com/' }],
    ['a zip, from the terminal of an AppImage', 'zip', '/opt/x/patchbay-app', mounted, { kind: 'by-hand' }],
    ['a folder without our file', 'bare', '/opt/x/patchbay-app', {}, { kind: 'by-hand', buildFeed: '' }],
  ])('is recognised: %s', (_, resources, program, env, expected) => {
    const found = findInstallation({ resources: path.join(folder, resources), program, env });
    expect(found).toMatchObject(expected);
  });

  test('is recognised: a clone', () => {
    expect(findInstallation({ resources: undefined, program: '/x', env: mounted })).toEqual({
      kind: 'by-hand',
      buildFeed: '',
    });
  });

  test.each([
    ['/tmp/.mount_Patch/usr/bin/x', mounted.APPIMAGE],
    ['/tmp/.mount_Patchbay/x', undefined],
    ['/tmp/x', undefined],
  ])('of an AppImage is that of %s: %s', (program, file) => {
    expect(ownAppImage(program, mounted)).toBe(file);
  });
});
