// Ctrl-C at a question of a command ends the command, whatever it asks.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../support/fixtures.ts';
import { CTRL_C, openTerminal } from '../support/terminal.ts';

const docs = {
  name: 'io.github.someone/docs',
  remotes: [{ type: 'streamable-http', url: 'https://docs.example/mcp' }],
};

test.for<[question: string, words: string[]]>([
  ['(input hidden): ', ['mcp', 'login', 'docs', '--token']],
  ['New passphrase: ', ['approvals', 'passphrase']],
  ['[y/N] ', ['import', 'server.json']],
])('Ctrl-C ends a command that asks %s', async ([question, words], { home }) => {
  fs.writeFileSync(path.join(home.folder, 'server.json'), JSON.stringify(docs));
  const terminal = openTerminal(home, words);
  await terminal.sees(question);
  terminal.type(CTRL_C);
  expect(await terminal.ended).toBe(130);
  expect(terminal.screen()).not.toContain('patchbay:');
});
