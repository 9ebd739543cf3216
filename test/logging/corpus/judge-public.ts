// Texts after public reports that were written when the rules were done, to judge them.
import { base64, chosen, hex, opaque, strong, wrapped } from './public-shapes.ts';
import { type SecretKinds, within } from './sample.ts';
import { base64Of, chars, jwt, uuid } from './text.ts';

export const judgePublicKinds: SecretKinds = {
  'argocd-initial': within(
    opaque,
    (secret) =>
      `argocd admin initial-password -n argocd\n${secret}\n\n This password must be only used for first time login.`,
  ),
  'jenkins-initial': within(
    hex(32),
    (secret) =>
      `Please use the following password to proceed to installation:\n\n${secret}\n\nThis may also be found at: /var/jenkins_home/secrets/initialAdminPassword`,
  ),
  'elastic-reset': within(
    (r) => `${chars(r, 'alphanumeric', 10)}=${chars(r, 'alphanumeric', 9)}`,
    (secret) => `Password for the [elastic] user successfully reset.\nNew value: ${secret}`,
  ),
  'jupyter-url': within(
    hex(48),
    (secret) => `        http://127.0.0.1:8888/lab?token=${secret}\n     or http://localhost:8888/`,
  ),
  'grafana-provision': within(
    chosen,
    (secret) => `logger=settings var="GF_SECURITY_ADMIN_PASSWORD=${secret}"`,
  ),
  'keycloak-curl': within(
    chosen,
    (secret) =>
      `curl -d "client_id=admin-cli" -d "username=admin" -d "password=${secret}" -d "grant_type=password" http://kc/token`,
  ),
  'k8s-describe-args': within(
    opaque,
    (secret) =>
      `    Args:\n      --redis-addr=redis:6379\n      --api-token\n      ${secret}\n      --verbose\n    State: Running`,
  ),
  'pulumi-diff': within(chosen, (secret) => `    + adminPassword : "${secret}"`),
  'cdk-output': within(
    opaque,
    (secret) => `Outputs:\nStack.DbSecretValue = ${secret}\nStack.Url = https://a`,
  ),
  'aws-configure-list': within(
    base64(30),
    (secret) =>
      `export AWS_ACCESS_KEY_ID="A"\nexport AWS_SECRET_ACCESS_KEY="${secret}"\nexport AWS_SESSION_TOKEN="x"`,
  ),
  'aws-cli-debug': within(
    base64(60),
    (secret) => `'headers': {'X-Amz-Security-Token': b'${secret}', 'Content-Length': '3'}`,
  ),
  'gcloud-http-log': within(
    (r) => `ya29.${chars(r, 'base64Url', 100)}`,
    (secret) => `== headers start ==\nb'authorization': b'Bearer ${secret}'\nb'accept': b'json'`,
  ),
  'az-debug': within(
    jwt,
    (secret) => `cli.azure.cli.core.sdk.policies:     'Authorization': 'Bearer ${secret}'`,
  ),
  'msal-refresh': within(
    (r) => `0.AX${chars(r, 'base64Url', 90)}`,
    (secret) => `body={'grant_type': 'refresh_token', 'refresh_token': '${secret}'}`,
  ),
  'requests-oauth': within(
    opaque,
    (secret) => `Obtained token response {"access_token": "${secret}", "scope": ["a"]}`,
  ),
  'boto-endpoint': within(
    hex(64),
    (secret) =>
      `Making request for OperationModel(name=PutObject) with params: {'headers': {'Authorization': 'AWS4-HMAC-SHA256 Credential=A/1/s3, SignedHeaders=host, Signature=${secret}'}}`,
  ),
  'celery-args': within(
    chosen,
    (secret) => `Task app.login[${'1'}] raised: Boom() kwargs={'user': 'bob', 'passwd': '${secret}'}`,
  ),
  'sqlalchemy-engine': within(chosen, (secret) => `Engine(mysql+pymysql://shop:${secret}@db/shop)`),
  'prisma-error': within(
    chosen,
    (secret) =>
      `PrismaClientInitializationError: invalid url postgresql://postgres:${secret}@localhost:5432/app?schema=public`,
  ),
  'typeorm-options': within(
    chosen,
    (secret) =>
      `PostgresConnectionOptions { type: 'postgres', host: 'a', username: 'b', password: '${secret}', database: 'c' }`,
  ),
  'hibernate-props': within(
    chosen,
    (secret) => `HHH000046: Connection properties: {user=sa, password=${secret}, autocommit=true}`,
  ),
  'spring-env-json': within(
    chosen,
    (secret) => `"spring.datasource.password":{"value":"${secret}","origin":"class path resource"}`,
  ),
  'spring-vault': within(opaque, (secret) => `spring.cloud.vault.token: ${secret}`),
  'tomcat-users': within(
    chosen,
    (secret) => `<user username="admin" password="${secret}" roles="manager-gui"/>`,
  ),
  'log4j-context': within(opaque, (secret) => `[{accessToken=${secret}, userId=12}] INFO c.a.Main - started`),
  'rails-filter-miss': within(
    opaque,
    (secret) => `Started GET "/invitations/accept?invitation_token=${secret}" for 127.0.0.1`,
  ),
  'devise-link': within(
    (r) => chars(r, 'base64Url', 20),
    (secret) => `<a href="http://a.example/users/password/edit?reset_password_token=${secret}">Change</a>`,
  ),
  'laravel-dump': within(
    chosen,
    (secret) => `array:3 [\n  "email" => "b@a.example"\n  "password" => "${secret}"\n  "remember" => "on"\n]`,
  ),
  'symfony-dsn': within(chosen, (secret) => `MAILER_DSN=smtp://bob:${secret}@smtp.a.example:465`),
  'wordpress-db-error': within(
    chosen,
    (secret) => `mysqli_real_connect('localhost', 'wp', '${secret}', NULL, 3306)`,
  ),
  'phpmailer-smtp': within(
    (r) => base64Of(strong(r)),
    (secret) => `SERVER -> CLIENT: 334 UGFzc3dvcmQ6\nCLIENT -> SERVER: ${secret}`,
  ),
  'npm-config-ls': within(
    opaque,
    (secret) => `; "user" config from /home/app/.npmrc\n\n//r.example/:_authToken = "${secret}"`,
  ),
  'pnpm-debug': within(opaque, (secret) => `{"authConfig":{"//r.example/:_authToken":"${secret}"}}`),
  'pip-netrc': within(chosen, (secret) => `machine pypi.example\nlogin bob\npassword ${secret}\n`),
  'conda-channel': within(
    (r) => `bb-${uuid(r)}`,
    (secret) => `channels:\n  - https://conda.anaconda.org/t/${secret}/acme\n`,
  ),
  'go-module-proxy': within(
    opaque,
    (secret) => `go: downloading x: Get "https://bob:${secret}@goproxy.example/x/@v/list": EOF`,
  ),
  'cargo-http': within(opaque, (secret) => `[registry]\ntoken = "${secret}"`),
  'docker-compose-config': within(
    opaque,
    (secret) => `services:\n  web:\n    environment:\n      SECRET_KEY: ${secret}\n      DEBUG: "0"\n`,
  ),
  'docker-run-error': within(
    opaque,
    (secret) => `docker: Error running [run -e SENTRY_AUTH_TOKEN=${secret} -p 80:80 img]`,
  ),
  'podman-inspect': within(
    opaque,
    (secret) => `"CreateCommand": ["podman","run","-e","API_SECRET=${secret}","img"]`,
  ),
  'systemctl-status': within(
    chosen,
    (secret) => `CGroup: /system.slice/a.service\n  └─812 /usr/bin/a --db-password ${secret} --port 1`,
  ),
  'ps-aux': within(
    chosen,
    (secret) => `root  812  0.0 java -Dspring.datasource.password=${secret} -jar a.jar`,
  ),
  'auditd-execve': within(
    chosen,
    (secret) => `type=EXECVE argc=4 a0="mysql" a1="-uroot" a2="--password=${secret}" a3="shop"`,
  ),
  'bash-history': within(opaque, (secret) => `  501  export HF_TOKEN=${secret}\n  502  python train.py`),
  'fish-universal': within(opaque, (secret) => `SETUVAR --export REPLICATE_API_TOKEN:${secret}`),
  'windows-setx': within(opaque, (secret) => `setx OPENAI_API_KEY "${secret}"`),
  'reg-query': within(chosen, (secret) => `    DefaultPassword    REG_SZ    ${secret}`),
  'gci-env-list': within(
    opaque,
    (secret) => `Key   : MAPBOX_SECRET_TOKEN\nValue : ${secret}\nName  : MAPBOX_SECRET_TOKEN\n`,
  ),
  'powershell-pscredential': within(chosen, (secret) => `$cred.GetNetworkCredential().Password\n${secret}`),
  'azure-pipelines-var': within(opaque, (secret) => `##vso[task.setvariable variable=apiToken]${secret}`),
  'teamcity-param': within(
    opaque,
    (secret) => `##teamcity[setParameter name='env.NPM_TOKEN' value='${secret}']`,
  ),
  'circleci-export': within(opaque, (secret) => `  CIRCLE_TOKEN=${secret}\n  CI=true`),
  'fastlane-env': within(chosen, (secret) => `| FASTLANE_PASSWORD | ${secret} |`),
  'xcode-keychain': within(chosen, (secret) => `security unlock-keychain -p ${secret} login.keychain`),
  'security-import': within(
    chosen,
    (secret) => `security import cert.p12 -k a.keychain -P ${secret} -T /usr/bin/codesign`,
  ),
  'codesign-notarize': within(chosen, (secret) => `xcrun altool --notarize-app -u a@b.c -p ${secret}`),
  signtool: within(chosen, (secret) => `signtool sign /f cert.pfx /p ${secret} a.exe`),
  'electron-builder': within(chosen, (secret) => `CSC_KEY_PASSWORD=${secret} electron-builder`),
  'mcp-inspector': within(
    hex(64),
    (secret) => `Session token: ${secret}\nOpen http://localhost:6274/?MCP_PROXY_AUTH_TOKEN=x`,
  ),
  'claude-code-debug': within(
    (r) => `sk-ant-oat01-${chars(r, 'base64Url', 80)}`,
    (secret) => `[DEBUG] oauth refreshed {"accessToken":"${secret}","expiresAt":1}`,
  ),
  'cursor-mcp-log': within(
    opaque,
    (secret) => `[info] Starting new stdio process with command: npx -y @acme/mcp --access-token ${secret}`,
  ),
  'vscode-settings': within(
    opaque,
    (secret) => `"inputs": [], "servers": {"x": {"headers": {"X-Goog-Api-Key": "${secret}"}}}`,
  ),
  'httpx-curlified': within(
    opaque,
    (secret) => `curl -X 'POST' -H 'accept: */*' -H 'authorization: Bearer ${secret}' https://a.example`,
  ),
  'langfuse-env': within(opaque, (secret) => `LANGFUSE_SECRET_KEY: "${secret}"`),
  'qdrant-repr': within(opaque, (secret) => `QdrantClient(url='https://a', api_key='${secret}')`),
  'llama-settings': within(
    opaque,
    (secret) => `Settings(llm_api_key=SecretStr('${secret}'), temperature=0.1)`,
  ),
  'sentry-envelope': within(
    hex(32),
    (secret) =>
      `X-Sentry-Auth: Sentry sentry_version=7, sentry_client=raven/1, sentry_key=a, sentry_secret=${secret}`,
  ),
  'otel-env-encoded': within(base64(30), (secret) => `OTEL_EXPORTER_OTLP_HEADERS=api-key=${secret}`),
  'datadog-agent': within(hex(32), (secret) => `api_key: ${secret}\nsite: datadoghq.eu`),
  'newrelic-ini': within(hex(40), (secret) => `license_key = ${secret}`),
  'splunk-hec': within(uuid, (secret) => `Authorization: Splunk ${secret}`),
  'pagerduty-token': within(
    (r) => chars(r, 'base64Url', 20),
    (secret) => `Authorization: Token token=${secret}`,
  ),
  'opsgenie-key': within(uuid, (secret) => `Authorization: GenieKey ${secret}`),
  'zabbix-login': within(
    chosen,
    (secret) => `{"method":"user.login","params":{"username":"Admin","password":"${secret}"}}`,
  ),
  'kafka-config-print': within(
    chosen,
    (secret) => `ssl.keystore.password = ${secret}\nssl.protocol = TLSv1.3`,
  ),
  'mqtt-connect': within(
    chosen,
    (secret) => `Sending CONNECT (u1, p1) username=b'bob' password=b'${secret}'`,
  ),
  'ldap-config': within(chosen, (secret) => `bind_dn: cn=a\nbind_password: ${secret}\n`),
  'radius-debug': within(
    chosen,
    (secret) => `  User-Name = "bob"\n  User-Password = "${secret}"\n  NAS-Port = 0`,
  ),
  'freeradius-client': within(chosen, (secret) => `client a {\n  ipaddr = 1.1.1.1\n  secret = ${secret}\n}`),
  'openssl-pkcs12': within(
    chosen,
    (secret) => `openssl pkcs12 -export -in a -out b -password pass:${secret}`,
  ),
  'gpg-batch': within(chosen, (secret) => `%echo Generating\nKey-Type: RSA\nPassphrase: ${secret}\n%commit`),
  'ssh-config-print': within(
    (r) => `${chars(r, 'base64', 70)}\n${chars(r, 'base64', 70)}`,
    (secret) =>
      `identity:\n-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----`,
  ),
  'jwt-cookie': within(jwt, (secret) => `Set-Cookie: jwt=${secret}; HttpOnly`),
  'jwt-wrapped-json': within(
    (r) => wrapped(jwt(r), { width: 80 }).replaceAll('\n', '\\n'),
    (secret) => `{"out":"${secret}\\ndone"}`,
  ),
  'saml-query': within(
    base64(200),
    (secret) => `GET /sso?SAMLRequest=x&SAMLResponse=${encodeURIComponent(secret)} HTTP/1.1`,
  ),
  'oauth-implicit': within(opaque, (secret) => `#id_token=x&access_token=${secret}&state=1`),
  'device-flow': within(opaque, (secret) => `polling with device_code=${secret}`),
  'stripe-webhook-header': within(hex(64), (secret) => `Stripe-Signature: t=1,v1=${secret}`),
  'paypal-basic': within(
    (r) => base64Of(`${opaque(r)}:${opaque(r)}`),
    (secret) => `Authorization=[Basic ${secret}]`,
  ),
  'twilio-auth': within(hex(32), (secret) => `TWILIO_AUTH_TOKEN='${secret}'`),
  'firebase-config': within(opaque, (secret) => `messaging server key: ${secret}`),
  'german-table': within(chosen, (secret) => `| Benutzer | Passwort |\n|---|---|\n| bob | ${secret} |`),
  'french-sentence': within(chosen, (secret) => `Votre mot de passe est : ${secret}`),
  'spanish-sentence': within(chosen, (secret) => `Su contraseña es ${secret}`),
  'japanese-table': within(chosen, (secret) => `| ユーザー | パスワード |\n|---|---|\n| bob | ${secret} |`),
  'chinese-sentence': within(chosen, (secret) => `初始密码为 ${secret}`),
  'chinese-sentence-is': within(chosen, (secret) => `管理员密码是：${secret}`),
  'russian-sentence': within(chosen, (secret) => `Ваш пароль — ${secret}`),
  'korean-sentence': within(chosen, (secret) => `임시 비밀번호는 ${secret} 입니다`),
};
