// How the picture of the host changes: by events, the same in the main process, in the renderer and in tests.
import type { HostEvent, HostState } from './state.ts';

/** Later states share the unchanged parts of earlier ones. */
export function reduce(state: HostState, events: readonly HostEvent[]): HostState {
  return events.reduce(step, state);
}

function step(state: HostState, event: HostEvent): HostState {
  switch (event.kind) {
    case 'set':
      return { ...state, ...event.parts };
    case 'card':
      return { ...state, inbox: upsert(state.inbox, event.card, 'end') };
    case 'card-gone':
      return { ...state, inbox: state.inbox.filter(({ id }) => id !== event.id) };
    case 'thread':
      return { ...state, threads: upsert(state.threads, event.thread, 'start') };
    case 'thread-gone':
      return { ...state, threads: state.threads.filter(({ id }) => id !== event.id) };
    case 'rule':
      return { ...state, rules: state.rules.map((row) => (row.id === event.rule.id ? event.rule : row)) };
    case 'notice':
      return { ...state, notices: upsert(state.notices, event.notice, 'start') };
    case 'notice-gone':
      return { ...state, notices: state.notices.filter(({ id }) => id !== event.id) };
  }
}

function upsert<T extends { readonly id: string }>(
  list: readonly T[],
  entry: T,
  at: 'start' | 'end',
): readonly T[] {
  const index = list.findIndex(({ id }) => id === entry.id);
  if (index >= 0) return list.with(index, entry);
  return at === 'end' ? [...list, entry] : [entry, ...list];
}
