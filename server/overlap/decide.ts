// Whether a thread is about to change a file that somebody else has changed since it last saw it. Only what is known
// counts: what may have been the thread's own doing is no overlap.
import type { LastSeen, OtherChange } from '../contract/overlap.ts';

/** What is at a path; `id` is of the content. */
export type FileState = { readonly kind: 'file'; readonly id: string } | { readonly kind: 'nothing' };

/** What is at a path now; without `state` where it was not read. */
export interface FileNow {
  readonly state: FileState | undefined;
  /** In ms since 1970, as the file system says; undefined where nothing is. */
  readonly changedAt: number | undefined;
}

/** What a thread last saw of a file; without `state` where that is not known. */
export interface SeenFile extends LastSeen {
  readonly state: FileState | undefined;
}

/** A time in which a thread was writing, in ms since 1970; `to` is infinite while it still is. */
export interface Writing {
  readonly threadId: string;
  readonly from: number;
  readonly to: number;
}

/** When a patch of a thread changed the file; `left`: what it was then, if that is known. */
export interface PatchWriting extends Writing {
  readonly left: FileState | undefined;
}

/** File systems stamp by a coarse clock, and a command is told of a moment after it wrote. */
const SLACK_MS = 100;

/**
 * @param about.own when the thread's own commands ran that may write
 * @param about.patches of other threads that changed this file
 * @param about.commands of other threads that may have written it
 * @param about.isUndone the person has taken back changes of this file since the thread saw it
 * @returns who changed it, the first one first; empty where nobody else is known to have
 */
export function changesByOthers(about: {
  readonly seen: SeenFile;
  readonly now: FileNow;
  readonly own: readonly Writing[];
  readonly patches: readonly PatchWriting[];
  readonly commands: readonly Writing[];
  readonly isUndone: boolean;
}): OtherChange[] {
  const { seen, now } = about;
  if (isSame(seen.state, now.state)) return [];
  const { changedAt } = now;
  const ranSince = about.own.some(({ to }) => to > seen.at);
  if (changedAt === undefined || changedAt <= seen.at) {
    const isDifferent = seen.state !== undefined && now.state !== undefined;
    return isDifferent && !ranSince ? [{ by: 'unknown' }] : [];
  }
  const since = about.patches.filter(({ to }) => to > seen.at).sort((left, right) => left.to - right.to);
  const patches = since.map(
    ({ threadId, to }): OtherChange => ({ by: 'thread', threadId, how: 'patch', at: to }),
  );
  if (since.some((one) => covers(one, changedAt) && isAsLeft(one, now))) return patches;
  if (about.own.some((one) => covers(one, changedAt))) return [];
  const commands = about.commands
    .filter((one) => covers(one, changedAt))
    .map(({ threadId }): OtherChange => ({ by: 'thread', threadId, how: 'command', at: changedAt }));
  if (commands.length > 0) return [...patches, ...commands];
  return [...patches, { by: about.isUndone ? 'undo' : 'outside', at: changedAt }];
}

/** Both known, and equal. */
function isSame(left: FileState | undefined, right: FileState | undefined): boolean {
  if (left?.kind === 'file') return right?.kind === 'file' && left.id === right.id;
  return left !== undefined && left.kind === right?.kind;
}

/** Nobody has changed it after that, as far as its content says. */
function isAsLeft({ left }: PatchWriting, { state }: FileNow): boolean {
  return left === undefined || state === undefined || isSame(left, state);
}

function covers({ from, to }: Writing, at: number): boolean {
  return at >= from - SLACK_MS && at <= to + SLACK_MS;
}
