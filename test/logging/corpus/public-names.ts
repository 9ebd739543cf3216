// Names of variables, headers and fields that announce a secret without a word that says so plainly.
import type { Random } from '../../fuzz/random.ts';
import { base64, chosen, hex, opaque } from './public-shapes.ts';
import { type SecretKinds, type SecretSample, within } from './sample.ts';
import { chars, uuid } from './text.ts';

const named = (
  make: (random: Random) => string,
  around: (secret: string) => string,
): ((random: Random) => SecretSample) => within(make, around);

export const nameKinds: SecretKinds = {
  'confluence-pat': named(opaque, (secret) => `CONFLUENCE_PAT=${secret}`),
  'confluence-pat-json-twice': named(opaque, (secret) =>
    JSON.stringify({ line: JSON.stringify({ env: { CONFLUENCE_PAT: secret, A: 'b' } }) }),
  ),
  'azure-devops-pat': named(
    (r) => chars(r, 'lowerDigits', 52),
    (secret) => `AZURE_DEVOPS_EXT_PAT=${secret} az devops login`,
  ),
  'pat-field': named(opaque, (secret) => `{"url":"https://dev.azure.com/a","pat":"${secret}"}`),
  'pat-option': named(opaque, (secret) => `tfx publish --pat ${secret} --org a`),
  'personal-access-token-words': named(opaque, (secret) => `Personal Access Token: ${secret}`),
  'honeycomb-team': named(
    opaque,
    (secret) => `OTEL_EXPORTER_OTLP_HEADERS=x-honeycomb-team=${secret},x-honeycomb-dataset=a`,
  ),
  'otel-headers': named(opaque, (secret) => `OTEL_EXPORTER_OTLP_HEADERS="signoz-access-token=${secret}"`),
  'otel-headers-authorization': named(
    (r) => base64(30)(r),
    (secret) => `OTEL_EXPORTER_OTLP_HEADERS=Authorization=Basic%20${encodeURIComponent(secret)}`,
  ),
  'otel-headers-lightstep': named(
    opaque,
    (secret) => `otlp headers: {"lightstep-access-token": "${secret}"}`,
  ),
  'otel-headers-vendor': named(
    opaque,
    (secret) => `OTEL_EXPORTER_OTLP_TRACES_HEADERS=uptrace-dsn=https://${secret}@api.uptrace.dev/1`,
  ),
  'identity-header': named(
    (r) => uuid(r).toUpperCase(),
    (secret) => `X-IDENTITY-HEADER: ${secret}`,
  ),
  'client-key-data': named(
    (r) => `LS0tLS1CRUdJTiB${base64(90)(r)}`,
    (secret) => `users:\n- name: admin\n  user:\n    client-key-data: ${secret}\n`,
  ),
  'private-key-id': named(
    hex(40),
    (secret) => `{"type":"service_account","private_key_id":"${secret}","client_email":"a@b.c"}`,
  ),
  'instrumentation-key': named(uuid, (secret) => `APPINSIGHTS_INSTRUMENTATIONKEY=${secret}`),
  'session-prefix': named(hex(40), (secret) => `session sess_${secret} opened`),
  'telegram-url': named(
    (r) => `${chars(r, 'digits', 10)}:${chars(r, 'base64Url', 35)}`,
    (secret) => `POST https://api.telegram.org/bot${secret}/sendMessage 200`,
  ),
  'oauth-state': named(
    opaque,
    (secret) => `GET /oauth/callback?state=${secret}&error=access_denied HTTP/1.1`,
  ),
  'oauth-state-behind-code': named(
    opaque,
    (secret) => `"GET /auth/callback?code=[REDACTED:secret]&state=${secret}" 302`,
  ),
  'oauth-nonce': named(
    opaque,
    (secret) => `https://login.example/authorize?response_type=id_token&client_id=a&nonce=${secret}&state=x`,
  ),
  'pkce-challenge-pair': named(
    (r) => chars(r, 'base64Url', 43),
    (secret) => `codeVerifier: '${secret}', codeChallengeMethod: 'S256'`,
  ),
  'session-cookie-assign': named(opaque, (secret) => `sessionid=${secret}; HttpOnly`),
  'csrf-middleware': named(opaque, (secret) => `csrfmiddlewaretoken=${secret}&next=/`),
  'xsrf-cookie': named(opaque, (secret) => `XSRF-TOKEN=${secret}; path=/`),
  'license-key': named(opaque, (secret) => `NEW_RELIC_LICENSE_KEY=${secret}`),
  'datadog-app-key': named(hex(40), (secret) => `DD-APPLICATION-KEY: ${secret}`),
  'datadog-env': named(hex(32), (secret) => `DD_APP_KEY=${secret} terraform plan`),
  'key-suffix-upper': named(opaque, (secret) => `OPENAI_KEY=${secret}`),
  'key-suffix-fal': named(opaque, (secret) => `FAL_KEY: ${secret}`),
  'key-suffix-json': named(hex(32), (secret) => `{"AZURE_SEARCH_KEY":"${secret}"}`),
  'key-suffix-camel': named(hex(32), (secret) => `{"speechKey": "${secret}", "region": "westus"}`),
  'key1-storage': named(
    base64(64),
    (secret) => `{"keyName":"key1","permissions":"FULL","value":"${secret}"}`,
  ),
  'cosmos-primary': named(base64(64), (secret) => `"primaryMasterKey": "${secret}"`),
  'pw-suffix': named(chosen, (secret) => `DB_PW=${secret}`),
  'pwd-upper': named(chosen, (secret) => `MSSQL_SA_PWD=${secret} docker compose up`),
  'passwd-camel': named(chosen, (secret) => `rootPasswd: ${secret}`),
  'creds-field': named(opaque, (secret) => `"creds": "${secret}"`),
  'cred-field': named(opaque, (secret) => `SERVICE_CRED=${secret}`),
  'secret-suffix-id': named(
    opaque,
    (secret) => `vault write auth/approle/login role_id=a secret_id=${secret}`,
  ),
  'token-suffix-secret': named(opaque, (secret) => `oauth_token_secret=${secret}&oauth_version=1.0`),
  'aws-secret-short': named(base64(30), (secret) => `AWS_SECRET=${secret}`),
  'aws-key-pair-cli': named(base64(30), (secret) => `AWS Secret Access Key [None]: ${secret}`),
  'fastly-key': named(
    (r) => chars(r, 'base64Url', 32),
    (secret) => `Fastly-Key: ${secret}`,
  ),
  'x-sf-token': named(opaque, (secret) => `X-Sf-Token: ${secret}`),
  'x-auth-key': named(hex(37), (secret) => `X-Auth-Email: b@a.example\nX-Auth-Key: ${secret}`),
  'x-rapidapi': named(opaque, (secret) => `'X-RapidAPI-Key': '${secret}'`),
  'x-subscription': named(hex(32), (secret) => `X-Subscription-Token: ${secret}`),
  'x-plex-token': named(
    (r) => chars(r, 'base64Url', 20),
    (secret) => `http://10.0.0.2:32400/library?X-Plex-Token=${secret}`,
  ),
  'x-emby-token': named(hex(32), (secret) => `Authorization: MediaBrowser Client="web", Token="${secret}"`),
  'x-github-token-env': named(opaque, (secret) => `GH_ENTERPRISE_TOKEN=${secret}`),
  'circle-token': named(hex(40), (secret) => `Circle-Token: ${secret}`),
  'travis-token': named(
    (r) => chars(r, 'alphanumeric', 22),
    (secret) => `Authorization: token ${secret}`,
  ),
  'apikey-scheme': named(
    (r) => base64(45)(r),
    (secret) => `Authorization: ApiKey ${secret}`,
  ),
  'apikey-word': named(opaque, (secret) => `apikey=${secret}&format=json`),
  'key-in-query': named(
    (r) => chars(r, 'alphanumeric', 39),
    (secret) => `GET https://maps.example/api/geocode/json?address=x&key=${secret} 200`,
  ),
  'appid-query': named(hex(32), (secret) => `GET /data/2.5/weather?q=London&appid=${secret} HTTP/1.1`),
  'token-in-path': named(opaque, (secret) => `https://a.example/reset-password?reset_token=${secret}`),
  'signature-aws-v2': named(
    (r) => encodeURIComponent(base64(20)(r)),
    (secret) => `https://b.s3.amazonaws.com/k?AWSAccessKeyId=x&Expires=1&Signature=${secret}`,
  ),
  'aws-security-token-query': named(
    (r) => encodeURIComponent(base64(200)(r)),
    (secret) => `?X-Amz-Algorithm=AWS4&X-Amz-Security-Token=${secret}&X-Amz-Date=1`,
  ),
  'sas-query': named(
    (r) => encodeURIComponent(base64(32)(r)),
    (secret) =>
      `https://a.blob.core.windows.net/c?sp=racwl&st=2026&se=2027&spr=https&sv=2024&sr=c&sig=${secret}`,
  ),
  'ngrok-authtoken': named(
    (r) => `2${chars(r, 'alphanumeric', 26)}_${chars(r, 'alphanumeric', 21)}`,
    (secret) => `ngrok config add-authtoken ${secret}`,
  ),
  'auth-token-npm': named(uuid, (secret) => `npm config set //r.example/:_authToken ${secret}`),
  'hass-token': named(opaque, (secret) => `long_lived_access_token: ${secret}`),
  'bot-token': named(
    (r) => `${chars(r, 'alphanumeric', 24)}.${chars(r, 'alphanumeric', 6)}.${chars(r, 'base64Url', 38)}`,
    (secret) => `DISCORD_TOKEN=${secret}`,
  ),
  'bot-token-bare': named(
    (r) =>
      `${Buffer.from(`1${chars(r, 'digits', 18)}`)
        .toString('base64')
        .slice(0, 26)}.G${chars(r, 'alphanumeric', 5)}.${chars(r, 'base64Url', 38)}`,
    (secret) => `logging in with ${secret}`,
  ),
  'webhook-url-field': named(
    (r) => `${chars(r, 'digits', 18)}/${chars(r, 'base64Url', 68)}`,
    (secret) => `https://discordapp.com/api/v10/webhooks/${secret}`,
  ),
  'master-key-env': named(hex(64), (secret) => `LITELLM_MASTER_KEY=${secret}`),
  'salt-key': named(opaque, (secret) => `LITELLM_SALT_KEY: "${secret}"`),
  'fernet-key': named(
    (r) => `${chars(r, 'base64Url', 43)}=`,
    (secret) => `AIRFLOW__CORE__FERNET_KEY=${secret}`,
  ),
  'airflow-sql': named(
    chosen,
    (secret) => `AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=postgresql+psycopg2://airflow:${secret}@pg/airflow`,
  ),
  'django-secret-env': named(opaque, (secret) => `DJANGO_SECRET=${secret}`),
  'nextauth-secret': named(
    (r) => base64(32)(r),
    (secret) => `NEXTAUTH_SECRET=${secret}`,
  ),
  'cookie-secret': named(opaque, (secret) => `cookie_secret = "${secret}"`),
  'encryption-passphrase': named(chosen, (secret) => `BORG_PASSPHRASE=${secret} borg create`),
  'restic-password': named(chosen, (secret) => `RESTIC_PASSWORD='${secret}'`),
  'sudo-pass': named(chosen, (secret) => `ansible_become_pass=${secret} ansible_user=bob`),
  'ansible-ssh-pass': named(chosen, (secret) => `"ansible_ssh_pass": "${secret}"`),
  'mail-passcode': named(
    (r) => chars(r, 'digits', 6),
    (secret) => `verification_code: ${secret}`,
  ),
  'pin-field': named(
    (r) => chars(r, 'digits', 6),
    (secret) => `{"user":"bob","pin":"${secret}"}`,
  ),
  'recovery-code': named(
    (r) => `${chars(r, 'lowerDigits', 5)}-${chars(r, 'lowerDigits', 5)}-${chars(r, 'digits', 4)}`,
    (secret) => `recovery_code=${secret}`,
  ),
  'community-string': named(chosen, (secret) => `snmp-server community ${secret} RO`),
  'cisco-secret': named(chosen, (secret) => `enable secret 0 ${secret}`),
  'radius-shared': named(chosen, (secret) => `shared-secret: ${secret}`),
  'hmac-digest': named(opaque, (secret) => `hmacSecret=${secret}`),
  'jwt-secret': named(chosen, (secret) => `JWT_SECRET=${secret}`),
  'oauth-client-secret-dash': named(opaque, (secret) => `--client-secret=${secret}`),
  'gcp-oauth-refresh': named(
    (r) => `1//0${chars(r, 'base64Url', 60)}`,
    (secret) => `{"refresh_token": "${secret}"}`,
  ),
};
