// What components get from the host: its state, and a way to send commands.
import { notifications } from '@mantine/notifications';
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react';
import type { CommandArguments, CommandName, CommandResult } from '../../server/contract/commands.ts';
import type { CommandError, PatchbayApi } from '../../server/contract/ipc.ts';
import type { HostState } from '../../server/contract/state.ts';
import { Prose } from '../components/prose.tsx';
import { words } from '../words.ts';
import type { HostStore } from './host-store.ts';

export type Outcome<N extends CommandName> =
  | { readonly ok: true; readonly value: CommandResult<N> }
  | { readonly ok: false; readonly error: CommandError };

export interface HostLink {
  readonly store: HostStore;
  /** Sends a command; a failure is shown to the person and returned. */
  run<N extends CommandName>(name: N, args: CommandArguments<N>): Promise<Outcome<N>>;
  /** Sends a command; a failure is only returned, for places that show it themselves. */
  ask<N extends CommandName>(name: N, args: CommandArguments<N>): Promise<Outcome<N>>;
}

const HostContext = createContext<HostLink | undefined>(undefined);

export function HostProvider(props: { api: PatchbayApi; store: HostStore; children: ReactNode }) {
  const { api, store } = props;
  const link = useMemo(() => linkOf(api, store), [api, store]);
  return <HostContext value={link}>{props.children}</HostContext>;
}

export function useHost(): HostLink {
  const link = useContext(HostContext);
  if (!link) throw new Error('useHost needs a HostProvider above it.');
  return link;
}

/** Undefined until the host has answered for the first time. */
export function useHostState(): HostState | undefined {
  const { store } = useHost();
  return useSyncExternalStore(store.onChange, store.state);
}

/** The state, for components below the one that waits for it. */
export function useReadyState(): HostState {
  const state = useHostState();
  if (!state) throw new Error('useReadyState is only for what is shown once the host has answered.');
  return state;
}

function linkOf(api: PatchbayApi, store: HostStore): HostLink {
  async function ask<N extends CommandName>(name: N, args: CommandArguments<N>): Promise<Outcome<N>> {
    try {
      return (await api.command(name, args)) as Outcome<N>;
    } catch (error) {
      const summary = error instanceof Error ? error.message : String(error);
      return { ok: false, error: { code: 'failed', summary, fix: '' } };
    }
  }
  return {
    store,
    ask,
    async run(name, args) {
      const outcome = await ask(name, args);
      if (!outcome.ok) tellFailure(outcome.error);
      return outcome;
    },
  };
}

function tellFailure({ summary, fix }: CommandError): void {
  notifications.show({
    color: 'red',
    title: words.failed,
    message: <Prose>{fix ? `${summary} ${fix}` : summary}</Prose>,
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': words.close },
    styles: { description: { color: 'var(--mantine-color-text)' } },
  });
}
