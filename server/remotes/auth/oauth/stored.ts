// What is stored of a sign-in: the secret part, and the part that may be shown.
import { z } from 'zod';

const clientSchema = z.object({
  client_id: z.string(),
  client_secret: z.string().optional(),
  /** In seconds since 1970; absent or 0: never. */
  client_secret_expires_at: z.number().optional(),
  token_endpoint_auth_method: z.string().optional(),
  /**
   * The server refused the client, or a browser that was sent off with it has not returned: the server may have
   * forgotten it.
   */
  isDoubtful: z.boolean().optional(),
});
export type StoredClient = z.infer<typeof clientSchema>;

const storedSchema = z.object({
  version: z.literal(1),
  /** Absent after a final refusal; the client and its scopes are kept for the next sign-in. */
  tokens: z
    .object({
      access: z.string(),
      refresh: z.string().optional(),
      /** In ms since 1970. */
      obtainedAt: z.number(),
      /** Absent: the server did not say. */
      expiresAt: z.number().optional(),
    })
    .optional(),
  client: clientSchema,
  redirectUrl: z.string(),
  /** The granted scopes, or the requested ones if the server did not say. */
  scope: z.string().optional(),
  resource: z.string().optional(),
  server: z.object({
    issuer: z.string(),
    url: z.string(),
    /** The server's metadata, unchanged. */
    metadata: z.record(z.string(), z.unknown()).optional(),
  }),
});
export type StoredSignIn = z.infer<typeof storedSchema>;

const aboutSchema = z.object({
  issuer: z.string(),
  scopes: z.array(z.string()),
  account: z.string().optional(),
  since: z.iso.datetime(),
  until: z.iso.datetime().optional(),
  /** Why the sign-in is no longer valid, and the scopes the next one has to request. */
  needs: z.object({ why: z.string(), scope: z.string().optional() }).optional(),
});
export type AboutSignIn = z.infer<typeof aboutSchema>;

/** A changed address is a different entry, because the tokens were issued for the old one. */
export function entryOf(name: string, url: string): string {
  return `${prefixOf(name)}${url}`;
}

/** @returns the entries of this remote, for all its addresses */
export function isEntryOf(entry: string, name: string): boolean {
  return entry.startsWith(prefixOf(name));
}

function prefixOf(name: string): string {
  return `oauth ${encodeURIComponent(name)} `;
}

/** The remote an entry is about. */
export function remoteOf(entry: string): string | undefined {
  const name = /^oauth (\S+) /.exec(entry)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

/** @returns undefined if this version does not know its format */
export function parseStored(text: string): StoredSignIn | undefined {
  try {
    return storedSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function parseAbout(about: unknown): AboutSignIn | undefined {
  return aboutSchema.safeParse(about).data;
}

export function aboutOf(
  { server, scope, tokens }: StoredSignIn,
  more: Pick<AboutSignIn, 'account' | 'since' | 'needs'>,
): AboutSignIn {
  const endsItself = tokens && tokens.refresh === undefined && tokens.expiresAt !== undefined;
  return {
    issuer: server.issuer,
    scopes: scope?.split(' ').filter(Boolean) ?? [],
    ...more,
    ...(endsItself && { until: new Date(tokens.expiresAt as number).toISOString() }),
  };
}
