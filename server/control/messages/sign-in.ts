// What the host and a command say to each other on a control connection of the kind `sign-in`: JSON lines. The tokens
// themselves stay with the host.
import { z } from 'zod';
import type { SignOutResult } from '../../remotes/auth/oauth/sign-ins.ts';
import type { StoreKind } from '../../secrets/secrets.ts';
import type { SentError } from './approvals.ts';

/** What the host sends: `open` at most once, then one of the others. */
export type SignInMessage =
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'signed-in'; readonly kept: StoreKind }
  | { readonly kind: 'signed-out'; readonly result: SignOutResult }
  | { readonly kind: 'failed'; readonly refusal: SentError };

/** What a command sends: addresses a person copied. */
export const pastedSchema = z.object({ pasted: z.string().max(10_000) });
