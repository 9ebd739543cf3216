// Secrets behind an encoding: base64 of a file with a secret, JSON inside of JSON, addresses inside of addresses.
import type { Random } from '../../fuzz/random.ts';
import { chosen, hex, opaque } from './public-shapes.ts';
import { type SecretKinds, within } from './sample.ts';
import { base64Of, chars, uuid } from './text.ts';

const encoded = (make: (random: Random) => string) => (random: Random) => base64Of(make(random));
const nested = (value: object, depth: number): string =>
  depth === 0 ? JSON.stringify(value) : nested({ log: JSON.stringify(value), at: 1 }, depth - 1);

export const encodedKinds: SecretKinds = {
  'base64-client-secret': within(
    encoded((r) => JSON.stringify({ client_id: uuid(r), client_secret: opaque(r) })),
    (secret) => `credentials blob ${secret} loaded`,
  ),
  'base64-client-secret-spaced': within(
    encoded((r) =>
      JSON.stringify({ clientId: uuid(r), clientSecret: opaque(r), tenantId: uuid(r) }, null, 2),
    ),
    (secret) => `AZURE_CREDENTIALS_B64=${secret}`,
  ),
  'base64-service-account': within(
    encoded((r) =>
      JSON.stringify({
        type: 'service_account',
        project_id: 'a',
        private_key: `-----BEGIN PRIVATE KEY-----\n${chars(r, 'base64', 64)}\n`,
      }),
    ),
    (secret) => `GOOGLE_SA=${secret}`,
  ),
  'base64-docker-config': within(
    encoded((r) =>
      JSON.stringify({
        auths: { 'r.example': { username: 'a', password: chosen(r), auth: base64Of(`a:${opaque(r)}`) } },
      }),
    ),
    (secret) => `  .dockerconfigjson: ${secret}`,
  ),
  'base64-state': within(
    encoded((r) => JSON.stringify({ redirect: '/', token: opaque(r) })),
    (secret) => `GET /cb?state=${encodeURIComponent(secret)} HTTP/1.1`,
  ),
  'base64-env-file': within(
    encoded((r) => `DB_HOST=a\nDB_PASSWORD=${chosen(r)}\nAPI_KEY=${opaque(r)}\n`),
    (secret) => `ENV_FILE: ${secret}`,
  ),
  'base64-pem': within(
    encoded(
      (r) =>
        `-----BEGIN RSA PRIVATE KEY-----\n${chars(r, 'base64', 64)}\n${chars(r, 'base64', 64)}\n-----END RSA PRIVATE KEY-----\n`,
    ),
    (secret) => `tls.key: ${secret}`,
  ),
  'base64-kubeconfig': within(
    encoded((r) => `apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    token: ${opaque(r)}\n`),
    (secret) => `KUBECONFIG_DATA ${secret}`,
  ),
  'base64-in-json': within(
    encoded((r) => JSON.stringify({ user: 'bob', password: chosen(r), otp: '' })),
    (secret) => JSON.stringify({ body: secret, isBase64Encoded: true }),
  ),
  'base64-url-json': within(
    (r) => Buffer.from(JSON.stringify({ refresh_token: opaque(r), sub: 'bob' })).toString('base64url'),
    (secret) => `session cookie payload ${secret}`,
  ),
  'base64-array': within(
    encoded((r) => JSON.stringify([{ name: 'API_TOKEN', value: opaque(r) }])),
    (secret) => `user-data: ${secret}`,
  ),
  'json-twice': within(opaque, (secret) => nested({ client_secret: secret }, 2)),
  'json-three': within(opaque, (secret) => nested({ env: { SLACK_BOT_TOKEN: secret } }, 3)),
  'json-four': within(chosen, (secret) => nested({ password: secret }, 4)),
  'json-five': within(opaque, (secret) => nested({ apiKey: secret }, 5)),
  'json-headers-three': within(opaque, (secret) =>
    nested({ headers: { 'X-Api-Key': secret, Accept: '*/*' } }, 3),
  ),
  'json-headers-array-three': within(opaque, (secret) => nested({ headers: [['x-api-key', secret]] }, 3)),
  'json-name-value-three': within(opaque, (secret) =>
    nested({ env: [{ name: 'DB_PASSWORD', value: secret }] }, 3),
  ),
  'json-connection-two': within(chosen, (secret) => nested({ conn: `Server=a;User=b;Pwd=${secret};` }, 2)),
  'json-yaml-two': within(opaque, (secret) => nested({ file: `a: 1\npassword: >-\n  ${secret}\nb: 2\n` }, 2)),
  'json-table-two': within(opaque, (secret) =>
    nested({ out: `Name      Value\n----      -----\nAPI_TOKEN ${secret}\n` }, 2),
  ),
  'json-env-two': within(opaque, (secret) => nested({ out: `A=b\nCONFLUENCE_PAT=${secret}\nC=d\n` }, 2)),
  'json-unicode-quotes': within(opaque, (secret) => `{\\u0022token\\u0022:\\u0022${secret}\\u0022}`),
  'json-slashes': within(opaque, (secret) => `{"url":"https:\\/\\/bob:${secret}@a.example\\/x"}`),
  'url-in-url': within(
    opaque,
    (secret) => `GET /login?next=https%3A%2F%2Fa.example%2Fcb%3Faccess_token%3D${secret}%26a%3Db HTTP/1.1`,
  ),
  'url-in-url-twice': within(
    opaque,
    (secret) => `next=https%253A%252F%252Fa.example%252F%253Ftoken%253D${secret}%2526x%253D1`,
  ),
  'url-user-encoded': within(
    opaque,
    (secret) => `remote=https%3A%2F%2Fbob%3A${secret}%40git.example%2Fa.git`,
  ),
  'form-json': within(chosen, (secret) => `payload=%7B%22password%22%3A%22${secret}%22%7D`),
  'form-header': within(opaque, (secret) => `h=X-Api-Key%3A%20${secret}&b=1`),
  'python-repr-of-json': within(opaque, (secret) => `body=b'{"api_key": "${secret}"}'`),
  'python-repr-escaped': within(opaque, (secret) => `text='{\\'token\\': \\'${secret}\\'}'`),
  'shell-quoted-json': within(opaque, (secret) => `--data "{\\"secret\\":\\"${secret}\\"}"`),
  'go-quoted-string': within(opaque, (secret) => `body="{\\"access_token\\":\\"${secret}\\",\\"a\\":1}"`),
  'xml-cdata': within(chosen, (secret) => `<password><![CDATA[${secret}]]></password>`),
  'hex-telegram': within(hex(40), (secret) => `{"hash":"a","api_hash":"${secret}"}`),
  'ansi-name': within(
    opaque,
    (secret) => `\u001b[32mapi_key\u001b[39m\u001b[2m=\u001b[22m\u001b[33m${secret}\u001b[39m`,
  ),
  'ansi-json': within(opaque, (secret) => `\u001b[34m"token"\u001b[0m: \u001b[32m"${secret}"\u001b[0m`),
  'zero-width-split': within(
    (r) => `ghp_${chars(r, 'alphanumeric', 18)}\u200b${chars(r, 'alphanumeric', 18)}`,
    (secret) => `pushed with ${secret} ok`,
  ),
};
