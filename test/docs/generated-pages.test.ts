// The generated pages say what the code says; `npm run docs` writes them. A list that is written by hand is complete.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clientPage } from '../../scripts/docs/client-page.ts';
import { commandPage } from '../../scripts/docs/command-page.ts';
import { commandTree } from '../../scripts/package/command-tree.ts';
import { buildProgram } from '../../server/cli/command-line.ts';
import { resolvePaths } from '../../server/config/paths.ts';

test('docs/commands.md has every command and option (`npm run docs` writes it)', async () => {
  await expect(commandPage(commandTree(buildProgram()))).toMatchFileSnapshot('../../docs/commands.md');
});

test('docs/clients.md has the settings of every client (`npm run docs` writes it)', async () => {
  await expect(clientPage()).toMatchFileSnapshot('../../docs/clients.md');
});

test('docs/cli.md names every file of PATCHBAY_HOME', () => {
  const [, section = ''] = fs.readFileSync('docs/cli.md', 'utf8').split('## Files in PATCHBAY_HOME');
  const home = '/patchbay-home';
  const paths = Object.values(resolvePaths({ env: { PATCHBAY_HOME: home, CODEX_HOME: '/codex-home' } }));
  const inHome = paths.filter((file) => path.dirname(file) === home).map((file) => path.basename(file));
  expect(inHome.filter((name) => !section.includes(`\`${name}`))).toEqual([]);
});
