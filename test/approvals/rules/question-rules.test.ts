// Rules made from a question: what can be chosen, that each choice covers the question, and nothing is made beside it.
import { describe } from 'vitest';
import { type Approval, type ApprovalSubject, digestOf } from '../../../server/approvals/approval.ts';
import { compileRules } from '../../../server/approvals/rules/decide.ts';
import {
  chosenRules,
  digestOfRules,
  offerRules,
  type QuestionPlace,
} from '../../../server/approvals/rules/question-rules.ts';
import { ruleInWords } from '../../../server/approvals/rules/words.ts';
import type { RuleChoice } from '../../../server/contract/rules.ts';
import { expect, test } from '../../support/fixtures.ts';
import { makeRuledFolder, type RuledFolder } from './ruled-folder.ts';

function approvalOf(subject: ApprovalSubject): Approval {
  const about = { id: 'q-1', principal: 'p_1', threadId: 'thread-1', turnId: 'turn-1', itemId: 'i' };
  return { ...about, subject, digest: digestOf(subject) };
}

function asked(ruled: RuledFolder, command: string, more: { cwd?: string; network?: string } = {}): Approval {
  return approvalOf({ kind: 'command', command, cwd: ruled.folder, parsed: [], ...more });
}

function placeOf({ folder, searchPath }: RuledFolder, more: Partial<QuestionPlace> = {}): QuestionPlace {
  const context = { folder, searchPath, ownFolders: [], letsReadsPass: true };
  return { context, clientName: 'cursor', standing: [], ...more };
}

const narrow: RuleChoice = {
  parts: [{ kind: 'one-of', at: 0 }],
  folder: 0,
  isForClient: true,
  until: 'revoked',
};

function choicesOf(approval: Approval, place: QuestionPlace): readonly string[] | undefined {
  const [part] = offerRules(approval, place)?.parts ?? [];
  return part?.kind === 'one-of' ? part.choices : undefined;
}

