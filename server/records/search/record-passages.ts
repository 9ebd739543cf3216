// What can be found in a line of a record: its text as the timeline shows it, and which entry of the timeline that is.
import { withoutShell } from '../../contract/describe-subject.ts';
import type { TimelineSpot } from '../../contract/thread-search.ts';
import type { RecordLine } from '../record-line.ts';
import { timelineOf } from '../record-timeline.ts';

export interface Passage {
  readonly kind: string;
  readonly text: string;
  readonly entry: TimelineSpot;
}

interface Command {
  readonly type?: string;
  readonly command?: string;
  readonly aggregatedOutput?: string | null;
}

/** @returns undefined for a line in which a person looks for nothing */
export function passageOf(line: RecordLine): Passage | undefined {
  if (line.kind === 'receipt' || line.kind === 'usage' || line.kind === 'named') return undefined;
  const [shown] = timelineOf([line]);
  if (!shown) return undefined;
  const { kind, title, body } = shown;
  const text = commandText(line) ?? body?.text ?? (kind === 'other' ? title : '');
  return text === '' ? undefined : { kind, text, entry: spotOf(line) };
}

/** Without the shell that Codex wraps around it. */
function commandText(line: RecordLine): string | undefined {
  const { type, command = '', aggregatedOutput } = line.kind === 'item' ? ((line.item ?? {}) as Command) : {};
  return type === 'commandExecution' ? `${withoutShell(command)}\n${aggregatedOutput ?? ''}` : undefined;
}

function spotOf(line: RecordLine): TimelineSpot {
  const at = Date.parse(line.time);
  if (line.kind === 'decision') return { at, id: `question-${line.id}` };
  if (line.kind === 'overlap') return { at, id: `overlap-${line.itemId}` };
  const id = line.kind === 'item' ? (line.item as { id?: unknown } | null)?.id : undefined;
  return { at, ...(typeof id === 'string' && { id }) };
}
