// What past questions say about rules: the offer of a question, what rules would have done, and which would be worth having.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { type ApprovalSubject, digestOf } from '../../../server/approvals/approval.ts';
import type { AuditLine } from '../../../server/approvals/audit-reader.ts';
import { backtest } from '../../../server/approvals/rules/backtest.ts';
import { offerFor } from '../../../server/approvals/rules/offer.ts';
import { suggestRules } from '../../../server/approvals/rules/suggest.ts';
import { ruleInWords } from '../../../server/approvals/rules/words.ts';
import { expect, test } from '../../support/fixtures.ts';
import { runPatchbay } from '../../support/patchbay.ts';
import { makeRuledFolder, type RuledFolder } from './ruled-folder.ts';

const command = (text: string, cwd: string): ApprovalSubject => ({
  kind: 'command',
  command: text,
  cwd,
  parsed: [],
});

let number = 0;
function line(folder: string, text: string, verdict = 'approve', more: Partial<AuditLine> = {}): AuditLine {
  number += 1;
  const subject = command(text, folder);
  return {
    time: new Date(1_790_000_000_000 + number * 1000).toISOString(),
    id: `q-${number}`,
    principal: 'p_1',
    folder,
    threadId: 't',
    subject: subject as AuditLine['subject'],
    digest: digestOf(subject),
    verdict,
    means: 'window',
    by: 'window',
    afterMs: 4000,
    ...more,
  };
}

const contextOf = ({ searchPath }: RuledFolder) => ({ searchPath, ownFolders: [], letsReadsPass: true });

describe('the offer of a question', () => {
  test('covers exactly what was asked', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const { folder, bin, searchPath } = ruled;
    const offer = (subject: ApprovalSubject) =>
      offerFor(subject, { folder, searchPath, ownFolders: [], letsReadsPass: true });
    const npm = {
      kind: 'command',
      program: 'npm',
      resolvedPath: `${bin}/npm`,
      argumentPrefix: ['test'],
      isExact: true,
    };
    expect(offer(command('npm test', folder))).toEqual([npm]);
    expect(offer(command("/bin/bash -lc 'ls && npm test 2>&1 | tail -5'", folder))).toEqual([npm]);
    expect(offer(command('npm test && git add a.txt', folder))).toHaveLength(2);
    for (const text of [
      'npm test > x',
      'sudo npm test',
      'npm test $(x)',
      'rm -rf src',
      'python3 -c x',
      './npm test',
      'ls',
      'npm test *',
    ])
      expect(offer(command(text, folder)), text).toEqual([]);
    expect(
      offer({ kind: 'patch', changes: [{ path: 'src/a.ts', kind: { type: 'add' }, diff: '' }] }),
    ).toEqual([{ kind: 'patch', globs: ['src/a.ts'] }]);
    expect(
      offer({ kind: 'patch', changes: [{ path: 'src/*.ts', kind: { type: 'add' }, diff: '' }] }),
    ).toEqual([]);
    expect(
      offer({ kind: 'patch', changes: [{ path: '.git/hooks/x', kind: { type: 'add' }, diff: '' }] }),
    ).toEqual([]);
    expect(offer({ kind: 'tool', server: 'a', tool: 'b', arguments: { c: 1 }, message: '' })).toEqual([
      { kind: 'tool', remote: 'a', tool: 'b', arguments: { c: 1 } },
    ]);
    expect(offer({ ...command('x', folder), network: 'Example.com' } as ApprovalSubject)).toEqual([
      { kind: 'host', host: 'example.com' },
    ]);
  });
});

