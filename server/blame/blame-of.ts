// Who wrote the lines of a file: to the turns that the checkpoints tell, their prompts, patches, commands and decisions
// from the records.
import fs from 'node:fs';
import type { TurnOfThread } from '../checkpoints/moments.ts';
import type { StoredBlame, StoredOrigin } from '../checkpoints/stored-blame.ts';
import type { AgentOrigin, Blame, Doubt, LineOrigin } from '../contract/blame.ts';
import { lineNotThere } from '../errors/checkpoints.ts';
import { fileOfThread, readRecord } from '../records/record-files.ts';
import {
  auditedDecisions,
  type CommandOfTurn,
  type PatchOfTurn,
  type TurnRecord,
  turnRecordOf,
} from './turn-record.ts';

/** From 1 on, both included. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

export interface BlameOptions {
  readonly paths: { readonly recordsFolder: string; readonly auditFile: string };
  /** As it was applied to the records: a line that has a secret is found by what it became there. */
  redact(text: string): string;
  /** All lines without it. */
  readonly range?: LineRange | undefined;
}

const LONGEST_PROMPT = 300;
const LONGEST_COMMAND = 300;

/**
 * @param stored what the checkpoints say
 * @throws line-not-there, file-broken
 */
export function blameOf(stored: StoredBlame, { paths, redact, range }: BlameOptions): Blame {
  const { earlierNames, movedTo, now, lines, whole } = stored;
  const names = [stored.file, ...earlierNames];
  const recordOf = recordReader(paths.recordsFolder, names);
  const told = (origin: StoredOrigin, text: string | undefined): LineOrigin => {
    if (origin.kind === 'others')
      return { kind: 'not-an-agent', after: origin.fromMs, before: origin.untilMs };
    if (origin.kind === 'unknown') return { kind: 'unknown', why: origin.why, before: origin.beforeMs };
    return agentOf(origin, { text, redact, recordOf, auditFile: paths.auditFile });
  };
  const about = { file: stored.file, earlierNames };
  if (now === undefined) {
    return { ...about, kind: 'gone', origin: told(whole, undefined), ...(movedTo && { movedTo }) };
  }
  if (now === 'not-text') return { ...about, kind: 'not-text', origin: told(whole, undefined) };
  const { from, to } = range ?? { from: 1, to: lines.length };
  if (range && from > lines.length) throw lineNotThere(stored.file, from, lines.length);
  const shown = lines.slice(from - 1, to).map(({ text, origin }, at) => ({
    line: from + at,
    text,
    origin: told(origin, text),
  }));
  return { ...about, kind: 'lines', lines: shown, totalLines: lines.length };
}

type RecordOf = (turn: TurnOfThread) => TurnRecord | undefined;

/** Each record is read once. */
function recordReader(folder: string, names: readonly string[]): RecordOf {
  const records = new Map<string, ReturnType<typeof readRecord>>();
  const turns = new Map<TurnOfThread, TurnRecord | undefined>();
  return (turn) => {
    const { threadId } = turn;
    if (!records.has(threadId)) {
      const file = fileOfThread(folder, threadId);
      records.set(threadId, fs.existsSync(file) ? readRecord({ file }) : []);
    }
    if (!turns.has(turn)) turns.set(turn, turnRecordOf(records.get(threadId) ?? [], turn, names));
    return turns.get(turn);
  };
}

interface Evidence {
  readonly turn: TurnOfThread;
  readonly record: TurnRecord | undefined;
  /** The last patch of the turn that wrote such a line. */
  readonly patch: PatchOfTurn | undefined;
}

/** @param about.text of the line; undefined for the file as a whole */
function agentOf(
  { turns, atMs }: Extract<StoredOrigin, { kind: 'turns' }>,
  about: { text: string | undefined; redact(text: string): string; recordOf: RecordOf; auditFile: string },
): AgentOrigin {
  const evidence = turns.map((turn): Evidence => {
    const record = about.recordOf(turn);
    return { turn, record, patch: record?.patches.findLast((one) => hasWritten(one, about)) };
  });
  const patched = evidence.filter(({ patch }) => patch);
  const { turn, record, patch } = (patched[0] ?? evidence[0]) as Evidence;
  const commands = patch ? [] : (record?.commands ?? []);
  const doubts: (Doubt | false)[] = [
    turn.endedAt === undefined && 'cut-off',
    turns.length > 1 && patched.length !== 1 && 'other-turns',
    !record && 'no-record',
    record !== undefined && !patch && commands.length === 0 && 'in-no-patch',
    commands.length > 0 && 'saved-meanwhile',
    commands.length > 1 && 'several-commands',
  ];
  return {
    kind: 'agent',
    threadId: turn.threadId,
    turn: turn.number,
    at: patch?.atMs ?? onlyOne(commands)?.atMs ?? atMs,
    ...(record && { client: record.client }),
    ...(record?.prompt !== undefined && { prompt: cut(record.prompt, LONGEST_PROMPT) }),
    how: patch ? 'patch' : commands.length > 0 ? 'command' : 'unclear',
    ...commandOf(commands),
    decisions: record
      ? (patch?.decisions ?? commands.flatMap(({ decisions }) => decisions))
      : auditedDecisions(about.auditFile, turn),
    doubts: doubts.filter((doubt) => doubt !== false),
  };
}

function hasWritten(
  { added }: PatchOfTurn,
  { text, redact }: { text: string | undefined; redact(text: string): string },
): boolean {
  return text === undefined || added.has(text) || added.has(redact(text));
}

function commandOf(commands: readonly CommandOfTurn[]): { command?: string } {
  const one = onlyOne(commands);
  return one ? { command: cut(one.command, LONGEST_COMMAND) } : {};
}

function onlyOne<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined;
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
