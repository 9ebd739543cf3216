// Converts an authorization server's answers about clients and tokens to what the SDK accepts. A refusal becomes a
// `GrantRefused`, so that the server's own text goes no further.
import { z } from 'zod';
import type { Members } from '../../odd/shapes.ts';
import { membersIn, membersOf } from './said.ts';

/** An authorization server refused, or sent an invalid answer. */
export class GrantRefused extends Error {
  readonly asked: 'token' | 'registration';
  readonly status: number;
  readonly code: string | undefined;
  readonly entraCode: string | undefined;

  /**
   * @param asked what was requested
   * @param code of RFC 6749 §5.2 or RFC 7591 §3.2.2, if there was one
   * @param entraCode digits of Entra's `AADSTS…`
   */
  constructor(
    asked: GrantRefused['asked'],
    status: number,
    code: string | undefined,
    entraCode: string | undefined,
  ) {
    super(`${asked} refused: ${status} ${code ?? ''}`);
    this.asked = asked;
    this.status = status;
    this.code = code;
    this.entraCode = entraCode;
  }

  /** Whether a later try may succeed. */
  get isTemporary(): boolean {
    const codes = ['temporarily_unavailable', 'server_error', 'slow_down'];
    return this.status >= 500 || this.status === 429 || codes.includes(this.code ?? '');
  }
}

/** 100 years: a larger value may not be a valid date. */
const LONGEST_SECONDS = 100 * 365 * 24 * 3600;
/** Our own code for a token that is not a bearer token. */
export const OTHER_TOKEN_TYPE = 'unsupported_token_type';
const PLAIN_CODE = /^[a-z_]{1,60}$/;

const text = z.string().optional().catch(undefined);

const tokensSchema = z.object({
  // A text that cannot be sent in a header is not a token.
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  // All servers issue bearer tokens, but some do not say so.
  token_type: z.string().catch('Bearer'),
  // A token with 0 would expire before its first use, so it means "never".
  expires_in: z.coerce.number().positive().max(LONGEST_SECONDS).optional().catch(undefined),
  scope: z
    .union([z.string(), z.array(z.string()).transform((scopes) => scopes.join(' '))])
    .optional()
    .catch(undefined),
  refresh_token: text,
  id_token: text,
});

const registrationSchema = z.object({
  client_id: z.union([z.string(), z.number().transform(String)]),
  client_secret: text,
  client_secret_expires_at: z.coerce.number().optional().catch(undefined),
  token_endpoint_auth_method: text,
});

/** For requests to a token endpoint. @returns a fetch that also throws GrantRefused */
export function tokenFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const members = tokenMembers(await response.text());
    const { data } = tokensSchema.safeParse(members);
    if (!response.ok || !data) throw refusalIn('token', response.status, members);
    // A token must not be used with another type than its own (RFC 6749 §7.1).
    if (!/^bearer$/i.test(data.token_type)) {
      throw new GrantRefused('token', response.status, OTHER_TOKEN_TYPE, undefined);
    }
    return Response.json(data);
  };
}

/** For requests to a registration endpoint. @returns a fetch that also throws GrantRefused */
export function registrationFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const members = membersIn(await response.text());
    const { data } = registrationSchema.safeParse(members);
    if (!response.ok || !data) throw refusalIn('registration', response.status, members);
    const { redirect_uris } = membersIn(String(init?.body)) ?? {};
    return Response.json({ redirect_uris, ...data });
  };
}

/** JSON, or a form as GitHub sends it. */
function tokenMembers(body: string): Members | undefined {
  const members = membersIn(body);
  if (members) return members;
  const form = new URLSearchParams(body);
  return form.has('access_token') || form.has('error') ? membersOf(Object.fromEntries(form)) : undefined;
}

function refusalIn(asked: GrantRefused['asked'], status: number, members: Members | undefined): GrantRefused {
  return new GrantRefused(
    asked,
    status,
    codeIn(members?.['error']),
    entraCodeIn(members?.['error_description']),
  );
}

/** @returns undefined for anything else; it may contain anything, and is not shown */
export function codeIn(error: unknown): string | undefined {
  return typeof error === 'string' && PLAIN_CODE.test(error) ? error : undefined;
}

export function entraCodeIn(description: unknown): string | undefined {
  return typeof description === 'string' ? /\bAADSTS(\d{4,9})\b/.exec(description)?.[1] : undefined;
}
