// Secrets that only their name gives away, in many syntaxes.
import type { Random } from '../../fuzz/random.ts';
import { type SecretKinds, within } from './sample.ts';
import { chars, password } from './text.ts';

const opaque = (random: Random) => chars(random, 'alphanumeric', 16 + random.below(30));
const words = (random: Random) =>
  Array.from({ length: 4 }, () => chars(random, 'lower', 4 + random.below(4))).join(' ');
const phrase = (random: Random) => chars(random, 'lower', 12);

export const assignmentKinds: SecretKinds = {
  'env-line': within(opaque, (secret) => `export STRIPE_SECRET=${secret}`),
  'env-quoted': within(password, (secret) => `DB_PASSWORD="${secret}"`),
  'env-dump': within(opaque, (secret) => `PATH=/bin\nMY_SERVICE_API_KEY=${secret}\nHOME=/root`),
  'env-letters': within(phrase, (secret) => `PGPASSWORD=${secret} psql -h db`),
  'powershell-env': within(opaque, (secret) => `$env:NPM_TOKEN = '${secret}'`),
  'docker-env': within(opaque, (secret) => `docker run -e API_TOKEN=${secret} image`),
  'json-camel': within(opaque, (secret) => `{"clientId":"a","clientSecret":"${secret}"}`),
  'json-snake': within(opaque, (secret) => `{"access_token": "${secret}", "expires_in": 3600}`),
  'json-refresh': within(opaque, (secret) => `{"token_type":"bearer","refresh_token":"${secret}"}`),
  'json-escaped': within(opaque, (secret) => JSON.stringify({ body: `{"apiKey":"${secret}"}` })),
  'json-escaped-spaces': within(words, (secret) =>
    JSON.stringify({ body: JSON.stringify({ passphrase: secret }) }),
  ),
  'json-array': within(opaque, (secret) => `{"apiKeys":["${secret}"]}`),
  'yaml-plain': within(password, (secret) => `db:\n  user: app\n  password: ${secret}\n`),
  'yaml-quoted': within(words, (secret) => `passphrase: "${secret}"`),
  'toml-key': within(opaque, (secret) => `[remote]\nbearer_token = "${secret}"\n`),
  'ini-key': within(opaque, (secret) => `aws_secret_access_key = ${secret}`),
  'cli-option': within(opaque, (secret) => `tool login --token ${secret} --yes`),
  'cli-option-equals': within(password, (secret) => `mysql --password=${secret} db`),
  'cli-args-json': within(opaque, (secret) => `["serve","--api-key","${secret}","-v"]`),
  'curl-user': within(password, (secret) => `curl -u admin:${secret} https://a.example/x`),
  netrc: within(password, (secret) => `machine a.example login bob password ${secret}`),
  'url-userinfo': within(
    (r) => chars(r, 'alphanumeric', 16),
    (secret) => `postgres://app:${secret}@db.internal:5432/main?sslmode=require`,
  ),
  'url-userinfo-json': within(
    (r) => chars(r, 'base64Url', 20),
    (secret) => JSON.stringify({ remote: `https://oauth2:${secret}@git.example/a/b.git` }),
  ),
  'url-token-user': within(
    (r) => chars(r, 'hex', 40),
    (secret) => `fatal: unable to access 'https://${secret}@git.example/a.git/'`,
  ),
  'redis-url': within(opaque, (secret) => `REDIS=redis://:${secret}@127.0.0.1:6379/0`),
  'query-access-token': within(opaque, (secret) => `GET /api?access_token=${secret}&v=2`),
  'query-code': within(opaque, (secret) => `GET /callback?code=${secret}&state=xyz HTTP/1.1`),
  'query-encoded': within(opaque, (secret) => `next=%2Flogin%3Ftoken%3D${secret}%26x%3D1`),
  'query-signature': within(
    (r) => chars(r, 'hex', 64),
    (secret) => `https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=${secret}`,
  ),
  'form-body': within(
    opaque,
    (secret) => `grant_type=authorization_code&client_secret=${secret}&redirect_uri=x`,
  ),
  'form-verifier': within(
    (r) => chars(r, 'base64Url', 43),
    (secret) => `grant_type=authorization_code&code_verifier=${secret}`,
  ),
  multipart: within(
    opaque,
    (secret) => `Content-Disposition: form-data; name="password"\r\n\r\n${secret}\r\n--b`,
  ),
  'xml-element': within(password, (secret) => `<user><password>${secret}</password></user>`),
  'xml-attribute': within(opaque, (secret) => `<add key="ApiKey" value="${secret}" />`),
  'python-keyword': within(opaque, (secret) => `Client(host='a', api_key='${secret}', retries=3)`),
  'ruby-hash': within(opaque, (secret) => `{:user=>"a", :secret_key_base=>"${secret}"}`),
  'php-dump': within(opaque, (secret) => `Array ( [user] => a [auth_token] => ${secret} )`),
  'go-struct': within(opaque, (secret) => `{User:bob Password:${secret} Port:5432}`),
  'java-record': within(password, (secret) => `Config[user=bob, password=${secret}, port=1]`),
  'sql-statement': within(password, (secret) => `ALTER USER bob IDENTIFIED BY '${secret}';`),
  'sql-password': within(password, (secret) => `CREATE ROLE bob WITH LOGIN PASSWORD '${secret}'`),
  'odbc-connection': within(password, (secret) => `Driver={x};Server=a;Uid=sa;Pwd=${secret};`),
  'jdbc-url': within(opaque, (secret) => `jdbc:mysql://a:3306/db?user=root&password=${secret}`),
  'npmrc-auth': within(
    (r) => r.bytes(24).toString('base64'),
    (secret) => `//registry.example/:_authToken=${secret}`,
  ),
  'docker-config': within(
    (r) => r.bytes(24).toString('base64'),
    (secret) => `{"auths":{"a.example":{"auth":"${secret}"}}}`,
  ),
  'kubernetes-secret': within(
    (r) => r.bytes(18).toString('base64'),
    (secret) => `kind: Secret\ndata:\n  db-password: ${secret}\n`,
  ),
  'private-key-field': within(
    (r) => chars(r, 'hex', 64),
    (secret) => `{"privateKey":"0x${secret}","address":"a"}`,
  ),
  'totp-url': within(
    (r) => chars(r, 'base32', 32),
    (secret) => `otpauth://totp/a:b?secret=${secret}&issuer=a`,
  ),
  'spoken-password': within(password, (secret) => `login failed with password "${secret}" for bob`),
  'spoken-key': within(opaque, (secret) => `Incorrect API key provided: ${secret}. Find yours in settings.`),
};
