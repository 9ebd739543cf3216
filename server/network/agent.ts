// Connections for requests: through the person's proxy, trusting the certificates their system trusts.
import tls from 'node:tls';
import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';
import { messageOf, proxyBroken } from '../errors/errors.ts';
import { trustedCertificates } from './certificates.ts';

export interface Agent {
  readonly fetch: typeof fetch;
  /** Ends running requests. */
  close(): Promise<void>;
}

/** A proxy would look for these on its own machine: loopback, and the metadata address of cloud machines. */
const NEVER_PROXIED = 'localhost,127.0.0.1,[::1],169.254.169.254';

/**
 * @param env HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in upper or lower case; see trustedCertificates for the other
 *   variables
 * @throws proxy-broken
 */
export function openAgent(env: NodeJS.ProcessEnv): Agent {
  const dispatcher = openDispatcher(env);
  // The same API as the global `fetch`; only the version differs, so the types do too.
  const send = (input: unknown, init: object) =>
    undiciFetch(input as URL, { ...init, dispatcher }) as Promise<unknown>;
  return { fetch: send as typeof fetch, close: () => dispatcher.destroy() };
}

function openDispatcher(env: NodeJS.ProcessEnv): EnvHttpProxyAgent {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || '';
  const noProxy = named('NO_PROXY');
  // One context for all connections, because reading hundreds of certificates is slow.
  const secureContext = tls.createSecureContext({ ca: trustedCertificates(env) });
  try {
    return new EnvHttpProxyAgent({
      httpProxy: named('HTTP_PROXY'),
      httpsProxy: named('HTTPS_PROXY'),
      noProxy: noProxy.trim() === '*' ? '*' : `${noProxy},${NEVER_PROXIED}`,
      connect: { secureContext },
      requestTls: { secureContext },
      proxyTls: { secureContext },
      // An event stream may be silent for hours; callers set their own time limits.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  } catch (error) {
    throw proxyBroken(messageOf(error));
  }
}
