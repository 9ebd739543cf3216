// The handlers for what the window changes about the limits of a client and the expiry of its token.
import fs from 'node:fs';
import type { TokenStore } from '../../config/client-tokens.ts';
import type { PrincipalsFile } from '../../config/principals-file.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import { limitsSchema, noLimits } from '../../contract/limits.ts';
import { pathNotFound } from '../../errors/desktop.ts';

export function createLimitCommands(options: {
  tokens: TokenStore;
  principals: PrincipalsFile;
  showPrincipals(): void;
}): CommandHandlers<'change-limits' | 'renew-token'> {
  const { tokens, principals, showPrincipals } = options;
  return {
    'change-limits'({ id, changes }) {
      const folders = changes.folders?.map(realFolder);
      principals.change(id, ({ limits: before = noLimits }) => {
        const merged = Object.entries({ ...before, ...changes, ...(folders && { folders }) });
        const limits = limitsSchema.parse(Object.fromEntries(merged.filter(([, value]) => value !== null)));
        return { limits: Object.keys(limits).length > 0 ? limits : null };
      });
      showPrincipals();
    },
    'renew-token'({ name, expiry }) {
      tokens.renew(name, expiry);
      showPrincipals();
    },
  };
}

/** @throws path-not-found */
function realFolder(folder: string): string {
  try {
    const real = fs.realpathSync(folder);
    if (fs.statSync(real).isDirectory()) return real;
  } catch {
    // Told below, as for a file.
  }
  throw pathNotFound(folder);
}
