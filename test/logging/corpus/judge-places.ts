// Secrets that only what stands around them gives away, in shapes that are in neither half of the corpus.
import type { Random } from '../../fuzz/random.ts';
import { type SecretKinds, within } from './sample.ts';
import { base64Of, chars, password, uuid } from './text.ts';

const opaque = (random: Random) => chars(random, 'alphanumeric', 16 + random.below(30));
const hex = (count: number) => (random: Random) => chars(random, 'hex', count);
const base64 = (bytes: number) => (random: Random) => random.bytes(bytes).toString('base64');

export const judgePlaceKinds: SecretKinds = {
  'hcl-variable': within(opaque, (secret) => `variable "x" {}\n  api_token   = "${secret}"\n`),
  'terraform-plan': within(password, (secret) => `      + master_password = "${secret}"`),
  'helm-set': within(opaque, (secret) => `helm upgrade x ./c --set auth.adminPassword=${secret},replicas=2`),
  'kubectl-literal': within(
    opaque,
    (secret) => `kubectl create secret generic db --from-literal=password=${secret}`,
  ),
  'compose-environment': within(opaque, (secret) => `environment:\n  - REDIS_PASSWORD=${secret}\n  - TZ=UTC`),
  'dockerfile-arg': within(opaque, (secret) => `ARG NPM_AUTH_TOKEN=${secret}`),
  'systemd-environment': within(opaque, (secret) => `Environment="SMTP_PASSWORD=${secret}"`),
  'fish-shell': within(opaque, (secret) => `set -gx OPENWEATHER_API_KEY ${secret}`),
  'cmd-set': within(opaque, (secret) => `set GITLAB_TOKEN=${secret}&& npm ci`),
  'properties-file': within(
    password,
    (secret) => `spring.datasource.password=${secret}\nspring.jpa.show-sql=true`,
  ),
  'gradle-property': within(password, (secret) => `signing.keyPassword=${secret}`),
  xcconfig: within(opaque, (secret) => `MAPS_API_KEY = ${secret} // live`),
  'java-call': within(opaque, (secret) => `props.setProperty("client_secret", "${secret}");`),
  'js-object': within(opaque, (secret) => `{ host: 'a', accessToken: '${secret}', port: 1 }`),
  'js-assign': within(opaque, (secret) => `const SESSION_SECRET = '${secret}';`),
  'go-assign': within(opaque, (secret) => `apiKey := "${secret}"`),
  'rust-debug': within(opaque, (secret) => `Config { user: "bob", api_key: Some("${secret}"), port: 1 }`),
  'python-repr': within(opaque, (secret) => `<Session user='bob' auth_token='${secret}' expired=False>`),
  'python-dict-bytes': within(opaque, (secret) => `{b'authorization': b'Bearer ${secret}', b'host': b'a'}`),
  'elixir-keyword': within(opaque, (secret) => `config :app, secret_key_base: "${secret}"`),
  'lua-table': within(opaque, (secret) => `{ ["api_key"] = "${secret}" }`),
  'perl-hash': within(opaque, (secret) => `password => '${secret}', user => 'bob'`),
  'clojure-map': within(opaque, (secret) => `{:host "a" :password "${secret}"}`),
  'swift-print': within(opaque, (secret) => `["Authorization": "Bearer ${secret}", "Accept": "*/*"]`),
  'csharp-connection': within(
    password,
    (secret) => `Data Source=a;User Id=sa;Password=${secret};TrustServerCertificate=True`,
  ),
  'mongodb-srv': within(
    (r) => chars(r, 'alphanumeric', 18),
    (secret) => `mongodb+srv://app:${secret}@c0.ab1cd.mongodb.net/db?retryWrites=true`,
  ),
  'amqp-url': within(
    (r) => chars(r, 'alphanumeric', 18),
    (secret) => `amqps://svc:${secret}@mq.internal:5671/%2f`,
  ),
  'smtp-url': within(
    (r) => encodeURIComponent(password(r)),
    (secret) => `smtp://mailer%40a.example:${secret}@smtp.a.example:587`,
  ),
  'sentry-dsn': within(hex(32), (secret) => `SENTRY_DSN=https://${secret}@o123.ingest.sentry.io/456`),
  'proxy-url': within(
    (r) => chars(r, 'alphanumeric', 16),
    (secret) => `HTTPS_PROXY=http://bob:${secret}@proxy.corp:3128 npm i`,
  ),
  'npm-auth-basic': within(
    (r) => base64Of(`bob:${password(r)}`),
    (secret) => `//npm.example/:_auth=${secret}\nalways-auth=true`,
  ),
  'npm-password': within(
    (r) => base64Of(password(r, 16)),
    (secret) => `//npm.example/:_password="${secret}"`,
  ),
  'pip-index': within(
    (r) => chars(r, 'alphanumeric', 22),
    (secret) => `pip install --index-url https://__token__:${secret}@pypi.example/simple x`,
  ),
  'cargo-credentials': within(opaque, (secret) => `[registries.acme]\ntoken = "${secret}"\n`),
  'maven-settings': within(
    password,
    (secret) => `<server><id>a</id><passphrase>${secret}</passphrase></server>`,
  ),
  'nuget-config': within(password, (secret) => `<add key="ClearTextPassword" value="${secret}" />`),
  'git-credential': within(
    opaque,
    (secret) => `protocol=https\nhost=git.example\nusername=bob\npassword=${secret}\n`,
  ),
  'git-extraheader': within(
    (r) => base64Of(`x-access-token:${chars(r, 'alphanumeric', 30)}`),
    (secret) => `git -c http.extraheader="AUTHORIZATION: basic ${secret}" fetch`,
  ),
  'ssh-passphrase': within(password, (secret) => `ssh-keygen -t ed25519 -N '' --passphrase "${secret}"`),
  sshpass: within(password, (secret) => `sshpass -p '${secret}' ssh bob@host`),
  'openssl-pass': within(opaque, (secret) => `openssl pkcs12 -in a.p12 -passin pass:${secret} -nokeys`),
  'gpg-passphrase': within(password, (secret) => `gpg --batch --passphrase ${secret} -d a.gpg`),
  'mysql-short': within(opaque, (secret) => `mysqldump -uroot -p${secret} shop`),
  'redis-cli': within(opaque, (secret) => `redis-cli -h a -a ${secret} ping`),
  'redis-auth': within(opaque, (secret) => `> AUTH default ${secret}\n+OK`),
  'wget-password': within(
    opaque,
    (secret) => `wget --http-user=bob --http-password=${secret} https://a.example/f`,
  ),
  'curl-proxy-user': within(opaque, (secret) => `curl --proxy-user bob:${secret} https://a.example`),
  'curl-oauth2': within(opaque, (secret) => `curl --oauth2-bearer ${secret} https://a.example`),
  'httpie-header': within(opaque, (secret) => `http GET a.example X-Api-Key:${secret}`),
  'aws-session': within(base64(120), (secret) => `aws_session_token=${secret}`),
  'aws-json': within(
    base64(30),
    (secret) => `{"AccessKeyId":"x","SecretAccessKey":"${secret}","Expiration":"2026"}`,
  ),
  'gcp-signed-url': within(
    hex(128),
    (secret) => `https://storage.googleapis.com/b/o?X-Goog-Expires=60&X-Goog-Signature=${secret}`,
  ),
  'cloudfront-signed': within(
    (r) => chars(r, 'base64Url', 120),
    (secret) => `https://d1.cloudfront.net/x?Expires=1&Signature=${secret}&Key-Pair-Id=K1`,
  ),
  'oauth1-header': within(
    (r) => encodeURIComponent(base64(20)(r)),
    (secret) => `Authorization: OAuth oauth_consumer_key="k", oauth_token="t", oauth_signature="${secret}"`,
  ),
  'oauth-device-code': within(
    opaque,
    (secret) => `{"device_code":"${secret}","user_code":"WDJB-MJHT","interval":5}`,
  ),
  'oauth-assertion': within(opaque, (secret) => `grant_type=urn%3Aietf&client_assertion=${secret}&scope=x`),
  'saml-response': within(base64(150), (secret) => `SAMLResponse=${secret}&RelayState=a`),
  'session-cookie-json': within(opaque, (secret) => JSON.stringify({ cookies: { PHPSESSID: secret } })),
  'cookie-jar': within(opaque, (secret) => `.a.example\tTRUE\t/\tTRUE\t0\tsession_token\t${secret}`),
  'websocket-protocol': within(opaque, (secret) => `wss://a.example/ws?auth_token=${secret}&v=1`),
  'fragment-token': within(
    opaque,
    (secret) => `https://a.example/cb#access_token=${secret}&token_type=Bearer`,
  ),
  'graphql-variables': within(
    password,
    (secret) => `{"query":"mutation($p:String!){login(password:$p)}","variables":{"password":"${secret}"}}`,
  ),
  'header-x-vault': within(opaque, (secret) => `X-Vault-Token: ${secret}`),
  'header-x-amz-security': within(base64(90), (secret) => `x-amz-security-token:${secret}`),
  'header-dd-key': within(hex(32), (secret) => `DD-API-KEY: ${secret}`),
  'header-x-shopify': within(opaque, (secret) => `"X-Shopify-Access-Token" => "${secret}"`),
  'header-cf-access': within(hex(64), (secret) => `CF-Access-Client-Secret: ${secret}`),
  'header-authentication': within(opaque, (secret) => `X-Authentication: ${secret}`),
  'wifi-psk': within(password, (secret) => `network={\n  ssid="home"\n  psk="${secret}"\n}`),
  wireguard: within(base64(32), (secret) => `[Interface]\nPrivateKey = ${secret}\nAddress = 10.0.0.2/24`),
  'wireguard-preshared': within(base64(32), (secret) => `PresharedKey = ${secret}\nAllowedIPs = 0.0.0.0/0`),
  'jwk-private': within(
    (r) => chars(r, 'base64Url', 86),
    (secret) => `{"kty":"RSA","n":"abc","e":"AQAB","d":"${secret}","kid":"1"}`,
  ),
  'jwk-octet': within(
    (r) => chars(r, 'base64Url', 43),
    (secret) => `{"kty":"oct","k":"${secret}","alg":"HS256"}`,
  ),
  'laravel-key': within(base64(32), (secret) => `APP_KEY=base64:${secret}`),
  'rails-master': within(hex(32), (secret) => `RAILS_MASTER_KEY=${secret} bin/rails s`),
  'django-key': within(
    (r) => chars(r, 'alphanumeric', 50),
    (secret) => `SECRET_KEY = 'django-insecure-${secret}'`,
  ),
  'encryption-key': within(hex(64), (secret) => `encryptionKey: ${secret}`),
  'seed-words': within(
    (r) => Array.from({ length: 12 }, () => chars(r, 'lower', 5)).join(' '),
    (secret) => `mnemonic: "${secret}"`,
  ),
  'pin-code': within(
    (r) => chars(r, 'digits', 6),
    (secret) => `otp=${secret} accepted`,
  ),
  'spoken-token': within(opaque, (secret) => `Your access token is ${secret}, keep it safe.`),
  'spoken-secret': within(opaque, (secret) => `created client secret: ${secret}`),
  'vault-table': within(
    opaque,
    (secret) => `Key      Value\n---      -----\npassword   ${secret}\nuser       bob`,
  ),
  'csv-credentials': within(
    base64(30),
    (secret) => `User name,Access key ID,Secret access key\nbob,AK1,${secret}`,
  ),
  'tls-key-path-inline': within(uuid, (secret) => `provisioning_token: ${secret}`),
};
