// The principals of the state: those with a token, and `local`, each with what the person decided about it.

import type { TokenStore } from '../../config/client-tokens.ts';
import { localPrincipal } from '../../config/principals.ts';
import type { PrincipalsFile } from '../../config/principals-file.ts';
import type { Ceiling } from '../../contract/ceiling.ts';
import type { PrincipalRow } from '../../contract/state.ts';
import type { HostPolicy } from '../../host/host.ts';
import type { ViewStore } from './view-store.ts';

export interface PrincipalList {
  /** @throws file-broken */
  show(): void;
  /** Shows it again when `patchbay token` has changed the file behind our back. */
  look(): void;
  /** It makes a call. */
  used(principalId: string): void;
}

/** How exactly it is kept when a token was used last. */
const USED_EVERY_MS = 60_000;

/** @param options.ceiling of principals that have none of their own */
export function createPrincipalList(options: {
  store: ViewStore;
  tokens: TokenStore;
  principals: PrincipalsFile;
  policy: HostPolicy;
  ceiling: Ceiling;
}): PrincipalList {
  const { store, tokens, principals, policy } = options;

  function rowOf(principal: {
    id: string;
    name: string;
    ceiling: Ceiling;
    createdAt?: string;
  }): PrincipalRow {
    const { ceiling, mode, folder } = policy.of(principal);
    const record = principals.of(principal.id);
    return {
      id: principal.id,
      name: principal.name,
      ...(principal.createdAt !== undefined && { createdAt: Date.parse(principal.createdAt) }),
      ...(record.lastUsedAt !== undefined && { lastUsedAt: record.lastUsedAt }),
      mode,
      hasOwnMode: record.mode !== undefined,
      ceiling,
      mayApprove: record.mayApprove ?? false,
      ...(folder !== undefined && { folder }),
    };
  }

  function show(): void {
    const withToken = tokens.list().map((token) => ({ ...token, ceiling: token.ceiling ?? options.ceiling }));
    const rows = [...withToken, localPrincipal(options.ceiling)].map(rowOf);
    store.apply({ kind: 'set', parts: { principals: rows } });
  }

  return {
    show,
    look() {
      const shown = store.state.principals.filter(({ createdAt }) => createdAt !== undefined);
      const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id).join();
      try {
        if (idsOf(tokens.list()) !== idsOf(shown)) show();
      } catch {
        // A file that cannot be read lets nobody new in, which the server says in the log.
      }
    },
    used(principalId) {
      const lastUsedAt = Date.now();
      if (lastUsedAt - (principals.of(principalId).lastUsedAt ?? 0) < USED_EVERY_MS) return;
      try {
        principals.change(principalId, { lastUsedAt });
      } catch {
        // It makes its call all the same; when it was used last is not worth a failure.
        return;
      }
      show();
    },
  };
}
