// A thread's record as entries that a person reads, one after the other, whatever format they are shown in.
import type { RecordLine } from './record-line.ts';

export interface TimelineEntry {
  readonly time: string;
  readonly kind: 'client' | 'codex' | 'action' | 'decision' | 'problem' | 'turn';
  readonly title: string;
  /** Words to be read as they are; or text of a program, such as a command's output. */
  readonly body?: { readonly text: string; readonly isCode: boolean } | undefined;
}

export interface RecordHead {
  readonly threadId: string;
  readonly client: string;
  readonly folder: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** A person does not read and answer within this time. */
const FASTEST_PERSON_MS = 400;

/** Items of the engine, as far as they are shown. */
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
  return line && { threadId: line.threadId, client: line.client, folder: line.folder, startedAt: line.time };
}

export function timelineOf(lines: readonly RecordLine[]): TimelineEntry[] {
  return lines.flatMap((line) => entryOf(line) ?? []);
}

/** `afterMs` and `means` of a decision: whether it came faster than anybody reads. */
export function isTooFastForAPerson({ means, afterMs }: { means: string; afterMs: number }): boolean {
  return (means === 'client' || means === 'terminal') && afterMs < FASTEST_PERSON_MS;
}

/** What a question was about, in one line or in many for a patch. */
export function describeSubject(subject: Readonly<Record<string, unknown>> & { kind: string }): string {
  switch (subject.kind) {
    case 'command':
      return String(subject['command']);
    case 'patch':
      return changesText((subject['changes'] ?? []) as NonNullable<Item['changes']>);
    case 'tool':
      return `${subject['server']} ${subject['tool']} ${JSON.stringify(subject['arguments'])}`;
    case 'permission':
      return JSON.stringify(subject['permissions']);
    case 'folder':
      return String(subject['folder']);
    default:
      return String(subject['message'] ?? subject['url'] ?? '');
  }
}

function entryOf(line: RecordLine): TimelineEntry | undefined {
  const { time } = line;
  switch (line.kind) {
    case 'thread':
      return undefined;
    case 'turn-started':
      return { time, kind: 'turn', title: 'Turn began' };
    case 'turn-ended':
      return { time, kind: 'turn', title: `Turn ended: ${line.status ?? 'unknown'}`, body: code(line.error) };
    case 'error':
      return { time, kind: 'problem', title: 'Error', body: code(line.error) };
    case 'item':
      return itemEntry(time, (line.item ?? {}) as Item);
    case 'decision': {
      const hint = isTooFastForAPerson(line) ? ', probably not a person' : '';
      const how = `${line.by} (${line.means}, after ${line.afterMs} ms${hint})`;
      const why = line.reason ? `\n${line.reason}` : '';
      const body = code(`${describeSubject(line.subject)}${why}`);
      return { time, kind: 'decision', title: `${line.subject.kind}: ${line.verdict} by ${how}`, body };
    }
  }
}

function itemEntry(time: string, item: Item): TimelineEntry | undefined {
  switch (item.type) {
    case 'userMessage':
      return {
        time,
        kind: 'client',
        title: 'Prompt',
        body: words(item.content?.map(({ text }) => text).join('\n')),
      };
    case 'agentMessage':
      return { time, kind: 'codex', title: 'Codex', body: words(item.text) };
    case 'plan':
      return { time, kind: 'codex', title: 'Plan', body: words(item.text) };
    case 'reasoning':
      return item.summary?.length
        ? { time, kind: 'codex', title: 'Reasoning', body: words(item.summary.join('\n')) }
        : undefined;
    case 'commandExecution': {
      const end =
        item.exitCode === undefined || item.exitCode === null ? item.status : `exit code ${item.exitCode}`;
      const body = code(`$ ${item.command}\n${item.aggregatedOutput ?? ''}`);
      return { time, kind: 'action', title: `Command in ${item.cwd}: ${end}`, body };
    }
    case 'fileChange':
      return {
        time,
        kind: 'action',
        title: `Patch: ${item.status}`,
        body: code(changesText(item.changes ?? [])),
      };
    case 'mcpToolCall': {
      const body = code(
        JSON.stringify({ arguments: item.arguments, result: item.result, error: item.error }, null, 2),
      );
      return { time, kind: 'action', title: `Tool ${item.server} ${item.tool}: ${item.status}`, body };
    }
    case 'webSearch':
      return { time, kind: 'action', title: `Web search: ${item.query}` };
    default:
      return { time, kind: 'action', title: item.type ?? 'Item', body: code(item) };
  }
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
