// The way out to everything that is not on this machine: one `fetch` that goes through the person's proxy and trusts the
// certificates their system trusts. Loaded and read with the first request.
import tls from 'node:tls';
import type { Dispatcher } from 'undici';
import { messageOf, proxyBroken } from '../errors.ts';
import { trustedCertificates } from './certificates.ts';

export interface Network {
  /**
   * Has no time limit of its own: pass a signal.
   * @throws proxy-broken, and fetch's errors with what happened as their message
   */
  readonly fetch: typeof fetch;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/** A proxy would look for these on its own machine: loopback, and where a machine in a cloud asks about itself. */
const NEVER_PROXIED = 'localhost,127.0.0.1,[::1],169.254.169.254';

/** @param env HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in capitals or not; see trustedCertificates for the rest */
export function openNetwork(env: NodeJS.ProcessEnv): Network {
  let loaded: Promise<{ send: typeof fetch; dispatcher: Dispatcher }> | undefined;

  async function load() {
    const { EnvHttpProxyAgent, fetch: undiciFetch } = await import('undici');
    const dispatcher = openAgent(EnvHttpProxyAgent, env);
    // The same as the global one, but for its version.
    const send = (input: unknown, init: object) =>
      undiciFetch(input as URL, { ...init, dispatcher }) as Promise<unknown>;
    return { send: send as typeof fetch, dispatcher };
  }

  return {
    async fetch(input, init) {
      loaded ??= load();
      const { send } = await loaded;
      try {
        return await send(input, init);
      } catch (error) {
        if (init?.signal?.aborted) throw error;
        throw new Error(whyIn(error), { cause: error });
      }
    },
    async close() {
      const opened = await loaded?.catch(() => undefined);
      await opened?.dispatcher.destroy();
    },
  };
}

function openAgent(
  EnvHttpProxyAgent: typeof import('undici').EnvHttpProxyAgent,
  env: NodeJS.ProcessEnv,
): Dispatcher {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || '';
  const [httpProxy, httpsProxy, noProxy] = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].map(named) as [
    string,
    string,
    string,
  ];
  // One for all connections: reading hundreds of certificates takes a while.
  const secureContext = tls.createSecureContext({ ca: trustedCertificates(env) });
  try {
    return new EnvHttpProxyAgent({
      httpProxy,
      httpsProxy,
      noProxy: noProxy.trim() === '*' ? '*' : `${noProxy},${NEVER_PROXIED}`,
      connect: { secureContext },
      requestTls: { secureContext },
      proxyTls: { secureContext },
      // An event stream may be silent for hours; whoever asks keeps the time.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  } catch (error) {
    throw proxyBroken(messageOf(error));
  }
}

/** `fetch failed` says nothing; the cause does. */
function whyIn(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  const why = cause instanceof AggregateError ? cause.errors.map(messageOf).join('; ') : cause;
  return why ? messageOf(why) : messageOf(error);
}