describe('the offer of a card', () => {
  test('begins with exactly what was asked, and drops one word after the other', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const place = placeOf(ruled);
    const expected: readonly (readonly [string, readonly string[] | undefined])[] = [
      [
        'npm run build fast',
        [
          '`npm run build fast` with no other arguments',
          '`npm run build fast` with any arguments after it',
          '`npm run build` with any arguments after it',
          '`npm run` with any arguments after it',
        ],
      ],
      // What is left would not cover the option behind it, or is too wide.
      [
        'git push --force',
        ['`git push --force` with no other arguments', '`git push --force` with any arguments after it'],
      ],
      ['git push', ['`git push` with no other arguments', '`git push` with any arguments after it']],
      [
        "/bin/bash -lc 'timeout 30 make check'",
        ['`make check` with no other arguments', '`make check` with any arguments after it'],
      ],
      ['sudo npm test', undefined],
      ['npm test > out', undefined],
      ['npm test $(x)', undefined],
      ['rm -rf src', undefined],
      ['./npm test', undefined],
      ['ls', undefined],
    ];
    for (const [command, choices] of expected)
      expect(choicesOf(asked(ruled, command), place), command).toEqual(choices);
  });

  test('has none where another rule asks or denies, and leaves out what a rule allows already', ({
    home,
  }) => {
    const ruled = makeRuledFolder(home);
    const approval = asked(ruled, 'npm test && git push');
    expect(offerRules(approval, placeOf(ruled))?.parts).toHaveLength(2);
    expect(
      offerRules(approval, placeOf(ruled, { standing: [ruled.rule('allow', 'npm test')] }))?.parts,
    ).toHaveLength(1);
    for (const decision of ['ask', 'deny'] as const)
      expect(
        offerRules(approval, placeOf(ruled, { standing: [ruled.rule(decision, 'git push')] })),
      ).toBeUndefined();
  });

  test('is for a part of the folder, one turn or thread, a day or for good', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const src = `${ruled.folder}/src`;
    const approval = asked(ruled, 'npm test', { cwd: src });
    const place = placeOf(ruled);
    expect(offerRules(approval, place)).toMatchObject({
      folders: [ruled.folder, src],
      client: 'cursor',
      untils: ['turn', 'thread', 'day', 'revoked'],
    });
    const [rule] = chosenRules(approval, place, { ...narrow, folder: 1, until: 'turn' });
    expect(rule).toMatchObject({
      scope: { folder: src, client: { id: 'p_1', name: 'cursor' } },
      until: { kind: 'turn', threadId: 'thread-1', turnId: 'turn-1' },
      origin: { how: 'card', questionId: 'q-1' },
    });
    const [day] = chosenRules(approval, place, { ...narrow, isForClient: false, until: 'day' });
    expect(day?.scope.client).toBeUndefined();
    expect(ruleInWords(day as never)).toMatch(/, until \d+ \w+ \d{4}, \d\d:\d\d\.$/);
  });

  test('for files names them, their folders, or what they have in common', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const patch = (...files: string[]) =>
      approvalOf({
        kind: 'patch',
        changes: files.map((file) => ({ path: file, kind: { type: 'add' as const }, diff: '' })),
      });
    expect(choicesOf(patch('src/a/x.ts', 'src/b/y.ts'), placeOf(ruled))).toEqual([
      'changes of files src/a/x.ts, src/b/y.ts',
      'changes of files src/a/*, src/b/*',
      'changes of files src/**',
    ]);
    expect(choicesOf(patch('new.txt'), placeOf(ruled))).toEqual([
      'changes of files new.txt',
      'changes of files *',
      'changes of files **',
    ]);
    // A pattern does not stand for hidden files.
    expect(choicesOf(patch('src/.hidden'), placeOf(ruled))).toEqual(['changes of files src/.hidden']);
    expect(choicesOf(patch('.git/hooks/pre-commit'), placeOf(ruled))).toBeUndefined();
  });

  test('for a tool insists on the values of chosen arguments; for a host it is that host', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const place = placeOf(ruled);
    const approval = approvalOf({
      kind: 'tool',
      server: 'github',
      tool: 'create_issue',
      arguments: { repo: 'api', title: 'x', labels: ['a'] },
      message: '',
    });
    expect(offerRules(approval, place)?.parts).toEqual([
      {
        kind: 'tool',
        name: 'github/create_issue',
        arguments: [
          { name: 'repo', value: '"api"' },
          { name: 'title', value: '"x"' },
          { name: 'labels', value: '["a"]' },
        ],
      },
    ]);
    const keeping = (...keeps: string[]) =>
      chosenRules(approval, place, { ...narrow, parts: [{ kind: 'tool', keeps }] });
    expect(keeping('repo')[0]?.about).toEqual({
      kind: 'tool',
      remote: 'github',
      tool: 'create_issue',
      arguments: { repo: 'api' },
    });
    expect(keeping()[0]?.about).not.toHaveProperty('arguments');
    expect(() => keeping('other')).toThrow('has changed');
    expect(choicesOf(asked(ruled, 'curl https://x', { network: 'API.example.com' }), place)).toEqual([
      'connections to api.example.com',
    ]);
    // A client's own call has no thread, and so no folder.
    const own = placeOf(ruled, { context: { ...place.context, folder: undefined } });
    expect(offerRules(approval, own)?.folders).toEqual([]);
    expect(chosenRules(approval, own, { ...narrow, parts: [{ kind: 'tool', keeps: [] }] })[0]?.scope).toEqual(
      {
        client: { id: 'p_1', name: 'cursor' },
      },
    );
  });
});

test('every choice answers the question, and none but it is made', ({ home }) => {
  const ruled = makeRuledFolder(home);
  const place = placeOf(ruled);
  for (const command of ['npm run build fast', 'npm test && git push origin main | tail -3']) {
    const approval = asked(ruled, command);
    const parts = offerRules(approval, place)?.parts ?? [];
    const counts = parts.map((part) => (part.kind === 'one-of' ? part.choices.length : 0));
    for (let at = 0; at < Math.max(...counts); at += 1) {
      const choice = {
        ...narrow,
        parts: counts.map((count) => ({ kind: 'one-of' as const, at: Math.min(at, count - 1) })),
      };
      const rules = chosenRules(approval, place, choice);
      expect(compileRules(rules).decide(approval, place.context)?.decision, `${command} ${at}`).toBe('allow');
      expect(digestOfRules(chosenRules(approval, place, choice))).toBe(digestOfRules(rules));
      expect(digestOfRules(chosenRules(approval, place, { ...choice, isForClient: false }))).not.toBe(
        digestOfRules(rules),
      );
    }
    const refused: RuleChoice[] = [
      { ...narrow, parts: [] },
      { ...narrow, parts: parts.map(() => ({ kind: 'one-of', at: 99 })) },
      { ...narrow, parts: parts.map(() => ({ kind: 'tool', keeps: [] })) },
      { ...narrow, parts: parts.map(() => ({ kind: 'one-of', at: 0 })), folder: 1 },
    ];
    for (const choice of refused) expect(() => chosenRules(approval, place, choice)).toThrow('has changed');
  }
});
