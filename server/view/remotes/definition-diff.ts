// What has changed between two definitions of a tool, as a person reads it: YAML in lines of usual length, so that a changed sentence
// is a changed line. Pure.
import { stringify } from 'yaml';
import { unifiedDiff } from '../../connect/unified-diff.ts';
import type { ShownVersion } from '../../contract/commands/remotes.ts';
import type { ToolVersion } from '../../remotes/pin-history.ts';

/**
 * @param before as JSON; empty if it was not kept
 * @returns a unified diff; empty if one of them was not kept or nothing that is shown differs
 */
export function definitionDiff(tool: string, before: string, after: string): string {
  const [old, now] = [readableDefinition(before), readableDefinition(after)];
  if (old === undefined || now === undefined || old === now) return '';
  return unifiedDiff(tool.replaceAll('\n', ' '), old, now, (text) => text);
}

/** @param versions the oldest first @returns the newest first, each with what changed to it */
export function shownVersions(tool: string, versions: readonly ToolVersion[]): ShownVersion[] {
  return versions
    .map(({ hash, at, isReviewed, definition }, index) => {
      const before = versions[index - 1];
      return {
        hash,
        ...(at !== undefined && { at }),
        isReviewed,
        definition,
        diff: before ? definitionDiff(tool, before.definition, definition) : '',
      };
    })
    .reverse();
}

function readableDefinition(json: string): string | undefined {
  try {
    return stringify(JSON.parse(json), { lineWidth: 90 });
  } catch {
    // Too long to be kept whole.
    return undefined;
  }
}
