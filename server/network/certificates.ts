// Which certificate authorities requests trust: Node's own, the system's, and those the person names.
import fs from 'node:fs';
import tls from 'node:tls';
import { readRegularFile } from '../files/regular-file.ts';

/** Where Linux distributions, the BSDs and macOS keep their certificates in one file. */
const WELL_KNOWN_BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Node 22.15 and later. */
interface NewerTls {
  getCACertificates?(kind: 'default' | 'system'): string[];
}

/**
 * @param env SSL_CERT_FILE names a file of further certificates to trust; NODE_EXTRA_CA_CERTS is Node's own variable
 *   for that
 * @returns certificates in PEM. A file that cannot be read adds none; a request that needs it then fails because the
 *   server is not trusted
 */
export function trustedCertificates(env: NodeJS.ProcessEnv): string[] {
  const { getCACertificates } = tls as NewerTls;
  const named = [env['NODE_EXTRA_CA_CERTS'], env['SSL_CERT_FILE']].flatMap(certificatesIn);
  const builtIn = getCACertificates
    ? [...getCACertificates('default'), ...getCACertificates('system')]
    : [...tls.rootCertificates, ...fromWellKnownBundle()];
  return [...new Set([...builtIn, ...named])];
}

function fromWellKnownBundle(): string[] {
  const file = WELL_KNOWN_BUNDLES.find((bundle) => fs.existsSync(bundle));
  return certificatesIn(file);
}

function certificatesIn(file: string | undefined): string[] {
  if (!file) return [];
  try {
    const text = readRegularFile(file).toString('utf8');
    return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  } catch {
    return [];
  }
}
