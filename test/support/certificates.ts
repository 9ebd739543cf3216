// A certificate authority of a test and one certificate for all the names it needs, made with openssl.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export interface TestCertificate {
  /** In PEM, for a TLS server. */
  readonly key: Buffer;
  readonly cert: Buffer;
  /** Of the authority, for whoever shall trust it. */
  readonly authorityFile: string;
}

export function makeCertificate(folder: string, names: readonly string[]): TestCertificate {
  const file = (name: string) => path.join(folder, name);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'ignore' });
  const fresh = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
  ];
  const authority = ['-keyout', file('ca-key.pem'), '-out', file('ca.pem')];
  openssl(...fresh, '-subj', '/CN=Test authority', ...authority);
  const alternatives = [...names.map((name) => `DNS:${name}`), 'IP:127.0.0.1'].join(',');
  openssl(
    ...[...fresh, '-subj', '/CN=test', '-CA', file('ca.pem'), '-CAkey', file('ca-key.pem')],
    ...['-keyout', file('key.pem'), '-out', file('cert.pem'), '-addext', `subjectAltName=${alternatives}`],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
  );
  return {
    key: fs.readFileSync(file('key.pem')),
    cert: fs.readFileSync(file('cert.pem')),
    authorityFile: file('ca.pem'),
  };
}
