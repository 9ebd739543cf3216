// The tokens clients sign in with over HTTP: one per client, shown once, stored hashed. `patchbay token` may change
// the file while a host runs, so it is read again whenever it has changed.
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Ceiling, ceilingSchema } from '../contract/ceiling.ts';
import { tokenNameInvalid, tokenNameTaken, tokenNotFound } from '../errors/tokens.ts';
import { cachedFile } from '../files/cached-file.ts';
import { withFileLock } from '../files/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';
import type { Principal } from './principals.ts';

const entrySchema = z.object({
  /** The principal's id. A new token with the same name is a new principal. */
  id: z.string(),
  name: z.string(),
  /** SHA-256 of the token, hex. A token carries 256 random bits, so a slow hash would add nothing. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.iso.datetime(),
  /** Set if a person gave this client its own ceiling; otherwise the host's applies. */
  ceiling: ceilingSchema.optional(),
});
const fileSchema = z.object({ version: z.literal(1), tokens: z.array(entrySchema) });

type TokenEntry = z.infer<typeof entrySchema>;
export type TokenInfo = Omit<TokenEntry, 'hash'>;

export interface TokenStore {
  list(): TokenInfo[];
  /**
   * @returns the token itself, which is not stored: show it now
   * @throws token-name-invalid, token-name-taken
   */
  add(name: string, ceiling?: Ceiling): string;
  /** @throws token-not-found */
  revoke(name: string): void;
  /** The principal of a token, with `hostCeiling` unless it has its own. */
  verify(token: string, hostCeiling: Ceiling): Principal | undefined;
}

export function openTokenStore(file: string): TokenStore {
  const { current: read, forget } = cachedFile(file, () => parseFile(file));

  function write(tokens: readonly TokenEntry[]): void {
    writeJsonFile(file, { version: 1, tokens });
  }

  /** Reads the file again: another process may have just changed it. */
  const locked = <T>(change: () => T): T =>
    withFileLock(file, () => {
      forget();
      return change();
    });

  return {
    list: () => read().map(({ hash: _, ...info }) => info),

    add: (name, ceiling) =>
      locked(() => {
        if (!/^[\p{L}\p{N}._-]{1,64}$/u.test(name)) throw tokenNameInvalid(name);
        if (read().some((entry) => entry.name === name)) throw tokenNameTaken(name);
        const token = `pb_${randomBytes(32).toString('base64url')}`;
        const entry: TokenEntry = {
          id: `p_${randomBytes(8).toString('hex')}`,
          name,
          hash: hashOf(token).toString('hex'),
          createdAt: new Date().toISOString(),
          ...(ceiling && { ceiling }),
        };
        write([...read(), entry]);
        return token;
      }),

    revoke: (name) =>
      locked(() => {
        const remaining = read().filter((entry) => entry.name !== name);
        if (remaining.length === read().length) throw tokenNotFound(name);
        write(remaining);
      }),

    verify(token, hostCeiling) {
      const given = hashOf(token);
      const entry = read().find((candidate) => timingSafeEqual(Buffer.from(candidate.hash, 'hex'), given));
      return entry && { id: entry.id, name: entry.name, ceiling: entry.ceiling ?? hostCeiling };
    },
  };
}

function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

function parseFile(file: string): readonly TokenEntry[] {
  return readJsonFile(file, fileSchema)?.tokens ?? [];
}
