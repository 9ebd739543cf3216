// A thread's record as entries for a person to read in order, independent of the output format.
import { describeStoredSubject, withoutShell } from '../contract/describe-subject.ts';
import { overlapSentence } from '../contract/overlap.ts';
import { receiptInWords } from '../contract/receipt.ts';
import { tokensInWords } from '../contract/tokens.ts';
import { makeVisible } from '../contract/visible.ts';
import type { RecordLine } from './record-line.ts';

type DecisionLine = Extract<RecordLine, { kind: 'decision' }>;

export interface TimelineEntry {
  readonly time: string;
  readonly kind:
    | 'prompt'
    | 'message'
    | 'reasoning'
    | 'command'
    | 'patch'
    | 'tool'
    | 'decision'
    | 'problem'
    | 'turn-start'
    | 'turn'
    | 'other';
  readonly title: string;
  /** A one-line version, for formats with more layout than text. */
  readonly line?: string;
  readonly mark?: { readonly text: string; readonly tone: 'good' | 'bad' | 'plain' };
  /** Prose, or program text such as a command's output. */
  readonly body?: { readonly text: string; readonly isCode: boolean } | undefined;
}

export interface RecordHead {
  /** The id of the thread, or of the session. */
  readonly threadId: string;
  /** Whether it is a client's session of remote calls instead of a thread. */
  readonly isSession: boolean;
  readonly client: string;
  readonly folder: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** A person cannot read and answer within this time. */
const FASTEST_PERSON_MS = 400;
const MAX_TITLE_CHARS = 200;

/** The engine's items that are shown. */
interface Item {
  readonly type?: string;
  readonly text?: string;
  readonly content?: readonly { text?: string }[];
  readonly summary?: readonly unknown[];
  readonly command?: string;
  readonly cwd?: string;
  readonly aggregatedOutput?: string | null;
  readonly exitCode?: number | null;
  readonly status?: string;
  readonly changes?: readonly { path: string; diff: string }[];
  readonly server?: string;
  readonly tool?: string;
  readonly arguments?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
  readonly query?: string;
}

export function headOf(lines: readonly RecordLine[]): RecordHead | undefined {
  const line = lines.find((candidate) => candidate.kind === 'thread');
  if (!line) return undefined;
  const { threadId, client, folder, isSession = false, time: startedAt } = line;
  return { threadId, client, folder, isSession, startedAt };
}

export function nameOf({ threadId, isSession }: RecordHead): string {
  return `${isSession ? 'Session' : 'Thread'} ${threadId}`;
}

/** The text of a prompt; undefined for any other item. @param item as it is in a record */
export function promptOf(item: unknown): string | undefined {
  const { type, content } = (item ?? {}) as Item;
  return type === 'userMessage' ? content?.map(({ text }) => text ?? '').join('\n') : undefined;
}

/** The first line of a prompt. */
export function titleOf(prompt = ''): string {
  return prompt.trim().split('\n')[0]?.slice(0, MAX_TITLE_CHARS) ?? '';
}

export function timelineOf(lines: readonly RecordLine[]): TimelineEntry[] {
  return lines.flatMap((line) => entryOf(line) ?? []);
}

/** Whether a decision, by its `afterMs` and `means`, came faster than a person can read. */
export function isTooFastForAPerson({ means, afterMs }: { means: string; afterMs: number }): boolean {
  return (means === 'client' || means === 'terminal') && afterMs < FASTEST_PERSON_MS;
}

function entryOf(line: RecordLine): TimelineEntry | undefined {
  const { time } = line;
  switch (line.kind) {
    case 'thread':
      return undefined;
    case 'named':
      return { time, kind: 'other', title: `Renamed to ${line.name}` };
    case 'archived':
      return { time, kind: 'other', title: line.isArchived ? 'Archived' : 'Brought back from the archive' };
    case 'usage':
      return { time, kind: 'other', title: `Tokens: ${tokensInWords(line.tokens)}` };
    case 'turn-started':
      return { time, kind: 'turn-start', title: 'Turn began' };
    case 'turn-ended':
      return { time, kind: 'turn', title: `Turn ended: ${line.status ?? 'unknown'}`, body: code(line.error) };
    case 'receipt':
      return {
        time,
        kind: 'other',
        title: `What it did: ${receiptInWords(line.receipt)}`,
        body: code(line.receipt),
      };
    case 'overlap': {
      const how = line.wasAsked ? 'approved' : 'without a question';
      const sentences = line.overlaps.map((overlap) => overlapSentence(overlap, makeVisible(overlap.path)));
      const title = `Patched over changes of others, ${how}`;
      return { time, kind: 'problem', title, body: words(sentences.join('\n')) };
    }
    case 'error':
      return { time, kind: 'problem', title: 'Error', body: code(line.error) };
    case 'item':
      return itemEntry(time, (line.item ?? {}) as Item);
    case 'remote-call': {
      const { remote, what, outcome, afterMs } = line;
      const body = code(
        JSON.stringify({ params: line.params, result: line.result, error: line.error }, null, 2),
      );
      const title = `Called ${remote} ${what}: ${outcome} after ${afterMs} ms`;
      const mark = outcome === 'failed' ? { mark: { text: outcome, tone: 'bad' as const } } : {};
      return { time, kind: 'tool', title, line: `${remote}.${what}`, ...mark, body };
    }
    case 'decision': {
      const hint = isTooFastForAPerson(line) ? ', probably not a person' : '';
      const how = `${line.by} (${line.means}, after ${line.afterMs} ms${hint})`;
      const why = line.reason ? `\n${line.reason}` : '';
      const instead = line.edited ? `\nApproved instead:\n${detailsText(line.edited.subject)}` : '';
      const body = code(`${subjectText(line.subject)}${instead}${why}`);
      const isYes = line.verdict.startsWith('approve');
      const mark = { text: `${line.verdict} by ${how}`, tone: isYes ? ('good' as const) : ('bad' as const) };
      const title = `${line.subject.kind}: ${mark.text}`;
      return { time, kind: 'decision', title, line: `Asked: ${line.subject.kind}`, mark, body };
    }
  }
}

function subjectText(subject: DecisionLine['subject']): string {
  return `${describeStoredSubject(subject).question}\n${detailsText(subject)}`;
}

function detailsText(subject: DecisionLine['subject']): string {
  const { details } = describeStoredSubject(subject);
  return details.flatMap(({ title, text }) => (title === undefined ? [text] : [title, text])).join('\n');
}

function itemEntry(time: string, item: Item): TimelineEntry | undefined {
  switch (item.type) {
    case 'userMessage':
      return {
        time,
        kind: 'prompt',
        title: 'Prompt',
        body: words(promptOf(item)),
      };
    case 'agentMessage':
      return { time, kind: 'message', title: 'Codex', body: words(item.text) };
    case 'plan':
      return { time, kind: 'message', title: 'Plan', body: words(item.text) };
    case 'reasoning':
      return item.summary?.length
        ? { time, kind: 'reasoning', title: 'Reasoning', body: words(item.summary.join('\n')) }
        : undefined;
    case 'commandExecution': {
      const end =
        item.exitCode === undefined || item.exitCode === null ? item.status : `exit code ${item.exitCode}`;
      const body = code(`$ ${item.command}\n${item.aggregatedOutput ?? ''}`);
      const title = `Command in ${item.cwd}: ${end}`;
      return {
        time,
        kind: 'command',
        title,
        line: withoutShell(item.command ?? '').replaceAll(/\s+/g, ' '),
        ...markOf(item, end),
        body,
      };
    }
    case 'fileChange':
      return {
        time,
        kind: 'patch',
        title: `Patch: ${item.status}`,
        line: `Change ${(item.changes ?? []).map(({ path }) => path).join(', ')}`,
        ...markOf(item, item.status),
        body: code(changesText(item.changes ?? [])),
      };
    case 'mcpToolCall': {
      const body = code(
        JSON.stringify({ arguments: item.arguments, result: item.result, error: item.error }, null, 2),
      );
      const title = `Tool ${item.server} ${item.tool}: ${item.status}`;
      return {
        time,
        kind: 'tool',
        title,
        line: `${item.server}.${item.tool}`,
        ...markOf(item, item.status),
        body,
      };
    }
    case 'webSearch':
      return { time, kind: 'other', title: `Web search: ${item.query}` };
    default:
      return { time, kind: 'other', title: item.type ?? 'Item', body: code(item) };
  }
}

/** Success is not mentioned. */
function markOf({ status, exitCode }: Item, text: string | undefined): Pick<TimelineEntry, 'mark'> {
  const isBad = status === 'failed' || status === 'declined' || (exitCode ?? 0) !== 0;
  return isBad ? { mark: { text: text ?? 'failed', tone: 'bad' } } : {};
}

function changesText(changes: NonNullable<Item['changes']>): string {
  return changes.map(({ path, diff }) => `${path}\n${diff}`).join('\n');
}

function words(text: string | undefined): TimelineEntry['body'] {
  return text ? { text, isCode: false } : undefined;
}

function code(value: unknown): TimelineEntry['body'] {
  if (value === undefined || value === null || value === '') return undefined;
  return { text: typeof value === 'string' ? value : JSON.stringify(value, null, 2), isCode: true };
}
