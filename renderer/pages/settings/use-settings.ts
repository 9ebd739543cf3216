import { useState } from 'react';
import type { CommandArguments } from '../../../server/contract/commands.ts';
import type { HostState } from '../../../server/contract/state.ts';
import { useHost, useReadyState } from '../../host/host-context.tsx';

type Changes = CommandArguments<'change-settings'>['changes'];

/** The settings in force, a way to change them, and why the last change was refused. */
export function useSettings(): {
  settings: HostState['settings'];
  change(changes: Changes): Promise<boolean>;
  problem: string | undefined;
} {
  const { settings } = useReadyState();
  const { ask } = useHost();
  const [problem, setProblem] = useState<string>();
  return {
    settings,
    problem,
    async change(changes) {
      const outcome = await ask('change-settings', { changes });
      setProblem(
        outcome.ok ? undefined : [outcome.error.summary, outcome.error.fix].filter(Boolean).join(' '),
      );
      return outcome.ok;
    },
  };
}
