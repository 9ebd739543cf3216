// Rules as the window writes them: the host's exact sentence, with paths and threads as a person knows them.
import type { RuleRow } from '../server/contract/rules.ts';
import { shortPath } from '../server/contract/shown-paths.ts';
import type { ThreadRow } from '../server/contract/state.ts';

/** @param threads those of this run: an older one stays an id */
export function ruleSentence({ sentence, rule }: RuleRow, threads: readonly ThreadRow[]): string {
  const { scope, until } = rule;
  const withPath = sentenceWithPath(sentence, scope.folder);
  if (until.kind !== 'thread') return withPath;
  const thread = threads.find(({ id }) => id === until.threadId);
  return thread?.title ? withPath.replace(until.threadId, `“${thread.title}”`) : withPath;
}

/** `in /home/me/api` becomes `in ~/api`. */
export function sentenceWithPath(sentence: string, folder: string | undefined): string {
  return folder === undefined ? sentence : sentence.replaceAll(` in ${folder}`, ` in ${shortPath(folder)}`);
}

/** A rule in words where nothing can be set as code, such as in a field or a label. */
export function ruleInQuotes(sentence: string): string {
  return sentence.replace(/`(.*)`/s, '“$1”');
}

/** The name of one rule where several have decided together. @param names joined, as the audit has them */
export function ruleNameIn(names: string, id: string): string {
  const from = names.indexOf(`Rule ${id}: `);
  if (from < 0) return names;
  const end = names.indexOf('; Rule r_', from);
  return end < 0 ? names.slice(from) : names.slice(from, end);
}
