// Headers of a remote that a person keeps with the secrets instead of in config.toml: a token, an API key. They belong to
// one remote at one address, and are sent nowhere else.
import { z } from 'zod';
import { storedHeadersLost } from '../errors/remotes.ts';
import type { Secrets } from './secrets.ts';

export type HeaderValues = Readonly<Record<string, string>>;

export interface StoredHeaders {
  /** The names of the headers that are kept for this remote at this address; undefined if there are none. */
  namesOf(remote: string, url: string): readonly string[] | undefined;
  /** @throws keychain-missing, stored-headers-lost also if there are none */
  valuesOf(remote: string, url: string): Promise<HeaderValues>;
  /** Replaces what was kept for it. @throws keychain-missing */
  put(remote: string, url: string, headers: HeaderValues): Promise<void>;
  /** Forgets them, for every address the remote has had. @returns whether there were any */
  forget(remote: string): boolean;
}

const aboutSchema = z.object({ headers: z.array(z.string()) });
const valuesSchema = z.record(z.string(), z.string());

export function openStoredHeaders(secrets: Secrets): StoredHeaders {
  return {
    namesOf: (remote, url) => aboutSchema.safeParse(secrets.about(entryFor(remote, url))).data?.headers,
    async valuesOf(remote, url) {
      const text = await secrets.get(entryFor(remote, url));
      if (text === undefined) throw storedHeadersLost(remote);
      return valuesSchema.parse(JSON.parse(text));
    },
    async put(remote, url, headers) {
      const about = { headers: Object.keys(headers) };
      await secrets.set(entryFor(remote, url), about, JSON.stringify(headers));
    },
    forget(remote) {
      const entries = secrets.names().filter((entry) => isHeadersEntryOf(entry, remote));
      entries.forEach(secrets.delete);
      return entries.length > 0;
    },
  };
}

/** @returns whether an entry of the secrets has headers of this remote, at any address */
export function isHeadersEntryOf(entry: string, remote: string): boolean {
  return entry.startsWith(entryFor(remote, ''));
}

/** @returns the remote whose headers an entry has; undefined for other entries */
export function remoteOfHeaders(entry: string): string | undefined {
  const name = /^headers (\S*) /.exec(entry)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}

/** As for sign-ins: a changed address is a different entry. */
function entryFor(remote: string, url: string): string {
  return `headers ${encodeURIComponent(remote)} ${url}`;
}
