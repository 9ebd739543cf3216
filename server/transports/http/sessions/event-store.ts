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
class EventStore implements SessionEvents {
  /** Of each event, its stream and its data. */
  private streams: number[] = [];
  private texts: string[] = [];
  /** The id of the event that the lists begin with. Those before `first` are dropped, and removed from time to time. */
  private base = 1;
  private first = 1;
  private nextId = 1;
  private totalBytes = 0;

  store(streamId: number, data: string): number {
    const id = this.nextId++;
    this.streams.push(streamId);
    this.texts.push(data);
    this.totalBytes += data.length;
    this.forgetOldest();
    return id;
  }

  find(eventId: string): StoredEvent | undefined {
    const id = Number(eventId);
    return id >= this.first && id < this.nextId && String(id) === eventId ? this.at(id) : undefined;
  }

  after({ id, streamId }: StoredEvent): StoredEvent[] {
    const later: StoredEvent[] = [];
    for (let next = id + 1; next < this.nextId; next += 1) {
      if (this.streams[next - this.base] === streamId) later.push(this.at(next));
    }
    return later;
  }

  private at(id: number): StoredEvent {
    const index = id - this.base;
    return { id, streamId: this.streams[index] as number, data: this.texts[index] as string };
  }

  private forgetOldest(): void {
    while (
      this.nextId - this.first > 1 &&
      (this.nextId - this.first > MAX_EVENTS || this.totalBytes > MAX_BYTES)
    ) {
      this.totalBytes -= this.texts[this.first - this.base]?.length ?? 0;
      this.first += 1;
    }
    if (this.first - this.base < MAX_EVENTS) return;
    this.streams = this.streams.slice(this.first - this.base);
    this.texts = this.texts.slice(this.first - this.base);
    this.base = this.first;
  }
}

export function createEventStore(): SessionEvents {
  return new EventStore();
}
