// Texts as programs print them, each with the secrets in it: written by somebody who did not look at the rules.
import type { WrittenText } from './sample.ts';

export const writtenTexts1: readonly WrittenText[] = [
  {
    kind: 'httpx debug header tuple list',
    text: "2026-03-11 14:02:51,118 - httpcore.http11 - DEBUG - send_request_headers.started request=<Request [b'POST']>\n2026-03-11 14:02:51,119 - httpcore.connection - DEBUG - request headers: [(b'host', b'api.groq.com'), (b'accept', b'application/json'), (b'authorization', b'Bearer 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'), (b'content-length', b'412')]",
    secrets: ['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'],
  },
  {
    kind: 'msal auth code response',
    text: "cli.azure.cli.core: Modules found from index for 'login': ['azure.cli.command_modules.profile']\nmsal.oauth2cli.authcode: Got auth response: {'code': '0.A5SC0xr-CBrzAZtWjO9NVt4gBTmu0SAv5qIeT2U_wUyOn_vdx_tNeETEUqbw6RxuP7drzbiuYTnXiy_2lBTTfv1qYwQn4K26E4kRI3vnkMY8LwmoCLsyYqRchc-BTYOYoB0ao_sUNx8nL4QhHCT07FZttz170bidwBsec7wBJzHeEtbQOLRRpz4QE5XLIG4hDG5IhzPnPvbU0IXuuSJPyNCvENqx4', 'client_info': 'U1SdgrSkDQuYllpHkIFuOqcxn1UuQEqRWHNFBxc86GDNaz6KlaQjYO58YWdh7T01ZAB0ZsR9MKFTpVJQULMMkWjlVDXqrucoRVkoXWnBLzV7mKKfiQAI3y40', 'state': 'zvn89hFzUTpWqcv8', 'session_state': 'e543dfb2-5557-4d71-b2fe-031b8c63ac1c'}",
    secrets: [
      '0.A5SC0xr-CBrzAZtWjO9NVt4gBTmu0SAv5qIeT2U_wUyOn_vdx_tNeETEUqbw6RxuP7drzbiuYTnXiy_2lBTTfv1qYwQn4K26E4kRI3vnkMY8LwmoCLsyYqRchc-BTYOYoB0ao_sUNx8nL4QhHCT07FZttz170bidwBsec7wBJzHeEtbQOLRRpz4QE5XLIG4hDG5IhzPnPvbU0IXuuSJPyNCvENqx4',
      'zvn89hFzUTpWqcv8',
    ],
  },
  {
    kind: 'curl -v basic auth',
    text: "* Server auth using Basic with user 'jenkins-ci'\n> GET /artifactory/api/system/ping HTTP/1.1\n> Host: repo.corp.example.com\n> Authorization: Basic amVua2lucy1jaTo5dlJxIXRXNzJfaHo=\n> User-Agent: curl/8.5.0\n< HTTP/1.1 401 ",
    secrets: ['amVua2lucy1jaTo5dlJxIXRXNzJfaHo='],
  },
  {
    kind: 'curl command -u user:pass',
    text: '+ curl -fsSL -u deploy:wQot+hj1*JQmM1JD -X PUT -T build/libs/app-1.4.2.jar https://nexus.internal:8443/repository/releases/com/acme/app/1.4.2/app-1.4.2.jar\ncurl: (22) The requested URL returned error: 403',
    secrets: ['wQot+hj1*JQmM1JD'],
  },
  {
    kind: 'git clone url credentials',
    text: "Cloning into 'infra-live'...\nfatal: unable to access 'https://oauth2:glpat-WrhMTVp9hD17nFpF8VLn@gitlab.acme.io/platform/infra-live.git/': The requested URL returned error: 403",
    secrets: ['glpat-WrhMTVp9hD17nFpF8VLn'],
  },
  {
    kind: 'git trace curl header',
    text: '14:22:07.413907 http.c:721              => Send header: GET /acme/widgets.git/info/refs?service=git-upload-pack HTTP/1.1\n14:22:07.413915 http.c:721              => Send header: Host: github.com\n14:22:07.413921 http.c:721              => Send header: authorization: Basic eC1hY2Nlc3MtdG9rZW46Z2hzX1FtM3ZaOHRLZDFMd1l4NnJOYzBwSHM3dUJmNGFKZzkyZVZvaQ==\n14:22:07.413930 http.c:721              => Send header: User-Agent: git/2.43.0',
    secrets: ['eC1hY2Nlc3MtdG9rZW46Z2hzX1FtM3ZaOHRLZDFMd1l4NnJOYzBwSHM3dUJmNGFKZzkyZVZvaQ=='],
  },
  {
    kind: 'terraform plan db password attribute',
    text: '  # aws_db_instance.main will be updated in-place\n  ~ resource "aws_db_instance" "main" {\n        id                  = "orders-prod"\n      ~ password            = "EPoa_IR9*EfUmKFX0f" -> "qMhJsuCDcY1DINg+-0O"\n        username            = "dbadmin"\n    }',
    secrets: ['EPoa_IR9*EfUmKFX0f', 'qMhJsuCDcY1DINg+-0O'],
  },
  {
    kind: 'terraform debug provider log',
    text: '2026-01-19T09:41:02.331Z [DEBUG] provider.terraform-provider-datadog_v3.40.0: HTTP Request: http.request.method=GET http.url=https://api.datadoghq.eu/api/v1/validate Dd-Api-Key=[373e364b55f9f10f48d4992953a53afb] Dd-Application-Key=[4077da38ec25478ab271f63fbfad8e5972563091]',
    secrets: ['373e364b55f9f10f48d4992953a53afb', '4077da38ec25478ab271f63fbfad8e5972563091'],
  },
  {
    kind: 'ansible verbose task args',
    text: 'fatal: [db01]: FAILED! => {"changed": false, "invocation": {"module_args": {"login_host": "127.0.0.1", "login_password": "q9b5pNaSubdNbs03D1We", "login_user": "root", "name": "zabbix", "password": "Falkecopper550!", "priv": "zabbix.*:ALL"}}, "msg": "unable to connect to database"}',
    secrets: ['q9b5pNaSubdNbs03D1We', 'Falkecopper550!'],
  },
  {
    kind: 'kubectl -v=9 curl',
    text: 'I0214 10:15:22.901834   41288 round_trippers.go:466] curl -v -XGET  -H "Accept: application/json" -H "User-Agent: kubectl/v1.29.1 (linux/amd64)" -H "Authorization: Bearer eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjMyNzA4MzRkY2Q0ZSJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUubmV0LyIsInN1YiI6InU1NzcwNiIsImF1ZCI6ImFwaSIsImV4cCI6MTc2MzMwOTg2N30.YIc87YPrAS2jhlldDHLFaeGcljH4gcW1HwyIbqFDy2Hm3OzDcO517lsUlLacgrXj0GmAZsyEIPQsOdDVJb7cw8-jl0qIITbfDobRx_tk_RNJAuGYblZxbfJl8VUQDSi_0O3Geprq3CdeGVrNoQHtCgmwlTILqcw7-K6zfqd0Sl2p7LLPlsZTSdAM5OADNwNRCP2OQfRfTJSW8BVMBYKU0ibWqAoBW5BkTaMamIyAuZ16X-TbGXlXuzgQs8FPkks0LUDiJDafgToOsiWtyvC2V6iTxykt0SDXkk8Z9W0VoFNKurreG5jxfUvgntM6NaQVIwixfhxNDlUYw52P9Q9t_g" \'https://10.96.0.1:6443/api/v1/namespaces/default/pods?limit=500\'',
    secrets: [
      'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjMyNzA4MzRkY2Q0ZSJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUubmV0LyIsInN1YiI6InU1NzcwNiIsImF1ZCI6ImFwaSIsImV4cCI6MTc2MzMwOTg2N30.YIc87YPrAS2jhlldDHLFaeGcljH4gcW1HwyIbqFDy2Hm3OzDcO517lsUlLacgrXj0GmAZsyEIPQsOdDVJb7cw8-jl0qIITbfDobRx_tk_RNJAuGYblZxbfJl8VUQDSi_0O3Geprq3CdeGVrNoQHtCgmwlTILqcw7-K6zfqd0Sl2p7LLPlsZTSdAM5OADNwNRCP2OQfRfTJSW8BVMBYKU0ibWqAoBW5BkTaMamIyAuZ16X-TbGXlXuzgQs8FPkks0LUDiJDafgToOsiWtyvC2V6iTxykt0SDXkk8Z9W0VoFNKurreG5jxfUvgntM6NaQVIwixfhxNDlUYw52P9Q9t_g',
    ],
  },
  {
    kind: 'kubeconfig token and key data',
    text: 'users:\n- name: clusterUser_rg-dev_aks-dev\n  user:\n    client-certificate-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUZI\n    client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlKS0FJQkFBS0NBZ0VBnWYQqfHYBO5jSjBq3K8tWKXXDSP8uiUJawtIcoUn9uZkYEUX1X75E2ZVRpsAWISoGdQsy0HLGeOXatZxCTEQjgt9GdoIA8IR03PPZy8U4vLA8nOdFWHj3ZnISHex6w1fIN4VkydUWUbEP2EVptDFQ4TIpi5XZ424\n    token: oovbzocq4g97t7sdrjhxtlxvf72ouoc5njdyv87brbsg0ce39zn0ekqx1wsq7yo3eq4h7sspgea4ibm1zoeg5ayevav1p97gi6fwr1nj9lyinhq7pcbwu0v6z7lugc0q',
    secrets: [
      'LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQpNSUlKS0FJQkFBS0NBZ0VBnWYQqfHYBO5jSjBq3K8tWKXXDSP8uiUJawtIcoUn9uZkYEUX1X75E2ZVRpsAWISoGdQsy0HLGeOXatZxCTEQjgt9GdoIA8IR03PPZy8U4vLA8nOdFWHj3ZnISHex6w1fIN4VkydUWUbEP2EVptDFQ4TIpi5XZ424',
      'oovbzocq4g97t7sdrjhxtlxvf72ouoc5njdyv87brbsg0ce39zn0ekqx1wsq7yo3eq4h7sspgea4ibm1zoeg5ayevav1p97gi6fwr1nj9lyinhq7pcbwu0v6z7lugc0q',
    ],
  },
  {
    kind: 'kubernetes secret yaml data',
    text: 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: backend-env\ntype: Opaque\ndata:\n  DB_PASS: ffA+iBG/YSIgjmc17GQz\n  SMTP_PASSWORD: EYimr/bCgVdBvVkdjQ==',
    secrets: ['ffA+iBG/YSIgjmc17GQz', 'EYimr/bCgVdBvVkdjQ=='],
  },
  {
    kind: 'docker run env flags',
    text: '$ docker run -d --name pg -e POSTGRES_USER=app -e POSTGRES_PASSWORD=x4ICvMGthp5VyV -e PGDATA=/data -p 5432:5432 postgres:16\ndocker: Error response from daemon: Conflict. The container name "/pg" is already in use.',
    secrets: ['x4ICvMGthp5VyV'],
  },
  {
    kind: 'docker inspect env array',
    text: '            "Env": [\n                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",\n                "RAILS_MASTER_KEY=ab000f007b595963bf5f6d0f9dd971c2",\n                "SECRET_KEY_BASE=86cc0075611a5caa3c4d0afb980199800c089e14d3847a30a23cfeb34790f27a24deb45d68658245997a2b754b54472e937ef4124361c8e028249164ba0dd0ea",\n                "NODE_VERSION=20.11.0"\n            ],',
    secrets: [
      'ab000f007b595963bf5f6d0f9dd971c2',
      '86cc0075611a5caa3c4d0afb980199800c089e14d3847a30a23cfeb34790f27a24deb45d68658245997a2b754b54472e937ef4124361c8e028249164ba0dd0ea',
    ],
  },
  {
    kind: 'docker config auths',
    text: '$ cat ~/.docker/config.json\n{\n\t"auths": {\n\t\t"registry.acme.dev": {\n\t\t\t"auth": "cm9ib3QkcHVzaGVyOlRuNXlXYzgzTHFSZTBaYlU="\n\t\t}\n\t},\n\t"credsStore": ""\n}',
    secrets: ['cm9ib3QkcHVzaGVyOlRuNXlXYzgzTHFSZTBaYlU='],
  },
  {
    kind: 'npmrc authToken',
    text: 'npm verb config   //npm.example.com/:_authToken = "npm_nuigRFzDh0efLbRph3chjPyvwsMOTxJBTOsS"\nnpm http fetch GET 403 https://npm.example.com/@acme%2fcore 212ms',
    secrets: ['npm_nuigRFzDh0efLbRph3chjPyvwsMOTxJBTOsS'],
  },
  {
    kind: 'npmrc _password and _auth',
    text: '; "user" config from /home/ci/.npmrc\n//pkgs.dev.azure.com/acme/_packaging/feed/npm/registry/:username=acme\n//pkgs.dev.azure.com/acme/_packaging/feed/npm/registry/:_password=+et2jkEVAVgEWUkxYb7cFKCx8pH+Y4J3E885zJnbVusCMp/PyprD\n_auth = b55ewsjhkk4yDhaN36EE2JC26G+3fVdu4nJ9',
    secrets: ['+et2jkEVAVgEWUkxYb7cFKCx8pH+Y4J3E885zJnbVusCMp/PyprD', 'b55ewsjhkk4yDhaN36EE2JC26G+3fVdu4nJ9'],
  },
  {
    kind: 'pip index url credentials',
    text: 'Looking in indexes: https://pypi.org/simple, https://__token__:Ee5ezYNmSWp0FN6z5WOINrwPSIsK9aUKjARhnhyu@pypi.pkg.acme.cloud/simple/\nERROR: Could not find a version that satisfies the requirement acme-utils==2.3.1',
    secrets: ['Ee5ezYNmSWp0FN6z5WOINrwPSIsK9aUKjARhnhyu'],
  },
  {
    kind: 'python requests http.client debuglevel',
    text: "send: b'POST /rest/api/3/search HTTP/1.1\\r\\nHost: acme.atlassian.net\\r\\nUser-Agent: python-requests/2.31.0\\r\\nAccept-Encoding: gzip, deflate\\r\\nAccept: */*\\r\\nAuthorization: Basic Ym90QGFjbWUuY29tOkFUQVRUM3hGZkdGMHBWN2MyUW1LZFJ6OVd0SHM4MW5MYll1WGU=\\r\\nContent-Length: 88\\r\\n\\r\\n'\nreply: 'HTTP/1.1 401 Unauthorized\\r\\n'",
    secrets: ['Ym90QGFjbWUuY29tOkFUQVRUM3hGZkdGMHBWN2MyUW1LZFJ6OVd0SHM4MW5MYll1WGU='],
  },
  {
    kind: 'go http.Header map',
    text: 'level=debug msg="upstream request" method=POST url=https://api.openai.com/v1/chat/completions headers="map[Accept:[application/json] Authorization:[Bearer sk-proj-4zlAqg1Vk1wyC5NB5YxwLs_nCdbL8mOcsOz-cz818xholAzLGWIRQY16dgZyxfG7O8Rw6XEXM90YMjxtUtSYXVJIaOoV7cRAj4cBEbId5CtQs4Pkm9t5qBGi] Content-Type:[application/json]]"',
    secrets: [
      'sk-proj-4zlAqg1Vk1wyC5NB5YxwLs_nCdbL8mOcsOz-cz818xholAzLGWIRQY16dgZyxfG7O8Rw6XEXM90YMjxtUtSYXVJIaOoV7cRAj4cBEbId5CtQs4Pkm9t5qBGi',
    ],
  },
  {
    kind: 'go %+v struct dump',
    text: 'panic: dial failed with config {Host:redis-0.redis Port:6379 Username:default Password:r9HtxvDxoGjzGxTBEqdhkbBX DB:0 TLS:<nil> PoolSize:10}\n\ngoroutine 1 [running]:\nmain.mustConnect({0xc0001a4000, 0x2a})',
    secrets: ['r9HtxvDxoGjzGxTBEqdhkbBX'],
  },
  {
    kind: 'rust Debug struct',
    text: 'thread \'main\' panicked at src/client.rs:88:14:\ncalled `Result::unwrap()` on an `Err` value: Auth { config: ClientConfig { endpoint: "https://eu.api.acme.io", client_id: "svc-ingest", client_secret: Some("1Ly2pKT9-3BgJuadFmh_B58lt0clp73aON5KIG4l"), timeout: 30s } }',
    secrets: ['1Ly2pKT9-3BgJuadFmh_B58lt0clp73aON5KIG4l'],
  },
  {
    kind: 'java bean toString',
    text: '2026-02-02 08:11:42.006 DEBUG 1 --- [nio-8080-exec-4] c.a.auth.LoginController : LoginRequest(username=h.okafor, password=FKWyA7X**tEw, rememberMe=true)',
    secrets: ['FKWyA7X**tEw'],
  },
  {
    kind: 'java hikari jdbc url',
    text: "Caused by: java.sql.SQLException: Access denied for user 'shop'@'10.0.3.4'\n\tat com.zaxxer.hikari.util.DriverDataSource.getConnection(DriverDataSource.java:138)\nHikariPool-1 - configuration: jdbcUrl.........................jdbc:mysql://db.internal:3306/shop?user=shop&password=viu6OGm6HdZk1GH4v&useSSL=false",
    secrets: ['viu6OGm6HdZk1GH4v'],
  },
  {
    kind: 'spring boot properties dump',
    text: 'spring.datasource.url=jdbc:postgresql://pg:5432/billing\nspring.datasource.username=billing\nspring.datasource.password=Quartzkestrel499\nspring.mail.password=vh8vq87wht527dk1\nmanagement.endpoints.web.exposure.include=*',
    secrets: ['Quartzkestrel499', 'vh8vq87wht527dk1'],
  },
  {
    kind: 'dotnet connection string sqlclient',
    text: "fail: Microsoft.EntityFrameworkCore.Database.Connection[20004]\n      An error occurred using the connection to database 'Orders' on server 'tcp:acme-sql.database.windows.net,1433'.\n      Using: Server=tcp:acme-sql.database.windows.net,1433;Initial Catalog=Orders;User ID=sqladm;Password=O5b+6B3MN_k5RRzmHFhz;Encrypt=True;",
    secrets: ['O5b+6B3MN_k5RRzmHFhz'],
  },
  {
    kind: 'azure storage connection string',
    text: 'System.FormatException: No valid combination of account information found.\n   value: DefaultEndpointsProtocol=https;AccountName=acmelogs01;AccountKey=wL3zgZPaCQU6k8pGuMqMDdkee+uB+ZNG5Fr7fPnfL2hjkd8G729gXJx/qCr1XJbdHaLz5AGm597ErM4AdnfKzA==;EndpointSuffix=core.windows.net',
    secrets: ['wL3zgZPaCQU6k8pGuMqMDdkee+uB+ZNG5Fr7fPnfL2hjkd8G729gXJx/qCr1XJbdHaLz5AGm597ErM4AdnfKzA=='],
  },
  {
    kind: 'azure sas url',
    text: 'AzCopy: copying https://acmebackups.blob.core.windows.net/daily/db.bak?sv=2023-11-03&ss=b&srt=sco&sp=rwdlac&se=2026-12-31T23:59:59Z&st=2026-01-01T00:00:00Z&spr=https&sig=qfhALKVU3mu%2FgWSD3Vw%2BIiyLzCVzLAVp3VKyzCIrmVo%3D\nRESPONSE Status: 403 Server failed to authenticate the request.',
    secrets: ['qfhALKVU3mu%2FgWSD3Vw%2BIiyLzCVzLAVp3VKyzCIrmVo%3D'],
  },
  {
    kind: 'php var_dump array',
    text: 'array(4) {\n  ["host"]=>\n  string(9) "127.0.0.1"\n  ["username"]=>\n  string(4) "root"\n  ["password"]=>\n  string(15) "LU3doKfDtrcREtI"\n}',
    secrets: ['LU3doKfDtrcREtI'],
  },
  {
    kind: 'php print_r',
    text: 'Array\n(\n    [grant_type] => client_credentials\n    [client_id] => 7f21c\n    [client_secret] => btYeNmBt2x6ttThXzsSvXjyvf0xc7ONpBWJo6FTq\n    [scope] => orders.read\n)',
    secrets: ['btYeNmBt2x6ttThXzsSvXjyvf0xc7ONpBWJo6FTq'],
  },
  {
    kind: 'php pdo stack trace args',
    text: "PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /var/www/html/lib/Db.php:41\nStack trace:\n#0 /var/www/html/lib/Db.php(41): PDO->__construct('mysql:host=db;d...', 'wp_user', 'caP54IDjRi3Cm', Array)\n#1 {main}",
    secrets: ['caP54IDjRi3Cm'],
  },
  {
    kind: 'ruby inspect hash rocket',
    text: 'D, [2026-04-08T17:20:15.883120 #312] DEBUG -- : connecting {:host=>"imap.acme.de", :port=>993, :user=>"support", :password=>"w29Y9OCivU!D-A", :ssl=>true}',
    secrets: ['w29Y9OCivU!D-A'],
  },
  {
    kind: 'rails parameters log',
    text: 'Started POST "/users/sign_in" for 172.18.0.1 at 2026-05-05 11:03:09 +0000\nProcessing by SessionsController#create as HTML\n  Parameters: {"authenticity_token"=>"j9Yvpr32NhjH1+/OVU3ck98ArK6Q5Ch/BHeF3tAuc6rJIKkmfttTO0Fd7Tj1nQWLAk7Q02XlZPfWVXt2SKnbBA==", "user"=>{"email"=>"j@acme.test", "passwd"=>"orchidsturgeon97"}, "commit"=>"Log in"}',
    secrets: [
      'j9Yvpr32NhjH1+/OVU3ck98ArK6Q5Ch/BHeF3tAuc6rJIKkmfttTO0Fd7Tj1nQWLAk7Q02XlZPfWVXt2SKnbBA==',
      'orchidsturgeon97',
    ],
  },
  {
    kind: 'elixir inspect keyword list',
    text: '[error] Postgrex.Protocol (#PID<0.412.0>) failed to connect: ** (DBConnection.ConnectionError) tcp connect (db:5432): nxdomain\nconfig: [username: "postgres", password: "hiOohtlUUJiOILgO1X9YaZ", hostname: "db", database: "acme_prod", pool_size: 10]',
    secrets: ['hiOohtlUUJiOILgO1X9YaZ'],
  },
  {
    kind: 'elixir map with struct',
    text: '** (MatchError) no match of right hand side value: %{"access_token" => "ya29.D8fmgOhp15rwggrAbCo-topFXRr0K_eQ2koQVdpRfIDJUJpeZR0clXj47tM-xNzenfC81vUrCnHTARU0WV0OXdv09CwECbZLtRpvZoddxxSNBeqo7404pAAiX9GnvKF0ABcy6ETErkEb8PjkZSKB0imzZZIkKvTf", "expires_in" => 3599, "token_type" => "Bearer"}\n    (acme 0.1.0) lib/acme/google.ex:57: Acme.Google.fetch!/1',
    secrets: [
      'ya29.D8fmgOhp15rwggrAbCo-topFXRr0K_eQ2koQVdpRfIDJUJpeZR0clXj47tM-xNzenfC81vUrCnHTARU0WV0OXdv09CwECbZLtRpvZoddxxSNBeqo7404pAAiX9GnvKF0ABcy6ETErkEb8PjkZSKB0imzZZIkKvTf',
    ],
  },
  {
    kind: 'python dict repr single quotes',
    text: "ERROR:root:Login failed, payload={'login': 'mira', 'password': 'Wf@$SeJasKg&B7', 'otp': '645633'}",
    secrets: ['Wf@$SeJasKg&B7', '645633'],
  },
  {
    kind: 'python dataclass repr',
    text: "TypeError: Settings.__init__() got an unexpected keyword argument 'region'\ncurrent: Settings(host='mq.acme.net', user='worker', password='6IXAQFrwEctNL1VRut', vhost='/', heartbeat=60)",
    secrets: ['6IXAQFrwEctNL1VRut'],
  },
  {
    kind: 'pydantic validation input_value',
    text: "pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings\nopenai_api_key_extra\n  Extra inputs are not permitted [type=extra_forbidden, input_value='sk-kWk4T7HSbfOIG4E0X3Bzwt8TSgOUoF0RMkjI2cbUjYAsLnrR', input_type=str]",
    secrets: ['sk-kWk4T7HSbfOIG4E0X3Bzwt8TSgOUoF0RMkjI2cbUjYAsLnrR'],
  },
  {
    kind: 'django debug settings table',
    text: "Request Method: GET\nDjango Version: 5.0.2\nUsing settings module config.settings\nEMAIL_HOST_PASSWORD\t's7xzc4ce797672gj'\nSECRET_KEY\t'django-insecure-TCx8amg3!jsuIunU0TjnS6Ozy!geOzxisQGVV8mlLdqrALwEXF'",
    secrets: ['s7xzc4ce797672gj', 'TCx8amg3!jsuIunU0TjnS6Ozy!geOzxisQGVV8mlLdqrALwEXF'],
  },
  {
    kind: 'langchain verbose env',
    text: '[chain/start] [1:chain:AgentExecutor] Entering Chain run with input: {"input": "export ANTHROPIC_API_KEY=sk-ant-api03-eU8Oc7hscDG9W69pnj9dMR6Khvg_9SeDO84GBpfUYqWr2FL_oTQI9UFYPFhHKTmE81OVNhuUzWmIIOnvcCP6I8OwL-RK2AA then run the tests"}',
    secrets: [
      'sk-ant-api03-eU8Oc7hscDG9W69pnj9dMR6Khvg_9SeDO84GBpfUYqWr2FL_oTQI9UFYPFhHKTmE81OVNhuUzWmIIOnvcCP6I8OwL-RK2AA',
    ],
  },
  {
    kind: 'litellm curl debug',
    text: "POST Request Sent from LiteLLM:\ncurl -X POST \\\nhttps://api.mistral.ai/v1/ \\\n-H 'Authorization: Bearer C6cnrMsJJx9mDOuUZGVdcjMxxHJJIXvM' \\\n-d '{'model': 'mistral-large-latest', 'messages': [{'role': 'user', 'content': 'hi'}]}'",
    secrets: ['C6cnrMsJJx9mDOuUZGVdcjMxxHJJIXvM'],
  },
  {
    kind: 'litellm proxy key in auth error',
    text: 'litellm.proxy.proxy_server.user_api_key_auth(): Exception occured - Authentication Error, Invalid proxy server token passed. Received API Key = sk-GAQK4rLZ2OJPdrsntcXk0W, Key Hash (Token) =112c5866d5f19342738d2575ccd7565eb3a4f66154d25b614f2e32d6ad66532b. Unable to find token in cache or `LiteLLM_VerificationTokenTable`',
    secrets: ['sk-GAQK4rLZ2OJPdrsntcXk0W'],
  },
  {
    kind: 'mcp json config with env',
    text: '[mcp-server] Starting server with config: {"command":"npx","args":["-y","@notionhq/notion-mcp-server"],"env":{"OPENAPI_MCP_HEADERS":"{\\"Authorization\\": \\"Bearer ntn_G1M7eLeRgZdzawIpQKtAx43YJ8gKo1O6MVq12k26UknYXr\\", \\"Notion-Version\\": \\"2022-06-28\\"}"}}',
    secrets: ['ntn_G1M7eLeRgZdzawIpQKtAx43YJ8gKo1O6MVq12k26UknYXr'],
  },
  {
    kind: 'mcp-remote args header',
    text: '[12345] Using automatically selected callback port: 19876\n[12345] Discovering... args: ["https://mcp.acme.dev/sse","--header","X-Acme-Key: 4bea864e4281087b971874514272780ba47e19f928a419e1","--debug"]',
    secrets: ['4bea864e4281087b971874514272780ba47e19f928a419e1'],
  },
  {
    kind: 'cursor mcp log with cli flag',
    text: '2026-06-01 10:44:19.204 [info] a602 Handling CreateClient action\n2026-06-01 10:44:19.206 [info] a602 Starting new stdio process with command: npx -y figma-developer-mcp --figma-api-key=figd_dwNoDT7KQdRkjRtD18Dja7Qu5qDtaX8tpf_jrJQf --stdio',
    secrets: ['figd_dwNoDT7KQdRkjRtD18Dja7Qu5qDtaX8tpf_jrJQf'],
  },
  {
    kind: 'claude desktop mcp windows log',
    text: "2026-02-20T19:33:10.118Z [supabase] [info] Initializing server... { metadata: undefined }\n2026-02-20T19:33:10.140Z [supabase] [info] Using MCP server command: C:\\Program Files\\nodejs\\npx.cmd with args and path: { metadata: { args: [ '-y', '@supabase/mcp-server-supabase@latest', '--access-token', 'sbp_147ca84f50a8d812ed52bcbbe015d297732e2a9b' ] } }",
    secrets: ['sbp_147ca84f50a8d812ed52bcbbe015d297732e2a9b'],
  },
  {
    kind: 'oauth token endpoint json',
    text: '[oauth] token response 200 {"token_type":"bearer","access_token":"ioES0knkkx39sdsA6anwvBD09tqe_7rNmwUZRmNUVzw","refresh_token":"2wkNSpo51g9C5iMNK8OFtwFk1IfUHhoOeAlAlW7SrEpHMcMIVUxTDHPLwspY2j6z","expires_in":86399,"scope":"openid offline_access"}',
    secrets: [
      'ioES0knkkx39sdsA6anwvBD09tqe_7rNmwUZRmNUVzw',
      '2wkNSpo51g9C5iMNK8OFtwFk1IfUHhoOeAlAlW7SrEpHMcMIVUxTDHPLwspY2j6z',
    ],
  },
  {
    kind: 'oauth form body',
    text: '--> POST https://auth.acme.io/oauth2/token\nContent-Type: application/x-www-form-urlencoded\ngrant_type=refresh_token&refresh_token=m6z8CqQhF6dOXRVNT-F-Jm0tGxJn3YAdgIdSw_wgZHMqBa13t00fB_DLl2tF_crjki_qNpwXBm2O0u008nTfQk&client_id=desktop-app&client_secret=dkLXjExOV-wZcVxlI2gosQHoEosw3HA9\n--> END POST',
    secrets: [
      'm6z8CqQhF6dOXRVNT-F-Jm0tGxJn3YAdgIdSw_wgZHMqBa13t00fB_DLl2tF_crjki_qNpwXBm2O0u008nTfQk',
      'dkLXjExOV-wZcVxlI2gosQHoEosw3HA9',
    ],
  },
  {
    kind: 'oauth redirect access log',
    text: '127.0.0.1 - - [09/Jun/2026:08:15:33 +0200] "GET /callback?code=4/0AUHQM4sCwPGjqsMkNt1QLB-4rGrPRsBX-m_xS2D4YtwkdPhnnHun1eb-gJWNt0wkz6i82GT&scope=email%20profile&authuser=0&prompt=consent HTTP/1.1" 302 -',
    secrets: ['4/0AUHQM4sCwPGjqsMkNt1QLB-4rGrPRsBX-m_xS2D4YtwkdPhnnHun1eb-gJWNt0wkz6i82GT'],
  },
  {
    kind: 'pkce verifier debug',
    text: 'DEBUG mcp.client.auth: PKCE parameters code_verifier=wpEhHCTRX4S6cTkDC6_vs5Oc9Abatv5GvegL6jjIRplxjA8KhG8PCZ57PITIPue4lkfNtMYFmxlyljU9VjawEvezbA5b-MQg6dwK2AVZ8oGuBmQWXOgtBhHEwuwjS2Cj code_challenge=d7CZlbSwahgkzbroyIVpL-MvjxZnbRTT7DwP8DiggYY method=S256',
    secrets: [
      'wpEhHCTRX4S6cTkDC6_vs5Oc9Abatv5GvegL6jjIRplxjA8KhG8PCZ57PITIPue4lkfNtMYFmxlyljU9VjawEvezbA5b-MQg6dwK2AVZ8oGuBmQWXOgtBhHEwuwjS2Cj',
    ],
  },
];
