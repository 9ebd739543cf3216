// What a person should know about a rule that has just been saved, because nothing matches it now.

import type { Rule } from '../approvals/rules/rule.ts';
import { isInside } from '../base/paths-inside.ts';
import type { Paths } from '../config/paths.ts';
import { configFileIn, readEntries } from '../remotes/entries.ts';
import { readPinsFile } from '../remotes/pins-file.ts';

/** @returns sentences; none for a rule that can match */
export function notesOn(rule: Rule, paths: Paths): string[] {
  const { about, decision, scope } = rule;
  if (about.kind === 'tool') {
    const ownCalls =
      decision === 'allow' && scope.folder !== undefined && scope.folder !== '/'
        ? ['Calls that a client makes itself have no folder: with --folder / it answers them too.']
        : [];
    return [...notesOnTool(about, paths), ...ownCalls];
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

function notesOnTool({ remote, tool }: { remote: string; tool: string }, paths: Paths): string[] {
  const file = configFileIn(paths.codexHome);
  try {
    const entries = readEntries(file);
    const entry = entries.find(({ name }) => name === remote);
    const names = entries.map(({ name }) => name).join(', ');
    const has = names === '' ? 'It has none.' : `It has ${names}.`;
    if (!entry) return [`Nothing matches it now: ${file} has no MCP server named ${remote}. ${has}`];
    if (entry.kind === 'disabled') return [`Nothing matches it now: ${remote} is switched off in ${file}.`];
    const known = Object.keys(readPinsFile(paths.remoteToolsFile).get(remote)?.tools ?? {});
    return known.length === 0 || known.includes(tool)
      ? []
      : [
          `Nothing matches it now: ${remote} has not listed a tool named ${tool}. It has ${known.join(', ')}.`,
        ];
  } catch {
    // What is wrong with these files is said elsewhere; the rule is saved.
    return [];
  }
}
