// When a token stops counting. Runs in a page too.
import { z } from 'zod';

export const DAY_MS = 24 * 60 * 60_000;

/** `days`: so long after the last use. `at`: then, used or not; ISO 8601. */
export const expirySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never') }),
  z.object({ kind: z.literal('unused'), days: z.number().int().min(1).max(3650) }),
  z.object({ kind: z.literal('at'), at: z.iso.datetime() }),
]);
export type TokenExpiry = z.infer<typeof expirySchema>;

/** Of new tokens. */
export const defaultExpiry: TokenExpiry = { kind: 'unused', days: 90 };

/** @returns in ms since 1970; undefined for never */
export function expiresAt(expiry: TokenExpiry, lastUsedAt: number): number | undefined {
  switch (expiry.kind) {
    case 'never':
      return undefined;
    case 'unused':
      return lastUsedAt + expiry.days * DAY_MS;
    case 'at':
      return Date.parse(expiry.at);
  }
}
