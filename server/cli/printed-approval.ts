// A question as a person reads it at a terminal: who asks, where, and exactly what. Text from the model, a client or a
// file is escaped and marked with a bar, so that it cannot look like our own.
import type { Decision } from '../approvals/approval.ts';
import type { WaitingApproval } from '../approvals/terminal.ts';
import { describeSubject, type SubjectDetail } from '../contract/describe-subject.ts';
import type { Overlap } from '../contract/overlap.ts';
import { makeVisible, makeVisibleInLine } from '../contract/visible.ts';

const SHORT_ID_CHARS = 8;

/** @param waiting all waiting questions: an id is shortened only while it stays unique among them */
export function shortId(id: string, waiting: readonly WaitingApproval[]): string {
  const others = waiting.map(({ approval }) => approval.id).filter((other) => other !== id);
  let length = SHORT_ID_CHARS;
  while (others.some((other) => other.startsWith(id.slice(0, length)))) length += 1;
  return id.slice(0, length);
}

export function cardOf({ approval, who, folder, askedAt }: WaitingApproval, id: string): string {
  const { reason } = approval;
  const { subject } = approval;
  const { question, place, note, warnings = [], description, details } = describeSubject(subject, folder);
  const overlaps = subject.kind === 'patch' ? (subject.overlaps ?? []) : [];
  const time = new Date(askedAt).toLocaleTimeString('en-GB');
  const lines = [
    `${id}  ${makeVisibleInLine(who)} asks, ${time}, in ${oneLine(folder)}`,
    `  ${oneLine(question)}${place === undefined ? '' : ` (in ${oneLine(place)})`}`,
    ...(note === undefined ? [] : [`  ${oneLine(note)}`]),
    ...(description === undefined ? [] : barred(description)),
    ...details.flatMap(detailLines).flatMap(barred),
    ...warnings.map((warning) => `  ${oneLine(warning)}`),
    ...overlaps.flatMap(changedByOthers),
  ];
  if (reason) lines.push('  Codex says:', ...barred(reason));
  return lines.join('\n');
}

export function outcomeOf({ verdict, means, by, reason }: Decision): string {
  const what = {
    approve: 'approved',
    'approve-for-thread': 'approved for its thread',
    'approve-edited': 'approved with changes',
    deny: 'denied',
    'stop-turn': 'denied, and the turn stopped',
  }[verdict];
  const whom = means === 'nobody' ? '' : ` by ${makeVisibleInLine(by)} (${means})`;
  return `${what}${whom}${reason ? `: ${oneLine(reason)}` : ''}`;
}

function changedByOthers({ path, diff }: Overlap): string[] {
  if (diff === undefined) return [`  What was changed in ${oneLine(path)} is not known.`];
  return [`  What was changed in ${oneLine(path)}:`, ...barred(diff)];
}

function detailLines({ title, text }: SubjectDetail): string[] {
  return title === undefined ? [text] : [title, text];
}

function barred(text: string): string[] {
  return makeVisible(text.replace(/\n$/, ''))
    .split('\n')
    .map((line) => `  | ${line}`);
}

function oneLine(text: string): string {
  return makeVisible(text).replaceAll('\n', '\\n');
}