describe('a backtest', () => {
  test('counts what rules would have answered, and names what the person answered otherwise', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const { folder } = ruled;
    const lines = [
      line(folder, 'npm test'),
      line(folder, 'npm test && git push'),
      line(folder, 'npm test | tail -3', 'approve-for-thread'),
      line(folder, 'npm test publish', 'deny'),
      line(folder, 'cargo test'),
      // Not answered by a person, or not as it was asked.
      line(folder, 'npm test', 'approve', { means: 'rule' }),
      line(folder, 'npm test', 'deny', { means: 'nobody' }),
      line(folder, 'npm test', 'approve', { digest: 'another' }),
    ];
    const result = backtest([ruled.rule('allow', 'npm test')], lines, contextOf(ruled));
    expect(result).toMatchObject({ questions: 5, answered: 3, dangerous: [] });
    expect(result.wrong.map(({ id }) => id)).toEqual([lines[3]?.id]);
    const denied = backtest([ruled.rule('deny', 'npm test')], lines, contextOf(ruled));
    expect(denied).toMatchObject({ questions: 5, answered: 4 });
    expect(denied.wrong).toHaveLength(3);
  });
});

describe('suggestions', () => {
  test('save most questions, and would never have answered one that was denied or is dangerous', async ({
    home,
  }) => {
    const ruled = makeRuledFolder(home);
    const { folder } = ruled;
    const lines = Array.from({ length: 6 }, (_, at) => [
      line(folder, `/bin/bash -lc 'npm test -- -t name${at}'`),
      line(folder, `git add file${at}.ts && git commit -m 'step ${at}'`),
      line(folder, 'cargo test', at === 5 ? 'deny' : 'approve'),
      line(folder, 'rm -rf src'),
      line(folder, `python3 -c 'print(${at})'`),
      line(folder, 'sudo make check'),
      line(folder, `npm run build${at}`),
      // The option is not covered by what could be suggested.
      line(folder, `docker compose --profile p${at} up`),
    ]).flat();
    lines.push(line(folder, 'gh pr view 1'), line(folder, 'gh pr view 2'));
    const suggestions = await suggestRules(lines, [], contextOf(ruled));
    const words = suggestions.map(({ rule }) =>
      rule.about.kind === 'command' ? [rule.about.program, ...rule.about.argumentPrefix].join(' ') : '',
    );
    expect(words).toContain('npm test');
    expect(words).toContain('git commit');
    expect(words.filter((text) => /^(?:cargo|rm|python3|sudo|make|gh|npm run|docker)/.test(text))).toEqual(
      [],
    );
    // A rule that now denies what was approved once is no reason to suggest nothing.
    const strict = ruled.rule('deny', 'gh pr view');
    expect(await suggestRules(lines, [strict], contextOf(ruled))).toHaveLength(suggestions.length);
    const all = suggestions.map(({ rule }) => rule);
    const result = backtest(all, lines, contextOf(ruled));
    expect(result).toMatchObject({ wrong: [], dangerous: [] });
    expect(result.answered).toBeGreaterThanOrEqual(12);
    expect(all.every((rule) => rule.scope.folder === folder && ruleInWords(rule).startsWith('Allow'))).toBe(
      true,
    );
  });

  test('are printed as the commands that make them', async ({ home }) => {
    const ruled = makeRuledFolder(home);
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    const suggest = () => runPatchbay(home, ['rules', 'suggest']);
    expect((await suggest()).stderr).toContain('Nothing was asked often enough');
    const lines = Array.from({ length: 4 }, (_, at) => line(ruled.folder, `touch made${at}`));
    fs.writeFileSync(
      path.join(home.patchbayHome, 'audit.jsonl'),
      lines.map((one) => `${JSON.stringify(one)}\n`).join(''),
    );
    expect((await suggest()).stdout).toBe('');
    const same = Array.from({ length: 4 }, () => line(ruled.folder, 'touch made'));
    fs.writeFileSync(
      path.join(home.patchbayHome, 'audit.jsonl'),
      same.map((one) => `${JSON.stringify(one)}\n`).join(''),
    );
    expect((await suggest()).stdout).toBe(
      `4\tpatchbay rules add allow --command 'touch made' --folder ${ruled.folder}\n`,
    );
  });
});
