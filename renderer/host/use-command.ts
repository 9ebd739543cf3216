import { useState } from 'react';
import type { CommandArguments, CommandName } from '../../server/contract/commands.ts';
import { type Outcome, useHost } from './host-context.tsx';

/** A command and whether it is running, for buttons that show this. */
export function useCommand<N extends CommandName>(name: N) {
  const { run } = useHost();
  const [isBusy, setBusy] = useState(false);
  async function start(args: CommandArguments<N>): Promise<Outcome<N>> {
    setBusy(true);
    try {
      return await run(name, args);
    } finally {
      setBusy(false);
    }
  }
  return [start, isBusy] as const;
}
