// Reconnects a remote after a sign-in or sign-out, so that its tools appear and disappear.
import type { Registry } from '../../registry.ts';
import type { SignInState, SignIns } from './sign-ins.ts';

/** Runs until the sign-ins are closed. */
export function followSignIns(signIns: SignIns, registry: Registry): void {
  const last = new Map<string, SignInState['kind']>(
    registry.list().map(({ name }) => [name, signIns.stateOf(name).kind]),
  );
  signIns.onChanged((names) => {
    const moved = [...names].filter((name) => {
      const before = last.get(name) ?? 'none';
      const { kind } = signIns.stateOf(name);
      last.set(name, kind);
      if (kind === 'signed-in') return before !== 'signed-in';
      return kind === 'none' && (before === 'signed-in' || before === 'needs-sign-in');
    });
    registry.touch(new Set(moved));
  });
}
