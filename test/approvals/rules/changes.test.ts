// Changes of rules as a person says them: what they make of a rule, and which of them can only narrow.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { changeRules, isNarrowing, type RuleChange } from '../../../server/approvals/rules/change.ts';
import type { Rule } from '../../../server/approvals/rules/rule.ts';
import { openRuleStore } from '../../../server/approvals/rules/store.ts';
import { expect, test } from '../../support/fixtures.ts';
import type { TestHome } from '../../support/home.ts';
import { makeRuledFolder } from './ruled-folder.ts';

function changing(home: TestHome) {
  const ruled = makeRuledFolder(home);
  const store = openRuleStore(path.join(home.root, 'rules.json'));
  const about = { store, searchPath: ruled.searchPath, running: [], how: 'page' } as const;
  const clients = [{ id: 'p_1', name: 'cursor' }];
  return { ruled, store, change: (change: RuleChange) => changeRules(change, { ...about, clients }) };
}

describe('a rule in the words of a person', () => {
  test('can be exact, about several patterns of files, and insist on arguments of a tool', ({ home }) => {
    const { ruled, change } = changing(home);
    const { folder } = ruled;
    const add = (about: Extract<RuleChange, { do: 'add' }>['about']) =>
      change({ do: 'add', decision: 'allow', about, folder, client: 'cursor' });
    expect(add({ kind: 'command', text: 'npm test', isExact: true })).toMatchObject({
      about: { program: 'npm', argumentPrefix: ['test'], isExact: true },
      scope: { folder, client: { id: 'p_1', name: 'cursor' } },
      origin: { how: 'page' },
    });
    expect(add({ kind: 'patch', globs: ['src/**', '*.md'] }).about).toEqual({
      kind: 'patch',
      globs: ['src/**', '*.md'],
    });
    expect(add({ kind: 'tool', name: 'github/create_issue', arguments: { repo: 'api' } }).about).toEqual({
      kind: 'tool',
      remote: 'github',
      tool: 'create_issue',
      arguments: { repo: 'api' },
    });
    expect(() =>
      change({ do: 'add', decision: 'deny', about: { kind: 'host', host: 'a' }, client: 'x' }),
    ).toThrow('x');
  });

  test('is edited without becoming another: id, origin and pause stay', ({ home }) => {
    const { ruled, store, change } = changing(home);
    const { id, origin } = change({
      do: 'add',
      decision: 'allow',
      about: { kind: 'command', text: 'npm test' },
      folder: ruled.folder,
      client: 'cursor',
    });
    change({ do: 'pause', id, isPaused: true });
    const edit = (changes: Extract<RuleChange, { do: 'edit' }>['changes']) =>
      change({ do: 'edit', id, changes });
    expect(edit({ about: { kind: 'command', text: 'npm run build' } })).toMatchObject({
      id,
      origin,
      isPaused: true,
      about: { argumentPrefix: ['run', 'build'] },
      examples: { match: ['npm run build'] },
      scope: { client: { name: 'cursor' } },
    });
    expect(edit({ client: null, folder: null, until: 'day' })).toMatchObject({
      scope: {},
      until: { kind: 'day' },
    });
    expect(store.list()).toHaveLength(1);
    expect(() => edit({ about: { kind: 'patch', globs: ['a'] } })).toThrow('something else');
    expect(() => edit({ about: { kind: 'command', text: 'bash' } })).toThrow('runs any text');
    expect(() => edit({ folder: '/nowhere' })).toThrow('The folder /nowhere');
    expect(store.list()[0]?.about).toMatchObject({ argumentPrefix: ['run', 'build'] });
  });

  test('can be removed or prolonged after its day is over', ({ home }) => {
    const { ruled, store, change } = changing(home);
    const over = (): Rule => ({
      ...ruled.rule('allow', 'npm test'),
      until: { kind: 'day', endsAt: '2026-11-01T08:00:00.000Z' },
    });
    const [one, two] = [over(), over()];
    fs.writeFileSync(path.join(home.root, 'rules.json'), JSON.stringify({ version: 1, rules: [one, two] }));
    expect(change({ do: 'remove', id: one.id }).id).toBe(one.id);
    expect(store.list()).toEqual([]);
    fs.writeFileSync(path.join(home.root, 'rules.json'), JSON.stringify({ version: 1, rules: [one, two] }));
    expect(change({ do: 'edit', id: two.id, changes: { until: 'revoked' } }).until).toEqual({
      kind: 'revoked',
    });
    expect(store.list().map(({ id }) => id)).toEqual([two.id]);
  });
});

test('what can only narrow is known: a new deny or ask, an allow that is paused or removed', ({ home }) => {
  const { ruled } = changing(home);
  const allow = ruled.rule('allow', 'npm test');
  const deny = ruled.rule('deny', 'git push');
  const about = { kind: 'command', text: 'npm test' } as const;
  const table: readonly (readonly [RuleChange, boolean])[] = [
    [{ do: 'add', decision: 'allow', about }, false],
    [{ do: 'add', decision: 'ask', about }, true],
    [{ do: 'add', decision: 'deny', about }, true],
    [{ do: 'remove', id: allow.id }, true],
    [{ do: 'remove', id: deny.id }, false],
    [{ do: 'pause', id: allow.id, isPaused: true }, true],
    [{ do: 'pause', id: allow.id, isPaused: false }, false],
    [{ do: 'pause', id: deny.id, isPaused: true }, false],
    [{ do: 'pause', id: deny.id, isPaused: false }, true],
    [{ do: 'edit', id: allow.id, changes: { until: 'day' } }, false],
    [{ do: 'edit', id: deny.id, changes: { until: 'day' } }, false],
  ];
  for (const [change, expected] of table)
    expect(isNarrowing(change, [allow, deny]), JSON.stringify(change)).toBe(expected);
});

test.for(['', ' ', 'r', 'r_'])('the only rule is not meant by %j', (id, { home }) => {
  const { change, store } = changing(home);
  const about = { kind: 'host', host: 'a.example' } as const;
  const rule = change({ do: 'add', decision: 'deny', about });
  expect(() => change({ do: 'remove', id })).toThrow();
  expect(store.list()).toEqual([rule]);
  expect(change({ do: 'remove', id: rule.id.slice(2, 6) })).toEqual(rule);
});
