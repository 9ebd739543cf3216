// What carries requests: connections through the person's proxy, which trust the certificates their system trusts.
import tls from 'node:tls';
import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';
import { messageOf } from '../errors/error.ts';
import { proxyBroken } from '../errors/network.ts';
import { trustedCertificates } from './certificates.ts';

export interface Agent {
  readonly fetch: typeof fetch;
  /** Ends what is under way. */
  close(): Promise<void>;
}

/** A proxy would look for these on its own machine: loopback, and where a machine in a cloud asks about itself. */
const NEVER_PROXIED = 'localhost,127.0.0.1,[::1],169.254.169.254';

/**
 * @param env HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in capitals or not; see trustedCertificates for the rest
 * @throws proxy-broken
 */
export function openAgent(env: NodeJS.ProcessEnv): Agent {
  const dispatcher = openDispatcher(env);
  // The same as the global one, but for its version.
  const send = (input: unknown, init: object) =>
    undiciFetch(input as URL, { ...init, dispatcher }) as Promise<unknown>;
  return { fetch: send as typeof fetch, close: () => dispatcher.destroy() };
}

function openDispatcher(env: NodeJS.ProcessEnv): EnvHttpProxyAgent {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || '';
  const noProxy = named('NO_PROXY');
  // One for all connections: reading hundreds of certificates takes a while.
  const secureContext = tls.createSecureContext({ ca: trustedCertificates(env) });
  try {
    return new EnvHttpProxyAgent({
      httpProxy: named('HTTP_PROXY'),
      httpsProxy: named('HTTPS_PROXY'),
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
