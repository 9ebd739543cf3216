// Errors of the way out to the network.
import { PatchbayError } from './error.ts';

/** The variable of a proxy holds no usable address. @param reason a clause */
export function proxyBroken(reason: string): PatchbayError {
  return new PatchbayError(
    'proxy-broken',
    `The proxy of HTTPS_PROXY or HTTP_PROXY cannot be used (${reason}).`,
    'Correct the variable where Patchbay is started; it looks like http://proxy.example.com:8080.',
  );
}

/** Why an address could not be reached. */
export interface NetworkFailure {
  /** A clause. */
  readonly reason: string;
  /** A sentence: what to do about it. */
  readonly fix: string;
}

const TRUST =
  'If you trust it, add the certificate of its issuer to those of the system, or name a file with it in SSL_CERT_FILE where Patchbay is started.';
const WAY = 'Look at the network of this machine, a VPN, and the proxy in HTTPS_PROXY or HTTP_PROXY.';

/** Messages of Node, undici and OpenSSL, which are written for programmers. The first that fits counts. */
const FAILURES: readonly (readonly [RegExp, (found: string | undefined) => NetworkFailure])[] = [
  [
    /ECONNREFUSED(?: (?<found>\S+:\d+))?/,
    (address) => ({
      reason: `nothing listens ${address === undefined ? 'there' : `at ${address}`}`,
      fix: `Start the server, or correct the host and the port.${address === undefined ? '' : ' If that is a proxy, correct HTTPS_PROXY or HTTP_PROXY where Patchbay is started.'}`,
    }),
  ],
  [
    /(?:ENOTFOUND|EAI_AGAIN)(?: (?<found>[^\s;]+))?/,
    (name) => ({
      reason: `${name === undefined ? 'its name' : `the name ${name}`} is not known here`,
      fix: 'Correct the name, or connect to the network that knows it.',
    }),
  ],
  [
    /certificate has expired|CERT_HAS_EXPIRED/i,
    () => ({
      reason: 'its certificate has expired',
      fix: 'Whoever runs that server has to renew it; look at the clock of this machine too.',
    }),
  ],
  [
    /does not match certificate|ALTNAME_INVALID/i,
    () => ({
      reason: 'its certificate is for another name',
      fix: 'Use the name that the certificate has.',
    }),
  ],
  [
    /disconnected before secure TLS/,
    () => ({
      reason: 'it closed the connection before it had spoken TLS',
      fix: 'Correct the port, or write http:// for https://; otherwise look into its log.',
    }),
  ],
  [
    /\balert\b/i,
    () => ({
      reason: 'it refused the TLS handshake',
      fix: 'It may want a certificate of the client, or another version of TLS: ask whoever runs that server.',
    }),
  ],
  [
    /wrong version number|packet length too long|EPROTO/i,
    () => ({
      reason: 'it does not speak TLS there',
      fix: 'Correct the port, or write http:// for https://.',
    }),
  ],
  [/certificate|\bCERT_|self.signed/i, () => ({ reason: 'its certificate is not trusted here', fix: TRUST })],
  [
    /Proxy response \((?<found>\d+)\)/,
    (status) => ({
      reason: `the proxy refused to connect (${status})`,
      fix: 'Correct HTTPS_PROXY or HTTP_PROXY where Patchbay is started; NO_PROXY names the hosts that need none.',
    }),
  ],
  [
    /timeout|timed out|ETIMEDOUT|aborted/i,
    () => ({ reason: 'it did not answer in time', fix: `Try again. ${WAY}` }),
  ],
  [
    /bad port/,
    () => ({
      reason: 'requests to that port are blocked, because another protocol uses it',
      fix: 'Correct the port, or let the server listen at another one.',
    }),
  ],
  [
    /ECONNRESET|EPIPE|hang up|other side closed|terminated/i,
    () => ({
      reason: 'it closed the connection without an answer',
      fix: 'Look whether it wants https:// or http://, and into its log.',
    }),
  ],
  [/EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/, () => ({ reason: 'there is no way to it from here', fix: WAY })],
];

/**
 * @param message of the error of a request that got no answer
 * @param host the one that was asked: it is not repeated
 * @returns undefined for a message that is not known
 */
export function networkFailure(message: string, host: string): NetworkFailure | undefined {
  for (const [pattern, failure] of FAILURES) {
    const match = pattern.exec(message);
    const found = match?.groups?.['found'];
    if (match) return failure(found === host ? undefined : found);
  }
  return undefined;
}
