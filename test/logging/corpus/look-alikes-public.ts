// Lines after public reports and from everyday logs that hold no secret: each must come out unchanged.

const names = `
--color-token-primary: #ff8800
token_type=Bearer expires_in=3600
--ds-token-spacing-large: 1.25rem;
--secret-glow: rgba(255, 136, 0, 0.4);
$token-radius: 4px !default;
tokenCount: 12
maxTokens=4096
max_completion_tokens: 16384
prompt_tokens=1204 completion_tokens=88 total_tokens=1292
tokens_per_second: 48.21
"cache_read_input_tokens": 18211
num_tokens=[128, 256, 512]
const tokenIndex = tokens.findIndex((token) => token.start === offset);
password_field = driver.find_element(By.ID, "password")
passwordInput.addEventListener('change', onPasswordChange)
type Credentials = { username: string; password: string };
password: string | null;
    token: Optional[str] = None,
apiKey?: string
secret: SecretStr
pwd: Annotated[str, Depends(get_password)]
auth: AuthMethod.BEARER
def test_password_is_hashed(self):
it('refreshes the token when it expires', async () => {
PASS test/auth/token-refresh.test.ts
FAIL src/secrets/rotate_test.go:48
password_hash_algorithm = "argon2id"
keyAlgorithm: RSA-2048
token_endpoint_auth_method: client_secret_basic
grant_types_supported: ["authorization_code","refresh_token"]
response_type=code&code_challenge_method=S256
secretKeyRef: {name: db-credentials, key: password}
imagePullSecrets:
- secretName: wildcard-example-com-tls
tokenUrl: https://login.example/oauth2/v2.0/token
passwordPolicy: {minimumLength: 12, requireSymbols: true}
ssh_key_path=/home/bob/.ssh/id_ed25519
key_file: /etc/ssl/private/server.key
GOOGLE_APPLICATION_CREDENTIALS=/var/secrets/google/key.json
AWS_SHARED_CREDENTIALS_FILE=/home/app/.aws/credentials
PASSWORD_STORE_DIR=/home/bob/.password-store
SSH_AUTH_SOCK=/run/user/1000/keyring/ssh
credential.helper=osxkeychain
credsStore: desktop
auth_type=oauth2
auth: none
auth=basic
authMethod=password
key=lastModified order=desc
sort_key: created_at
primary_key=id
partitionKey: "/tenantId"
foreign_key=user_id
cache_key=deps-linux-x64-node20
keyboard=us keymap=de-latin1
hotkey: Ctrl+Shift+P
`;

