// Reads the audit file: every decision, or those that match a filter.
import { z } from 'zod';
import { isOfClient } from '../contract/is-wanted.ts';
import { readLinesOf } from '../files/append-line.ts';

const lineSchema = z.object({
  time: z.string(),
  id: z.string(),
  principal: z.string(),
  /** The client's name and folder; missing in older lines. */
  client: z.string().optional(),
  folder: z.string().optional(),
  threadId: z.string(),
  subject: z.looseObject({ kind: z.string() }),
  digest: z.string(),
  verdict: z.string(),
  /** What was approved instead. */
  edited: z.object({ subject: z.looseObject({ kind: z.string() }), digest: z.string() }).optional(),
  reason: z.string().optional(),
  means: z.string(),
  by: z.string(),
  afterMs: z.number(),
  /** Ids of the rules that decided; a person's rules have them. */
  rules: z.array(z.string()).optional(),
});
export type AuditLine = z.infer<typeof lineSchema>;

/** Absent members do not filter. */
export interface AuditFilter {
  /** As isOfClient takes it. */
  readonly client?: string | undefined;
  /** This folder or one inside it. */
  readonly folder?: string | undefined;
  readonly kind?: string | undefined;
  /** Who decided, or how: client, terminal, window, rule, command, nobody. */
  readonly by?: string | undefined;
}

/** The oldest first. Incomplete lines are skipped. */
export function readAudit(file: string, filter: AuditFilter = {}): AuditLine[] {
  return auditLines(file)
    .flatMap((line) => parseAuditLine(line) ?? [])
    .filter((line) => matches(line, filter));
}

/** The lines unchanged, the oldest first; none when there is no file. @throws file-broken */
export function auditLines(file: string): string[] {
  return readLinesOf(file);
}

function matches(line: AuditLine, filter: AuditFilter): boolean {
  const { folder, subject, by, means } = line;
  const { client: wanted, folder: place } = filter;
  return (
    (wanted === undefined || isOfClient(line, wanted)) &&
    (place === undefined || folder === place || folder?.startsWith(place.replace(/\/?$/, '/')) === true) &&
    (filter.kind === undefined || subject.kind === filter.kind) &&
    (filter.by === undefined || by === filter.by || means === filter.by)
  );
}

/** @returns undefined for a line that a crash left incomplete */
export function parseAuditLine(line: string): AuditLine | undefined {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
