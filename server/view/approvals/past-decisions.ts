// Past decisions, read from the audit file.
import { isOfPerson } from '../../approvals/approval.ts';
import { auditLines, parseAuditLine } from '../../approvals/audit-reader.ts';
import type { PastDecision } from '../../contract/commands/approvals.ts';
import type { CommandArguments, CommandResult } from '../../contract/commands.ts';
import { describeStoredSubject } from '../../contract/describe-subject.ts';
import { describeEdit } from '../../contract/edits.ts';
import { cachedFile } from '../../files/cached-file.ts';
import { isTooFastForAPerson } from '../../records/record-timeline.ts';

export interface Decisions {
  /** The newest first; `choices` covers all decisions. */
  page(args: CommandArguments<'decisions'>): CommandResult<'decisions'>;
}

/** Reads the file again when it has changed. */
export function openDecisions(file: string): Decisions {
  const { current: all } = cachedFile(file, () => auditLines(file).reverse().flatMap(parse));

  return {
    page({ start, limit, ...filter }) {
      const found = all().filter((decision) => passes(decision, filter));
      return {
        decisions: found.slice(start, start + limit),
        total: found.length,
        choices: {
          clients: distinct(all().map(({ client }) => client)),
          folders: distinct(all().map(({ folder }) => folder)),
          kinds: distinct(all().map(({ kind }) => kind)),
          deciders: distinct(all().map(deciderOf)),
        },
      };
    },
  };
}

type Filter = Omit<CommandArguments<'decisions'>, 'start' | 'limit'>;

function passes(decision: PastDecision, { client, folder, kind, decider }: Filter): boolean {
  return (
    (client === undefined || decision.client === client) &&
    (folder === undefined || decision.folder === folder) &&
    (kind === undefined || decision.kind === kind) &&
    (decider === undefined || deciderOf(decision) === decider)
  );
}

/** A client by its name, others by how they decided. */
function deciderOf({ means, by }: PastDecision): string {
  return means === 'client' ? by : means;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].filter(Boolean).sort();
}

/** How many questions people have decided since midnight. */
export function countToday(file: string): number {
  const midnight = new Date().setHours(0, 0, 0, 0);
  const lines = auditLines(file);
  const first = lines.findLastIndex((line) => parse(line).some(({ at }) => at < midnight));
  return lines
    .slice(first + 1)
    .flatMap(parse)
    .filter(({ means }) => isOfPerson(means)).length;
}

function parse(line: string): PastDecision[] {
  const read = parseAuditLine(line);
  if (!read) return [];
  const { id, time, principal, client = principal, folder = '', threadId, subject, reason } = read;
  const { verdict, edited, means, by, afterMs, rules } = read;
  return [
    {
      id,
      at: Date.parse(time),
      client,
      folder,
      threadId,
      kind: subject.kind,
      what: describeStoredSubject(subject, folder).label,
      verdict,
      means,
      by,
      afterMs,
      isTooFast: isTooFastForAPerson(read),
      ...(reason && { reason }),
      ...(edited && { edited: describeEdit(subject, edited.subject, folder) }),
      ...(rules && { rules }),
    },
  ];
}
