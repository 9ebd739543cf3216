// Two hours of work replayed, with the rules that cards offer accepted as a person would: how many questions are left, and
// that none of the dangerous ones is answered by a rule.
import fs from 'node:fs';
import path from 'node:path';
import { type Approval, type ApprovalSubject, digestOf } from '../../../server/approvals/approval.ts';
import { compileRules } from '../../../server/approvals/rules/decide.ts';
import { chosenRules, offerRules } from '../../../server/approvals/rules/question-rules.ts';
import type { Rule } from '../../../server/approvals/rules/rule.ts';
import { expect, test } from '../../support/fixtures.ts';
import { makeRuledFolder } from './ruled-folder.ts';

interface Line {
  readonly repository: string;
  readonly isDangerous: boolean;
  readonly isDenied: boolean;
  readonly asks: string;
  /** One for each rule: the beginning of a command, or a glob. */
  readonly allows: readonly string[];
}

const MOST_LEFT = 15;
const LEAST_QUESTIONS = 150;

const lines = fs
  .readFileSync(path.join(import.meta.dirname, 'two-hours.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line): Line => {
    const [who = '', asks = '', allows = ''] = line.split(/ \| (?!tail)/);
    const [repository = '', ...marks] = who.split(' ');
    const [isDangerous, isDenied] = [marks.includes('dangerous'), marks.includes('denied')];
    return { repository, isDangerous, isDenied, asks, allows: allows.split(' && ').filter(Boolean) };
  });

function subjectOf(asks: string, cwd: string): ApprovalSubject {
  const [first, ...files] = asks.split(' ');
  if (first !== 'patch') return { kind: 'command', command: `/bin/bash -lc '${asks}'`, cwd, parsed: [] };
  const kind = { type: 'update', move_path: null } as const;
  return {
    kind: 'patch',
    changes: files.map((file) => ({ path: path.join(cwd, file), kind, diff: '@@\n-a\n+b' })),
  };
}

test(`two hours of work leave at most ${MOST_LEFT} questions, and every dangerous one`, ({ home }) => {
  const { folder, searchPath } = makeRuledFolder(home);
  const rules: Rule[] = [];
  const left: string[] = [];
  let dangerousAnswered = 0;

  for (const [at, { repository, isDangerous, isDenied, asks, allows }] of lines.entries()) {
    const cwd = path.join(folder, repository);
    fs.mkdirSync(cwd, { recursive: true });
    const subject = subjectOf(asks, cwd);
    const about = {
      id: `q-${at}`,
      principal: 'p_1',
      threadId: repository,
      turnId: `turn-${at}`,
      itemId: 'i',
    };
    const approval: Approval = { ...about, subject, digest: digestOf(subject) };
    const context = { folder: cwd, searchPath, ownFolders: [], letsReadsPass: true };
    const ruling = compileRules(rules).decide(approval, context);
    if (ruling?.decision === 'allow') {
      expect(isDenied, asks).toBe(false);
      if (isDangerous) dangerousAnswered += 1;
      continue;
    }
    left.push(asks);
    const place = { context, clientName: 'cursor', standing: rules };
    const offer = offerRules(approval, place);
    if (isDangerous) expect(offer, asks).toBeUndefined();
    if (!offer || isDenied) continue;
    const parts = offer.parts.map((part, index) => {
      if (part.kind !== 'one-of') throw new Error(`${asks}: a tool`);
      const allowed = allows[index] ?? '';
      const chosen = part.choices.findIndex(
        (choice) => choice.startsWith(`\`${allowed}\` with`) || choice.endsWith(` ${allowed}`),
      );
      if (chosen === -1) throw new Error(`${asks}: no ${allowed} in ${part.choices.join(', ')}`);
      return { kind: 'one-of', at: chosen } as const;
    });
    rules.push(...chosenRules(approval, place, { parts, folder: 0, isForClient: false, until: 'revoked' }));
  }

  expect(lines.length).toBeGreaterThanOrEqual(LEAST_QUESTIONS);
  expect(left.length, left.join('\n')).toBeLessThanOrEqual(MOST_LEFT);
  expect(dangerousAnswered).toBe(0);
  expect(left).toEqual(
    expect.arrayContaining(lines.filter((line) => line.isDangerous).map((line) => line.asks)),
  );
});
