// How many turns run at once: a turn takes a place before it begins and gives it back at its end. One that waits for a
// person needs none meanwhile, and goes on without waiting again.
import type { QueuedTurn } from '../../contract/turn-queue.ts';

export interface TurnPlaces {
  /**
   * Resolves when the turn of this thread may begin; at once if there is a place.
   * @param onQueued called when it has to wait and whenever the line moves, and with undefined when it waits no longer
   */
  take(threadId: string, onQueued: (queued: QueuedTurn | undefined) => void): Promise<void>;
  /** It has ended, or waits no longer. Twice is harmless. */
  leave(threadId: string): void;
  /** A question of it waits for a person. */
  asked(threadId: string, questionId: string): void;
  answered(threadId: string, questionId: string): void;
  /** The number may have changed. */
  look(): void;
}

interface Waiting {
  readonly threadId: string;
  begin(): void;
  tell(queued: QueuedTurn): void;
}

/** The file with the number may be changed by hand, while turns wait. */
const LOOK_EVERY_MS = 1000;

/** @param most how many run at once; read each time, and every `lookEveryMs` while a turn waits */
export function createTurnPlaces(most: () => number, lookEveryMs = LOOK_EVERY_MS): TurnPlaces {
  /** Each running turn → its open questions. */
  const running = new Map<string, Set<string>>();
  let line: readonly Waiting[] = [];
  let later: NodeJS.Timeout | undefined;

  function isFree(): boolean {
    const working = [...running.values()].filter((questions) => questions.size === 0);
    return working.length < most();
  }

  function look(): void {
    while (line.length > 0 && isFree()) {
      const [first, ...others] = line as [Waiting, ...Waiting[]];
      line = others;
      running.set(first.threadId, new Set());
      first.begin();
    }
    line.forEach(({ tell }, index) => {
      tell({ place: index + 1, most: most() });
    });
    clearTimeout(later);
    if (line.length > 0) later = setTimeout(look, lookEveryMs).unref();
  }

  return {
    take(threadId, onQueued) {
      return new Promise((resolve) => {
        let told: QueuedTurn | undefined;
        line = [
          ...line,
          {
            threadId,
            begin() {
              if (told) onQueued(undefined);
              resolve();
            },
            tell(queued) {
              if (told?.place === queued.place && told.most === queued.most) return;
              told = queued;
              onQueued(queued);
            },
          },
        ];
        look();
      });
    },
    leave(threadId) {
      running.delete(threadId);
      line = line.filter((waiting) => waiting.threadId !== threadId);
      look();
    },
    asked(threadId, questionId) {
      running.get(threadId)?.add(questionId);
      look();
    },
    answered(threadId, questionId) {
      running.get(threadId)?.delete(questionId);
    },
    look,
  };
}
