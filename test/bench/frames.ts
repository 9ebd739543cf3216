// What the main thread of a page does while something happens, from Chromium's own trace. It counts processor time: what
// other programs of the machine do meanwhile is none of the page's work.
import type { DevTools } from './cdp.ts';

export interface FrameWork {
  /** Of each frame of a 60th of a second in which anything ran, ms. */
  readonly perFrameMs: readonly number[];
  readonly longestTaskMs: number;
}

const FRAME_US = 1_000_000 / 60;
const CATEGORIES = 'disabled-by-default-devtools.timeline,devtools.timeline,toplevel,__metadata';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** All in µs. */
  readonly ts: number;
  readonly dur?: number;
  /** The part of it in which the thread ran. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** @param browser the browser's end, not a page's: only that one traces */
export async function traceFrames(browser: DevTools, during: () => Promise<void>): Promise<FrameWork> {
  const events: TraceEvent[] = [];
  browser.onEvent('Tracing.dataCollected', ({ value }) => {
    for (const event of value as TraceEvent[]) events.push(event);
  });
  const complete = new Promise<void>((resolve) =>
    browser.onEvent('Tracing.tracingComplete', () => resolve()),
  );
  await browser.send('Tracing.start', { categories: CATEGORIES, transferMode: 'ReportEvents' });
  await during();
  await browser.send('Tracing.end');
  await complete;
  return workOf(events);
}

function workOf(events: readonly TraceEvent[]): FrameWork {
  const main = events.find(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const tasks = events.filter(
    ({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && pid === main?.pid && tid === main?.tid,
  );
  if (tasks.length === 0) throw new Error('the trace has no task of the page');
  const frames = new Map<number, number>();
  for (const task of tasks) {
    const frame = Math.floor(task.ts / FRAME_US);
    frames.set(frame, (frames.get(frame) ?? 0) + workMsOf(task));
  }
  return {
    perFrameMs: [...frames.values()],
    longestTaskMs: Math.max(...tasks.map(workMsOf)),
  };
}

function workMsOf({ tdur, dur = 0 }: TraceEvent): number {
  return (tdur ?? dur) / 1000;
}
