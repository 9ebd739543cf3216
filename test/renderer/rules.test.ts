// What the window makes of rules: their words, and the form in which a person changes them.
import { describe, expect, test } from 'vitest';
import { aboutOf, emptyForm, valuesOf } from '../../renderer/pages/rules/rule-form-values.ts';
import { ruleNameIn, ruleSentence } from '../../renderer/rule-words.ts';
import type { RuleRow } from '../../server/contract/rules.ts';

const row = (rule: Partial<RuleRow['rule']>, sentence = ''): RuleRow => ({
  id: 'r_00000001',
  about: '',
  sentence,
  state: { kind: 'active' },
  uses: 0,
  rule: {
    id: 'r_00000001',
    decision: 'allow',
    about: { kind: 'command', program: 'npm', argumentPrefix: ['test'] },
    scope: {},
    until: { kind: 'revoked' },
    origin: { how: 'page', at: '2026-11-29T08:00:00.000Z', who: 'mira' },
    ...rule,
  },
});

test('a sentence names folder and thread as a person knows them', () => {
  const folder = '/home/mira/api';
  const thread = { id: 't-1', title: 'Fix it' } as never;
  const sentence = `Allow \`cat /home/mira/api/x\` with any arguments after it in ${folder}, in the thread t-1.`;
  const shown = row({ scope: { folder }, until: { kind: 'thread', threadId: 't-1' } }, sentence);
  expect(ruleSentence(shown, [thread])).toBe(
    'Allow `cat /home/mira/api/x` with any arguments after it in ~/api, in the thread “Fix it”.',
  );
  expect(ruleSentence(shown, [])).toContain('in the thread t-1.');
});

test('of several rules that decided together, each has its own name', () => {
  const names = 'Rule r_00000001: allow `a; b`; Rule r_00000002: allow `c`';
  expect(ruleNameIn(names, 'r_00000001')).toBe('Rule r_00000001: allow `a; b`');
  expect(ruleNameIn(names, 'r_00000002')).toBe('Rule r_00000002: allow `c`');
  expect(ruleNameIn(names, 'r_00000003')).toBe(names);
});

describe('the form of a rule', () => {
  test('says what the rule is about, and asks for the same', () => {
    const command = valuesOf(
      row({
        about: { kind: 'command', program: 'git', argumentPrefix: ['commit', '-m', 'a b'], isExact: true },
      }),
    );
    expect(command.subject).toBe("git commit -m 'a b'");
    expect(aboutOf(command)).toEqual({ kind: 'command', text: "git commit -m 'a b'", isExact: true });
    const patch = valuesOf(row({ about: { kind: 'patch', globs: ['src/**', '*.md'] } }));
    expect(aboutOf({ ...patch, subject: `${patch.subject}\n\n docs/* ` })).toEqual({
      kind: 'patch',
      globs: ['src/**', '*.md', 'docs/*'],
    });
  });

  test('leaves alone what it cannot say', () => {
    expect(valuesOf(row({ until: { kind: 'thread', threadId: 't' } })).until).toBe('keep');
    expect(valuesOf(row({ until: { kind: 'day', endsAt: '2026-11-30T08:00:00.000Z' } })).until).toBe('keep');
    expect(emptyForm('/w')).toMatchObject({ folder: '/w', until: 'revoked', decision: 'allow' });
  });
});
