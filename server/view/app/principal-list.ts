// The principals of the state: those with a token, and `local`, each with the person's decisions about it.

import { isDeepStrictEqual } from 'node:util';
import type { TokenInfo, TokenStore } from '../../config/client-tokens.ts';
import { localPrincipal, type Principal } from '../../config/principals.ts';
import type { PrincipalsFile } from '../../config/principals-file.ts';
import type { Ceiling } from '../../contract/ceiling.ts';
import { noLimits } from '../../contract/limits.ts';
import type { PrincipalRow } from '../../contract/state.ts';
import type { HostPolicy } from '../../host/host.ts';
import type { ViewStore } from './view-store.ts';

export interface PrincipalList {
  /** @throws file-broken */
  showPrincipals(): void;
  /** Updates the list if `patchbay token` has changed a file. */
  look(): void;
  /** The principal makes a call. */
  used(principalId: string): void;
}

/** The resolution of the time at which a token was last used. */
const USED_EVERY_MS = 60_000;

/** @param options.ceiling the default for principals without their own */
export function createPrincipalList(options: {
  store: ViewStore;
  tokens: TokenStore;
  principals: PrincipalsFile;
  policy: HostPolicy;
  ceiling: Ceiling;
}): PrincipalList {
  const { store, tokens, principals, policy } = options;

  function rowOf(
    principal: Principal & Partial<Pick<TokenInfo, 'createdAt' | 'expiry' | 'expiresAt'>>,
  ): PrincipalRow {
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
      limits: record.limits ?? noLimits,
      ...(principal.expiry && { expiry: principal.expiry }),
      ...(principal.expiresAt !== undefined && { expiresAt: principal.expiresAt }),
      mayApprove: record.mayApprove ?? false,
      isPaused: record.isPaused ?? false,
      ...(record.whenNobody && { whenNobody: record.whenNobody }),
      ...(folder !== undefined && { folder }),
      leash: record.leash ?? {},
    };
  }

  function rowsNow(): PrincipalRow[] {
    const withToken = tokens.list().map((token) => ({ ...token, ceiling: token.ceiling ?? options.ceiling }));
    return [...withToken, localPrincipal(options.ceiling)].map(rowOf);
  }

  function showPrincipals(): void {
    store.apply({ kind: 'set', parts: { principals: rowsNow() } });
  }

  return {
    showPrincipals,
    look() {
      try {
        if (!isDeepStrictEqual(rowsNow(), store.state.principals)) showPrincipals();
        // A token may have expired.
        else store.apply();
      } catch {
        // An unreadable file lets nobody new in, which the server logs.
      }
    },
    used(principalId) {
      const lastUsedAt = Date.now();
      if (lastUsedAt - (principals.of(principalId).lastUsedAt ?? 0) < USED_EVERY_MS) return;
      try {
        principals.change(principalId, { lastUsedAt });
      } catch {
        // The call continues: not storing the time of use is no reason to fail.
        return;
      }
      showPrincipals();
    },
  };
}
