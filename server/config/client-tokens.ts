// The tokens clients sign in with over HTTP: one per client, shown once, stored hashed. One that expires is renewed by
// use. `patchbay token` may change the file while a host runs, so it is read again whenever it has changed.
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Ceiling } from '../contract/ceiling.ts';
import { ceilingSchema } from '../contract/ceiling-schema.ts';
import {
  DAY_MS,
  defaultExpiry,
  expiresAt,
  expirySchema,
  type TokenExpiry,
} from '../contract/token-expiry.ts';
import { tokenNameInvalid, tokenNameTaken, tokenNotFound } from '../errors/tokens.ts';
import { cachedFile } from '../files/cached-file.ts';
import { withFileLock } from '../files/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';
import type { Principal } from './principals.ts';

/** A letter or a digit is in it. */
const TOKEN_NAME = /^(?=.*[\p{L}\p{N}])[\p{L}\p{N}._-]{1,64}$/u;
/** Of those who have no token. */
const RESERVED_NAMES: readonly string[] = ['local', 'anonymous'];

const entrySchema = z.object({
  /** The principal's id. A new token with the same name is a new principal. */
  id: z.string(),
  name: z.string(),
  /** SHA-256 of the token, hex. A token carries 256 random bits, so a slow hash would add nothing. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.iso.datetime(),
  /** Set if a person gave this client its own ceiling; otherwise the host's applies. */
  ceiling: ceilingSchema.optional(),
  /** Absent in tokens of older versions, which never expire. */
  expiry: expirySchema.optional(),
  /** Since when an expiry after use counts; renewed by use, but not with every request. */
  usedAt: z.iso.datetime().optional(),
});
const fileSchema = z.object({ version: z.literal(1), tokens: z.array(entrySchema) });

type TokenEntry = z.infer<typeof entrySchema>;
/** A token that was revoked, with all that a later `restore` needs. The token itself is not in it. */
export type RevokedToken = Readonly<TokenEntry>;
export interface TokenInfo extends Pick<TokenEntry, 'id' | 'name' | 'createdAt' | 'ceiling'> {
  readonly expiry: TokenExpiry;
  /** In ms since 1970; absent when it never expires. */
  readonly expiresAt?: number;
}

/** Whose a token is, or was. */
export type Verified =
  | { readonly kind: 'valid'; readonly principal: Principal }
  | { readonly kind: 'expired'; readonly name: string };

export interface TokenStore {
  list(): TokenInfo[];
  /**
   * @returns the token itself, which is not stored: show it now
   * @throws token-name-invalid, token-name-taken
   */
  add(name: string, how?: { ceiling?: Ceiling | undefined; expiry?: TokenExpiry | undefined }): string;
  /** @throws token-not-found */
  revoke(name: string): RevokedToken;
  /**
   * The same token is valid again, for the same principal.
   * @throws token-name-taken when there is another of its name by now
   */
  restore(revoked: RevokedToken): void;
  /**
   * From now on it expires like this; one that has expired is valid again.
   * @throws token-not-found
   */
  renew(name: string, expiry: TokenExpiry): void;
  /**
   * Its use renews it.
   * @returns its principal, with `hostCeiling` unless it has its own; undefined for a token that is none
   */
  verify(token: string, hostCeiling: Ceiling): Verified | undefined;
}

/** How much later than its use a token may count as last used. */
const USED_EVERY_MS = DAY_MS / 24;

/** @param now in ms since 1970 */
export function openTokenStore(file: string, now: () => number = Date.now): TokenStore {
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
    list: () => read().map(infoOf),

    add: (name, { ceiling, expiry = defaultExpiry } = {}) =>
      locked(() => {
        if (!TOKEN_NAME.test(name) || RESERVED_NAMES.includes(name)) throw tokenNameInvalid(name);
        if (read().some((entry) => entry.name === name)) throw tokenNameTaken(name);
        const token = `pb_${randomBytes(32).toString('base64url')}`;
        const entry: TokenEntry = {
          id: `p_${randomBytes(8).toString('hex')}`,
          name,
          hash: hashOf(token).toString('hex'),
          createdAt: new Date(now()).toISOString(),
          ...(ceiling && { ceiling }),
          expiry,
        };
        write([...read(), entry]);
        return token;
      }),

    revoke: (name) =>
      locked(() => {
        const revoked = read().find((entry) => entry.name === name);
        if (!revoked) throw tokenNotFound(name);
        write(read().filter((entry) => entry !== revoked));
        return revoked;
      }),

    restore: (revoked) =>
      locked(() => {
        if (read().some(({ name }) => name === revoked.name)) throw tokenNameTaken(revoked.name);
        write([...read(), revoked]);
      }),

    renew: (name, expiry) =>
      locked(() => {
        if (!read().some((entry) => entry.name === name)) throw tokenNotFound(name);
        const usedAt = new Date(now()).toISOString();
        write(read().map((entry) => (entry.name === name ? { ...entry, expiry, usedAt } : entry)));
      }),

    verify(token, hostCeiling) {
      const given = hashOf(token);
      const entry = read().find((candidate) => timingSafeEqual(Buffer.from(candidate.hash, 'hex'), given));
      if (!entry) return undefined;
      const { id, name, ceiling = hostCeiling } = entry;
      if (hasExpired(infoOf(entry), now())) return { kind: 'expired', name };
      used(entry);
      return { kind: 'valid', principal: { id, name, ceiling } };
    },
  };

  function used(entry: TokenEntry): void {
    if (entry.expiry?.kind !== 'unused' || now() - lastUseOf(entry) < USED_EVERY_MS) return;
    const usedAt = new Date(now()).toISOString();
    try {
      locked(() => write(read().map((one) => (one.id === entry.id ? { ...one, usedAt } : one))));
    } catch {
      // The request goes on; the next one renews it.
    }
  }
}

/** @param at in ms since 1970 */
export function hasExpired({ expiresAt: end }: Pick<TokenInfo, 'expiresAt'>, at: number): boolean {
  return end !== undefined && at >= end;
}

function infoOf(entry: TokenEntry): TokenInfo {
  const { id, name, createdAt, ceiling, expiry = { kind: 'never' } } = entry;
  const end = expiresAt(expiry, lastUseOf(entry));
  return {
    id,
    name,
    createdAt,
    ...(ceiling && { ceiling }),
    expiry,
    ...(end !== undefined && { expiresAt: end }),
  };
}

function lastUseOf({ usedAt, createdAt }: TokenEntry): number {
  return Date.parse(usedAt ?? createdAt);
}

function hashOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

function parseFile(file: string): readonly TokenEntry[] {
  return readJsonFile(file, () => fileSchema)?.tokens ?? [];
}
