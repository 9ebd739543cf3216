// Secrets that go over several lines: block scalars of YAML, values that a terminal or a program wrapped.
import type { Random } from '../../fuzz/random.ts';
import { base64, chosen, hex, opaque, wrapped } from './public-shapes.ts';
import { type SecretKinds, within } from './sample.ts';
import { chars, jwt } from './text.ts';

const long = (random: Random) => chars(random, 'base64Url', 150 + random.below(80));

export const lineKinds: SecretKinds = {
  'yaml-folded': within(
    opaque,
    (secret) => `db:\n  user: app\n  password: >-\n    ${secret}\n  host: db.internal\n`,
  ),
  'yaml-literal': within(opaque, (secret) => `token: |\n  ${secret}\nname: ci\n`),
  'yaml-literal-indicated': within(
    chosen,
    (secret) => `  admin_password: |2-\n    ${secret}\n  admin: bob\n`,
  ),
  'yaml-folded-comment': within(
    opaque,
    (secret) => `api_key: >  # rotated monthly\n  ${secret}\nregion: eu\n`,
  ),
  'yaml-literal-lines': within(
    (r) => `${opaque(r)}\n    ${opaque(r)}\n    ${opaque(r)}`,
    (secret) => `  client_secret: |\n    ${secret}\n  tenant: a\n`,
  ),
  'yaml-literal-phrase': within(
    (r) => Array.from({ length: 5 }, () => chars(r, 'lower', 6)).join(' '),
    (secret) => `passphrase: |-\n  ${secret}\nuser: bob\n`,
  ),
  'yaml-literal-crlf': within(opaque, (secret) => `password: |\r\n  ${secret}\r\nuser: bob\r\n`),
  'yaml-folded-json': within(opaque, (secret) =>
    JSON.stringify({ file: `auth:\n  token: >-\n    ${secret}\n  type: basic\n` }),
  ),
  'yaml-folded-json-twice': within(opaque, (secret) =>
    JSON.stringify({ log: JSON.stringify({ file: `token: |\n  ${secret}\nuser: a\n` }) }),
  ),
  'yaml-list': within(opaque, (secret) => `api_keys:\n  - ${secret}\nport: 80\n`),
  'yaml-next-line': within(opaque, (secret) => `secret_key:\n  ${secret}\nport: 80\n`),
  'yaml-quoted-lines': within(
    (r) => `${opaque(r)}\\\n    ${opaque(r)}`,
    (secret) => `token: "${secret}"\nname: a\n`,
  ),
  'kubernetes-string-data': within(
    opaque,
    (secret) => `kind: Secret\nstringData:\n  API_TOKEN: |-\n    ${secret}\ntype: Opaque\n`,
  ),
  'bearer-wrapped': within(
    (r) => wrapped(long(r), { width: 58 }),
    (secret) => `> Authorization: Bearer ${secret}\n> Accept: */*\n`,
  ),
  'bearer-wrapped-indented': within(
    (r) => wrapped(long(r), { width: 64, indent: '    ' }),
    (secret) => `    Authorization: Bearer ${secret}\n    Accept: */*\n`,
  ),
  'jwt-wrapped': within(
    (r) => wrapped(jwt(r), { width: 76 }),
    (secret) => `id token:\n${secret}\ndone\n`,
  ),
  'jwt-wrapped-first': within(
    (r) => wrapped(jwt(r), { width: 80 }),
    (secret) => `${secret}\nexpires 2026-01-01\n`,
  ),
  'token-wrapped': within(
    (r) => wrapped(chars(r, 'alphanumeric', 160), { width: 67 }),
    (secret) => `access_token=${secret}\nok\n`,
  ),
  'token-wrapped-json': within(
    (r) => wrapped(chars(r, 'base64Url', 160), { width: 60 }).replaceAll('\n', '\\n'),
    (secret) => `{"stdout":"token: ${secret}\\nlogged in\\n"}`,
  ),
  'github-token-wrapped': within(
    (r) =>
      wrapped(`github_pat_${chars(r, 'alphanumeric', 22)}_${chars(r, 'alphanumeric', 59)}`, { width: 60 }),
    (secret) => `pushing with\n${secret}\nas bob\n`,
  ),
  'curl-verbose-wrapped': within(
    (r) => wrapped(long(r), { width: 80 }),
    (secret) => `* Server auth using Bearer\n> authorization: Bearer ${secret}\n> \n`,
  ),
  'python-implicit-join': within(
    (r) => `${opaque(r)}'\n    '${opaque(r)}`,
    (secret) => `API_TOKEN = ('${secret}')\nPORT = 3\n`,
  ),
  'shell-heredoc': within(opaque, (secret) => `+ cat\nPASSWORD=\\\n${secret}\n`),
  'openssl-hex-block': within(
    (r) =>
      Array.from({ length: 3 }, () => Array.from({ length: 15 }, () => chars(r, 'hex', 2)).join(':')).join(
        ':\n    ',
      ),
    (secret) => `Private-Key: (256 bit)\npriv:\n    ${secret}\npub:\n    04:aa\n`,
  ),
  'ppk-private-lines': within(
    (r) => `${chars(r, 'base64', 64)}\n${chars(r, 'base64', 64)}`,
    (secret) =>
      `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 2\n${secret}\nPrivate-MAC: 00\n`,
  ),
  'plist-string': within(opaque, (secret) => `<key>APIKey</key>\n\t<string>${secret}</string>\n`),
  'xml-multi-line': within(chosen, (secret) => `<password>\n      ${secret}\n    </password>`),
  'prompt-next-line': within(opaque, (secret) => `Paste your token:\n${secret}\nChecking...\n`),
  'label-box': within(hex(40), (secret) => `  Your new access token:\n\n    ${secret}\n\n  Keep it safe.\n`),
  'spoken-below': within(base64(24), (secret) => `The generated password is:\n\n${secret}\n\n`),
};
