// A question as a person reads it at a terminal: who asks, where, and exactly what. What comes from the model, from a
// client or from a file is made visible and set off by a bar, so that it cannot pass for our own words.
import type { ApprovalSubject, Decision, PatchChange } from '../approvals/approval.ts';
import type { WaitingApproval } from '../approvals/terminal.ts';
import { escapeInvisible } from '../base/visible.ts';

const SHORT_ID_CHARS = 8;

/** @param waiting all that wait: an id is cut only as far as it stays different from theirs */
export function shortId(id: string, waiting: readonly WaitingApproval[]): string {
  const others = waiting.map(({ approval }) => approval.id).filter((other) => other !== id);
  let length = SHORT_ID_CHARS;
  while (others.some((other) => other.startsWith(id.slice(0, length)))) length += 1;
  return id.slice(0, length);
}

export function cardOf({ approval, who, folder, askedAt }: WaitingApproval, id: string): string {
  const { subject, reason } = approval;
  const time = new Date(askedAt).toLocaleTimeString('en-GB');
  const lines = [
    `${id}  ${escapeInvisible(who)} asks, ${time}, in ${oneLine(folder)}`,
    `  ${questionOf(subject)}`,
    ...detailsOf(subject).flatMap(barred),
  ];
  if (reason) lines.push('  Codex says:', ...barred(reason));
  return lines.join('\n');
}

export function outcomeOf({ verdict, means, by, reason }: Decision): string {
  const what = {
    approve: 'approved',
    'approve-for-thread': 'approved for its thread',
    deny: 'denied',
    'stop-turn': 'denied, and the turn stopped',
  }[verdict];
  const whom = means === 'nobody' ? '' : ` by ${escapeInvisible(by)} (${means})`;
  return `${what}${whom}${reason ? `: ${oneLine(reason)}` : ''}`;
}

function questionOf(subject: ApprovalSubject): string {
  switch (subject.kind) {
    case 'command':
      return `Run this command in ${oneLine(subject.cwd)}?`;
    case 'patch':
      return subject.grantRoot
        ? `Change these files, and let later changes under ${oneLine(subject.grantRoot)} pass?`
        : 'Change these files?';
    case 'tool':
      return `Call ${oneLine(subject.server)}.${oneLine(subject.tool)}?`;
    case 'permission':
      return `Give more permissions in ${oneLine(subject.cwd)}?`;
    case 'form':
      return `${oneLine(subject.source)} asks for input; answer it in the client:`;
    case 'url':
      return `${oneLine(subject.source)} wants this address to be opened; yes says that you did:`;
    case 'folder':
      return `Trust ${oneLine(subject.folder)}, and start what its .codex names, outside the sandbox?`;
  }
}

function detailsOf(subject: ApprovalSubject): string[] {
  switch (subject.kind) {
    case 'command':
      return [subject.command];
    case 'patch':
      return subject.changes.flatMap((change) => [describeChange(change), change.diff]);
    case 'tool':
      return [
        ...(subject.description ? [subject.description] : []),
        JSON.stringify(subject.arguments, null, 2),
      ];
    case 'permission':
      return [JSON.stringify(subject.permissions, null, 2)];
    case 'form':
      return [subject.message];
    case 'url':
      return [subject.url, subject.message];
    case 'folder':
      return subject.files.flatMap(({ path, text }) => [`${path}:`, text]);
  }
}

function describeChange({ path, kind }: PatchChange): string {
  const verb = { add: 'Add', delete: 'Delete', update: 'Change' }[kind.type];
  return `${verb} ${path}${kind.type === 'update' && kind.move_path ? ` → ${kind.move_path}` : ''}`;
}

function barred(text: string): string[] {
  return escapeInvisible(text.replace(/\n$/, ''))
    .split('\n')
    .map((line) => `  | ${line}`);
}

function oneLine(text: string): string {
  return escapeInvisible(text).replaceAll('\n', '\\n');
}
