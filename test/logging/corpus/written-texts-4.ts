// Texts as programs print them, each with the secrets in it: written by somebody who did not look at the rules.
import type { WrittenText } from './sample.ts';

export const writtenTexts4: readonly WrittenText[] = [
  {
    kind: 'chinese full-width colon',
    text: '[错误] 登录失败，用户名：zhangwei，密码：Magpiethistle91\n    at com.acme.login.LoginService.doLogin(LoginService.java:52)',
    secrets: ['Magpiethistle91'],
  },
  {
    kind: 'french mot de passe',
    text: '12/03/2026 09:14:02 ERREUR Connexion refusée (identifiant : jdupont, mot de passe : 0fJ*ubLJ5_r)',
    secrets: ['0fJ*ubLJ5_r'],
  },
  {
    kind: 'spanish contraseña credentials block',
    text: '📋 Credenciales del administrador:\n   Usuario: admin\n   Contraseña: thistlelantern33\n   URL de login: http://localhost:3000/admin/login',
    secrets: ['thistlelantern33'],
  },
  {
    kind: 'russian пароль',
    text: '2026-04-17 10:22:31 [WARN] Не удалось подключиться к 1С: логин=obmen, пароль=ytKoD7bQpZO5; повтор через 30 с',
    secrets: ['ytKoD7bQpZO5'],
  },
  {
    kind: 'german Kennwort and Zugangsschlüssel',
    text: 'FEHLER  Anmeldung am Proxy fehlgeschlagen. Benutzer: krause  Kennwort: Velvet_thistle333\nFEHLER  Zugangsschlüssel: 3i7z5mc5213npo9l1wl62gozv4wkl8b8 wurde abgelehnt',
    secrets: ['Velvet_thistle333', '3i7z5mc5213npo9l1wl62gozv4wkl8b8'],
  },
  {
    kind: 'japanese パスワード',
    text: '[ERROR] 2026/02/27 15:03:44 認証エラー ユーザー: sato パスワード: y6vjCGEX2D (試行 3/5)',
    secrets: ['y6vjCGEX2D'],
  },
  {
    kind: 'otlp headers env multi',
    text: 'OTEL_EXPORTER_OTLP_ENDPOINT=https://api.eu1.honeycomb.io\nOTEL_EXPORTER_OTLP_HEADERS=x-honeycomb-team=hcaik_krfgs3fkpimyn4ixy3kmgzi7rjzihfi2njy26ra4p0yns7da8ysv7nlvlm,x-honeycomb-dataset=web',
    secrets: ['hcaik_krfgs3fkpimyn4ixy3kmgzi7rjzihfi2njy26ra4p0yns7da8ysv7nlvlm'],
  },
  {
    kind: 'otlp basic percent encoded',
    text: 'export OTEL_EXPORTER_OTLP_TRACES_HEADERS="Authorization=Basic%20NDE3MjAzOmdsY19leUp2SWpvaU9EZ3hNaUlzSW00aU9pSnpkR0ZqYXkxamFTSXNJbXNpT2lKUmRqaDZUalJ0"\notlp exporter: rpc error: code = Unauthenticated desc = invalid authentication credentials',
    secrets: ['NDE3MjAzOmdsY19leUp2SWpvaU9EZ3hNaUlzSW00aU9pSnpkR0ZqYXkxamFTSXNJbXNpT2lKUmRqaDZUalJ0'],
  },
  {
    kind: 'otel collector effective config',
    text: 'info\tservice@v0.96.0/service.go:143\teffective config\nexporters:\n  newrelic:\n    headers:\n      api-key: 8297bb4f4463edaec8312f3108dae6246bf2NRAL\n  logzio:\n    account_token: mnDLXLIwelipN2zb7l4ipWXmvHRdBawr',
    secrets: ['8297bb4f4463edaec8312f3108dae6246bf2NRAL', 'mnDLXLIwelipN2zb7l4ipWXmvHRdBawr'],
  },
  {
    kind: 'base64 json with client_secret in header',
    text: '-> x-acme-config: eyJ0ZW5hbnQiOiAiYWNtZSIsICJjbGllbnRfaWQiOiAiNzdmMSIsICJjbGllbnRfc2VjcmV0IjogInBROH5adDJWbjdMeFdrMFJzTWI0WWNIZDlHZko2YVVlIn0=\n<- 500 could not decode tenant configuration',
    secrets: [
      'eyJ0ZW5hbnQiOiAiYWNtZSIsICJjbGllbnRfaWQiOiAiNzdmMSIsICJjbGllbnRfc2VjcmV0IjogInBROH5adDJWbjdMeFdrMFJzTWI0WWNIZDlHZko2YVVlIn0=',
    ],
  },
  {
    kind: 'smithery config query base64',
    text: 'Connecting to https://server.smithery.ai/exa/mcp?config=eyJleGFBcGlLZXkiOiAiNmIxZjBjOWUtMmQ3NC00ZjgzLTlhMDUtYzdlOGQxYjNmMmE2IiwgImRlYnVnIjogZmFsc2V9&api_key=f67b2480-87ed-4047-8982-31a53ca8662f',
    secrets: [
      'eyJleGFBcGlLZXkiOiAiNmIxZjBjOWUtMmQ3NC00ZjgzLTlhMDUtYzdlOGQxYjNmMmE2IiwgImRlYnVnIjogZmFsc2V9',
      'f67b2480-87ed-4047-8982-31a53ca8662f',
    ],
  },
  {
    kind: 'langchain SecretStr repr leak',
    text: "ChatOpenAI(client=<openai.resources.chat.completions.Completions object at 0x10f2>, model_name='gpt-4o', openai_api_key=SecretStr('sk-svcacct-jV4QTgxeYQuovf_dZlNgMBSeDbp3HuUZBXGGjqVOxr9BB3bszxImQ57EYAqbbpUN2SUBga'), openai_proxy='')",
    secrets: ['sk-svcacct-jV4QTgxeYQuovf_dZlNgMBSeDbp3HuUZBXGGjqVOxr9BB3bszxImQ57EYAqbbpUN2SUBga'],
  },
  {
    kind: 'azure identity header app service',
    text: "DEBUG azure.identity._internal: Request URL: 'http://localhost:42356/msi/token?api-version=2019-08-01&resource=https://vault.azure.net'\nRequest headers: 'X-IDENTITY-HEADER': '7AEF9B4050A3D3623D15C7A04647D5D2' 'User-Agent': 'azsdk-python-identity/1.15.0'",
    secrets: ['7AEF9B4050A3D3623D15C7A04647D5D2'],
  },
  {
    kind: 'azure devops pat extraheader',
    text: '##[debug]git -c http.extraheader="AUTHORIZATION: basic Oms0dno3cXkybW54NXczdGJoNnJjZGpmOHNnbDlwYWV1MW8waXE3enh2NW10Mmt3bjhyYmM=" fetch --tags --prune origin\n##[debug]AZURE_DEVOPS_EXT_PAT=fsd7xyto9mr1kr1yfko11jhb9rwus97lxgmt2wtg7l7mu341pglm',
    secrets: [
      'Oms0dno3cXkybW54NXczdGJoNnJjZGpmOHNnbDlwYWV1MW8waXE3enh2NW10Mmt3bjhyYmM=',
      'fsd7xyto9mr1kr1yfko11jhb9rwus97lxgmt2wtg7l7mu341pglm',
    ],
  },
  {
    kind: 'github actions unmasked env',
    text: '##[group]Run ./scripts/publish.sh\nenv:\n  NODE_AUTH_TOKEN: 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\n  TWINE_PASSWORD: pypi-AgEIcHlwaS5vcmcJIZ9qm-1qpdhImPo9KHLRbb3z2GTQtfCsNXBD_RE20IX-Rr6159D_XypSQEgS8sNPMFYX6HAjLZZ_cGVzCKam7XQKTeO7Xg3yirizGluiMvGgGx3PatKtxtUPF78uW3ZpFh6E5y7h1aVfnrA_J0-kG\n##[endgroup]',
    secrets: [
      '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',
      'pypi-AgEIcHlwaS5vcmcJIZ9qm-1qpdhImPo9KHLRbb3z2GTQtfCsNXBD_RE20IX-Rr6159D_XypSQEgS8sNPMFYX6HAjLZZ_cGVzCKam7XQKTeO7Xg3yirizGluiMvGgGx3PatKtxtUPF78uW3ZpFh6E5y7h1aVfnrA_J0-kG',
    ],
  },
  {
    kind: 'gitlab ci PRIVATE-TOKEN go map',
    text: 'time="2026-05-30T07:01:22Z" level=error msg="GET https://git.acme.io/api/v4/projects failed: 401" headers="map[Private-Token:[qothaKuen7nhll6OfGuEFu93XS] User-Agent:[go-gitlab]]"',
    secrets: ['qothaKuen7nhll6OfGuEFu93XS'],
  },
  {
    kind: 'jenkins withCredentials leak',
    text: '[Pipeline] sh\n+ docker login -u acmebot -p dckr_pat_MhMLNaDAziHmrW-GIW5LARGmBYs docker.io\nWARNING! Using --password via the CLI is insecure. Use --password-stdin.\n+ curl --user acme:1139153a852ed6ab0ccb77ec0078e5a670 http://jenkins:8080/crumbIssuer/api/json',
    secrets: ['dckr_pat_MhMLNaDAziHmrW-GIW5LARGmBYs', '1139153a852ed6ab0ccb77ec0078e5a670'],
  },
  {
    kind: 'circleci context print',
    text: '#!/bin/bash -eo pipefail\nprintenv | sort\nCIRCLE_BRANCH=main\nFLY_API_TOKEN=FlyV1 fm2_9TUtFvHICPfWQdjzBl8+p+aHQ3f37wBkcVBnja9EqrwwvvoNfDVS8GDsDWpbnrx5ms9jKPCbqFiqhcbknMgFUoI+Mk+xAPX8Kur+s/hB3qpf2iRNFUvWTLiymjc3suiIbx1wjUniS1Q15otavM2YPsgyMQ/he0H/I6c6ZGHIuGwpqqASzdpGJdT554YyIxXtULxRs4X7\nSENTRY_AUTH_TOKEN=sntrys_oh6hFqKB7AIOBppPOC4NrsGO80taVrqWBB4EnJ1o9Cc1fzlut5iS4l4WHFBXI5S7DnvVmIvtdImqrpWpXCld7d900Tn1CVbEZn6mrjUdtw0ZnwGc1vncOkJL',
    secrets: [
      'fm2_9TUtFvHICPfWQdjzBl8+p+aHQ3f37wBkcVBnja9EqrwwvvoNfDVS8GDsDWpbnrx5ms9jKPCbqFiqhcbknMgFUoI+Mk+xAPX8Kur+s/hB3qpf2iRNFUvWTLiymjc3suiIbx1wjUniS1Q15otavM2YPsgyMQ/he0H/I6c6ZGHIuGwpqqASzdpGJdT554YyIxXtULxRs4X7',
      'sntrys_oh6hFqKB7AIOBppPOC4NrsGO80taVrqWBB4EnJ1o9Cc1fzlut5iS4l4WHFBXI5S7DnvVmIvtdImqrpWpXCld7d900Tn1CVbEZn6mrjUdtw0ZnwGc1vncOkJL',
    ],
  },
  {
    kind: 'systemd unit environment',
    text: '● relay.service - Acme relay\n     Active: failed (Result: exit-code)\n    Process: 2213 ExecStart=/usr/bin/env RELAY_PSK=k1qz4q5ayjbp1nu2m068n8ks /opt/relay/bin/relay --listen :9000 (code=exited, status=1/FAILURE)',
    secrets: ['k1qz4q5ayjbp1nu2m068n8ks'],
  },
  {
    kind: 'ps aux argv',
    text: 'root      4410  0.2  0.1 1240512 18432 ?  Ssl  09:02   0:01 cloudflared tunnel run --token eyJhIjoi29piBGpwgZnV2NhfptVaogVTZQCzsekS3Qxyp72jZsynIlZwjDAtqHuoK0FXJq9IyaNAkSs6gcbYlC9c8gnG4L8vzorUWQNy9bj9RRIkYEQXx8lRgjLXTbac4Gr72zrxyWIjlCxOkbTbNK7ZIBgusg\napp       4512  0.0  0.3  980112 30112 ?  Sl   09:02   0:00 ./worker --db-pass A6t+j75rrI?dxWq --queue default',
    secrets: [
      'eyJhIjoi29piBGpwgZnV2NhfptVaogVTZQCzsekS3Qxyp72jZsynIlZwjDAtqHuoK0FXJq9IyaNAkSs6gcbYlC9c8gnG4L8vzorUWQNy9bj9RRIkYEQXx8lRgjLXTbac4Gr72zrxyWIjlCxOkbTbNK7ZIBgusg',
      'A6t+j75rrI?dxWq',
    ],
  },
  {
    kind: 'kubectl describe pod env',
    text: '    Environment:\n      LOG_LEVEL:           info\n      STRIPE_API_KEY:      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\n      WEBHOOK_SIGNING_KEY: whsec_M7Ynanp56nKdJuElooPn3LYmkY0OFlXU\n      PORT:                8080',
    secrets: [
      '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',
      'whsec_M7Ynanp56nKdJuElooPn3LYmkY0OFlXU',
    ],
  },
  {
    kind: 'helm set arguments',
    text: 'helm upgrade --install pg bitnami/postgresql --set auth.postgresPassword=84H2NO9AGrAcemhj --set auth.replicationPassword=mhJb3VeNneS4V2nQ,primary.persistence.size=8Gi\nError: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress',
    secrets: ['84H2NO9AGrAcemhj', 'mhJb3VeNneS4V2nQ'],
  },
  {
    kind: 'kubeadm join',
    text: 'kubeadm join 10.0.0.10:6443 --token 3yapks.uclytjg2ue7f0292 \\\n\t--discovery-token-ca-cert-hash sha256:880fcb7ff4527f9452735f8ece1f9ce04675b3be6e174c26b9efabc6b546c390',
    secrets: ['3yapks.uclytjg2ue7f0292'],
  },
  {
    kind: 'docker swarm and k3s tokens',
    text: '    docker swarm join --token SWMTKN-1-2pju4a5knk50dnvmih91dgwzm95pvbsyyx1s421ak0md01619p-nmloljpfjhgz4ikbyrfokb7d6 192.168.65.3:2377\nlevel=info msg="To join node: k3s agent -s https://10.0.0.4:6443 -t K103b6c2aa9ee8cc2174691b935dfd5391e6f5e74cf0b5d710f3d2a391a71f36769::server:4aa70f00ecafe7b78b1e38140fac6f49"',
    secrets: [
      'SWMTKN-1-2pju4a5knk50dnvmih91dgwzm95pvbsyyx1s421ak0md01619p-nmloljpfjhgz4ikbyrfokb7d6',
      'K103b6c2aa9ee8cc2174691b935dfd5391e6f5e74cf0b5d710f3d2a391a71f36769::server:4aa70f00ecafe7b78b1e38140fac6f49',
    ],
  },
  {
    kind: 'psql result table with api key column',
    text: ' id |  name   |             api_key              |     created_at\n----+---------+----------------------------------+---------------------\n  1 | default | scdj9yvjzm3z8tk9w9xupez9s5hvtg01 | 2026-01-04 10:00:00\n  2 | mobile  | 6rmebzkfy8ony32dmxto7t3rwr4are1v | 2026-01-09 12:31:44\n(2 rows)',
    secrets: ['scdj9yvjzm3z8tk9w9xupez9s5hvtg01', '6rmebzkfy8ony32dmxto7t3rwr4are1v'],
  },
  {
    kind: 'markdown table of credentials',
    text: '| Service  | User  | Password         |\n|----------|-------|------------------|\n| Grafana  | admin | 88phdH0ESX4PUeHj |\n| RabbitMQ | guest | zHjLNC6nK6-e-ynB |',
    secrets: ['88phdH0ESX4PUeHj', 'zHjLNC6nK6-e-ynB'],
  },
  {
    kind: 'csv with header row',
    text: 'User name,Password,Access key ID,Secret access key,Console login link\nci-deployer,,AKIAS9WFYOP8XZ03TQCW,ZedCakRaTDZ/7rWTWomr7GNuQFJUANKdKZbXRTBI,https://4471.signin.aws.amazon.com/console',
    secrets: ['AKIAS9WFYOP8XZ03TQCW', 'ZedCakRaTDZ/7rWTWomr7GNuQFJUANKdKZbXRTBI'],
  },
  {
    kind: 'ntlm and digest headers',
    text: '> Proxy-Authorization: NTLM TlRMTVNTUAADAAAADDoNEJUqs5kHiWU2RFx+lc3BCiBfT+BsHGM1SH90v0jTNZnDU2xn0eNbi6j8fw/Xl70kFMnsTQXSDPgNtRST+XManRzNPI/Opl89F4U5w+m9/iFiXNgtNuFoLttCt7O5bVRrVs2p5Btc1VVVpo/EwDLpuqp3gHaa\n> Authorization: Digest username="cam", realm="AXIS", nonce="NDY0VKjYpAzieZsN1sg0CnOa2fFWn3lr", uri="/axis-cgi/param.cgi", response="b6acc2ea09e6c2d416063e708c177cda", qop=auth',
    secrets: [
      'TlRMTVNTUAADAAAADDoNEJUqs5kHiWU2RFx+lc3BCiBfT+BsHGM1SH90v0jTNZnDU2xn0eNbi6j8fw/Xl70kFMnsTQXSDPgNtRST+XManRzNPI/Opl89F4U5w+m9/iFiXNgtNuFoLttCt7O5bVRrVs2p5Btc1VVVpo/EwDLpuqp3gHaa',
      'b6acc2ea09e6c2d416063e708c177cda',
    ],
  },
  {
    kind: 'negotiate kerberos',
    text: "* Server auth using Negotiate with user ''\n> GET /webhdfs/v1/?op=LISTSTATUS HTTP/1.1\n> Authorization: Negotiate YIIFxQYGKwYBBQUCoIIFuTCCBbWgDTALBgkqhkiG7j4MlUTphNKEi/QVfFAGaWPcj2moOGdY9XRxH2CjjM8PNH7bxEsuX2VVskKpr2zyP8wZmi8TSGayVa33SOIUq9P489zTAwMiL5vU5J/KuYXEWjZg9u5/hX5YBhI9rvJgkfT65aKknfdvkyOVCLDBCDVIDw1Lmecp6ReGjtNQ/+Y0iFtUUyLW1/2CWl+DV2JA2jrwKtB9wc4EzHd97wavWaZ9BUmAxU4O8URS3DP/ePX6TmuRGb3PMotC7xxfLTARxviYxTGaoJwMHpv7kk5FPhEE",
    secrets: [
      'YIIFxQYGKwYBBQUCoIIFuTCCBbWgDTALBgkqhkiG7j4MlUTphNKEi/QVfFAGaWPcj2moOGdY9XRxH2CjjM8PNH7bxEsuX2VVskKpr2zyP8wZmi8TSGayVa33SOIUq9P489zTAwMiL5vU5J/KuYXEWjZg9u5/hX5YBhI9rvJgkfT65aKknfdvkyOVCLDBCDVIDw1Lmecp6ReGjtNQ/+Y0iFtUUyLW1/2CWl+DV2JA2jrwKtB9wc4EzHd97wavWaZ9BUmAxU4O8URS3DP/ePX6TmuRGb3PMotC7xxfLTARxviYxTGaoJwMHpv7kk5FPhEE',
    ],
  },
  {
    kind: 'wsse soap xml',
    text: '<soapenv:Header><wsse:Security><wsse:UsernameToken><wsse:Username>INTF01</wsse:Username><wsse:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText">FsN2pW24n7FJ!-Kw</wsse:Password></wsse:UsernameToken></wsse:Security></soapenv:Header>',
    secrets: ['FsN2pW24n7FJ!-Kw'],
  },
  {
    kind: 'har entry headers',
    text: '{"name":"Accept","value":"application/json"},{"name":"X-CSRF-Token","value":"CehXH33uV4eDuTE+AFzrZRwgxWDaq2dhDElL5WWQ6iyjOtCo3gKA73hQnG34phCtPAJK1Vdw3TyPVqjHOBJknA=="},{"name":"X-Auth-Token","value":"4420fff6da427b7770e431541612ec769c89fa8d"},{"name":"Referer","value":"https://app.acme.io/"}',
    secrets: [
      'CehXH33uV4eDuTE+AFzrZRwgxWDaq2dhDElL5WWQ6iyjOtCo3gKA73hQnG34phCtPAJK1Vdw3TyPVqjHOBJknA==',
      '4420fff6da427b7770e431541612ec769c89fa8d',
    ],
  },
  {
    kind: 'json in json in json',
    text: '{"level":"debug","msg":"{\\"event\\":\\"tool_call\\",\\"args\\":\\"{\\\\\\"url\\\\\\":\\\\\\"https://wiki.acme.io\\\\\\",\\\\\\"personal_token\\\\\\":\\\\\\"taCWWwDHVioFCOAXtK41GSdgvJ+esmS+Vacb6LHVl5Eu\\\\\\"}\\"}"}',
    secrets: ['taCWWwDHVioFCOAXtK41GSdgvJ+esmS+Vacb6LHVl5Eu'],
  },
  {
    kind: 'unicode escaped json',
    text: 'data: {\\u0022username\\u0022:\\u0022svc\\u0022,\\u0022password\\u0022:\\u0022dm2oJjqjAN2WDCK0RBpk\\u0022,\\u0022remember\\u0022:false}',
    secrets: ['dm2oJjqjAN2WDCK0RBpk'],
  },
  {
    kind: 'ansi coloured log',
    text: '\u001b[36mDEBUG\u001b[0m[0003] connecting \u001b[36muser\u001b[0m=root \u001b[36mpassword\u001b[0m=hCpv2+h9oG9q8!2Z \u001b[36mhost\u001b[0m=10.2.0.9',
    secrets: ['hCpv2+h9oG9q8!2Z'],
  },
  {
    kind: 'git diff of env file',
    text: 'diff --git a/.env b/.env\nindex 3b18e51..c4d7f02 100644\n@@ -3,4 +3,4 @@\n APP_PORT=3000\n-JWT_SECRET=1hOUqX3wOL9XbcWuY1iOnUoBeEt1twsO\n+JWT_SECRET=XXFcp8C5B2n0ECIHNWLgu6RGrP3cQv1tzg9IMC5rzD6/ltKyNmiLpsBcGEQPBGPk\n LOG_LEVEL=debug',
    secrets: [
      '1hOUqX3wOL9XbcWuY1iOnUoBeEt1twsO',
      'XXFcp8C5B2n0ECIHNWLgu6RGrP3cQv1tzg9IMC5rzD6/ltKyNmiLpsBcGEQPBGPk',
    ],
  },
  {
    kind: 'okhttp interceptor',
    text: '--> POST https://api.acme.app/v3/session http/1.1\nContent-Type: application/json; charset=UTF-8\nX-Device-Token: hRbB9wsTbOHDyE9n9E4GBW:APA91b_0p0kitE-rXkHhqWMXDBHC-s2a1kwWEqqaBcMMJMhTrhrFbsyqMKu5QS2C9QFyqzCICIsXDZpyJIpzKY7r_qXqGz3Ms-PsvZPdgd0nCAUowbz3v_R1OHq44uHERVnwUVGvLcgo\n{"pin":"815134","device":"Pixel 8"}\n--> END POST (38-byte body)',
    secrets: [
      'hRbB9wsTbOHDyE9n9E4GBW:APA91b_0p0kitE-rXkHhqWMXDBHC-s2a1kwWEqqaBcMMJMhTrhrFbsyqMKu5QS2C9QFyqzCICIsXDZpyJIpzKY7r_qXqGz3Ms-PsvZPdgd0nCAUowbz3v_R1OHq44uHERVnwUVGvLcgo',
      '815134',
    ],
  },
  {
    kind: 'swift nsurlrequest dump',
    text: '▿ https://api.acme.app/v1/me\n  ▿ allHTTPHeaderFields: 2 key/value pairs\n    ▿ (2 elements)\n      - key: "X-Session-Token"\n      - value: "169924f2354866852e3cf5d6dd42f39fb8463aae547c0f589e60742698d03b12"',
    secrets: ['169924f2354866852e3cf5d6dd42f39fb8463aae547c0f589e60742698d03b12'],
  },
  {
    kind: 'flutter dio log',
    text: 'I/flutter ( 8123): *** Request ***\nI/flutter ( 8123): uri: https://api.acme.app/auth/refresh\nI/flutter ( 8123):  authorization: Token 49531c812d02ad2f863b80601a5ea6247a657685\nI/flutter ( 8123): data: {refreshToken: bTKToIP-WzKG9aVeRrVBWbfZpWGSUbfQ5FE8guEaONPpWJ62, deviceId: a1}',
    secrets: ['49531c812d02ad2f863b80601a5ea6247a657685', 'bTKToIP-WzKG9aVeRrVBWbfZpWGSUbfQ5FE8guEaONPpWJ62'],
  },
  {
    kind: 'scala case class positional',
    text: 'Exception in thread "main" java.lang.IllegalArgumentException: bad config DbConfig(url = jdbc:redshift://wh:5439/dev, user = etl, password = aXMDqLmcsYKQin8zzv, pool = Some(8))',
    secrets: ['aXMDqLmcsYKQin8zzv'],
  },
  {
    kind: 'perl data dumper',
    text: "$VAR1 = {\n          'bind_dn' => 'uid=koha,ou=apps,dc=acme',\n          'bind_pw' => 'qAUzeVhts0l19d',\n          'timeout' => 10\n        };",
    secrets: ['qAUzeVhts0l19d'],
  },
  {
    kind: 'erlang crash proplist',
    text: '** Reason for termination == {{badmatch,{error,econnrefused}},[{host,"ejabberd"},{port,5280},{password,<<"Ftid3!TcM?YXDJct">>},{ssl,false}]}',
    secrets: ['Ftid3!TcM?YXDJct'],
  },
  {
    kind: 'clojure edn map',
    text: 'ERROR acme.db - pool failed {:dbtype "postgresql", :user "ring", :password "H6nbwEPso9oZwBQFQsPs", :host "db"}',
    secrets: ['H6nbwEPso9oZwBQFQsPs'],
  },
  {
    kind: 'csharp user secrets and json config',
    text: 'dbug: Microsoft.Extensions.Configuration[0]\n      Smtp:Password = iDgABGyg2uzw5xTT\n      Jwt:SigningKey = LsqA2ssjqnghGHsd1PjP3/fS1enfOHzfHejnieVCZWeA23bh/AgRsyUMIpi73MgL\n      Logging:LogLevel:Default = Debug',
    secrets: ['iDgABGyg2uzw5xTT', 'LsqA2ssjqnghGHsd1PjP3/fS1enfOHzfHejnieVCZWeA23bh/AgRsyUMIpi73MgL'],
  },
  {
    kind: 'sentry dsn legacy secret',
    text: 'raven: DSN https://9f4f6df577ddc91e3e126d10f59ee02e:65333f45817fb7f543e626bd024af15a@sentry.acme.io/4 rejected: 401 (invalid secret)',
    secrets: ['65333f45817fb7f543e626bd024af15a'],
  },
  {
    kind: 'jupyter server url',
    text: '[I 2026-03-02 08:00:11.402 ServerApp] Jupyter Server 2.12.5 is running at:\n[I 2026-03-02 08:00:11.402 ServerApp] http://localhost:8888/lab?token=ba42e9ea3a8114bad0cb1366ffed32103b452d38fdadc001',
    secrets: ['ba42e9ea3a8114bad0cb1366ffed32103b452d38fdadc001'],
  },
  {
    kind: 'rtsp camera url',
    text: '[rtsp @ 0x55d0c8] method DESCRIBE failed: 401 Unauthorized\nrtsp://admin:PG8C81xLt@192.168.1.64:554/Streaming/Channels/101: Server returned 401 Unauthorized',
    secrets: ['PG8C81xLt'],
  },
  {
    kind: 'http proxy env creds',
    text: 'Step 4/9 : RUN env | grep -i proxy\nhttp_proxy=http://CORP%5Cmkhan:08pM5IOvqJQ%21@proxy.corp.local:8080\nno_proxy=localhost,127.0.0.1',
    secrets: ['08pM5IOvqJQ%21'],
  },
  {
    kind: 'jwk private key and otpauth',
    text: '{"kty":"EC","crv":"P-256","kid":"sig-2026","x":"IHLXOm464sAhyLj_uP-xhDc29-SP0gToXm6KPIEei-s","y":"r9hEJ8poH1zgMfyZ0akGuUNyBdOmviYeIiFuH9Ig8po","d":"lQl2NMubap8-4kcz2702ySOr2iufY_gH1lxARvf-Di0"}\notpauth://totp/Acme:mk?secret=JBTWQ6ZLMRXHG2DPNVSXK4TFOAYTEMZU&issuer=Acme&digits=6',
    secrets: ['lQl2NMubap8-4kcz2702ySOr2iufY_gH1lxARvf-Di0', 'JBTWQ6ZLMRXHG2DPNVSXK4TFOAYTEMZU'],
  },
  {
    kind: 'ethereum private key and seed phrase',
    text: 'hardhat: HH8: invalid account for network sepolia\n  accounts: ["0x04bbc663e42663e47d479dcbbeacb3b705213e88363a83a0b7fdbabc1b217a0e"]\n  mnemonic: "velvet orbit lumber canyon tilt merge sponsor quantum fiscal drift hazard plunge"',
    secrets: [
      '0x04bbc663e42663e47d479dcbbeacb3b705213e88363a83a0b7fdbabc1b217a0e',
      'velvet orbit lumber canyon tilt merge sponsor quantum fiscal drift hazard plunge',
    ],
  },
  {
    kind: 'user prose pasting a key',
    text: '> I set the key to 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 in the settings page but it still says unauthorized.\n> My password is Falkeorchid4890 by the way, and yes the caps lock is off.',
    secrets: ['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', 'Falkeorchid4890'],
  },
];
