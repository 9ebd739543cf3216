// Private keys: whole, cut off, escaped, with every line end.
import type { Random } from '../../fuzz/random.ts';
import { type SecretKinds, within } from './sample.ts';
import { base64Lines, chars } from './text.ts';

const body = (random: Random) => base64Lines(random, 6).join('\n');
const block = (name: string, text: string) => `-----BEGIN ${name}-----\n${text}\n-----END ${name}-----`;

export const keyKinds: SecretKinds = {
  'pem-pkcs8': within(body, (secret) => `key:\n${block('PRIVATE KEY', secret)}\nnext line`),
  'pem-rsa-json': within(
    (r) => body(r).replaceAll('\n', '\\n'),
    (secret) =>
      `{"private_key":"-----BEGIN RSA PRIVATE KEY-----\\n${secret}\\n-----END RSA PRIVATE KEY-----\\n"}`,
  ),
  'pem-crlf': within(
    (r) => body(r).replaceAll('\n', '\r\n'),
    (secret) => `-----BEGIN EC PRIVATE KEY-----\r\n${secret}\r\n-----END EC PRIVATE KEY-----\r\n`,
  ),
  'pem-openssh-cut': within(body, (secret) => `cat id\n-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}`),
  'pem-headers': within(body, (secret) =>
    block('RSA PRIVATE KEY', `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,${'A1'.repeat(16)}\n\n${secret}`),
  ),
  'pgp-private': within(body, (secret) => block('PGP PRIVATE KEY BLOCK', `Version: x\n\n${secret}\n=AbCd`)),
  'pem-indented': within(
    (r) => base64Lines(r, 4).join('\n    '),
    (secret) => `  key: |\n    -----BEGIN PRIVATE KEY-----\n    ${secret}\n    -----END PRIVATE KEY-----\n`,
  ),
  'pem-log-cut': within(
    (r) => chars(r, 'base64', 64),
    (secret) => `read "-----BEGIN PRIVATE KEY-----\\n${secret}..." from disk`,
  ),
};
