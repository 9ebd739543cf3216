// What an authorization server answers where clients are registered and tokens are given, made as the SDK takes it. A
// refusal becomes a `GrantRefused`, so that nothing of the server's own text goes further.
import { z } from 'zod';
import type { Members } from '../../odd/shapes.ts';
import { membersIn, membersOf } from './said.ts';

/** An authorization server said no, or something that is no answer. */
export class GrantRefused extends Error {
  readonly asked: 'token' | 'registration';
  readonly status: number;
  readonly code: string | undefined;
  readonly entraCode: string | undefined;

  /**
   * @param asked what was asked for
   * @param code of RFC 6749 §5.2 or RFC 7591 §3.2.2, when it gave one
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

  /** Whether a later try may be answered otherwise. */
  get isTemporary(): boolean {
    const codes = ['temporarily_unavailable', 'server_error', 'slow_down'];
    return this.status >= 500 || this.status === 429 || codes.includes(this.code ?? '');
  }
}

/** 100 years: more than that is no date any more. */
const LONGEST_SECONDS = 100 * 365 * 24 * 3600;
/** Ours, for a token that is no bearer token. */
export const OTHER_TOKEN_TYPE = 'unsupported_token_type';
const PLAIN_CODE = /^[a-z_]{1,60}$/;

const text = z.string().optional().catch(undefined);

const tokensSchema = z.object({
  // What no header can carry is none.
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  // Everybody gives bearer tokens, and some do not say so.
  token_type: z.string().catch('Bearer'),
  // 0 would be over before its first use: it is meant as "no end".
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
    // A token that is sent in another way than it is meant for is worth nothing (RFC 6749 §7.1).
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

/** JSON, or a form as GitHub gives it. */
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

/** @returns undefined for what is none: it may be anything, and is not shown */
export function codeIn(error: unknown): string | undefined {
  return typeof error === 'string' && PLAIN_CODE.test(error) ? error : undefined;
}

export function entraCodeIn(description: unknown): string | undefined {
  return typeof description === 'string' ? /\bAADSTS(\d{4,9})\b/.exec(description)?.[1] : undefined;
}
