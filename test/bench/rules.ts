// What deciding about one question costs with a thousand rules, for commands as agents run them, and reading the rules.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compileRules } from '../../server/approvals/rules/decide.ts';
import { createRuleChecks, type RuleChecks } from '../../server/approvals/rules/examples.ts';
import { commandSubject, makeRule } from '../../server/approvals/rules/make.ts';
import type { Rule } from '../../server/approvals/rules/rule.ts';
import { stateOf } from '../../server/approvals/rules/standing-rules.ts';
import { percentile, type Row, row } from './measure.ts';

const RULES = 1_000;
const ROUNDS = 200;

export async function benchRules(): Promise<Row[]> {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.homedir(), '.patchbay-bench-')));
  try {
    const folder = path.join(root, 'work');
    fs.mkdirSync(folder);
    const searchPath = process.env['PATH'] ?? '';
    const rules = makeRules(folder, searchPath);
    const compiled = compileRules(rules);
    const context = { folder, ownFolders: [root], letsReadsPass: true, searchPath };
    const times = commandsOf(rules).flatMap((command) => {
      const subject = {
        kind: 'command',
        command: `/bin/bash -lc '${command}'`,
        cwd: folder,
        parsed: [],
      } as const;
      const question = { principal: 'p', threadId: 't', turnId: 'u', subject };
      return Array.from({ length: ROUNDS }, () => msOf(() => compiled.decide(question, context)));
    });
    const read = (checks: RuleChecks, some: readonly Rule[]) =>
      compileRules(some.filter((rule) => stateOf(rule, checks).kind === 'active'));
    const checks = createRuleChecks(searchPath);
    const first = msOf(() => read(checks, rules.slice(1)));
    const again = msOf(() => read(checks.again(), rules));
    return [
      row('rules', rules.length, ''),
      row('deciding about a command: median', percentile(times, 50), 'ms', 1),
      row('deciding about a command: 99 of 100', percentile(times, 99), 'ms'),
      row('reading and checking all of them: the first time', first, 'ms'),
      row('reading and checking all of them: after a change', again, 'ms', 100),
    ];
  } finally {
    fs.rmSync(root, { recursive: true });
  }
}

/** Of three programs, so that many are about the same one; a third each allows, asks and denies. */
function makeRules(folder: string, searchPath: string): Rule[] {
  const origin = { how: 'command-line', at: new Date().toISOString(), who: 'bench' } as const;
  return Array.from({ length: RULES }, (_, at) => {
    const decision = (['allow', 'ask', 'deny'] as const)[at % 3] ?? 'ask';
    const program = ['git', 'touch', 'mkdir'][Math.floor(at / 3) % 3];
    const about = commandSubject(`${program} word${at}`, decision, searchPath);
    return makeRule({ decision, about, scope: { folder }, until: { kind: 'revoked' }, origin }, searchPath);
  });
}

function commandsOf(rules: readonly Rule[]): string[] {
  const last = rules.findLast(({ decision, about }) => decision === 'allow' && about.kind === 'command');
  const words =
    last?.about.kind === 'command' ? [last.about.program, ...last.about.argumentPrefix].join(' ') : '';
  return [
    words,
    `ls && ${words} 2>&1 | tail -5`,
    'git status',
    'npm test',
    'cd ./src && touch x; mkdir y',
    'echo $(git word2)',
  ];
}

function msOf(run: () => unknown): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}
