// Asks a registry of MCP servers (API v0.1), and fetches a server.json from an address. Only a person's words lead to a
// request, and nothing of this machine is sent.
import { z } from 'zod';
import { isLoopback } from '../../base/loopback.ts';
import { readWhole } from '../../base/read-whole.ts';
import { messageOf } from '../../errors/error.ts';
import { networkFailure } from '../../errors/network.ts';
import {
  publishedServerNotFound,
  publishedServerUnreadable,
  registryUnreachable,
} from '../../errors/published.ts';
import { isServerName, LOOKS_SECRET, looksSecret } from './server-name.ts';

export const DEFAULT_REGISTRY = 'https://registry.modelcontextprotocol.io';
export const MAX_SERVER_JSON_BYTES = 1_000_000;
const WAIT_MS = 10_000;
const MAX_REDIRECTS = 3;
const FOUND_AT_MOST = 30;

/** A server as a list of search results has it. */
export interface FoundServer {
  readonly name: string;
  readonly version: string;
  readonly description: string;
}

export interface PublishedSource {
  /** @returns JSON @throws published-server-unreadable */
  fetch(address: string): Promise<unknown>;
  /**
   * @param name with `@VERSION`, or the newest
   * @returns JSON, of a server with this name
   * @throws published-server-unreadable for what is no name, published-server-not-found, registry-unreachable
   */
  find(name: string): Promise<unknown>;
  /** @returns those with this in their name, 30 at most @throws published-server-unreadable for a secret, registry-unreachable */
  search(word: string): Promise<readonly FoundServer[]>;
}

const listSchema = z.object({ servers: z.array(z.unknown()) });
const listedSchema = z.object({
  server: z.object({
    name: z.string(),
    version: z.string().default(''),
    description: z.string().default(''),
  }),
});

/** @param registry its address */
export function openPublishedSource(registry: string, fetch: typeof globalThis.fetch): PublishedSource {
  const base = registry.replace(/\/+$/, '');

  async function ask(path: string, name: string): Promise<unknown> {
    const response = await get(`${base}${path}`, fetch).catch((error: unknown) => {
      throw registryUnreachable(registry, messageOf(error));
    });
    if (response.status === 404) throw publishedServerNotFound(name, registry);
    try {
      return await jsonOf(response);
    } catch (error) {
      throw registryUnreachable(registry, messageOf(error));
    }
  }

  return {
    async fetch(address) {
      try {
        return await jsonOf(await get(address, fetch));
      } catch (error) {
        throw publishedServerUnreadable(address, messageOf(error));
      }
    },
    async find(nameAndVersion) {
      const problem = whyNoName(nameAndVersion);
      if (problem === LOOKS_SECRET) throw publishedServerUnreadable('This text', problem);
      if (problem !== undefined) throw publishedServerUnreadable(nameAndVersion, problem);
      const [name = '', version = 'latest'] = nameAndVersion.split('@');
      const path = `/v0.1/servers/${encodeURIComponent(name)}/versions/${encodeURIComponent(version)}`;
      const json = await ask(path, nameAndVersion);
      const answered = listedSchema.safeParse(json).data?.server.name;
      if (answered !== name) throw registryUnreachable(registry, 'its answer is not about that server');
      return json;
    },
    async search(word) {
      if (looksSecret(word)) throw publishedServerUnreadable('This text', LOOKS_SECRET);
      const query = new URLSearchParams({ search: word, version: 'latest', limit: String(FOUND_AT_MOST) });
      const parsed = listSchema.safeParse(await ask(`/v0.1/servers?${query}`, word));
      if (!parsed.success) throw registryUnreachable(registry, 'its answer is not a list of servers');
      // One that is broken does not hide the others.
      const servers = parsed.data.servers.flatMap((one) => listedSchema.safeParse(one).data?.server ?? []);
      return servers.slice(0, FOUND_AT_MOST);
    },
  };
}

/** Only what has the form of a name is told to a registry. @returns a clause */
function whyNoName(name: string): string | undefined {
  const text = name.trim();
  if (looksSecret(text)) return LOOKS_SECRET;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return 'it is neither a file that is there nor an https address';
  if (/^[./~]|\\|\.js(on|n)$/i.test(text)) return 'there is no such file';
  return isServerName(name)
    ? undefined
    : 'it is neither a file that is there, nor an address, nor a name such as io.github.someone/server';
}

/** Follows redirects to safe addresses only. @throws with a clause as the message */
async function get(address: string, fetch: typeof globalThis.fetch): Promise<Response> {
  const signal = AbortSignal.timeout(WAIT_MS);
  let at = address;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    if (!isSafe(at)) throw new Error(`${at} is no https address`);
    const response = await fetch(at, {
      signal,
      redirect: 'manual',
      headers: { accept: 'application/json' },
    }).catch((error: unknown) => {
      if (signal.aborted) throw new Error(`no answer within ${WAIT_MS / 1000} s`);
      const message = messageOf(error);
      throw new Error(networkFailure(message, new URL(at).host)?.reason ?? message);
    });
    const next = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || next === null) return response;
    await response.body?.cancel();
    at = new URL(next, at).href;
  }
  throw new Error('it redirects too often');
}

function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** @throws with a clause as the message */
async function jsonOf({ ok, status, body }: Response): Promise<unknown> {
  if (!ok) throw new Error(`it answered with HTTP ${status}`);
  const tooLong = () => new Error(`it sent more than ${MAX_SERVER_JSON_BYTES / 1_000_000} MB`);
  const bytes = body ? await readWhole(body, MAX_SERVER_JSON_BYTES, tooLong) : Buffer.alloc(0);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Error('it did not answer with JSON');
  }
}
