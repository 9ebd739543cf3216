// The `fetch` for everything around signing in: every address is checked first, a redirect must stay within the
// origin, and an answer must not be huge or slow. A POST is never sent to a second address: its redirect is returned
// as the answer.

import { abortAfter } from '../../../base/deadline.ts';
import { readWhole } from '../../../base/read-whole.ts';
import { messageOf, PatchbayError } from '../../../errors/error.ts';
import { signInUnsafe } from '../../../errors/sign-in.ts';
import { redirectIn } from '../../wire/redirect.ts';
import { type AddressRules, checkAddress } from './checked-addresses.ts';
import { NotThere } from './not-there.ts';

const MAX_REDIRECTS = 3;
const MAX_BYTES = 1024 * 1024;
export const ANSWER_TIMEOUT_MS = 15_000;

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
      const redirect = isGet ? redirectIn(response, address) : undefined;
      if (!redirect) return await bounded(response);
      await response.body?.cancel();
      const { said, to } = redirect;
      if (to?.origin !== address.origin) {
        throw signInUnsafe(rules.name, 'redirect to', said, `${address.origin} may not send us there`);
      }
      address = to;
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
  const tooLong = () => new Error(`it sent more than ${MAX_BYTES} bytes`);
  const whole = await readWhole(response.body, MAX_BYTES, tooLong);
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  return new Response(hasBody ? whole : null, { status, statusText, headers });
}
