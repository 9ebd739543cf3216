// Secrets in what languages and libraries print of their values.
import { base64, chosen, hex, opaque, strong } from './public-shapes.ts';
import { type SecretKinds, within } from './sample.ts';
import { base64Of, chars, jwt, uuid } from './text.ts';

export const programKinds: SecretKinds = {
  'go-header-map': within(
    opaque,
    (secret) => `header: map[Accept:[*/*] Private-Token:[${secret}] User-Agent:[Go-http-client/1.1]]`,
  ),
  'go-header-authorization': within(
    opaque,
    (secret) => `map[Authorization:[Bearer ${secret}] Content-Type:[application/json]]`,
  ),
  'go-plus-v': within(
    opaque,
    (secret) => `{Host:db.internal Port:5432 User:app Password:${secret} SSLMode:require}`,
  ),
  'go-plus-v-pointer': within(
    opaque,
    (secret) => `cfg=&{Endpoint:https://a.example APIKey:${secret} Timeout:30s}`,
  ),
  'go-sharp-v': within(opaque, (secret) => `main.Config{Host:"a", ClientSecret:"${secret}", Port:1}`),
  'go-http-header-literal': within(
    opaque,
    (secret) => `http.Header{"X-Auth-Token":[]string{"${secret}"}, "Accept":[]string{"*/*"}}`,
  ),
  'rust-debug-nested': within(
    opaque,
    (secret) => `Credentials { access_key: Some("AK"), secret_key: Some("${secret}") }`,
  ),
  'rust-header-value': within(
    opaque,
    (secret) => `headers: {"host": "a", "x-api-key": "${secret}"}, version: HTTP/1.1`,
  ),
  'rust-newtype': within(opaque, (secret) => `Login { user: "bob", password: Password("${secret}") }`),
  'python-bytes-tuple': within(
    opaque,
    (secret) => `headers=[(b'host', b'a'), (b'x-api-key', b'${secret}'), (b'accept', b'*/*')]`,
  ),
  'python-bytes-authorization': within(
    opaque,
    (secret) => `send_request_headers [(b'Authorization', b'Bearer ${secret}')]`,
  ),
  'python-secret-str': within(
    opaque,
    (secret) => `Settings(host='a', api_key=SecretStr('${secret}'), debug=True)`,
  ),
  'python-secret-str-alone': within(chosen, (secret) => `value=SecretStr("${secret}") type=secret`),
  'python-dataclass': within(
    chosen,
    (secret) => `DbConfig(host='a', user='b', password='${secret}', port=1)`,
  ),
  'python-namespace': within(
    opaque,
    (secret) => `Namespace(command='sync', token='${secret}', verbose=True)`,
  ),
  'python-environ': within(
    opaque,
    (secret) => `environ({'PATH': '/bin', 'SENDGRID_API_KEY': '${secret}', 'HOME': '/root'})`,
  ),
  'python-http-client': within(
    (r) => base64Of(`bob:${strong(r)}`),
    (secret) => `send: b'GET / HTTP/1.1\\r\\nHost: a\\r\\nAuthorization: Basic ${secret}\\r\\n\\r\\n'`,
  ),
  'python-http-body': within(chosen, (secret) => `send: b'{"username": "bob", "password": "${secret}"}'`),
  'python-traceback-locals': within(
    chosen,
    (secret) => `    self = <Client>\n    username = 'bob'\n    password = '${secret}'\n    timeout = 3`,
  ),
  'python-multidict': within(
    opaque,
    (secret) => `<CIMultiDictProxy('Host': 'a', 'X-Api-Key': '${secret}', 'Accept': '*/*')>`,
  ),
  'python-ordered-dict': within(
    opaque,
    (secret) => `OrderedDict([('user', 'bob'), ('auth_token', '${secret}')])`,
  ),
  'python-call-arguments': within(chosen, (secret) => `login(username='bob', password=u'${secret}')`),
  'django-settings': within(
    chosen,
    (secret) => `DATABASES = {'default': {'ENGINE': 'x', 'PASSWORD': '${secret}', 'PORT': ''}}`,
  ),
  'java-to-string': within(
    chosen,
    (secret) => `DataSourceProperties(url=jdbc:x, username=app, password=${secret}, driver=null)`,
  ),
  'java-braces': within(
    opaque,
    (secret) => `OAuthConfig{clientId='a', clientSecret='${secret}', scopes=[x]}`,
  ),
  'java-brackets': within(opaque, (secret) => `Config [host=a, apiKey=${secret}, port=1]`),
  'java-map': within(
    opaque,
    (secret) => `{grant_type=client_credentials, client_id=a, client_secret=${secret}}`,
  ),
  'java-headers-brackets': within(
    opaque,
    (secret) => `headers={Accept=[*/*], Authorization=[Bearer ${secret}], Host=[a]}`,
  ),
  'spring-headers': within(opaque, (secret) => `[Accept:"*/*", X-API-KEY:"${secret}", Host:"a"]`),
  'okhttp-log': within(
    opaque,
    (secret) => `--> POST https://a.example/v1\nX-Access-Token: ${secret}\nContent-Length: 3\n--> END POST`,
  ),
  'apache-wire': within(opaque, (secret) => `http-outgoing-0 >> "Authorization: Bearer ${secret}[\\r][\\n]"`),
  'csharp-record': within(
    opaque,
    (secret) => `Options { Endpoint = https://a.example, ApiKey = ${secret}, Retries = 3 }`,
  ),
  'dotnet-headers': within(
    opaque,
    (secret) => `Headers:\n{\n  Accept: */*\n  Authorization: Bearer ${secret}\n}`,
  ),
  'dotnet-configuration': within(
    chosen,
    (secret) => `Smtp:Password=${secret} (JsonConfigurationProvider for 'appsettings.json' (Required))`,
  ),
  'dotnet-exception': within(
    chosen,
    (secret) =>
      `System.ArgumentException: Keyword not supported. Connection string: 'Server=a;Uid=b;Pwd=${secret};'`,
  ),
  'ruby-inspect': within(opaque, (secret) => `#<Client:0x0000 @host="a", @api_key="${secret}", @timeout=3>`),
  'ruby-hash': within(chosen, (secret) => `{:user=>"bob", :password=>"${secret}", :port=>1}`),
  'ruby-hash-new': within(opaque, (secret) => `{user: "bob", access_token: "${secret}"}`),
  'rails-parameters': within(
    chosen,
    (secret) => `Parameters: {"user"=>{"email"=>"b@a.example", "password"=>"${secret}"}, "commit"=>"Log in"}`,
  ),
  'php-array': within(chosen, (secret) => `array ( 'username' => 'bob', 'password' => '${secret}', )`),
  'php-print-r': within(opaque, (secret) => `Array\n(\n    [user] => bob\n    [api_key] => ${secret}\n)\n`),
  'php-var-dump': within(
    (r) => chars(r, 'alphanumeric', 24),
    (secret) => `array(2) {\n  ["user"]=>\n  string(3) "bob"\n  ["api_token"]=>\n  string(24) "${secret}"\n}`,
  ),
  'php-stack-arguments': within(
    chosen,
    (secret) => `#0 /app/db.php(12): PDO->__construct('mysql:host=a', 'root', '${secret}', Array)`,
  ),
  'php-define': within(chosen, (secret) => `define('DB_PASSWORD', '${secret}');`),
  'perl-dumper': within(
    opaque,
    (secret) => `$VAR1 = {\n  'user' => 'bob',\n  'secret_key' => '${secret}'\n};`,
  ),
  'elixir-inspect': within(opaque, (secret) => `%{"client_id" => "a", "client_secret" => "${secret}"}`),
  'elixir-struct': within(opaque, (secret) => `%App.Config{host: "a", api_token: "${secret}", port: 1}`),
  'erlang-proplist': within(chosen, (secret) => `[{host,"a"},{username,"bob"},{password,"${secret}"}]`),
  'erlang-binary': within(chosen, (secret) => `{password,<<"${secret}">>}`),
  'haskell-record': within(opaque, (secret) => `Config {host = "a", apiKey = "${secret}", port = 1}`),
  'scala-case-class': within(opaque, (secret) => `Login(user = bob, accessToken = ${secret})`),
  'kotlin-data-class': within(chosen, (secret) => `LoginRequest(email=b@a.example, password=${secret})`),
  'swift-optional': within(opaque, (secret) => `Session(token: Optional("${secret}"), user: "bob")`),
  'objc-dictionary': within(opaque, (secret) => `{\n    "access_token" = "${secret}";\n    user = bob;\n}`),
  'objc-unquoted': within(opaque, (secret) => `{\n    accessToken = ${secret};\n    user = bob;\n}`),
  'node-inspect-headers': within(
    opaque,
    (secret) => `{\n  host: 'a',\n  'x-api-key': '${secret}',\n  [Symbol(kHeaders)]: null\n}`,
  ),
  'node-inspect-map': within(opaque, (secret) => `Map(2) { 'user' => 'bob', 'sessionToken' => '${secret}' }`),
  'node-raw-headers': within(
    opaque,
    (secret) => `rawHeaders: [\n  'Host',\n  'a',\n  'X-Api-Key',\n  '${secret}',\n  'Accept',\n  '*/*'\n]`,
  ),
  'node-header-state': within(
    opaque,
    (secret) => `_header: 'GET / HTTP/1.1\\r\\nAuthorization: Bearer ${secret}\\r\\nHost: a\\r\\n\\r\\n',`,
  ),
  'node-url-object': within(
    chosen,
    (secret) => `URL { href: 'https://a.example/', username: 'bob', password: '${secret}', host: 'a' }`,
  ),
  'axios-config': within(
    opaque,
    (secret) =>
      `headers: AxiosHeaders { Accept: '*/*', 'X-Auth-Key': '${secret}' }, auth: { username: 'a', password: 'b' }`,
  ),
  'undici-array': within(
    opaque,
    (secret) => `headers: [ 'accept', '*/*', 'authorization', 'Bearer ${secret}' ]`,
  ),
  'logfmt-quoted': within(
    opaque,
    (secret) => `level=debug msg="refreshed" refresh_token="${secret}" user=bob`,
  ),
  'zap-fields': within(opaque, (secret) => `DEBUG\tauth\tlogin\t{"user": "bob", "sessionKey": "${secret}"}`),
  'slog-group': within(opaque, (secret) => `msg=start cfg.db.password=${secret} cfg.port=1`),
  'lua-inspect': within(opaque, (secret) => `{ auth = { api_key = "${secret}" }, host = "a" }`),
  'r-list': within(opaque, (secret) => `$token\n[1] "${secret}"\n\n$user\n[1] "bob"\n`),
  'matlab-struct': within(opaque, (secret) => `    ApiKey: '${secret}'\n      Host: 'a'\n`),
  'protobuf-text': within(opaque, (secret) => `auth {\n  user: "bob"\n  access_token: "${secret}"\n}`),
  'graphql-arguments': within(
    chosen,
    (secret) => `mutation { login(email: "b@a.example", password: "${secret}") { id } }`,
  ),
  'soap-security': within(
    chosen,
    (secret) =>
      `<wsse:Username>bob</wsse:Username><wsse:Password Type="http://a/x#PasswordText">${secret}</wsse:Password>`,
  ),
  'xml-attribute': within(
    chosen,
    (secret) => `<datasource url="x" username="sa" password="${secret}" max="3"/>`,
  ),
  'xml-namespace': within(opaque, (secret) => `<ns2:sessionToken>${secret}</ns2:sessionToken>`),
  'xml-escaped': within(chosen, (secret) => `&lt;password&gt;${secret}&lt;/password&gt;`),
  'html-escaped-json': within(
    opaque,
    (secret) => `data-config="{&quot;apiKey&quot;:&quot;${secret}&quot;,&quot;a&quot;:1}"`,
  ),
  'html-hidden-input': within(
    opaque,
    (secret) => `<input type="hidden" name="csrf_token" value="${secret}">`,
  ),
  'saml-assertion': within(
    base64(180),
    (secret) => `<input type="hidden" name="SAMLResponse" value="${secret}"/>`,
  ),
  'msal-log': within(jwt, (secret) => `[MSAL] response: access_token: ${secret}, expires 3599`),
  'azure-msi-request': within(uuid, (secret) => `GET /msi/token X-IDENTITY-HEADER: ${secret}`),
  'websocket-frame': within(opaque, (secret) => `42["authenticate",{"token":"${secret}"}]`),
  'stomp-frame': within(chosen, (secret) => `CONNECT\nlogin:bob\npasscode:${secret}\n\n`),
  'smtp-auth-plain': within(
    (r) => base64Of(`\u0000bob\u0000${strong(r)}`),
    (secret) => `C: AUTH PLAIN ${secret}\nS: 235 2.7.0 ok`,
  ),
  'smtp-auth-login': within(
    (r) => base64Of(strong(r)),
    (secret) => `S: 334 UGFzc3dvcmQ6\nC: ${secret}\nS: 235 ok`,
  ),
  'imap-login': within(chosen, (secret) => `a1 LOGIN bob@a.example ${secret}`),
  'imap-login-quoted': within(chosen, (secret) => `> A001 LOGIN "bob" "${secret}"`),
  'ftp-pass': within(chosen, (secret) => `---> USER bob\n---> PASS ${secret}\n<--- 230 ok`),
  'irc-identify': within(chosen, (secret) => `PRIVMSG NickServ :IDENTIFY ${secret}`),
  'redis-monitor': within(chosen, (secret) => `1690000000.1 [0 10.0.0.1:5] "AUTH" "${secret}"`),
  'redis-requirepass': within(chosen, (secret) => `CONFIG SET requirepass ${secret}`),
  'ntlm-message': within(base64(160), (secret) => `Authorization: NTLM TlRMTVNTUAAD${secret}`),
  'negotiate-header': within(base64(160), (secret) => `> Authorization: Negotiate YII${secret}`),
  'hex-dump-value': within(hex(64), (secret) => `derived session key: ${secret}`),
};
