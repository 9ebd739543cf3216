// The generated pages say what the code says. `npm run docs` writes them.
import { expect, test } from 'vitest';
import { clientPage } from '../../scripts/docs/client-page.ts';
import { commandPage } from '../../scripts/docs/command-page.ts';
import { commandTree } from '../../scripts/package/command-tree.ts';
import { buildProgram } from '../../server/cli/command-line.ts';

test('docs/commands.md has every command and option (`npm run docs` writes it)', async () => {
  await expect(commandPage(commandTree(buildProgram()))).toMatchFileSnapshot('../../docs/commands.md');
});

test('docs/clients.md has the settings of every client (`npm run docs` writes it)', async () => {
  await expect(clientPage()).toMatchFileSnapshot('../../docs/clients.md');
});
