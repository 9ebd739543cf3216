// Whether the person is at the machine, and what happened while they were not, in one sentence for when they come back.
import type { Presence } from '../../approvals/presence.ts';
import { createListeners } from '../../base/listeners.ts';
import { waitingCards } from '../../contract/selectors.ts';
import type { HostState, ThreadRow } from '../../contract/state.ts';
import type { ViewStore } from './view-store.ts';

export interface AwayWatch extends Presence {
  /** Twice is harmless. */
  left(): void;
  /** @returns undefined if nothing happened or the person was not away */
  back(): string | undefined;
}

/** @param options.changedSince how many files threads have changed since that time (ms since 1970) */
export function watchAway(options: {
  store: ViewStore;
  changedSince(at: number): number;
  now(): number;
}): AwayWatch {
  const { store, now } = options;
  const changes = createListeners();
  let away: { readonly at: number; readonly tokens: number; decided: number; end(): void } | undefined;

  return {
    isSomebodyThere: () => away === undefined,
    onChange: changes.add,
    left() {
      if (away) return;
      const end = store.subscribe({
        onState(events) {
          const decided = events.filter(
            (event) => event.kind === 'card' && event.card.state.kind === 'decided',
          );
          if (away) away.decided += decided.length;
        },
      });
      away = { at: now(), tokens: tokensOf(store.state), decided: 0, end };
      changes.tell();
    },
    back() {
      if (!away) return undefined;
      const { at, tokens, decided, end } = away;
      end();
      away = undefined;
      changes.tell();
      const { inbox, threads } = store.state;
      const ended = (state: ThreadRow['state']) =>
        threads.filter((thread) => thread.state === state && (thread.endedAt ?? 0) >= at).length;
      const missed = inbox.filter(({ state }) => state.kind === 'missed' && state.at >= at).length;
      const waiting = waitingCards(inbox).filter(({ askedAt }) => askedAt >= at).length;
      const parts = [
        part(ended('done'), 'turn finished', 'turns finished'),
        part(ended('failed'), 'turn failed', 'turns failed'),
        part(ended('interrupted'), 'turn was stopped', 'turns were stopped'),
        part(waiting, 'question is waiting', 'questions are waiting'),
        part(decided, 'question was answered elsewhere', 'questions were answered elsewhere'),
        part(missed, 'question expired', 'questions expired'),
        part(options.changedSince(at), 'file changed', 'files changed'),
        part(tokensOf(store.state) - tokens, 'token used', 'tokens used'),
      ].flat();
      if (parts.length === 0) return undefined;
      return `While you were away (${durationText(now() - at)}): ${parts.join(', ')}.`;
    },
  };
}

function tokensOf({ threads }: HostState): number {
  return threads.reduce((sum, { tokens }) => sum + (tokens?.total ?? 0), 0);
}

function part(count: number, one: string, many: string): string[] {
  return count > 0 ? [`${new Intl.NumberFormat('en').format(count)} ${count === 1 ? one : many}`] : [];
}

function durationText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 60 ? `${Math.max(1, minutes)} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
