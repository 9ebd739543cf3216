// What a person should know about a rule that has just been saved, because nothing matches it now.

import type { Rule } from '../approvals/rules/rule.ts';
import { isInside } from '../base/paths-inside.ts';
import type { Paths } from '../config/paths.ts';
import { whyUnknownTool } from './known-servers.ts';

/** @returns sentences; none for a rule that can match */
export function notesOn(rule: Rule, paths: Paths): string[] {
  const { about, decision, scope } = rule;
  if (about.kind === 'tool') {
    const ownCalls =
      decision === 'allow' && scope.folder !== undefined && scope.folder !== '/'
        ? ['Calls that a client makes itself have no folder: with --folder / it answers them too.']
        : [];
    const unknown = whyUnknownTool(about, paths);
    return [...(unknown === undefined ? [] : [`Nothing matches it now: ${unknown}`]), ...ownCalls];
  }
  if (about.kind !== 'command') return [];
  const { program, resolvedPath } = about;
  if (decision !== 'allow')
    return resolvedPath === undefined ? [`No program named ${program} is on the PATH now.`] : [];
  const { folder } = scope;
  return folder !== undefined && folder !== '/' && isInside(resolvedPath ?? '', folder)
    ? [`Codex may write to ${resolvedPath} when it works in ${folder}: there you are asked all the same.`]
    : [];
}
