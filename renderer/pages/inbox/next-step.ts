// What the person has to do next so that clients can work. Pure.
import type { WindowPlace } from '../../../server/contract/ipc.ts';
import type { HostState } from '../../../server/contract/state.ts';

export interface NextStep {
  readonly kind: 'connect' | 'remote-sign-in' | 'remote-failed';
  /** The remotes it is about. */
  readonly names: readonly string[];
  readonly place: WindowPlace;
}

/** @returns undefined when nothing is missing; what a banner says is not said again */
export function nextStepOf(state: HostState): NextStep | undefined {
  const { clients, remotes } = state;
  if (clients.length === 0) return { kind: 'connect', names: [], place: { page: 'clients' } };
  const withStatus = (kind: string) =>
    remotes.filter(({ status }) => status.kind === kind).map(({ name }) => name);
  const unsigned = withStatus('needs-sign-in');
  if (unsigned.length > 0) return aboutRemotes('remote-sign-in', unsigned);
  const failed = [...withStatus('failed'), ...withStatus('broken')];
  return failed.length > 0 ? aboutRemotes('remote-failed', failed) : undefined;
}

function aboutRemotes(kind: NextStep['kind'], names: readonly string[]): NextStep {
  const [remote] = names;
  return { kind, names, place: { page: 'remotes', ...(remote !== undefined && { remote }) } };
}
