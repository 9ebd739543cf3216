// `notifications/progress` for one call: what the turn is doing now, at least every 10 s, strictly increasing
// (MCP 2025-11-25, basic/utilities/progress), nothing after the end.
import type { EngineNotification } from '../engine/process/rpc.ts';
import type { ThreadItem } from '../engine/protocol/v2/ThreadItem.ts';

export interface Progress {
  say(message: string): void;
  stop(): void;
}

const HEARTBEAT_MS = 10_000;
/** The minimum time between two reports; what a busy turn reports sooner than that is dropped. */
const LEAST_APART_MS = 50;
const MAX_MESSAGE_CHARS = 200;

/** @param send sends one notification; not called after `stop` */
export function startProgress(send: (progress: number, message: string) => void): Progress {
  let count = 0;
  let last = 'starting';
  let sentAt = 0;
  let isOver = false;
  const heartbeat = setInterval(report, HEARTBEAT_MS);
  let soon: NodeJS.Timeout | undefined;

  function report(): void {
    // A delayed report would otherwise be sent after the end.
    clearTimeout(soon);
    soon = undefined;
    count += 1;
    sentAt = Date.now();
    heartbeat.refresh();
    send(count, last);
  }

  return {
    say(message) {
      const short = message.length > MAX_MESSAGE_CHARS ? `${message.slice(0, MAX_MESSAGE_CHARS)}…` : message;
      if (isOver || short === last) return;
      last = short;
      const waitMs = sentAt + LEAST_APART_MS - Date.now();
      if (waitMs <= 0) report();
      else soon ??= setTimeout(report, waitMs);
    },
    stop() {
      isOver = true;
      clearInterval(heartbeat);
      clearTimeout(soon);
    },
  };
}

/** What an engine event means in a few words; undefined if it is nothing new for a person. */
export function describeEvent({ method, params }: EngineNotification): string | undefined {
  const event = params as {
    item?: ThreadItem;
    message?: string;
    name?: string;
    status?: string;
    willRetry?: boolean;
    error?: { message: string };
  };
  if (method === 'item/mcpToolCall/progress') return event.message;
  if (method === 'mcpServer/startupStatus/updated' && event.status === 'starting') {
    return `starting the MCP server ${event.name}`;
  }
  if (method === 'error' && event.willRetry) return event.error?.message;
  if (method !== 'item/started') return undefined;
  const item = event.item;
  switch (item?.type) {
    case 'commandExecution':
      return `running ${item.command}`;
    case 'fileChange':
      return `editing ${item.changes.map((change) => change.path).join(', ')}`;
    case 'mcpToolCall':
      return `calling ${item.server}.${item.tool}`;
    case 'webSearch':
      return 'searching the web';
    case 'reasoning':
      return 'thinking';
    case 'agentMessage':
      return 'writing';
    default:
      return undefined;
  }
}
