import { createContext, type ReactNode, useContext } from 'react';
import type { CommandResult } from '../../../server/contract/commands.ts';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { useHost } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';

type Tokens = CommandResult<'tool-tokens'>;

const Context = createContext<Tokens>({});

/** Has the tokens of all tools counted, again whenever remotes list other ones. */
export function TokensProvider(props: { remotes: readonly RemoteRow[]; children: ReactNode }) {
  const { ask } = useHost();
  const key = JSON.stringify(
    props.remotes.map(({ name, where, toolCount, changedTools }) => [name, where, toolCount, changedTools]),
  );
  const [loaded] = useLoaded(() => ask('tool-tokens', {}), key);
  return <Context value={loaded.kind === 'ready' ? loaded.value : {}}>{props.children}</Context>;
}

/** @returns undefined while it is not counted, and for a remote that was never connected */
export function useTokens(remote: string): Tokens[string] | undefined {
  const tokens = useContext(Context);
  return Object.hasOwn(tokens, remote) ? tokens[remote] : undefined;
}
