// The generated pages say what the code says; `npm run docs` writes them. A list that is written by hand is complete.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clientPage } from '../../scripts/docs/client-page.ts';
import { commandPage } from '../../scripts/docs/command-page.ts';
import { allCommands, commandTree } from '../../scripts/package/command-tree.ts';
import { buildProgram } from '../../server/cli/command-line.ts';
import { resolvePaths } from '../../server/config/paths.ts';

test('docs/commands.md has every command and option (`npm run docs` writes it)', async () => {
  await expect(commandPage(commandTree(buildProgram()))).toMatchFileSnapshot('../../docs/commands.md');
});

test('docs/clients.md has the settings of every client (`npm run docs` writes it)', async () => {
  await expect(clientPage()).toMatchFileSnapshot('../../docs/clients.md');
});

/** A section of docs/cli.md, and the command whose options its table explains. */
test.each([
  ['Options of `mcp-server`', ['mcp-server']],
  ['Limits of a client', ['token', 'limit']],
  ['Leash', ['token', 'leash']],
  ['Rules', ['rules', 'add']],
  ['Connecting clients', ['connect']],
])('docs/cli.md explains the options in “%s”, all and no others', (heading, words) => {
  const command = allCommands(commandTree(buildProgram())).find((one) => one.words.join() === words.join());
  const options =
    command?.options.flatMap(({ names }) => names.filter((name) => name.startsWith('--'))) ?? [];
  const cells = sectionOf(heading).match(/^\| `--[^|]*\|/gm) ?? [];
  const explained = cells.flatMap((cell) => cell.match(/--[a-z-]+/g) ?? []);
  expect(explained.toSorted()).toEqual(options.filter((name) => name !== '--help').toSorted());
});

test('docs/cli.md names every file of PATCHBAY_HOME', () => {
  const section = sectionOf('Files in PATCHBAY_HOME');
  const home = '/patchbay-home';
  const paths = Object.values(resolvePaths({ env: { PATCHBAY_HOME: home, CODEX_HOME: '/codex-home' } }));
  const inHome = paths.filter((file) => path.dirname(file) === home).map((file) => path.basename(file));
  expect(inHome.filter((name) => !section.includes(`\`${name}`))).toEqual([]);
});

function sectionOf(heading: string): string {
  const [, after = ''] = fs.readFileSync('docs/cli.md', 'utf8').split(`\n## ${heading}\n`);
  return after.split('\n## ')[0] ?? '';
}