const prose = `
The token is refreshed every hour and stored in the keychain.
Token: expired
token: refreshed
The password was changed yesterday; please sign in again.
Password: (hidden)
Password:
Enter the password for user 'postgres':
password authentication failed for user "app"
error: the secret "db-credentials" was not found in namespace "prod"
Failed to pull image: no basic auth credentials
pass --token to authenticate
No API key provided. Set OPENAI_API_KEY or pass api_key.
API token parameter is required
apikey parameter is missing
Set the GITHUB_TOKEN environment variable to a personal access token.
Bearer token missing or malformed
Authorization: Bearer <token>
Authorization: Bearer YOUR_TOKEN
Authorization: Bearer ***
curl -H "Authorization: Bearer $ACCESS_TOKEN" https://api.example/v1/me
curl -u "$USER:$PASS" https://a.example
docker login -u "$DOCKER_USER" -p "$DOCKER_PASS" registry.example
git clone https://${'$'}{GH_TOKEN}@github.com/a/b.git
mysql -u root -p"$MYSQL_ROOT_PASSWORD" shop
WWW-Authenticate: Basic realm="Registry"
WWW-Authenticate: Bearer error="invalid_token", error_description="The access token expired"
Vary: Origin, Authorization, Cookie
Access-Control-Allow-Headers: authorization, x-api-key, x-csrf-token
Set the secret with: gh secret set NPM_TOKEN
gh secret list
kubectl get secrets -n prod
kubectl create secret generic db --from-file=password.txt
vault kv get secret/prod/db
2 secrets were rotated, 0 failed
Loaded 14 credentials from keyring
Invalid token at line 3, column 17: expected ';'
SyntaxError: Unexpected token '}' (12:4)
syntax error near unexpected token ${'`'}newline'
token limit exceeded: 131072 > 128000
context window 200000 tokens
The key must be 32 bytes long.
Permission denied (publickey,password).
Offering public key: /home/mira/.ssh/id_ed25519 ED25519 SHA256:uV3mC9xqk2bW8nRt5yLz7pQe1sDf4gHj6kMa0oXcVbN agent
Server host key: ssh-ed25519 SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM
Are you sure you want to reset the password for bob@example.com?
Two-factor code sent to your phone.
exit code: 137
code: ERR_MODULE_NOT_FOUND
state: running
state=NY zip=10001
state=closed&per_page=100&page=2
status=active&state=open
GET /repos/a/b/pulls?state=all&sort=updated HTTP/1.1
session: new
session id is required
nonce is missing
signature verification failed
pat is short for personal access token
he will pass the token on to you
pass: 12, fail: 0
passed=12 failed=0 skipped=3
"pass": true
PASS
pin=12 mode=OUTPUT
pinned: true
GPIO pin: 17
secret santa list
un mot de passe est requis
Passwort vergessen?
Passwort: erforderlich
contraseña incorrecta
密码错误
パスワードが違います
비밀번호가 일치하지 않습니다
Неверный пароль
senha inválida
clave primaria: id
clave: valor
chave estrangeira: user_id
La clave de la tabla es compuesta
Schlüssel: id
`;

const listings = `
NAME                 TYPE                                  DATA   AGE
default-token-x7k2p  kubernetes.io/service-account-token   3      41d
db-credentials       Opaque                                2      12d
| Token | Meaning |
| :--- | :--- |
| token | the access token that the caller sends |
| password | required |
| api_key | string |
| max_tokens | 4096 |
| Field | Type | Null | Key | Default | Extra |
| password | varchar(255) | NO |  | NULL |  |
| token_hash | char(64) | YES | MUL | NULL |  |
+ password  varchar(64)
password      text
token         uuid
 password | character varying(255) | not null
