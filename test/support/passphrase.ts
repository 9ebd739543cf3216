// The passphrase of a home, for tests of what it is good for.
import { randomBytes, scryptSync } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { TestHome } from './home.ts';

/**
 * Stores one as `patchbay approvals passphrase` does, at once and without its price: the file says how expensive each
 * check of it is, and here it is as cheap as scrypt can be.
 */
export function storePassphrase({ patchbayHome }: Pick<TestHome, 'patchbayHome'>, passphrase: string): void {
  const cost = { cost: 2, blockSize: 1, parallelization: 1 };
  const salt = randomBytes(16);
  const hash = scryptSync(passphrase, salt, 32, cost);
  const entry = { version: 1, ...cost, salt: salt.toString('base64'), hash: hash.toString('base64') };
  fs.mkdirSync(patchbayHome, { recursive: true, mode: 0o700 });
  fs.writeFileSync(path.join(patchbayHome, 'passphrase.json'), JSON.stringify(entry), { mode: 0o600 });
}
