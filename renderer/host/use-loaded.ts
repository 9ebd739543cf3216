import { useEffect, useState } from 'react';
import type { CommandName, CommandResult } from '../../server/contract/commands.ts';
import type { CommandError } from '../../server/contract/ipc.ts';
import type { Outcome } from './host-context.tsx';

export type Loaded<T> =
  | { readonly kind: 'loading' }
  /** `key`: for which it was fetched. */
  | { readonly kind: 'ready'; readonly value: T; readonly key: string }
  | { readonly kind: 'failed'; readonly error: CommandError };

/**
 * Fetches something when it is first shown and again whenever `key` changes; the previous value stays until then.
 * @returns with a function that fetches again
 */
export function useLoaded<N extends CommandName>(
  load: () => Promise<Outcome<N>>,
  key: string,
): [Loaded<CommandResult<N>>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<CommandResult<N>>>({ kind: 'loading' });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` and `round` say when to load, `load` is new each time
  useEffect(() => {
    let isCurrent = true;
    void load().then((outcome) => {
      if (!isCurrent) return;
      setLoaded(
        outcome.ok ? { kind: 'ready', value: outcome.value, key } : { kind: 'failed', error: outcome.error },
      );
    });
    return () => {
      isCurrent = false;
    };
  }, [key, round]);
  return [loaded, () => setRound((before) => before + 1)];
}
