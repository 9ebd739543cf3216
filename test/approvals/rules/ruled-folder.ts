// A folder to work in, programs on a PATH of the test's own, and rules about them.
import fs from 'node:fs';
import path from 'node:path';
import { compileRules, type RuleContext, type Ruling } from '../../../server/approvals/rules/decide.ts';
import { commandSubject, makeRule } from '../../../server/approvals/rules/make.ts';
import type { Rule, RuleScope, RuleUntil } from '../../../server/approvals/rules/rule.ts';
import type { TestHome } from '../../support/home.ts';

const PROGRAMS =
  'npm npx yarn git cargo make docker kubectl gh terraform python3 python node curl tsc pytest dropdb ssh mywrap go rsync'.split(
    ' ',
  );

export interface RuledFolder {
  /** A real path. */
  readonly folder: string;
  /** Where the programs are. */
  readonly bin: string;
  readonly searchPath: string;
  rule(decision: Rule['decision'], command: string, more?: { scope?: RuleScope; until?: RuleUntil }): Rule;
  /** What these rules say of a command in the folder. */
  decide(rules: readonly Rule[], command: string, context?: Partial<RuleContext>): Ruling | undefined;
}

/** a.txt, package.json, src/a.ts; planted programs `npm`, `git`, `bash` and `timeout`; `nest/out`, which leads out. */
export function makeRuledFolder(home: TestHome): RuledFolder {
  const folder = fs.realpathSync(home.makeFolder('ruled'));
  const bin = fs.realpathSync(home.makeFolder('bin'));
  const write = (file: string, mode = 0o644) => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, '#!/bin/sh\n', { mode });
  };
  for (const name of PROGRAMS) write(path.join(bin, name), 0o755);
  for (const name of ['a.txt', 'package.json', 'src/a.ts']) write(path.join(folder, name));
  for (const name of ['npm', 'git', 'bash', 'timeout']) write(path.join(folder, name), 0o755);
  fs.mkdirSync(path.join(folder, 'nest'));
  fs.symlinkSync(home.makeFolder('elsewhere'), path.join(folder, 'nest/out'));
  const searchPath = `${bin}:/usr/local/bin:/usr/bin:/bin`;
  return {
    folder,
    bin,
    searchPath,
    rule: (decision, command, { scope = {}, until = FOR_EVER } = {}) =>
      makeRule(
        {
          decision,
          about: commandSubject(command, decision, searchPath),
          scope,
          until,
          origin: { how: 'command-line', at: new Date().toISOString(), who: 'test' },
        },
        searchPath,
      ),
    decide: (rules, command, context) =>
      compileRules(rules).decide(
        { ...ASKED, subject: { kind: 'command', command, cwd: folder, parsed: [] } },
        { folder, ownFolders: [], letsReadsPass: true, searchPath, ...context },
      ),
  };
}

const FOR_EVER: RuleUntil = { kind: 'revoked' };
const ASKED = { principal: 'p_1', threadId: 'thread-1', turnId: 'turn-1' };
