// What a tool's definition was, and when: the versions of a pinned tool, the oldest first. A remote may change its definitions at
// every request, so little of that is kept. Pure.
import type { PinnedRemote, PinnedTool, PinnedVersion } from './pins-file.ts';

/** A definition as it was from a time on. */
export interface ToolVersion extends PinnedVersion {
  /** Whether it counts as known: the first one, or one that the person has reviewed. */
  readonly isReviewed: boolean;
}

const MOST_VERSIONS = 30;
/** Of all versions of all tools of a remote, and of all known definitions of it. */
const MOST_CHARS = 2_000_000;
/** Of one definition. */
export const LONGEST_KEPT = 50_000;

/** @returns one version for a tool that has never changed */
export function versionsOf({ hash, definition, seenAt, versions = [] }: PinnedTool): ToolVersion[] {
  const all =
    versions.length > 0 ? versions : [{ hash, definition, ...(seenAt !== undefined && { at: seenAt }) }];
  return all.map((version, index) => ({
    ...version,
    // The known definition is kept beside its versions too.
    definition: version.definition === '' && version.hash === hash ? definition : version.definition,
    isReviewed: index === 0 || version.reviewedAt !== undefined || version.hash === hash,
  }));
}

/** The definition as it was listed last. */
export function newestOf(pinned: PinnedTool): PinnedVersion {
  return versionsOf(pinned).at(-1) ?? pinned;
}

/** The tools as the remote listed them last, in its order; all that were ever seen, of an older Patchbay. */
export function listedTools({ tools, listed }: PinnedRemote): Map<string, PinnedVersion> {
  const names = (listed ?? Object.keys(tools)).filter((name) => Object.hasOwn(tools, name));
  return new Map(names.map((name) => [name, newestOf(tools[name] as PinnedTool)]));
}

/**
 * @param now the current definition; empty if it is too long to be kept
 * @returns undefined if there is nothing new to keep
 */
export function withVersion(
  pinned: PinnedTool,
  now: { readonly hash: string; readonly definition: string; readonly at: number },
): PinnedTool | undefined {
  const versions = versionsOf(pinned).map(({ isReviewed: _, ...version }) => version);
  const newest = versions.at(-1);
  if (newest?.hash === now.hash) return undefined;
  const [first, ...later] = versions;
  const kept = [...later, now].slice(1 - MOST_VERSIONS);
  return { ...pinned, versions: first ? [first, ...kept] : kept };
}

/** Without the oldest texts of versions that are more than is kept of a remote; that there were such versions stays. */
export function withoutOldTexts(tools: PinnedRemote['tools']): PinnedRemote['tools'] {
  const versions = Object.values(tools).flatMap((tool) => tool.versions ?? []);
  const newestFirst = versions.sort((left, right) => (right.at ?? 0) - (left.at ?? 0));
  const dropped = new Set<PinnedVersion>();
  let chars = 0;
  for (const version of newestFirst) {
    chars += version.definition.length;
    if (chars > MOST_CHARS) dropped.add(version);
  }
  if (dropped.size === 0) return tools;
  const without = (version: PinnedVersion) =>
    dropped.has(version) ? { ...version, definition: '' } : version;
  return Object.fromEntries(
    Object.entries(tools).map(([name, tool]) => [
      name,
      tool.versions ? { ...tool, versions: tool.versions.map(without) } : tool,
    ]),
  );
}

/**
 * The known definitions of a remote are limited, too: each save writes all of them.
 * @param tools those that are kept
 * @returns keeps one more: as it is, or empty if it is too long or there is no room for it
 */
export function roomBeside(tools: PinnedRemote['tools']): (definition: string) => string {
  let left = MOST_CHARS;
  for (const { definition } of Object.values(tools)) left -= definition.length;
  return (definition) => {
    if (definition.length > Math.min(left, LONGEST_KEPT)) return '';
    left -= definition.length;
    return definition;
  };
}

/** The person has reviewed this definition, which is the known one from now on. */
export function withReview(
  pinned: PinnedTool | undefined,
  reviewed: { readonly hash: string; readonly definition: string; readonly at: number },
): PinnedTool {
  const { hash, definition, at } = reviewed;
  const versions = (pinned?.versions ?? []).map((version) =>
    version.hash === hash ? { ...version, reviewedAt: at } : version,
  );
  return { ...pinned, hash, definition, reviewed: hash, ...(versions.length > 0 && { versions }) };
}
