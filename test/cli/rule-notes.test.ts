// What `patchbay rules add` says of a rule that nothing matches now.
import fs from 'node:fs';
import path from 'node:path';
import { changeRules, type NewRule } from '../../server/approvals/rules/change.ts';
import { openRuleStore } from '../../server/approvals/rules/store.ts';
import { notesOn } from '../../server/cli/rule-notes.ts';
import { resolvePaths } from '../../server/config/paths.ts';
import { expect, test } from '../support/fixtures.ts';
import { probeTable } from '../support/remotes.ts';

const tool = (name: string) => ({ kind: 'tool', name }) as const;
const command = (text: string) => ({ kind: 'command', text }) as const;

test.for<[name: string, rule: (folder: string) => Partial<NewRule>, notes: RegExp[]]>([
  ['a tool of a known server', () => ({ about: tool('probe/echo') }), []],
  [
    'a name close to one',
    () => ({ about: tool('prob/echo') }),
    [/no MCP server named prob\. It has probe, off\./],
  ],
  ['a server that is disabled', () => ({ about: tool('off/echo') }), [/off is switched off/]],
  [
    'an allow for a tool in a folder',
    (folder) => ({ decision: 'allow', about: tool('probe/echo'), folder }),
    [/makes itself have no folder: with --folder \//],
  ],
  ['a program that is nowhere', () => ({ about: command('gti push') }), [/No program named gti/]],
  [
    'a program in a folder that Codex may write to',
    (folder) => ({ decision: 'allow', about: command(`${folder}/tool run`), folder }),
    [/there you are asked all the same/],
  ],
])('a new rule about %s', ([, rule, notes], { home, model }) => {
  home.writeConfig({
    baseUrl: model.baseUrl,
    extra: [probeTable('probe'), probeTable('off', [], 'enabled = false')].join('\n'),
  });
  fs.writeFileSync(path.join(home.folder, 'tool'), '', { mode: 0o755 });
  const change = { do: 'add', decision: 'deny', ...rule(home.folder) } as NewRule;
  const saved = changeRules(change, {
    store: openRuleStore(path.join(home.root, 'rules.json')),
    searchPath: '/usr/bin:/bin',
    clients: [],
    running: [],
    how: 'command-line',
  });
  expect(notesOn(saved, resolvePaths({ env: home.env }))).toEqual(
    notes.map((note) => expect.stringMatching(note)),
  );
});
