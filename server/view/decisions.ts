// Past decisions, read from the audit file.
import fs from 'node:fs';
import { z } from 'zod';
import type { ApprovalSubject } from '../approvals/approval.ts';
import type { PastDecision } from './commands.ts';

const lineSchema = z.looseObject({
  time: z.string(),
  id: z.string(),
  principal: z.string(),
  client: z.string().optional(),
  threadId: z.string(),
  subject: z.looseObject({ kind: z.string() }),
  verdict: z.string(),
  means: z.string(),
  by: z.string(),
  afterMs: z.number(),
  reason: z.string().optional(),
});

/** The newest first. */
export function readDecisions(
  file: string,
  start: number,
  limit: number,
): { decisions: PastDecision[]; total: number } {
  const lines = linesOf(file).reverse();
  return { decisions: lines.slice(start, start + limit).flatMap(parse), total: lines.length };
}

/** How many questions people have decided since midnight. */
export function countToday(file: string): number {
  const midnight = new Date().setHours(0, 0, 0, 0);
  const lines = linesOf(file);
  const first = lines.findLastIndex((line) => parse(line).some(({ at }) => at < midnight));
  return lines
    .slice(first + 1)
    .flatMap(parse)
    .filter(({ means }) => means !== 'rule' && means !== 'nobody').length;
}

function linesOf(file: string): string[] {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}

/** A line torn by a crash counts as none. */
function parse(line: string): PastDecision[] {
  try {
    const { time, subject, ...rest } = lineSchema.parse(JSON.parse(line));
    const { id, principal, client = principal, threadId, verdict, means, by, afterMs, reason } = rest;
    const decision = { id, client, threadId, verdict, means, by, afterMs, ...(reason && { reason }) };
    return [{ ...decision, at: Date.parse(time), kind: subject.kind, what: whatOf(subject as never) }];
  } catch {
    return [];
  }
}

function whatOf(subject: ApprovalSubject): string {
  switch (subject.kind) {
    case 'command':
      return subject.command;
    case 'patch':
      return subject.changes.map(({ path }) => path).join(', ');
    case 'tool':
      return `${subject.server}.${subject.tool}`;
    case 'permission':
      return subject.cwd;
    case 'form':
      return subject.message;
    case 'url':
      return subject.url;
    case 'folder':
      return subject.folder;
  }
}
