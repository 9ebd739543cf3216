// What a person cannot make a rule of, and what is said about it.
import path from 'node:path';
import { changeRules, type NewRule } from '../../../server/approvals/rules/change.ts';
import { openRuleStore } from '../../../server/approvals/rules/store.ts';
import { expect, test } from '../../support/fixtures.ts';
import { patchbayFile } from '../../support/patchbay.ts';

const command = (text: string): Partial<NewRule> => ({ about: { kind: 'command', text } });

test.for<[says: string, change: Partial<NewRule>]>([
  ['not one simple command', command('touch a; touch b')],
  ['a redirection', command('touch > a')],
  ['a pattern', command('touch *')],
  ['sudo starts other programs', command('sudo touch a')],
  ['not on the PATH', command('no-such-program')],
  ['relative path', command('./touch')],
  ['does not name a tool', { about: { kind: 'tool', name: 'a' } }],
  ['starts Patchbay itself', command(`node ${patchbayFile} token list`)],
  ['-exec can run another program', command('find . -exec touch a')],
  ['what git obeys', { about: { kind: 'patch', globs: ['.git/**'] } }],
  ['nobody', { ...command('touch'), client: 'nobody' }],
  ['--folder /nowhere', { ...command('touch'), folder: '/nowhere' }],
  ['none runs there', { ...command('touch'), for: 'thread' }],
])('a rule is refused with the reason: %s', ([says, change], { home }) => {
  const store = openRuleStore(path.join(home.root, 'rules.json'));
  const wanted = { do: 'add', decision: 'allow', ...change } as NewRule;
  const changes = {
    store,
    searchPath: '/usr/bin:/bin',
    clients: [],
    running: [],
    how: 'command-line',
  } as const;
  expect(() => changeRules(wanted, changes)).toThrow(says);
  expect(store.list()).toEqual([]);
});
