// How often each rule has decided, and when last: counted from the audit, so that no use writes the file of the rules.
import type { AuditLine } from '../audit-reader.ts';

export interface RuleUses {
  readonly uses: number;
  /** ISO 8601. */
  readonly lastUse: string;
}

/** @param lines the oldest first */
export function usesOf(lines: Iterable<AuditLine>): Map<string, RuleUses> {
  const uses = new Map<string, RuleUses>();
  for (const { rules = [], time } of lines)
    for (const id of rules) uses.set(id, { uses: (uses.get(id)?.uses ?? 0) + 1, lastUse: time });
  return uses;
}
