// `patchbay token add/list/revoke`. The token itself goes to stdout, so that it can be piped; messages go to stderr.
import fs from 'node:fs';
import { openTokenStore, type TokenStore } from '../config/client-tokens.ts';
import { ensureHome, resolvePaths } from '../config/paths.ts';
import type { Ceiling } from '../contract/ceiling.ts';
import { tokenNotShown } from '../errors/tokens.ts';

/** @throws token-name-invalid, token-name-taken, token-not-shown */
export function addToken(name: string, ceiling: Ceiling | undefined): void {
  const tokens = openTokens();
  const token = tokens.add(name, ceiling);
  process.stderr.write(`The token for ${name}; it is shown this once:\n`);
  try {
    // Written at once, so that we know whether the reader got it.
    fs.writeSync(process.stdout.fd, `${token}\n`);
  } catch (error) {
    tokens.revoke(name);
    throw tokenNotShown(name, error);
  }
}

export function listTokens(): void {
  const tokens = openTokens().list();
  if (tokens.length === 0) {
    process.stderr.write('There are no tokens yet. Make one with `patchbay token add NAME`.\n');
  }
  for (const { name, createdAt, ceiling } of tokens) {
    const limits = ceiling ? `${ceiling.sandbox}${ceiling.allowNever ? ', never' : ''}` : 'default ceiling';
    process.stdout.write(
      `${name}\t${createdAt.slice(0, 10)}\t${limits}${ceiling?.allowNetwork ? ', network' : ''}\n`,
    );
  }
}

export function revokeToken(name: string): void {
  openTokens().revoke(name);
  process.stderr.write(`The token of ${name} is revoked; its sessions end now.\n`);
}

function openTokens(): TokenStore {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  return openTokenStore(paths.tokensFile);
}
