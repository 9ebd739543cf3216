// `patchbay rules export` and `import`: rules in a file of ours, and those of Codex and Claude Code after a look. The
// files that are read are never written.
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ruleOf } from '../approvals/rules/change.ts';
import type { Wanted } from '../approvals/rules/import/candidate.ts';
import { exportedRule, FORMAT, FORMAT_VERSION } from '../approvals/rules/import/exported-rules.ts';
import { type ReadRules, readRulesFile } from '../approvals/rules/import/read-file.ts';
import type { Rule } from '../approvals/rules/rule.ts';
import { openRuleStore } from '../approvals/rules/store.ts';
import { ruleInWords } from '../approvals/rules/words.ts';
import { type Paths, resolvePaths } from '../config/paths.ts';
import { makeVisible } from '../contract/visible.ts';
import { PatchbayError } from '../errors/error.ts';
import { fileProblem } from '../errors/files.ts';
import { rulesFileNotUsable, rulesImportNeedsYes } from '../errors/rules.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { openPrompt } from './prompt.ts';
import { changing, madeHere } from './rule-changes.ts';

const DIFFERENCES = [
  'An allow here is narrower than there: it is bound to the program file, covers few options behind its words, and no text that is not plain.',
  'A deny or an ask here is wider than there: it holds behind wrappers, in shells inside shells, and in other spellings.',
];

/** @param file `-` for standard output. @throws rules-file-not-usable, file-broken, file-newer */
export function exportRules(file: string): void {
  const rules = openRuleStore(resolvePaths({ env: process.env }).rulesFile).list();
  const exported = rules.flatMap((rule) => exportedRule(rule) ?? []);
  const text = `${JSON.stringify({ format: FORMAT, version: FORMAT_VERSION, rules: exported }, null, 2)}\n`;
  if (file === '-') process.stdout.write(text);
  else writeNew(file, text);
  const left = rules.length - exported.length;
  process.stderr.write(
    `${countOf(exported.length)} exported${left > 0 ? `; ${countOf(left)} that will end left out` : ''}.\n`,
  );
}

/** @throws rules-file-not-usable, rules-file-unknown, rules-import-needs-yes, and what changing throws */
export async function importRules(file: string, { isAgreed }: { isAgreed: boolean }): Promise<void> {
  const paths = resolvePaths({ env: process.env });
  const read = readRulesFile(readText(file), path.resolve(file));
  const wanted = show(read, paths);
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

/** Prints what becomes of each line. @returns what can be saved */
function show({ format, candidates }: ReadRules, paths: Paths): Wanted[] {
  const making = madeHere(paths);
  const known: Rule[] = [...openRuleStore(paths.rulesFile).list()];
  const wanted = candidates.flatMap((candidate) => {
    process.stderr.write(`${shown(candidate.source)}\n`);
    const leaveOut = (why: string): Wanted[] => {
      process.stderr.write(`  left out: ${shown(why)}\n`);
      return [];
    };
    if (candidate.kind === 'left-out') return leaveOut(candidate.why);
    try {
      const rule = ruleOf({ do: 'add', ...withoutPause(candidate.wanted) }, making);
      if (known.some((other) => isSame(other, rule))) return leaveOut('there is such a rule already');
      known.push(rule);
      process.stderr.write(
        `  ${shown(ruleInWords(rule))}${candidate.wanted.isPaused ? ' It is paused.' : ''}\n`,
      );
      if (candidate.note !== undefined) process.stderr.write(`  ${candidate.note}\n`);
      return [candidate.wanted];
    } catch (error) {
      if (error instanceof PatchbayError) return leaveOut(error.summary);
      throw error;
    }
  });
  if (format !== 'Patchbay') process.stderr.write(`\n${DIFFERENCES.join('\n')}\n`);
  return wanted;
}

/** The file may be somebody else's: nothing in it moves the cursor or hides. */
function shown(text: string): string {
  return text.split('\n').map(makeVisible).join('\n');
}

function withoutPause({ isPaused: _, ...wanted }: Wanted): Omit<Wanted, 'isPaused'> {
  return wanted;
}

function isSame(one: Rule, other: Rule): boolean {
  const says = ({ decision, about, scope, until }: Rule) => ({ decision, about, scope, until });
  return isDeepStrictEqual(says(one), says(other));
}

async function isConfirmed(count: number): Promise<boolean> {
  if (!process.stdin.isTTY) throw rulesImportNeedsYes();
  const prompt = openPrompt();
  try {
    process.stderr.write(`\nSave ${count === 1 ? 'this rule' : `these ${count} rules`}? [y/N] `);
    const answer = await prompt.line();
    return /^y(?:es)?$/i.test(answer?.trim() ?? '');
  } finally {
    prompt.close();
  }
}

function readText(file: string): string {
  try {
    return readRegularFile(file).toString();
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw rulesFileNotUsable(file, isMissing ? 'it does not exist' : fileProblem(error));
  }
}

/** Another file is never replaced: it could be one of Codex. */
function writeNew(file: string, text: string): void {
  try {
    fs.writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw rulesFileNotUsable(file, isThere ? 'it is there already' : fileProblem(error));
  }
}

function countOf(count: number): string {
  return count === 1 ? '1 rule' : `${count} rules`;
}
