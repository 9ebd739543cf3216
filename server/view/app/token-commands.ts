// The handlers for commands of the window that make and revoke tokens. What is revoked holds at once; for a few
// seconds it can be taken back.
import type { RevokedToken, TokenStore } from '../../config/client-tokens.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import { tokenNotRestorable } from '../../errors/tokens.ts';
import type { DesktopApp } from './desktop-app.ts';

/** Longer than the window offers it, which does so for as long as the pointer is on the offer. */
const RESTORABLE_MS = 60_000;

type TokenCommandName = 'add-token' | 'revoke-token' | 'restore-token';

/** @param now in ms since 1970 */
export function createTokenCommands(
  app: Pick<DesktopApp, 'know' | 'showPrincipals'> & { readonly tokens: TokenStore },
  now: () => number = Date.now,
): CommandHandlers<TokenCommandName> {
  const { tokens } = app;
  let last: { readonly revoked: RevokedToken; readonly until: number } | undefined;
  return {
    'add-token'({ name }) {
      const token = tokens.add(name);
      app.know(token);
      app.showPrincipals();
      return { token };
    },
    'revoke-token'({ name }) {
      last = { revoked: tokens.revoke(name), until: now() + RESTORABLE_MS };
      app.showPrincipals();
    },
    'restore-token'({ name }) {
      if (last?.revoked.name !== name || now() > last.until) throw tokenNotRestorable(name);
      tokens.restore(last.revoked);
      last = undefined;
      app.showPrincipals();
    },
  };
}
