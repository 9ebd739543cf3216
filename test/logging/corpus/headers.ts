// Credentials in HTTP headers and cookies, in the many shapes in which logs show headers.
import type { Random } from '../../fuzz/random.ts';
import { type SecretKinds, within } from './sample.ts';
import { base64Of, chars, jwt, password } from './text.ts';

const opaque = (random: Random) => chars(random, 'base64Url', 24 + random.below(30));

export const headerKinds: SecretKinds = {
  'bearer-header': within(opaque, (secret) => `> Authorization: Bearer ${secret}\r\n> Accept: */*`),
  'bearer-json': within(opaque, (secret) =>
    JSON.stringify({ headers: { authorization: `Bearer ${secret}` } }),
  ),
  'bearer-json-twice': within(opaque, (secret) =>
    JSON.stringify({ log: JSON.stringify({ headers: { Authorization: `Bearer ${secret}` } }) }),
  ),
  'bearer-json-thrice': within(opaque, (secret) =>
    JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ Authorization: `Bearer ${secret}` }) }) }),
  ),
  'bearer-folded': within(opaque, (secret) => `Authorization: Bearer\r\n ${secret}\r\nHost: a`),
  'bearer-folded-json': within(opaque, (secret) =>
    JSON.stringify({ raw: `Authorization:\r\n\tBearer ${secret}\r\nHost: a` }),
  ),
  'bearer-raw-headers': within(opaque, (secret) =>
    JSON.stringify({ rawHeaders: ['Host', 'a', 'Authorization', `Bearer ${secret}`] }),
  ),
  'bearer-har': within(opaque, (secret) =>
    JSON.stringify([{ name: 'Authorization', value: `Bearer ${secret}` }]),
  ),
  'bearer-python': within(opaque, (secret) => `headers={'Authorization': 'Bearer ${secret}', 'X': '1'}`),
  'bearer-curl': within(opaque, (secret) => `curl -H "authorization: bearer ${secret}" https://a.example`),
  'bearer-ansi': within(
    opaque,
    (secret) => `\u001b[1mAuthorization\u001b[0m: Bearer \u001b[32m${secret}\u001b[0m`,
  ),
  'bearer-url-encoded': within(opaque, (secret) => `redirect=Authorization%3A%20Bearer%20${secret}`),
  'authorization-opaque': within(opaque, (secret) => `authorization=${secret} method=GET`),
  'authorization-rust': within(opaque, (secret) => `{"authorization": "${secret}", "host": "a"}`),
  'proxy-authorization': within(
    (r) => base64Of(`user:${password(r)}`),
    (secret) => `Proxy-Authorization: Basic ${secret}`,
  ),
  'basic-header': within(
    (r) => base64Of(`bob:${password(r)}`),
    (secret) => `sending header authorization: Basic ${secret}`,
  ),
  'token-scheme': within(
    (r) => chars(r, 'hex', 40),
    (secret) => `Authorization: token ${secret}`,
  ),
  'aws-signature': within(
    (r) => chars(r, 'hex', 64),
    (secret) =>
      `Authorization: AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${secret}`,
  ),
  'digest-header': within(
    (r) => chars(r, 'hex', 32),
    (secret) => `Authorization: Digest username="bob", realm="r", nonce="n", uri="/", response="${secret}"`,
  ),
  'x-api-key': within(opaque, (secret) => `x-api-key: ${secret}`),
  'x-goog-api-key': within(opaque, (secret) => `[('x-goog-api-key', '${secret}'), ('accept', 'a')]`),
  'x-auth-token': within(opaque, (secret) => `X-Auth-Token : ${secret}`),
  'private-token': within(opaque, (secret) => `-H 'PRIVATE-TOKEN: ${secret}'`),
  'mcp-bearer-array': within(opaque, (secret) => `["--header","Authorization: Bearer ${secret}"]`),
  cookie: within(opaque, (secret) => `Cookie: theme=dark; sessionid=${secret}; lang=en`),
  'set-cookie': within(opaque, (secret) => `set-cookie: connect.sid=s%3A${secret}; Path=/; HttpOnly`),
  'set-cookie-json': within(opaque, (secret) =>
    JSON.stringify({ 'set-cookie': [`auth=${secret}; Path=/; Secure`] }),
  ),
  'csrf-header': within(opaque, (secret) => `x-csrf-token: ${secret}`),
  'jwt-alone': within(jwt, (secret) => `got ${secret}.`),
  'jwt-query': within(jwt, (secret) => `/callback#id_token=${secret}&state=1`),
  'jwt-json-twice': within(jwt, (secret) => JSON.stringify({ a: JSON.stringify({ id: secret }) })),
};
