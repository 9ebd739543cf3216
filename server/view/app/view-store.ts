// Holds the state and sends its changes in batches: many events within a frame reach a window as one message.

import { createListeners } from '../../base/listeners.ts';
import { reduce } from '../../contract/reduce.ts';
import type { HostEvent, HostState } from '../../contract/state.ts';
import type { TimelineEvent } from '../../contract/timeline.ts';

export interface ViewStore {
  readonly state: HostState;
  apply(...events: HostEvent[]): void;
  tell(...events: TimelineEvent[]): void;
  /** A line of the log. */
  tellLog(line: string): void;
  /** @returns a function that ends this */
  subscribe(listener: ViewListener): () => void;
}

export interface ViewListener {
  onState?(events: readonly HostEvent[]): void;
  onTimeline?(events: readonly TimelineEvent[]): void;
  onLog?(lines: readonly string[]): void;
}

interface Batch {
  readonly forState: readonly HostEvent[];
  readonly forTimeline: readonly TimelineEvent[];
  readonly forLog: readonly string[];
}

/** Half a frame: too short to notice, long enough for a burst. */
const BATCH_MS = 8;

export function createStore(initial: HostState): ViewStore {
  const listeners = createListeners<[Batch]>();
  let state = initial;
  let stateEvents: HostEvent[] = [];
  let timelineEvents: TimelineEvent[] = [];
  let logLines: string[] = [];
  let isScheduled = false;

  function flush(): void {
    isScheduled = false;
    const [forState, forTimeline, forLog] = [stateEvents, timelineEvents, logLines];
    stateEvents = [];
    timelineEvents = [];
    logLines = [];
    listeners.tell({ forState, forTimeline, forLog });
  }

  function schedule(): void {
    if (!isScheduled) setTimeout(flush, BATCH_MS);
    isScheduled = true;
  }

  return {
    get state() {
      return state;
    },
    apply(...events) {
      state = reduce(state, events);
      stateEvents.push(...events);
      schedule();
    },
    tell(...events) {
      timelineEvents.push(...events);
      schedule();
    },
    tellLog(line) {
      logLines.push(line);
      schedule();
    },
    subscribe(listener) {
      return listeners.add(({ forState, forTimeline, forLog }) => {
        if (forState.length > 0) listener.onState?.(forState);
        if (forTimeline.length > 0) listener.onTimeline?.(forTimeline);
        if (forLog.length > 0) listener.onLog?.(forLog);
      });
    },
  };
}
