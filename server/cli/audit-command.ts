// `patchbay audit`: the decisions of this PATCHBAY_HOME, the oldest first.
import { type AuditFilter, type AuditLine, readAudit } from '../approvals/audit-reader.ts';
import { resolvePaths } from '../config/paths.ts';
import { describeStoredSubject } from '../contract/describe-subject.ts';
import { describeEdit } from '../contract/edits.ts';
import { makeVisibleInLine } from '../contract/visible.ts';
import { isTooFastForAPerson } from '../records/record-timeline.ts';
import { printJson } from './output.ts';

const LONGEST_SUBJECT = 100;

export function showAudit({ json, ...filter }: AuditFilter & { json: boolean }): void {
  const lines = readAudit(resolvePaths({ env: process.env }).auditFile, filter);
  if (json) printJson(lines);
  else for (const line of lines) process.stdout.write(`${describe(line)}\n`);
  if (lines.length === 0) process.stderr.write('There are no such decisions.\n');
}

function describe(line: AuditLine): string {
  const { time, subject, verdict, edited, means, by, afterMs, reason } = line;
  const what = `${subject.kind}: ${describeStoredSubject(subject, line.folder).label.slice(0, LONGEST_SUBJECT)}`;
  const hint = isTooFastForAPerson(line) ? ', probably not a person' : '';
  const how = `${by}, ${means}, after ${afterMs} ms${hint}`;
  const who = line.client ?? line.principal;
  const instead = edited
    ? ` as ${describeEdit(subject, edited.subject, line.folder).slice(0, LONGEST_SUBJECT)}`
    : '';
  return makeVisibleInLine(
    `${time.slice(0, 19).replace('T', ' ')} ${who}: ${what} → ${verdict}${instead} (${how})${reason ? `: ${reason}` : ''}`,
  );
}
