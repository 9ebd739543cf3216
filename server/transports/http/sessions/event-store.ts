// The last events of one session, so that a client whose stream broke can resume with `Last-Event-ID` (MCP 2025-11-25,
// basic/transports, "Resumability and redelivery"). The number is limited; the oldest events are dropped first.

const MAX_EVENTS = 1000;
const MAX_BYTES = 1024 * 1024;

export interface StoredEvent {
  readonly id: number;
  readonly streamId: number;
  /** The message as sent; empty for an event that only carries an id. */
  readonly data: string;
}

export interface SessionEvents {
  /** @returns its id */
  store(streamId: number, data: string): number;
  /** @returns undefined when the event is no longer kept, or never existed */
  find(eventId: string): StoredEvent | undefined;
  /** The later events of the same stream. */
  after(event: StoredEvent): StoredEvent[];
}

/** Two lists instead of one of objects: what stays is what V8 has to copy, and most events are read by nobody. */
export function createEventStore(): SessionEvents {
  /** Of each event, its stream and its data. */
  let streams: number[] = [];
  let texts: string[] = [];
  /** The id of the event that the lists begin with. Those before `first` are dropped, and removed from time to time. */
  let base = 1;
  let first = 1;
  let nextId = 1;
  let totalBytes = 0;

  const at = (id: number): StoredEvent => ({
    id,
    streamId: streams[id - base] as number,
    data: texts[id - base] as string,
  });

  function forgetOldest(): void {
    while (nextId - first > 1 && (nextId - first > MAX_EVENTS || totalBytes > MAX_BYTES)) {
      totalBytes -= texts[first - base]?.length ?? 0;
      first += 1;
    }
    if (first - base < MAX_EVENTS) return;
    streams = streams.slice(first - base);
    texts = texts.slice(first - base);
    base = first;
  }

  return {
    store(streamId, data) {
      const id = nextId++;
      streams.push(streamId);
      texts.push(data);
      totalBytes += data.length;
      forgetOldest();
      return id;
    },
    find(eventId) {
      const id = Number(eventId);
      return id >= first && id < nextId && String(id) === eventId ? at(id) : undefined;
    },
    after({ id, streamId }) {
      const later: StoredEvent[] = [];
      for (let next = id + 1; next < nextId; next += 1) {
        if (streams[next - base] === streamId) later.push(at(next));
      }
      return later;
    },
  };
}
