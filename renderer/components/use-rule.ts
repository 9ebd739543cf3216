import { useState } from 'react';
import type { RuleRow } from '../../server/contract/rules.ts';
import { useHost, useReadyState } from '../host/host-context.tsx';

/**
 * A rule as it is now, and the actions on it. A rule that was revoked here stays known, so that this can be undone.
 * @param id of the rule
 */
export function useRule(id: string) {
  const { run } = useHost();
  const { rules } = useReadyState();
  const [revoked, setRevoked] = useState<RuleRow>();
  const [isBusy, setBusy] = useState(false);
  const current = rules.find((row) => row.id === id);

  async function change(action: () => Promise<{ readonly ok: boolean }>): Promise<boolean> {
    setBusy(true);
    const { ok } = await action();
    setBusy(false);
    return ok;
  }

  return {
    row: current ?? revoked,
    isRevoked: !current && revoked !== undefined,
    isBusy,
    setPaused: (isPaused: boolean) => change(() => run('pause-rule', { id, isPaused })),
    async revoke() {
      if (await change(() => run('revoke-rule', { id }))) setRevoked(current);
    },
    async restore() {
      if (await change(() => run('restore-rule', { id }))) setRevoked(undefined);
    },
  };
}
