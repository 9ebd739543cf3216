// The window's copy of the host's state. Events of the host flow in, components read it; nothing is decided here.
import type { PatchbayApi, WindowEvent, WindowPlace } from '../../server/contract/ipc.ts';
import { reduce } from '../../server/contract/reduce.ts';
import type { HostEvent, HostState } from '../../server/contract/state.ts';
import type { TimelineEvent } from '../../server/contract/timeline.ts';

const RETRY_MS = 1000;

export interface HostStore {
  /** undefined until the host has answered for the first time. */
  state(): HostState | undefined;
  /** @returns a function that ends this */
  onChange(listener: () => void): () => void;
  onTimeline(listener: (events: readonly TimelineEvent[]) => void): () => void;
  onLog(listener: (lines: readonly string[]) => void): () => void;
  onOpen(listener: (place: WindowPlace) => void): () => void;
  close(): void;
}

/**
 * Subscribes before it asks for the state, so that nothing is missed: events that came in between are applied again.
 */
export function openHostStore(api: PatchbayApi): HostStore {
  let state: HostState | undefined;
  let early: HostEvent[] = [];
  const changeListeners = new Set<() => void>();
  const timelineListeners = new Set<(events: readonly TimelineEvent[]) => void>();
  const logListeners = new Set<(lines: readonly string[]) => void>();
  const openListeners = new Set<(place: WindowPlace) => void>();

  function become(next: HostState): void {
    state = next;
    for (const listener of changeListeners) listener();
  }

  function receive(event: WindowEvent): void {
    switch (event.kind) {
      case 'state':
        if (state) become(reduce(state, event.events));
        else early = [...early, ...event.events];
        return;
      case 'timeline':
        for (const listener of timelineListeners) listener(event.events);
        return;
      case 'log':
        for (const listener of logListeners) listener(event.lines);
        return;
      case 'open':
        for (const listener of openListeners) listener(event.place);
    }
  }

  const close = api.onEvent(receive);
  async function load(): Promise<void> {
    const answer = await api.command('state', {});
    if (!answer.ok) {
      // The host is still starting, or ending.
      setTimeout(load, RETRY_MS);
      return;
    }
    become(reduce(answer.value, early));
    early = [];
  }
  void load();

  return {
    state: () => state,
    onChange: (listener) => addTo(changeListeners, listener),
    onTimeline: (listener) => addTo(timelineListeners, listener),
    onLog: (listener) => addTo(logListeners, listener),
    onOpen: (listener) => addTo(openListeners, listener),
    close,
  };
}

function addTo<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
