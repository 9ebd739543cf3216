// The `fetch` of everything around signing in: every address is checked first, a redirect must stay where it is, and an
// answer may be neither huge nor slow. What is sent with POST goes to no second address: there a redirect is the answer.
import { abortAfter } from '../../../base/deadline.ts';
import { messageOf, PatchbayError, signInUnsafe } from '../../../errors/errors.ts';
import { type AddressRules, checkAddress } from './addresses.ts';
import { NotThere } from './not-there.ts';

const MAX_REDIRECTS = 3;
const MAX_BYTES = 1024 * 1024;
export const ANSWER_TIMEOUT_MS = 15_000;
const REDIRECTS = [301, 302, 303, 307, 308];

/** @returns a fetch that throws sign-in-unsafe, and NotThere when nothing answers */
export function guardedFetch(
  rules: AddressRules,
  options: { fetch: typeof fetch; signal?: AbortSignal | undefined },
): typeof fetch {
  async function send(url: URL, init: RequestInit): Promise<Response> {
    const signal = abortAfter(ANSWER_TIMEOUT_MS, options.signal ? [options.signal] : []);
    let address = url;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      await checkAddress(address, 'an address of its sign-in', rules);
      const response = await options.fetch(address, { ...init, signal, redirect: 'manual' });
      const isGet = (init.method ?? 'GET') === 'GET';
      const location = isGet && REDIRECTS.includes(response.status) && response.headers.get('location');
      if (!location) return await bounded(response);
      await response.body?.cancel();
      const next = URL.canParse(location, address.href) ? new URL(location, address) : undefined;
      if (!next || next.origin !== address.origin) {
        throw signInUnsafe(rules.name, 'redirect to', location, `${address.origin} may not send us there`);
      }
      address = next;
    }
    throw signInUnsafe(rules.name, 'redirect to', address.href, 'there are too many of them');
  }

  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    try {
      return await send(url, init);
    } catch (error) {
      if (error instanceof PatchbayError) throw error;
      throw new NotThere(url, 'unreachable', messageOf(error));
    }
  };
}

async function bounded(response: Response): Promise<Response> {
  const { status, statusText, headers } = response;
  if (!response.body) return response;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`it sent more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  return new Response(hasBody ? Buffer.concat(chunks) : null, { status, statusText, headers });
}