API key            not set
secret_key         <set>
password : ********
Password           required
Name                           Value
PSVersion                      7.4.1
TokenCount                     118
SecretManagement               1.1.2
passwordRequired : True
PasswordLastSet : 2026-01-02T03:04:05Z
PasswordExpired : False
KeyVaultName : contoso-prod
`;

const random = String.raw`
commit 3f786850e387550fdab836ed7e6dc881de23001b
Merge 89e6c98d92887913cadf06b2adb97f26cde4849b into 2b66fd261ee5c6cfc8de7fa466bab600bcfe4f69
HEAD is now at 9fceb02d0ae598e95dc970b74767f19372d61af8
git checkout -b key-rotation 7c4a8d09ca3762af61e59520943dc26494f8941b
6f1ed002ab5595859014ebf0951522d9  token.go
b1946ac92492d2347c6235b4d2611184  secrets.tar.gz
sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
"integrity": "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="
integrity sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=
checksum = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
golang.org/x/oauth2 v0.18.0 h1:09qnuIAgzdx1XplqJvW6CQqMCtGZykZWcXzPMPUusvI=
--hash=sha256:58cd2187c01e70e6e26505bca751777aa9f2ee0b7f4300988b709f44e013003f
data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7
data:application/json;base64,eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbImEudHMiXSwibWFwcGluZ3MiOiJBQUFBIn0=
//# ${'sourceMapping'}URL=data:application/json;charset=utf-8;base64,eyJ2ZXJzaW9uIjozLCJmaWxlIjoiYS5qcyIsInNvdXJjZXMiOlsiYS50cyJdfQ==
eyJ2ZXJzaW9uIjozLCJuYW1lIjoiYnVpbGQiLCJzdGVwcyI6WyJsaW50IiwidGVzdCJdfQ==
cursor=eyJpZCI6MTI4LCJjcmVhdGVkX2F0IjoiMjAyNi0wMS0wMlQwMzowNDowNVoifQ==
nextPageToken: CAUQAA
pageToken=Cg0KBgoEdXNlchID
continuation_token=AAAAAgAAAAE
request_id=req_011CSHoEeqs5C35K2UUqR7Fy
x-request-id: 7b0c4a1e-9d53-4f1c-8a35-2f6f0b1d9e77
trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7
operationId: 0f8fad5b-d9cb-469f-a165-70867728950e
subscriptionId=8d3c1a2b-4e5f-4a6b-9c7d-0e1f2a3b4c5d
/subscriptions/8d3c1a2b-4e5f-4a6b-9c7d-0e1f2a3b4c5d/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv
arn:aws:iam::123456789012:role/token-broker
arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab
container 4c01db0b339c started
node-7d9f8b6c5d-x2k4q  1/1  Running
2026-01-02T03:04:05.678Z INFO token-refresher started
Jan  2 03:04:05 host sshd[812]: Accepted publickey for bob from 10.0.0.9 port 51324 ssh2: ED25519 SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM
/home/bob/src/auth/token_store/secret_backend.py
C:\Users\bob\AppData\Local\Packages\Secrets\keys.json
at TokenStore.read (file:///app/dist/token-store-B7dK2x9Q.js:12:33)
node_modules/.pnpm/js-tokens@9.0.1/node_modules/js-tokens/index.js
js-tokens@^4.0.0
https://cdn.example/assets/password-strength-4f2a9c.js
https://a.example/docs/authentication#access-tokens
https://a.example/?utm_source=mail&utm_campaign=reset-password
jdbc:postgresql://db.internal:5432/shop
jdbc:oracle:thin:@//db.internal:1521/ORCL
postgres://app@db.internal:5432/shop
redis://cache.internal:6379/0
Server=tcp:db,1433;Database=shop;Authentication=Active Directory Default;
host=db port=5432 user=app dbname=shop sslmode=require
db.internal:5432:shop:app
10.0.0.1:5432:open:tcp:established
map[Accept:[*/*] Content-Type:[application/json] User-Agent:[Go-http-client/1.1]]
(b'content-type', b'application/json'), (b'content-length', b'128')
SecretStr('**********')
SecretStr("")
ConvertTo-SecureString $env:PASS -AsPlainText -Force
OTEL_EXPORTER_OTLP_HEADERS=x-tenant=shop,x-dataset=prod
password: |
password: >-
  ${'$'}{DB_PASSWORD}
token: |
/^password:\s*(.+)$/i
/(?:token|secret)=([^&]+)/g
"auth.password.label": "Your password",
"errors.token.invalid": "This token is not valid any more",
placeholder="Paste your API key"
aria-label="Show password"
i18n.t('settings.apiKey.title')
`;

/** @returns each line on its own */
function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

export const harmlessLines: readonly string[] = [names, prose, listings, random].flatMap(linesOf);

/** What holds no secret over several lines. */
export const harmlessTexts: readonly string[] = [
  names,
  listings,
  'password: |\n\nuser: bob\n',
  'description: |\n  The token is refreshed\n  every hour.\nname: a\n',
  'token:\n  type: string\n  description: the access token\n',
  'password:\n  minLength: 12\n  maxLength: 64\n',
  'secrets:\n  - db-credentials\n  - tls-cert\n',
  'secrets:\n  db:\n    file: ./db.txt\n',
  'credentials:\n  - name: main\n    type: oauth2\n',
  '| Name | Type | Description |\n|---|---|---|\n| password | string | The password of the user |\n| token | string | Token from step 3 |\n',
  '+----------+--------------+\n| Field    | Type         |\n+----------+--------------+\n| password | varchar(255) |\n| token    | char(64)     |\n+----------+--------------+',
  'Name      Required  Default\n----      --------  -------\npassword  yes       none\ntoken     no        none\n',
  'NAME            SECRETS   AGE\ndefault         1         41d\nbuilder         2         12d\n',
  'user  token_count  cost\nbob   1204         0.12\n',
  'name,password_policy,created\na,strict,2026-01-02\n',
  'Key       Value\n---       -----\nversion   3\ncreated   2026-01-02T03:04:05Z\n',
  'Your password:\n\nForgot it?\n',
  'Waiting for a token:\nok  test/a.test.ts 12ms\n',
  'Authorization: required\nAccept: */*\n',
  'line one\nline two that is quite long and goes on up to the eightieth column of it all\nline three\n',
  'key:\n  name: id\n  columns: [a, b]\n',
];
