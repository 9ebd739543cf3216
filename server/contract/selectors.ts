// What windows, the tray and the host all read out of the picture of the host.
import type { ApprovalCard } from './approval-card.ts';
import type { RemoteRow, RemoteStatus, ServerState, ThreadRow } from './state.ts';

/** A person can still answer it. */
export function isWaiting(card: ApprovalCard): boolean {
  return card.state.kind === 'waiting';
}

/** In the order in which they were asked. */
export function waitingCards(inbox: readonly ApprovalCard[]): readonly ApprovalCard[] {
  return inbox.filter(isWaiting);
}

/**
 * Whether a person may approve it together with others: one whose text says all of it, and that nothing marks. What
 * lasts longer than this once, and what is answered with more than a yes, is looked at alone.
 */
export function canBeApprovedTogether({ dangers, subject, consequence }: ApprovalCard): boolean {
  if (dangers.length > 0) return false;
  switch (subject.kind) {
    case 'command':
      return subject.network === undefined && subject.isInput === undefined;
    case 'patch':
      return (
        subject.grantRoot === undefined &&
        subject.overlaps === undefined &&
        consequence.kind === 'patch' &&
        consequence.outside.length === 0
      );
    case 'tool':
      return true;
    // Whatever else there is, or will be, has something to look at or to fill in.
    default:
      return false;
  }
}

/** A turn of it is under way, whether Codex works or a question holds it up. */
export function hasRunningTurn({ state }: Pick<ThreadRow, 'state'>): boolean {
  return state === 'running' || state === 'needs-you';
}

/** The same, and it may still wait for a place. */
export function hasTurn(thread: Pick<ThreadRow, 'state' | 'queued'>): boolean {
  return hasRunningTurn(thread) || thread.queued !== undefined;
}

/** Those with a turn under way. */
export function runningThreads(threads: readonly ThreadRow[]): readonly ThreadRow[] {
  return threads.filter(hasRunningTurn);
}

/** Running threads whose commands could change the rules: with network access, or without a sandbox. */
export function exposedThreads(threads: readonly ThreadRow[]): readonly ThreadRow[] {
  return runningThreads(threads).filter(
    ({ network, sandbox }) => network || sandbox === 'danger-full-access',
  );
}

/** The newest call of this principal that has ended, if it failed. */
export function lastFailureOf(threads: readonly ThreadRow[], principal: string): ThreadRow | undefined {
  const ended = threads.filter((thread) => thread.principal === principal && thread.endedAt !== undefined);
  const [last] = ended.sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
  return last?.state === 'failed' ? last : undefined;
}

/**
 * Why the calls of this principal fail.
 * @returns undefined once a later turn of it has ended well
 */
export function blockedCallOf(threads: readonly ThreadRow[], principal: string): ThreadRow | undefined {
  const own = threads.filter((thread) => thread.principal === principal);
  const at = ({ blocked }: ThreadRow) => blocked?.at ?? 0;
  const [last] = own.filter(({ blocked }) => blocked).sort((a, b) => at(b) - at(a));
  if (!last) return undefined;
  const isOver = own.some(({ state, endedAt = 0 }) => state === 'done' && endedAt >= at(last));
  return isOver ? undefined : last;
}

/** The demo model answers instead of a real one. */
export function runsDemo(server: ServerState): boolean {
  return server.kind === 'running' && server.isDemo;
}

/** The state of a remote as a person sees it: one that works is not fine while some of its tools are to be reviewed. */
export function shownStateOf({
  status: { kind },
  changedTools,
  suspectTools,
}: Pick<RemoteRow, 'status' | 'changedTools' | 'suspectTools'>): RemoteStatus['kind'] | 'to-review' {
  const isWorking = kind === 'ready' || kind === 'idle';
  return isWorking && changedTools.length + suspectTools.length > 0 ? 'to-review' : kind;
}
