// The last events of one session, so that a client whose stream broke can resume with `Last-Event-ID` (MCP 2025-11-25,
// basic/transports, "Resumability and redelivery"). The number is limited; the oldest events are dropped first.

const MAX_EVENTS = 1000;
const MAX_BYTES = 1024 * 1024;

export interface StoredEvent {
  readonly id: number;
  readonly streamId: string;
  /** The message as sent; empty for an event that only carries an id. */
  readonly data: string;
}

export interface SessionEvents {
  /** @returns its id */
  store(streamId: string, data: string): number;
  /** @returns undefined when the event is no longer kept, or never existed */
  find(eventId: string): StoredEvent | undefined;
  /** The later events of the same stream. */
  after(event: StoredEvent): StoredEvent[];
}

export function createEventStore(): SessionEvents {
  let events: StoredEvent[] = [];
  /** Index of the oldest kept event. Those before it are dropped, and removed from the array from time to time. */
  let first = 0;
  let nextId = 1;
  let totalBytes = 0;

  function forgetOldest(): void {
    while (events.length - first > 1 && (events.length - first > MAX_EVENTS || totalBytes > MAX_BYTES)) {
      totalBytes -= events[first]?.data.length ?? 0;
      first += 1;
    }
    if (first < MAX_EVENTS) return;
    events = events.slice(first);
    first = 0;
  }

  return {
    store(streamId, data) {
      const id = nextId++;
      events.push({ id, streamId, data });
      totalBytes += data.length;
      forgetOldest();
      return id;
    },
    find(eventId) {
      const id = Number(eventId);
      const oldest = events[first]?.id ?? nextId;
      return id >= oldest && String(id) === eventId ? events[first + id - oldest] : undefined;
    },
    after: ({ id, streamId }) => {
      const oldest = events[first]?.id ?? nextId;
      return events.slice(first + id - oldest + 1).filter((event) => event.streamId === streamId);
    },
  };
}
