// `patchbay rules export` and `import`: rules in a file of ours, and those of Codex and Claude Code after a look. The
// files that are read are never written.
import path from 'node:path';
import type { Wanted } from '../approvals/rules/import/candidate.ts';
import { exportedText } from '../approvals/rules/import/exported-rules.ts';
import { lookAtRules } from '../approvals/rules/import/look.ts';
import { openRulesFile, type ReadRules } from '../approvals/rules/import/read-file.ts';
import { openRuleStore } from '../approvals/rules/store.ts';
import { type Paths, resolvePaths } from '../config/paths.ts';
import { escapeInvisible, makeVisible } from '../contract/visible.ts';
import { rulesFileNotUsable, rulesImportNeedsYes } from '../errors/rules.ts';
import { writeNewFile } from '../files/new-file.ts';
import { changing, madeHere } from './rule-changes.ts';
import { ruleSearchPath } from './rule-search-path.ts';
import { saysYes } from './yes-or-no.ts';

/** @param file `-` for standard output. @throws rules-file-not-usable, file-broken, file-newer */
export function exportRules(file: string): void {
  const rules = openRuleStore(resolvePaths({ env: process.env }).rulesFile).list();
  const { text, exported, leftOut } = exportedText(rules);
  if (file === '-') process.stdout.write(escapeInvisible(text));
  else writeNewFile(file, text, (problem) => rulesFileNotUsable(file, problem));
  process.stderr.write(
    `${countOf(exported)} exported${leftOut > 0 ? `; ${countOf(leftOut)} that will end left out` : ''}.\n`,
  );
}

/** @throws rules-file-not-usable, rules-file-unknown, rules-import-needs-yes, and what changing throws */
export async function importRules(file: string, { isAgreed }: { isAgreed: boolean }): Promise<void> {
  const paths = resolvePaths({ env: process.env });
  const read = openRulesFile(path.resolve(file), file);
  const wanted = show(read, paths, await ruleSearchPath(paths));
  if (wanted.length === 0) {
    process.stderr.write('There is nothing to save.\n');
    return;
  }
  if (!isAgreed && !(await isConfirmed(wanted.length))) {
    process.stderr.write('Nothing was saved.\n');
    return;
  }
  const saved = await changing(async (change) => {
    const ids: string[] = [];
    for (const { isPaused, ...one } of wanted) {
      const { id } = await change({ do: 'add', ...one });
      if (isPaused) await change({ do: 'pause', id, isPaused });
      ids.push(id);
    }
    return ids;
  });
  process.stdout.write(saved.map((id) => `${id}\n`).join(''));
  process.stderr.write(`${countOf(saved.length)} saved.\n`);
}

/** Prints what becomes of each line; the file may be somebody else's. @returns what can be saved */
function show(read: ReadRules, paths: Paths, searchPath: string): readonly Wanted[] {
  const known = openRuleStore(paths.rulesFile).list();
  const { lines, wanted, differences } = lookAtRules(read, { ...madeHere(paths), searchPath }, known);
  for (const line of lines) {
    process.stderr.write(`${makeVisible(line.source)}\n`);
    if ('leftOut' in line) process.stderr.write(`  left out: ${makeVisible(line.leftOut)}\n`);
    else {
      process.stderr.write(`  ${makeVisible(line.sentence)}\n`);
      if (line.note !== undefined) process.stderr.write(`  ${makeVisible(line.note)}\n`);
    }
  }
  if (differences.length > 0) process.stderr.write(`\n${differences.map(makeVisible).join('\n')}\n`);
  return wanted;
}

async function isConfirmed(count: number): Promise<boolean> {
  if (!process.stdin.isTTY) throw rulesImportNeedsYes();
  return saysYes(`\nSave ${count === 1 ? 'this rule' : `these ${count} rules`}? [y/N] `);
}

function countOf(count: number): string {
  return count === 1 ? '1 rule' : `${count} rules`;
}
