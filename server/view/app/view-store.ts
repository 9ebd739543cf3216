// Holds the state and sends its changes in batches: many events within a frame reach a window as one message. The
// conditions change with what they are made of, in the same batch.

import { createListeners } from '../../base/listeners.ts';
import { reduce } from '../../contract/reduce.ts';
import type { HostEvent, HostState } from '../../contract/state.ts';
import type { TimelineEvent } from '../../contract/timeline.ts';
import { conditionsOf } from '../conditions/conditions.ts';

export interface ViewStore {
  readonly state: HostState;
  /** Without an event: only time has passed. */
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
  let state: HostState = { ...initial, conditions: conditionsOf(initial, Date.now()) };
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
      const conditions = conditionsOf(state, Date.now());
      if (conditions !== state.conditions) {
        const change = { kind: 'set', parts: { conditions } } as const;
        state = reduce(state, [change]);
        stateEvents.push(change);
      }
      if (stateEvents.length > 0) schedule();
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
