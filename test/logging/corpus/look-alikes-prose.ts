// Prose, code and settings that speak of secrets without holding one.
import type { LookAlikeKinds } from './sample.ts';
import { chars } from './text.ts';

export const proseKinds: LookAlikeKinds = {
  'bearer-prose': (r) =>
    r.pick([
      'the bearer of this message is trusted',
      'Use Bearer authentication for all requests.',
      'A bearer token is required; send it with each request',
      'missing bearer token',
      'Bearer tokens expire after an hour.',
    ]),
  'basic-prose': (r) =>
    r.pick([
      'Basic authentication is off',
      'a basic understanding of secrets',
      'Visual Basic programmers',
      'basic usage: patchbay mcp-server',
      'It is basic knowledge that tokens expire.',
    ]),
  'challenge-header': (r) =>
    `WWW-Authenticate: Bearer realm="mcp", error="invalid_token", resource_metadata="https://a.example/${chars(r, 'lower', 4)}"`,
  'token-counts': (r) =>
    `{"input_tokens":${r.below(9999)},"output_tokens":${r.below(999)},"total_tokens":${r.below(99999)},"max_tokens":4096}`,
  'token-prose': (r) => `Unexpected token < in JSON at position ${r.below(999)}`,
  'token-code': (r) => `const token = tokens.next(); if (token.kind === 'comma') skip(${r.below(9)});`,
  'token-type': () => '{"token_type":"Bearer","expires_in":3600,"scope":"mcp:tools"}',
  'token-endpoint': (r) => `token_endpoint=https://login.example/${chars(r, 'lower', 5)}/oauth2/token`,
  'secret-name': (r) => `secretName: ${chars(r, 'lower', 6)}-tls-certificate`,
  'secret-path': (r) => `PASSWORD_FILE=/run/secrets/${chars(r, 'lower', 8)}_password`,
  'password-prose': (r) =>
    r.pick([
      'Password: required',
      'The password must have at least 12 characters.',
      'password reset e-mail was sent',
      'wrong password for user bob',
      'Enter your password:',
    ]),
  'password-empty': (r) =>
    r.pick(['password=', 'password: ""', '{"password":null}', "password=''", 'token=undefined']),
  'password-stars': (r) =>
    r.pick([
      'password=********',
      'token: xxxxxxxxxxxx',
      '"secret":"<hidden>"',
      'api_key=[FILTERED]',
      'pwd=••••••••',
    ]),
  'variable-shell': (r) =>
    r.pick([
      'curl -H "Authorization: Bearer $TOKEN" https://a.example',
      `export API_KEY=\${API_KEY:-}`,
      'password="$DB_PASSWORD"',
      'docker login -u bob -p $DOCKER_PASSWORD',
      'TOKEN=$(cat /run/token)',
    ]),
  'variable-template': (r) =>
    r.pick([
      `token: \${{ secrets.GITHUB_TOKEN }}`,
      'password: {{ vault_password }}',
      'api_key: <your-api-key>',
      'secret=%SECRET%',
      '"bearer_token": "YOUR_TOKEN_HERE"',
    ]),
  'variable-code': (r) =>
    r.pick([
      'apiKey: process.env.OPENAI_API_KEY,',
      "password = os.environ['DB_PASSWORD']",
      'token := os.Getenv("TOKEN")',
      'const secret = await readSecret(name);',
      'self.api_key = api_key or config.api_key',
    ]),
  'type-code': (r) =>
    r.pick([
      'interface Login { password: string; token?: string | undefined }',
      'def login(password: str, token: Optional[str] = None):',
      'fn sign(secret: &[u8], token: String) -> Result<()>',
      'private final String apiKey;',
      'password: z.string().min(8),',
    ]),
  'schema-json': () => '{"password":{"type":"string","minLength":8},"token":{"description":"the token"}}',
  'config-names': (r) =>
    r.pick([
      'bearer_token_env_var = "MCP_TOKEN"',
      'env_key = "OPENAI_API_KEY"',
      'mcp_oauth_credentials_store = "keyring"',
      'password_policy=strict',
      'token_limit=8192',
    ]),
  'cookie-prose': (r) =>
    r.pick([
      'Cookie consent accepted',
      'SameSite cookie warning',
      'no cookies found',
      'cookie: none',
      'cookies=true',
    ]),
  'authorization-prose': (r) =>
    r.pick([
      'authorization failed for bob',
      'Authorization: required',
      'authorization_endpoint=https://a.example/authorize',
      'missing Authorization header',
      'Access-Control-Allow-Headers: Authorization, Content-Type, X-Api-Key',
    ]),
  'key-prose': (r) =>
    r.pick([
      'press any key to continue',
      'key=value pairs',
      'primary key: id',
      'foreign key constraint fails on key "users_pkey"',
      `cache key: build-${chars(r, 'lower', 5)}-v2`,
    ]),
  'key-event': (r) => `keydown: key=${r.pick(['Enter', 'Escape', 'Tab', 'ArrowUp', 'F5'])} code=KeyA`,
  'code-query': (r) => `exit code=${r.below(255)} signal=null`,
  'error-code': (r) =>
    `{"code":"ERR_TOKEN_EXPIRED","message":"The token is over its time","status":40${r.below(9)}}`,
  'state-query': (r) => `GET /search?q=secret+sauce&page=${r.below(9)}&sort=token HTTP/1.1`,
  'css-classes': () =>
    '<input type="password" name="password" autocomplete="current-password" class="token-field">',
  'label-html': () =>
    '<label for="token">Token: </label><span class="password-hint">Passwords are secret.</span>',
  'sql-columns': () => 'SELECT id, password_hash, token_id FROM secrets WHERE token IS NOT NULL',
  'file-names': (r) =>
    `modified: server/config/client-tokens.ts, test/secret-${chars(r, 'lower', 4)}.test.ts, docs/password.md`,
  'cli-help': () =>
    '  --token <token>      the token to sign in with\n  --password-stdin     read the password from stdin',
  'cli-flags': (r) => `patchbay token add ${chars(r, 'lower', 6)} --max-sandbox read-only --no-auth`,
  'translation-json': () =>
    '{"auth.password":"Password","auth.token":"Access token","auth.secret":"Secret question"}',
  'boolean-fields': (r) => `{"hasPassword":true,"tokenCount":${r.below(99)},"secret":false,"password":true}`,
  'jwt-word': () => 'eyJust a word that begins so, and eyJ alone',
  'sk-words': (r) =>
    r.pick([
      'sk-learn',
      'task-runner-for-the-build-of-web-pages',
      'risk-assessment-template',
      'disk-usage',
      'sk-SK locale',
    ]),
  'author-prose': (r) =>
    `author: ${chars(r, 'lower', 6)}, authored: yes, authority=none, authenticated: true`,
  'database-commands': (r) =>
    r.pick([
      'mysql -h db -u root -p shop',
      'mysqld running with -parallel workers',
      'redis-cli -h 127.0.0.1 -p 6379 ping',
      'mysqldump --all-databases > dump.sql',
      `mysql: 12 rows -avg ${chars(r, 'digits', 3)} ms`,
    ]),
  'key-like-names': (r) =>
    r.pick([
      'API-VERSION and API-KEYS are headers',
      `co_worker_${chars(r, 'lower', 12)}`,
      're_exported_symbols_of_the_module',
      'secret-live-reload is an option',
      `{"k":"short","d":"${chars(r, 'lower', 12)}"}`,
      'otp is required; psk is not',
    ]),
  'pem-prose': () => 'A file that begins with BEGIN PRIVATE KEY is a private key; keep it secret.',
  'log-line-own': (r) =>
    `12:00:01 info  call-started {"session":"${chars(r, 'hex', 8)}","tool":"codex","principal":"cursor","tokenName":"cursor"}`,
  'already-redacted': (r) =>
    r.pick([
      'Authorization: Bearer [REDACTED:bearer]',
      'password=[REDACTED:password]',
      '{"token":"[REDACTED:token]"}',
      'https://bob:[REDACTED:url]@a.example/',
      '[REDACTED:private-key]',
    ]),
};
