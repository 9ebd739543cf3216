// The last events of one session, so that a client whose stream broke can go on with `Last-Event-ID`
// (MCP 2025-11-25, basic/transports, "Resumability and redelivery"). Bounded: the oldest are forgotten first.
import type { EventStore, JSONRPCMessage } from '@modelcontextprotocol/server';

const MAX_EVENTS = 1000;
const MAX_BYTES = 1024 * 1024;

interface StoredEvent {
  readonly id: number;
  readonly streamId: string;
  readonly message: JSONRPCMessage;
  readonly bytes: number;
}

export interface SessionEvents extends EventStore {
  /** Whether a stream can be resumed after this event. */
  knows(eventId: string): boolean;
}

export function createEventStore(): SessionEvents {
  const events: StoredEvent[] = [];
  let nextId = 1;
  let totalBytes = 0;

  const find = (eventId: string) => events.find((event) => String(event.id) === eventId);

  return {
    knows: (eventId) => find(eventId) !== undefined,

    async storeEvent(streamId, message) {
      const event = { id: nextId++, streamId, message, bytes: JSON.stringify(message).length };
      events.push(event);
      totalBytes += event.bytes;
      while (events.length > 1 && (events.length > MAX_EVENTS || totalBytes > MAX_BYTES)) {
        totalBytes -= events.shift()?.bytes ?? 0;
      }
      return String(event.id);
    },

    async getStreamIdForEventId(eventId) {
      return find(eventId)?.streamId;
    },

    async replayEventsAfter(lastEventId, { send }) {
      const last = find(lastEventId);
      if (!last) throw new Error('This event is not kept any more.');
      const missed = events.filter((event) => event.streamId === last.streamId && event.id > last.id);
      // A priming event carries no message and is not sent again.
      for (const event of missed.filter(({ message }) => Object.keys(message).length > 0)) {
        await send(String(event.id), event.message);
      }
      return last.streamId;
    },
  };
}
