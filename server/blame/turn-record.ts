// What the record of a thread says of one turn: the prompt, the patches of a file, the commands, and what was decided.
import path from 'node:path';
import { readAudit } from '../approvals/audit-reader.ts';
import { judgeRead } from '../approvals/reads/reads-rule.ts';
import { realPathOfLost } from '../base/real-path.ts';
import type { TurnOfThread } from '../checkpoints/moments.ts';
import type { LineDecision } from '../contract/blame.ts';
import { withoutShell } from '../contract/describe-subject.ts';
import type { RecordLine } from '../records/record-line.ts';

export interface TurnRecord {
  readonly client: string;
  readonly prompt: string | undefined;
  /** Those of the file that were applied, in the order in which they ended. */
  readonly patches: readonly PatchOfTurn[];
  /** Commands and tools that may have written; what only reads is none of them. */
  readonly commands: readonly CommandOfTurn[];
}

export interface PatchOfTurn {
  /** In ms since 1970. */
  readonly atMs: number;
  /** The lines that it wrote. */
  readonly added: ReadonlySet<string>;
  readonly decisions: readonly LineDecision[];
}

export interface CommandOfTurn {
  readonly atMs: number;
  readonly command: string;
  readonly decisions: readonly LineDecision[];
}

/** The engine's items that are read here. */
interface Item {
  readonly type?: string;
  readonly id?: string;
  readonly status?: string;
  readonly content?: readonly { readonly text?: string }[];
  readonly command?: string;
  readonly cwd?: string;
  readonly server?: string;
  readonly tool?: string;
  readonly changes?: readonly PatchChange[];
}

interface PatchChange {
  readonly path: string;
  readonly kind?: { readonly type?: string; readonly move_path?: string | null };
  readonly diff?: string;
}

/**
 * @param lines of the record of its thread
 * @param names that the file has had, absolute, without links
 * @returns undefined where the record has no such turn
 */
export function turnRecordOf(
  lines: readonly RecordLine[],
  turn: TurnOfThread,
  names: readonly string[],
): TurnRecord | undefined {
  const head = lines.find((line) => line.kind === 'thread');
  const turnId = turnIdOf(lines, turn);
  if (!head || turnId === undefined) return undefined;
  const items = lines.flatMap((line) =>
    line.kind === 'item' && line.turnId === turnId
      ? [{ atMs: Date.parse(line.time), item: itemOf(line.item) }]
      : [],
  );
  const decisionsOf = (itemId: string | undefined) =>
    lines.flatMap((line) => (line.kind === 'decision' && line.itemId === itemId ? [decisionOf(line)] : []));
  /** Of these patches a person has approved a part, which we have written. */
  const accepted = lines.flatMap((line) => {
    if (line.kind !== 'decision' || line.turnId !== turnId || line.edited?.subject.kind !== 'patch')
      return [];
    const { changes } = itemOf(line.edited.subject);
    return [{ atMs: Date.parse(line.time), changes, decisions: [decisionOf(line)] }];
  });
  const applied = items.flatMap(({ atMs, item: { id, type, status, changes } }) =>
    type === 'fileChange' && status === 'completed' ? [{ atMs, changes, decisions: decisionsOf(id) }] : [],
  );
  const prompt = items.find(({ item }) => item.type === 'userMessage')?.item.content;
  return {
    client: head.client,
    prompt: prompt?.map(({ text = '' }) => text).join('\n'),
    patches: [...applied, ...accepted].flatMap(({ atMs, changes = [], decisions }) => {
      const own = changes.filter((change) => isOf(change, head.folder, names));
      const added = new Set(own.flatMap(addedLines));
      return own.length > 0 ? [{ atMs, added, decisions }] : [];
    }),
    commands: items.flatMap(({ atMs, item }) => {
      const command = writingCommand(item, turn.folder);
      return command === undefined ? [] : [{ atMs, command, decisions: decisionsOf(item.id) }];
    }),
  };
}

/** What was approved while a turn ran whose record is gone. @param auditFile every decision */
export function auditedDecisions(
  auditFile: string,
  { threadId, beganAt, endedAt }: TurnOfThread,
): LineDecision[] {
  return readAudit(auditFile)
    .filter((line) => line.threadId === threadId && line.verdict.startsWith('approve'))
    .filter(({ time }) => time >= beganAt && (endedAt === undefined || time <= endedAt))
    .map(decisionOf);
}

/** The turn that ran when the checkpoint was made, or else the next one: most checkpoints are made before their turn. */
function turnIdOf(lines: readonly RecordLine[], { beganAt, endedAt }: TurnOfThread): string | undefined {
  const ends = new Map(
    lines.flatMap((line) => (line.kind === 'turn-ended' ? [[line.turnId, line.time] as const] : [])),
  );
  const started = lines.filter((line) => line.kind === 'turn-started');
  const found =
    started.findLast(({ time, turnId }) => time <= beganAt && (ends.get(turnId) ?? '') > beganAt) ??
    started.find(({ time }) => time > beganAt && (endedAt === undefined || time <= endedAt));
  return found?.turnId;
}

function itemOf(value: unknown): Item {
  return typeof value === 'object' && value !== null ? value : {};
}

function decisionOf(line: { verdict: string; means: string; by: string; time: string }): LineDecision {
  const { verdict, means, by, time } = line;
  return { verdict, means, by, at: Date.parse(time) };
}

/** The engine names files relative to the folder or with a path through links. */
function isOf({ path: file, kind }: PatchChange, folder: string, names: readonly string[]): boolean {
  return [file, kind?.move_path].some(
    (one) => one && names.includes(realPathOfLost(path.resolve(folder, one))),
  );
}

/** A new file comes as its text, a changed one as a unified diff. */
function addedLines({ kind, diff = '' }: PatchChange): string[] {
  const lines = diff.split('\n');
  if (kind?.type === 'add') return lines;
  return lines
    .filter((line) => line.startsWith('+') && !line.startsWith('+++ '))
    .map((line) => line.slice(1));
}

function writingCommand(
  { type, status, command, cwd, server, tool }: Item,
  folder: string,
): string | undefined {
  if (status === 'declined') return undefined;
  if (type === 'mcpToolCall') return `${server}.${tool}`;
  if (type !== 'commandExecution' || command === undefined) return undefined;
  const { decision } = judgeRead(command, { folder, cwd: cwd ?? folder });
  return decision === 'allow' ? undefined : withoutShell(command);
}
