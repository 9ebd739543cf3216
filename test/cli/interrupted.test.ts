// Ctrl-C at a question of a command ends the command, whatever it asks.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../support/fixtures.ts';
import { CTRL_C, openTerminal } from '../support/terminal.ts';

const docs = {
  name: 'io.github.someone/docs',
  remotes: [{ type: 'streamable-http', url: 'https://docs.example/mcp' }],
};

/** With the end of input: the command asks after it. */
const PASTED = '{"mcpServers":{"docs":{"command":"docs-server"}}}\n\u0004';

test.for<[question: string, words: string[], typed?: string]>([
  ['(input hidden): ', ['mcp', 'login', 'docs', '--token']],
  ['New passphrase: ', ['approvals', 'passphrase']],
  ['[y/N] ', ['import', 'server.json']],
  ['[y/N] ', ['mcp', 'add', '-'], PASTED],
])('Ctrl-C ends a command that asks %s', async ([question, words, typed], { home }) => {
  fs.writeFileSync(path.join(home.folder, 'server.json'), JSON.stringify(docs));
  const terminal = openTerminal(home, words);
  if (typed !== undefined) {
    await terminal.sees('Ctrl-D.');
    terminal.type(typed);
  }
  await terminal.sees(question);
  terminal.type(CTRL_C);
  expect(await terminal.ended).toBe(130);
  expect(terminal.screen()).not.toContain('patchbay:');
});
