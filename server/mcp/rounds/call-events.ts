// What has happened in a running call, in a few words each and with a cursor, for clients that poll.
import type { EngineNotification } from '../../engine/process/rpc.ts';
import type { ThreadItem } from '../../engine/protocol/v2/ThreadItem.ts';
import { describeEvent } from '../progress.ts';

export interface CallEvent {
  /** Counts up from 1. */
  readonly cursor: number;
  readonly type: 'doing' | 'message' | 'command' | 'patch' | 'tool' | 'question' | 'note';
  readonly text: string;
}

export interface CallEvents {
  add(type: CallEvent['type'], text: string): void;
  /** Adds what an engine notification means to a person, if it means anything. */
  receive(event: EngineNotification): void;
  /** The events after this cursor; the oldest are dropped first. */
  since(cursor: number): readonly CallEvent[];
  /** Of the newest event; 0 when there is none. */
  readonly cursor: number;
}

const MAX_EVENTS = 500;
const MAX_TEXT_CHARS = 4000;

/** @param from the cursor of the thread's events so far */
export function createCallEvents(from = 0): CallEvents {
  const events: CallEvent[] = [];
  let cursor = from;

  function add(type: CallEvent['type'], text: string): void {
    cursor += 1;
    const short = text.length > MAX_TEXT_CHARS ? `${text.slice(0, MAX_TEXT_CHARS)}…` : text;
    events.push({ cursor, type, text: short });
    if (events.length > MAX_EVENTS) events.shift();
  }

  return {
    add,
    receive(event) {
      const doing = describeEvent(event);
      if (doing) return add('doing', doing);
      const { item } = event.params as { item?: ThreadItem };
      const done = event.method === 'item/completed' && item && describeCompleted(item);
      if (done) add(done.type, done.text);
    },
    since: (after) => events.filter((event) => event.cursor > after),
    get cursor() {
      return cursor;
    },
  };
}

function describeCompleted(item: ThreadItem): Pick<CallEvent, 'type' | 'text'> | undefined {
  switch (item.type) {
    case 'agentMessage':
      return { type: 'message', text: item.text };
    case 'commandExecution': {
      const result = item.exitCode === null ? item.status : `exit code ${item.exitCode}`;
      return { type: 'command', text: `${item.command}: ${result}` };
    }
    case 'fileChange':
      return { type: 'patch', text: `${item.status}: ${item.changes.map(({ path }) => path).join(', ')}` };
    case 'mcpToolCall':
      return { type: 'tool', text: `${item.server}.${item.tool}: ${item.status}` };
    default:
      return undefined;
  }
}
