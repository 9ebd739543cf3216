// One turn of a thread, from the prompt to its end: its participants, its open items, its end.
import type { Asker } from '../../approvals/broker.ts';
import { deferred } from '../../base/deferred.ts';
import type { Receipt } from '../../contract/receipt.ts';
import type { QueuedTurn } from '../../contract/turn-queue.ts';
import type { PatchbayError } from '../../errors/error.ts';
import type { CallLeash } from '../leash/call-leash.ts';
import type { EngineNotification } from '../process/rpc.ts';
import type { FileUpdateChange } from '../protocol/v2/FileUpdateChange.ts';
import type { ThreadItem } from '../protocol/v2/ThreadItem.ts';
import type { Turn as EngineTurn } from '../protocol/v2/Turn.ts';
import type { TurnError } from '../protocol/v2/TurnError.ts';

/** @param params of `sampling/createMessage`, unchanged. @returns the client's result, unchecked */
export type Sampler = (params: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<unknown>;

/** A participant of a turn: a tool call that waits for its end. */
export interface Participant {
  /** The client's name. */
  readonly name?: string | undefined;
  /** Engine notifications of this turn, in order, unchanged. */
  onEvent(event: EngineNotification): void;
  /** The turn waits for a place; again whenever the line moves, and undefined when it begins. */
  onQueued?(queued: QueuedTurn | undefined): void;
  /** Asks the client's own model (MCP sampling); absent if that is not possible. */
  sample?: Sampler | undefined;
  /** Asks this participant's client; absent if that is not possible. */
  readonly asker?: Asker | undefined;
  /** How far the turn may go; without limits if absent. */
  readonly leash?: CallLeash | undefined;
}

export type TurnEnd =
  | { readonly kind: 'completed'; readonly text: string }
  /** `why`: it was stopped at a limit. */
  | { readonly kind: 'interrupted'; readonly text: string; readonly why?: PatchbayError }
  | { readonly kind: 'failed'; readonly error: TurnError }
  /** Ended by something other than its participants: the engine or Patchbay stopped. */
  | { readonly kind: 'stopped'; readonly error: PatchbayError };

export interface Turn {
  /** Known once the engine has answered; rejects when the turn could not be started. */
  readonly id: Promise<string>;
  readonly ended: Promise<TurnEnd>;
  readonly participants: ReadonlySet<Participant>;
  /** It has been told to end: a prompt that comes now belongs to the next turn. */
  isInterrupted: boolean;
  /** While it waits for a place. */
  queued: QueuedTurn | undefined;
  /** Why it is being stopped, for whoever waits for its end. */
  whyStopped: PatchbayError | undefined;
  /** Why questions of this turn were denied without a person; for the result. */
  readonly notes: string[];
  /** What it did; made when it has ended. */
  receipt: Promise<Receipt | undefined> | undefined;
  join(participant: Participant): void;
  leave(participant: Participant): void;
  started(id: string): void;
  failedToStart(error: unknown): void;
  /** Processes one notification and passes it to the participants. */
  receive(event: EngineNotification): void;
  /** The current state of the item with this id: started, updated or completed. */
  item(itemId: string): ThreadItem | undefined;
  end(end: TurnEnd): void;
}

/** The fields read here; which ones are present depends on the method. */
interface EventParams {
  readonly item?: ThreadItem;
  readonly itemId?: string;
  readonly changes?: FileUpdateChange[];
  readonly turn?: EngineTurn;
}

export function createTurn(): Turn {
  const id = deferred<string>();
  const ended = deferred<TurnEnd>();
  const participants = new Set<Participant>();
  const items = new Map<string, ThreadItem>();
  const openItems = new Set<string>();
  let lastMessage = '';
  id.promise.catch(() => undefined);

  function emit(event: EngineNotification): void {
    for (const participant of participants) participant.onEvent(event);
  }

  /** Steering, cancelling and interrupting leave items open (observed on 0.169.0), so they are closed here. */
  function closeOpenItems(): void {
    for (const itemId of openItems) {
      const item = items.get(itemId);
      emit({ method: 'item/completed', params: { item: { ...item, status: 'failed' } } });
    }
    openItems.clear();
  }

  const turn: Turn = {
    id: id.promise,
    ended: ended.promise,
    participants,
    isInterrupted: false,
    receipt: undefined,
    queued: undefined,
    whyStopped: undefined,
    notes: [],
    join: (participant) => void participants.add(participant),
    leave: (participant) => void participants.delete(participant),
    started: (turnId) => id.resolve(turnId),
    failedToStart: (error) => id.reject(error),
    receive(event) {
      const params = event.params as EventParams;
      switch (event.method) {
        case 'item/started':
          if (!params.item) break;
          items.set(params.item.id, params.item);
          openItems.add(params.item.id);
          break;
        case 'item/completed':
          if (!params.item) break;
          items.set(params.item.id, params.item);
          openItems.delete(params.item.id);
          if (params.item.type === 'agentMessage') lastMessage = params.item.text;
          break;
        case 'item/fileChange/patchUpdated': {
          const item = items.get(params.itemId ?? '');
          if (item?.type === 'fileChange' && params.changes) {
            items.set(item.id, { ...item, changes: params.changes });
          }
          break;
        }
      }
      if (event.method !== 'turn/completed') return emit(event);
      closeOpenItems();
      emit(event);
      if (params.turn) ended.resolve(withReason(endOf(params.turn, lastMessage)));
    },
    item: (itemId) => items.get(itemId),
    end(end) {
      closeOpenItems();
      ended.resolve(withReason(end));
    },
  };
  return turn;

  function withReason(end: TurnEnd): TurnEnd {
    const { whyStopped: why } = turn;
    return end.kind === 'interrupted' && why !== undefined ? { ...end, why } : end;
  }
}

/** One asker per session, although several of its calls may take part in the turn. */
export function askersOf(turn: Turn): Asker[] {
  const askers = [...turn.participants].flatMap(({ asker }) => (asker ? [asker] : []));
  return [...new Map(askers.map((asker) => [asker.id, asker])).values()];
}

function endOf(turn: EngineTurn, text: string): TurnEnd {
  if (turn.status === 'failed' && turn.error) return { kind: 'failed', error: turn.error };
  return { kind: turn.status === 'interrupted' ? 'interrupted' : 'completed', text };
}
