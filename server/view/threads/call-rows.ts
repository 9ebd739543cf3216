// Calls that need a turn, until they have a thread. A call that waits for longer than a moment, or failed, gets a row
// among the threads, so that no call is invisible.
import { randomUUID } from 'node:crypto';
import type { ThreadRow } from '../../contract/state.ts';
import type { TimelineItem } from '../../contract/timeline.ts';
import { windowMessageOf } from '../../errors/error.ts';
import type { CallWatch, CallWithoutThread } from '../../mcp/codex/call.ts';
import { needsOfCall } from './blocked-call.ts';

/** Usually there is a thread by then. */
const SHOWN_AFTER_MS = 500;
/** A client that keeps retrying must not fill the list. */
const MAX_FAILED = 50;

/**
 * @param options.show a row is new, or changed
 * @param options.onFailed called when a row shows the failure of its call
 * @param options.put adds to the timeline of a row
 * @param options.remove removes the row and its timeline
 */
export function createCallRows(options: {
  nameOf(principalId: string): string;
  redact(text: string): string;
  titleOf(prompt: string): string;
  show(row: ThreadRow): void;
  put(rowId: string, item: TimelineItem): void;
  remove(rowId: string): void;
  onFailed(error: unknown): void;
}): { callCame(call: CallWithoutThread): CallWatch } {
  const { redact, show, put, remove } = options;
  const failed: string[] = [];

  return {
    callCame({ principal, prompt, folder }) {
      const id = `call-${randomUUID()}`;
      const startedAt = Date.now();
      const row: ThreadRow = {
        id,
        principal,
        who: options.nameOf(principal),
        folder: folder ?? '',
        title: redact(options.titleOf(prompt)),
        state: 'waiting',
        isCall: true,
        startedAt,
        sandbox: '',
        approvalPolicy: '',
        network: false,
      };
      const about = { turnId: '', at: startedAt };
      let isShown = false;
      function appear(): void {
        isShown = true;
        put(id, { ...about, id: `prompt-${id}`, progress: 'done', kind: 'prompt', text: prompt });
        show(row);
      }
      const timer = setTimeout(appear, SHOWN_AFTER_MS);
      timer.unref();
      return {
        hasThread() {
          clearTimeout(timer);
          if (isShown) remove(id);
        },
        failed(error) {
          clearTimeout(timer);
          if (!isShown) appear();
          const endedAt = Date.now();
          const why = redact(windowMessageOf(error));
          const needs = needsOfCall(error);
          const end = { id: `end-${id}`, turnId: '', at: endedAt, durationMs: endedAt - startedAt };
          put(id, { ...end, progress: 'failed', kind: 'turn-end', outcome: 'failed', text: why });
          const blocked = needs && { why, at: endedAt, needs };
          show({ ...row, state: 'failed', endedAt, why, ...(blocked && { blocked }) });
          options.onFailed(error);
          failed.push(id);
          const [oldest] = failed;
          if (failed.length > MAX_FAILED && oldest !== undefined) {
            failed.shift();
            remove(oldest);
          }
        },
      };
    },
  };
}
