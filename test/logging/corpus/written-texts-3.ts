// Texts as programs print them, each with the secrets in it: written by somebody who did not look at the rules.
import type { WrittenText } from './sample.ts';

export const writtenTexts3: readonly WrittenText[] = [
  {
    kind: 'bearer jwt wrapped at 76 columns',
    text: 'Request headers:\n  Accept: application/json\n  Authorization: Bearer\n    eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjU5MjVhMjE1M2Y3MSJ9.eyJpc3MiOiJ\n    odHRwczovL2xvZ2luLmV4YW1wbGUubmV0LyIsInN1YiI6InU4MDE3MSIsImF1ZCI6ImFwaSIsImV\n    4cCI6MTc4NTMzMzEzNX0.gsulkf67I6MpVceGVEEOzOTT0bJlZ-DGmNk_B6ElRXLcYxT4nYWwVBU\n    GOLfE_StdxfjZr8AUaZ5c9orDGnT27V0QO7JsISHpjmtMOXqrCBzVseBNEpvq-o3-vW4zcCiA5X8\n    3qrAzmic2p8hfHHnV9GXEyM_zrV1QeUDfbkJZBI0\n  Connection: close',
    secrets: [
      'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjU5MjVhMjE1M2Y3MSJ9.eyJpc3MiOiJ',
      'odHRwczovL2xvZ2luLmV4YW1wbGUubmV0LyIsInN1YiI6InU4MDE3MSIsImF1ZCI6ImFwaSIsImV',
      '4cCI6MTc4NTMzMzEzNX0.gsulkf67I6MpVceGVEEOzOTT0bJlZ-DGmNk_B6ElRXLcYxT4nYWwVBU',
      'GOLfE_StdxfjZr8AUaZ5c9orDGnT27V0QO7JsISHpjmtMOXqrCBzVseBNEpvq-o3-vW4zcCiA5X8',
      '3qrAzmic2p8hfHHnV9GXEyM_zrV1QeUDfbkJZBI0',
    ],
  },
  {
    kind: 'yaml folded password',
    text: 'smtp:\n  host: mail.acme.org\n  username: alerts\n  password: >-\n    hL7sk!FW5qOrDvznQvhm_L\n  port: 587',
    secrets: ['hL7sk!FW5qOrDvznQvhm_L'],
  },
  {
    kind: 'yaml literal block token',
    text: 'apiVersion: v1\nstringData:\n  url: https://git.acme.org\n  token: |\n    1qa4ham5m5dletdvhku6y8nja1whpzhzz6dwexh62zku\n  type: git',
    secrets: ['1qa4ham5m5dletdvhku6y8nja1whpzhzz6dwexh62zku'],
  },
  {
    kind: 'toml config',
    text: '[registries.acme]\nindex = "sparse+https://cargo.acme.io/index/"\ntoken = "ciolmdUklMaEwaRLdvWcJAMt9QUihyt8HuP"\n\n[http]\ntimeout = 60',
    secrets: ['ciolmdUklMaEwaRLdvWcJAMt9QUihyt8HuP'],
  },
  {
    kind: 'ini php config',
    text: '[database]\nadapter = mysqli\nparams.host = localhost\nparams.username = shop\nparams.password = "mQjFFU*kiI4*QBx"\nparams.dbname = shop',
    secrets: ['mQjFFU*kiI4*QBx'],
  },
  {
    kind: 'xml app config attributes',
    text: '<configuration>\n  <appSettings>\n    <add key="SmtpHost" value="smtp.acme.net" />\n    <add key="SmtpPassword" value="Q2N66pekXQFsbX8x" />\n  </appSettings>\n</configuration>',
    secrets: ['Q2N66pekXQFsbX8x'],
  },
  {
    kind: 'maven settings.xml',
    text: '[DEBUG] Reading user settings from /home/mira/.m2/settings.xml\n<server>\n  <id>acme-releases</id>\n  <username>ci</username>\n  <password>DtVhk7!_oB9o4INn8S</password>\n</server>',
    secrets: ['DtVhk7!_oB9o4INn8S'],
  },
  {
    kind: 'nuget config clear text password',
    text: '  <packageSourceCredentials>\n    <Acme>\n        <add key="Username" value="build" />\n        <add key="ClearTextPassword" value="9nyoymx1pzv0wg6uslz4xc3itfo4xt7f0bsmh14ujlo3rjcefkw0" />\n    </Acme>\n  </packageSourceCredentials>',
    secrets: ['9nyoymx1pzv0wg6uslz4xc3itfo4xt7f0bsmh14ujlo3rjcefkw0'],
  },
  {
    kind: 'plist key string',
    text: '<dict>\n\t<key>AccountName</key>\n\t<string>sync@acme.me</string>\n\t<key>AppPassword</key>\n\t<string>fjey-pvbf-ni2w-8ezo</string>\n</dict>',
    secrets: ['fjey-pvbf-ni2w-8ezo'],
  },
  {
    kind: 'hcl tfvars',
    text: 'region                = "eu-west-1"\ndb_master_password    = "p86*nMMK4maRyl2wGR0Zl-3Z"\ngithub_oauth_token    = "eb82b5a24ffe37f76a64b84a201423ef9bf2cd58"\ninstance_type         = "t3.medium"',
    secrets: ['p86*nMMK4maRyl2wGR0Zl-3Z', 'eb82b5a24ffe37f76a64b84a201423ef9bf2cd58'],
  },
  {
    kind: 'java properties with colon',
    text: 'sonar.host.url=https://sonar.acme.io\nsonar.login=squ_768eda4b00a8c8503507b2ccb6f6b42df7691c92\nkeystore.password: 2HL92UQfChTU3J\ntrustStorePassword Dd4nSH8SUBy49',
    secrets: ['squ_768eda4b00a8c8503507b2ccb6f6b42df7691c92', '2HL92UQfChTU3J', 'Dd4nSH8SUBy49'],
  },
  {
    kind: 'java -D flags',
    text: 'Command line: java -Xmx2g -Djavax.net.ssl.trustStorePassword=qn47JrSp1o8qN9b -Djasypt.encryptor.password=W6kHoIEN2?*5OvWgQp9Y -jar app.jar',
    secrets: ['qn47JrSp1o8qN9b', 'W6kHoIEN2?*5OvWgQp9Y'],
  },
  {
    kind: 'wildfly cli datasource',
    text: '[standalone@localhost:9990 /] data-source add --name=crm --jndi-name=java:/crm --driver-name=pg --connection-url=jdbc:postgresql://db/crm --user-name=crm --password=5O56fAWOtig76MAX0\n{"outcome" => "failed"}',
    secrets: ['5O56fAWOtig76MAX0'],
  },
  {
    kind: 'logback ldap bind',
    text: "DEBUG o.s.l.c.support.AbstractContextSource - Got Ldap context on server 'ldaps://dc1.acme.local:636'\nenv={java.naming.security.principal=CN=svc-ldap,OU=Svc,DC=acme,DC=local, java.naming.security.authentication=simple, java.naming.security.credentials=nw4WRx#0_Wy18n1dw}",
    secrets: ['nw4WRx#0_Wy18n1dw'],
  },
  {
    kind: 'ldapsearch -w',
    text: '$ ldapsearch -x -H ldap://dc1.acme.local -D "cn=admin,dc=acme,dc=local" -w \'Gi570Rz9&@sd$s\' -b dc=acme,dc=local uid=mk\nldap_bind: Invalid credentials (49)',
    secrets: ['Gi570Rz9&@sd$s'],
  },
  {
    kind: 'smtp AUTH LOGIN dialogue',
    text: "-> b'AUTH LOGIN\\r\\n'\n<- b'334 VXNlcm5hbWU6\\r\\n'\n-> b'Hpqrgx1oSIxPRbqUMguz\\r\\n'\n<- b'334 UGFzc3dvcmQ6\\r\\n'\n-> b'a1I3bXpXcTJMeDBWdG4=\\r\\n'\n<- b'535 5.7.8 Error: authentication failed\\r\\n'",
    secrets: ['a1I3bXpXcTJMeDBWdG4='],
  },
  {
    kind: 'smtp AUTH PLAIN',
    text: "send: 'AUTH PLAIN AG5ld3NAYWNtZS5pbwB6cWt2IHduYnQgaHh5byBwanJl\\r\\n'\nreply: b'535-5.7.8 Username and Password not accepted.\\r\\n'",
    secrets: ['AG5ld3NAYWNtZS5pbwB6cWt2IHduYnQgaHh5byBwanJl'],
  },
  {
    kind: 'imap LOGIN command',
    text: '12:40.11 > b\'OKDG1 LOGIN "mika@acme.fi" "83Du9*Wh*T8vOInf"\'\n12:40.33 < b\'OKDG1 NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\'',
    secrets: ['83Du9*Wh*T8vOInf'],
  },
  {
    kind: 'xoauth2 sasl string',
    text: 'C: AUTHENTICATE XOAUTH2 dXNlcj1taWthQGFjbWUuZmkBYXV0aD1CZWFyZXIgeWEyOS5hMEFmQl9ieUM3dlEybUxrWHd6OVJ0WXBOczRIZEdmSmU4VW9JaVdiMQEB\nS: + eyJzdGF0dXMiOiI0MDAifQ==',
    secrets: [
      'dXNlcj1taWthQGFjbWUuZmkBYXV0aD1CZWFyZXIgeWEyOS5hMEFmQl9ieUM3dlEybUxrWHd6OVJ0WXBOczRIZEdmSmU4VW9JaVdiMQEB',
    ],
  },
  {
    kind: 'ftp PASS',
    text: 'Command:\tUSER webmaster\nResponse:\t331 Password required for webmaster\nCommand:\tPASS OGF7FY2FFkeL\nResponse:\t530 Login incorrect.',
    secrets: ['OGF7FY2FFkeL'],
  },
  {
    kind: 'sshpass command',
    text: "+ sshpass -p 'Y5l?yQ+YbwyyR' scp -o StrictHostKeyChecking=no dist.tgz deploy@203.0.113.14:/srv\nPermission denied, please try again.",
    secrets: ['Y5l?yQ+YbwyyR'],
  },
  {
    kind: 'openssh private key block',
    text: 'debug1: identity from stdin\n-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\nVRNuwBzsnk7FTQqYe4CeO458ksLWY8KXAPIBP7TOuo2BAetEsuNbVVc0katDufykUXwJOd\n4iWB2b8DRADQJpTvrlAzJP4TJEgq3tXgyJGi4nVW1z4zPkTBq5oGRKU4ipnpuXDBz9rUBh\nQExd2poX7G1OSEKBo7yChDjgdmoZHZekImB6ZSqhB==\n-----END OPENSSH PRIVATE KEY-----\nLoad key "/dev/stdin": error in libcrypto',
    secrets: [
      'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW',
      'VRNuwBzsnk7FTQqYe4CeO458ksLWY8KXAPIBP7TOuo2BAetEsuNbVVc0katDufykUXwJOd',
      '4iWB2b8DRADQJpTvrlAzJP4TJEgq3tXgyJGi4nVW1z4zPkTBq5oGRKU4ipnpuXDBz9rUBh',
      'QExd2poX7G1OSEKBo7yChDjgdmoZHZekImB6ZSqhB',
    ],
  },
  {
    kind: 'pem key with escaped newlines in env',
    text: 'GITHUB_APP_PRIVATE_KEY="-----BEGIN RSA PRIVATE KEY-----\\nMIIEowIBAAKCAQEAGuG16pHBjJRmehxhMiPVxXbXPQGC4cgCx2y4ECVwCEfNXT2q\\nResSbIfnDuoeops5dfRTDwZhwsogiVkFKC5pLwu8XkF7DzTJs67ZlNQVA2AeCHzB\\n-----END RSA PRIVATE KEY-----"\nError: error:1E08010C:DECODER routines::unsupported',
    secrets: [
      'MIIEowIBAAKCAQEAGuG16pHBjJRmehxhMiPVxXbXPQGC4cgCx2y4ECVwCEfNXT2q',
      'ResSbIfnDuoeops5dfRTDwZhwsogiVkFKC5pLwu8XkF7DzTJs67ZlNQVA2AeCHzB',
    ],
  },
  {
    kind: 'wireguard conf',
    text: '[#] wg setconf wg0 /dev/fd/63\n[Interface]\nAddress = 10.66.0.2/32\nPrivateKey = jQv2RfpvNWGHC+BHWPTV7Pg5FKllTJYee3zjhVbIPNQ=\n[Peer]\nPublicKey = en7jOWo/XDoYqu6UZnCgOFh3Bv7CXuRkcWRVs0Cbjmw=\nPresharedKey = KlBCg3vAbIGvEFTCgLxAF42f5OwHhwM94zWNNtD0YFY=',
    secrets: ['jQv2RfpvNWGHC+BHWPTV7Pg5FKllTJYee3zjhVbIPNQ=', 'KlBCg3vAbIGvEFTCgLxAF42f5OwHhwM94zWNNtD0YFY='],
  },
  {
    kind: 'openvpn auth-user-pass inline',
    text: '<auth-user-pass>\nvpnuser07\nYoG5PNUNDh!!Qi\n</auth-user-pass>\nremote vpn.acme.net 1194 udp',
    secrets: ['YoG5PNUNDh!!Qi'],
  },
  {
    kind: 'wpa supplicant psk',
    text: 'network={\n\tssid="AcmeGuest"\n\tpsk="Saffron.copper8?"\n\tkey_mgmt=WPA-PSK\n}\nwlan0: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="AcmeGuest" auth_failures=2 reason=WRONG_KEY',
    secrets: ['Saffron.copper8?'],
  },
  {
    kind: 'esphome wifi yaml',
    text: 'INFO ESPHome 2026.2.1\nwifi:\n  ssid: "casa"\n  password: "cobaltmango07"\napi:\n  encryption:\n    key: "vJFBJh7Y0Ydsa52zkix3HGB1kmRZS0t9wYfAhdx5lQA="\nota:\n  password: "40fa1c9468112e293101ae649438d174"',
    secrets: [
      'cobaltmango07',
      'vJFBJh7Y0Ydsa52zkix3HGB1kmRZS0t9wYfAhdx5lQA=',
      '40fa1c9468112e293101ae649438d174',
    ],
  },
  {
    kind: 'home assistant config flow data',
    text: "2026-06-11 18:20:08.103 DEBUG (MainThread) [custom_components.alarmo.config_flow] Validating: {'username': 'truc@acme.fr', 'password': 'Falkesaffron1?', 'pin_code': '4957', 'serial': '99AGX'}",
    secrets: ['Falkesaffron1?', '4957'],
  },
  {
    kind: 'tuya local key',
    text: "DEBUG:tinytuya:TinyTuya [1.13.1] - status() for bf3c91d0b2aa57e6f1k0 local_key=b'0SXXmrVLQ3c5QxzX' version=3.4",
    secrets: ['0SXXmrVLQ3c5QxzX'],
  },
  {
    kind: 'cookie header django',
    text: 'GET /admin/ HTTP/1.1\nHost: shop.acme.test\nCookie: csrftoken=REhmXLmFSwfaX8u0FHfETrpggbqdhADB; sessionid=tvabq3qtgjhs8lohcvfwzr0s882bnotj; _ga=GA1.1.204113.1767',
    secrets: ['REhmXLmFSwfaX8u0FHfETrpggbqdhADB', 'tvabq3qtgjhs8lohcvfwzr0s882bnotj'],
  },
  {
    kind: 'set-cookie express',
    text: '< HTTP/2 200\n< set-cookie: __Host-next-auth.csrf-token=9b653b1bd593a6ad8508a37385d42a8538bd64fd2ef698b5f6c6b9ed732b94ac%7Cce80192a1381344c6961edb51eae79cab97b0fa4bae20112049a4d2ee2a9cb48; Path=/; HttpOnly; Secure; SameSite=Lax\n< set-cookie: __Secure-next-auth.session-token=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..YCFiix06YloAzD9n.2ycxpqfXdc7smQ-jVKINLNJaS2vXK0PGajw2Mb-KEskPUJD5k9zZl_IRRATgXt8KCN8B3dgW2ABP0EqLDP6FWi6feZBwXdDGkqEOR8JTm447wg1mfuhA6yjP55WcN9-8uW_WaG9E8c2X-gCHIukfy64WY78xmCpdzDTzvmVzjxn47QH8GTqdllGBqIQt__ujGqL-PTdYMLf5mFPcpX-gHSdIZW_3DJcQiBziB58xUxMct41D.37HPRyMOuhl4lEKXArLgqg; Path=/; Expires=Thu, 09 Apr 2026 10:00:00 GMT; HttpOnly',
    secrets: [
      '9b653b1bd593a6ad8508a37385d42a8538bd64fd2ef698b5f6c6b9ed732b94ac%7Cce80192a1381344c6961edb51eae79cab97b0fa4bae20112049a4d2ee2a9cb48',
      'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..YCFiix06YloAzD9n.2ycxpqfXdc7smQ-jVKINLNJaS2vXK0PGajw2Mb-KEskPUJD5k9zZl_IRRATgXt8KCN8B3dgW2ABP0EqLDP6FWi6feZBwXdDGkqEOR8JTm447wg1mfuhA6yjP55WcN9-8uW_WaG9E8c2X-gCHIukfy64WY78xmCpdzDTzvmVzjxn47QH8GTqdllGBqIQt__ujGqL-PTdYMLf5mFPcpX-gHSdIZW_3DJcQiBziB58xUxMct41D.37HPRyMOuhl4lEKXArLgqg',
    ],
  },
  {
    kind: 'jsessionid and sso cookies',
    text: '2026-03-19 09:00:12 DEBUG wire: http-outgoing-3 >> "Cookie: JSESSIONID=350D7F51260B3237A4AD1ABE69859803.node2; JSESSIONIDSSO=37BED9BFB6165BD311697AAC5D579812[\\r][\\n]"',
    secrets: ['350D7F51260B3237A4AD1ABE69859803', '37BED9BFB6165BD311697AAC5D579812'],
  },
  {
    kind: 'url jsessionid',
    text: 'o.a.c.core.StandardWrapperValve GET /portal/home.do;jsessionid=1C92210BA33765385183D57381F60416?menu=3 -> 500',
    secrets: ['1C92210BA33765385183D57381F60416'],
  },
  {
    kind: 'laravel cookies',
    text: '[2026-05-21 12:01:44] local.DEBUG: headers {"cookie":["XSRF-TOKEN=eyJpdiI6IhD2YiGM2xIt0QSYJj9vYwjPL26vU4iRvIvZfuTEnwWAPr/uTM4BXNgYnCSbnWVuMhKZRic+/h6F6svOF7lw775+TUcFp9oLgIX7EBMUY2KsMDOIlFXZSwkQPXCJqcsbyP5W5CGiN4GmoZv5v6SZ+wI%3D; laravel_session=eyJpdiI6IAsiBDa3F/ih8AM7n7HSLdTl85M/O9Re3EQbvfXH3s70I4mUtsJ4WLMYeMIsyjKbl7LW30Iqs/vL4Sp2OW0eoL/Az5LiK5U2PPOTrSAvxLYmZSOij/DNHZqsOOtD/cMhkAiacPirUtadgBZALCERuXDGF34GKFSJtEIaqijpQqvwUJQVKMxSA%3D"]}',
    secrets: [
      'eyJpdiI6IhD2YiGM2xIt0QSYJj9vYwjPL26vU4iRvIvZfuTEnwWAPr/uTM4BXNgYnCSbnWVuMhKZRic+/h6F6svOF7lw775+TUcFp9oLgIX7EBMUY2KsMDOIlFXZSwkQPXCJqcsbyP5W5CGiN4GmoZv5v6SZ+wI%3D',
      'eyJpdiI6IAsiBDa3F/ih8AM7n7HSLdTl85M/O9Re3EQbvfXH3s70I4mUtsJ4WLMYeMIsyjKbl7LW30Iqs/vL4Sp2OW0eoL/Az5LiK5U2PPOTrSAvxLYmZSOij/DNHZqsOOtD/cMhkAiacPirUtadgBZALCERuXDGF34GKFSJtEIaqijpQqvwUJQVKMxSA%3D',
    ],
  },
  {
    kind: 'laravel app key dump',
    text: 'production.ERROR: The payload is invalid. {"env":{"APP_KEY":"base64:qWOPKNKAFzoAMNkXlVKSkismDuK9DKF9JsosO5mkAaM=","APP_DEBUG":"true","DB_PASSWORD":"YgTZHFuhq4w1MGdo"}}',
    secrets: ['qWOPKNKAFzoAMNkXlVKSkismDuK9DKF9JsosO5mkAaM=', 'YgTZHFuhq4w1MGdo'],
  },
  {
    kind: 'wordpress wp-config',
    text: "define( 'DB_USER', 'wp_8812' );\ndefine( 'DB_PASSWORD', 'zxYsvT60WBFjnuvbcd' );\ndefine( 'AUTH_KEY',         'k;R0^|Zt>mWq8-u~x{Y4+Lh5Pf.B2e:sJ(9aQnV}6dG%Cw' );",
    secrets: ['zxYsvT60WBFjnuvbcd', 'k;R0^|Zt>mWq8-u~x{Y4+Lh5Pf.B2e:sJ(9aQnV}6dG%Cw'],
  },
  {
    kind: 'netscape cookie jar',
    text: '# Netscape HTTP Cookie File\n.youtube.com\tTRUE\t/\tTRUE\t1801234567\t__Secure-1PSID\tg.a0001KFHWarDlRdEMSf_q43PvUp_M6OJMxhdfyX1zX21zV4uJI6Qw_VUM02MpcKbLGKoGKBuMXkf9AULc63WpATgVEl1UiHxOgK4H7gunT5fG5Bc2Xxxjf587Hzb3DP1nTVdsBIHrpgm7V1H\n.youtube.com\tTRUE\t/\tTRUE\t1801234567\tLOGIN_INFO\tAFmmF2swK7VhNKCWYMlaslrdXV1k57tT_91CHitFMYMG_T6fgxRNBNnKp7XPsTal-BeZo2F78zVr4f6KmO41sRW26Itph04iAk',
    secrets: [
      'g.a0001KFHWarDlRdEMSf_q43PvUp_M6OJMxhdfyX1zX21zV4uJI6Qw_VUM02MpcKbLGKoGKBuMXkf9AULc63WpATgVEl1UiHxOgK4H7gunT5fG5Bc2Xxxjf587Hzb3DP1nTVdsBIHrpgm7V1H',
      'AFmmF2swK7VhNKCWYMlaslrdXV1k57tT_91CHitFMYMG_T6fgxRNBNnKp7XPsTal-BeZo2F78zVr4f6KmO41sRW26Itph04iAk',
    ],
  },
  {
    kind: 'playwright storage state',
    text: '{"cookies":[{"name":"li_at","value":"AQEDAQqsod7s5ezDLcm1BTuKoxsrmi_F33XjYfGRvJfjhgXS3bFdhvek7rQzu952Qx4PeTDlXEvwfvQF89gq3sccLaUMAidutdIFsXptkYe2JIU0y9zqXGQ5ARt-A0gPP3v-q60SWex2JWMovVFOUMXt","domain":".www.linkedin.com","path":"/","expires":1799999999,"httpOnly":true,"secure":true}],"origins":[]}',
    secrets: [
      'AQEDAQqsod7s5ezDLcm1BTuKoxsrmi_F33XjYfGRvJfjhgXS3bFdhvek7rQzu952Qx4PeTDlXEvwfvQF89gq3sccLaUMAidutdIFsXptkYe2JIU0y9zqXGQ5ARt-A0gPP3v-q60SWex2JWMovVFOUMXt',
    ],
  },
  {
    kind: 'selenium add_cookie',
    text: 'DEBUG:selenium.webdriver.remote.remote_connection:POST http://localhost:41233/session/218a9a881d2e5c0db4d649bece350ced/cookie {"cookie": {"name": "user_session", "value": "oP2GmPfGuWiShcXupem2rg4BVpgne78Jq7Fw4qpNYG_sUGum"}}',
    secrets: ['oP2GmPfGuWiShcXupem2rg4BVpgne78Jq7Fw4qpNYG_sUGum'],
  },
  {
    kind: 'saml response form',
    text: 'POST /saml/acs HTTP/1.1\nSAMLResponse=PHNhbWxwOlJlc3BvbnNlwHl4Mwbut6loQy4qkFcwEXwebvr9jK9AQ1mYrb83hRuxgSVXsI33ddZn6Vv0HRx77rHLTgWCO7IAbbRNDeNyKcdcFQjlGnmfeTCub0yKdfxKKmRkeCyvgVP49IJj5QwOOaU33kDTNbPxeDrcQ3p4HpXMyYTV2gbRePv2K2KgUD7geS0kdw2ikOptY5GcENX9sYdgEIVegCADXzASnfKiF8tl94URSfQm1QHJPjPPnDTnndmz%3D%3D&RelayState=https%3A%2F%2Fapp.acme.io%2F',
    secrets: [
      'PHNhbWxwOlJlc3BvbnNlwHl4Mwbut6loQy4qkFcwEXwebvr9jK9AQ1mYrb83hRuxgSVXsI33ddZn6Vv0HRx77rHLTgWCO7IAbbRNDeNyKcdcFQjlGnmfeTCub0yKdfxKKmRkeCyvgVP49IJj5QwOOaU33kDTNbPxeDrcQ3p4HpXMyYTV2gbRePv2K2KgUD7geS0kdw2ikOptY5GcENX9sYdgEIVegCADXzASnfKiF8tl94URSfQm1QHJPjPPnDTnndmz',
    ],
  },
  {
    kind: 'oidc implicit fragment',
    text: 'router: navigated to http://localhost:4200/#id_token=eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjVlNDg2MDdlZDQ5YSJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUubmV0LyIsInN1YiI6InU2MjE4MyIsImF1ZCI6ImFwaSIsImV4cCI6MTc5MTg0MDAzNH0.7Umg3ltHm0Iah7-VFgrqdKnLuXX82BYjPRky0ywJCvvthybqvYcki9b-dEkgSf0DrUE5KFALc4OjqlQzt-sk4L1ymE52EyzI8WDMQRh3h3U5AYIVzTOnlqrCv6hFxgdLYFGxDxpn5kfYbwQ0cB_tdZ_F1vVhRJyxnpDYDXT66mQv4HVBQuw50mvS2hvWpuHvNHJyMuTxMuWyuALRt1tkMJOkG7-W4WA8slYwF1dtWkX6XEnai2JtHmoTvOcdNeQGgVnFCpgp8VxgcMcmzc2QKpcDkC8s7A2zWJ5c98IhE2otO5B9-zptp_FP_kzkQ45IG2yDU3y2lrBSA3_quqInXw&state=DOI7oUROkaEOg0MuDdw9&session_state=a85987ae-5d4c-49c5-8f7c-31b463748f11',
    secrets: [
      'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjVlNDg2MDdlZDQ5YSJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUubmV0LyIsInN1YiI6InU2MjE4MyIsImF1ZCI6ImFwaSIsImV4cCI6MTc5MTg0MDAzNH0.7Umg3ltHm0Iah7-VFgrqdKnLuXX82BYjPRky0ywJCvvthybqvYcki9b-dEkgSf0DrUE5KFALc4OjqlQzt-sk4L1ymE52EyzI8WDMQRh3h3U5AYIVzTOnlqrCv6hFxgdLYFGxDxpn5kfYbwQ0cB_tdZ_F1vVhRJyxnpDYDXT66mQv4HVBQuw50mvS2hvWpuHvNHJyMuTxMuWyuALRt1tkMJOkG7-W4WA8slYwF1dtWkX6XEnai2JtHmoTvOcdNeQGgVnFCpgp8VxgcMcmzc2QKpcDkC8s7A2zWJ5c98IhE2otO5B9-zptp_FP_kzkQ45IG2yDU3y2lrBSA3_quqInXw',
      'DOI7oUROkaEOg0MuDdw9',
    ],
  },
  {
    kind: 'device code flow',
    text: 'device authorization response: {"device_code":"BmmxlY9G8VPM2GmLUjq1BItKtp8mxT6jeFDCudvn","user_code":"29ZJ-UX4K","verification_uri":"https://github.com/login/device","expires_in":899,"interval":5}',
    secrets: ['BmmxlY9G8VPM2GmLUjq1BItKtp8mxT6jeFDCudvn', '29ZJ-UX4K'],
  },
  {
    kind: 'dynamic client registration response',
    text: '[mcp-oauth] registered client {"client_id":"mcp_835b6d7312a0","client_id_issued_at":1767225600,"client_secret":"70259be804f2f049cafeffb16f3e38dffa0edafa622c3706edd7b6bc233f427e","client_secret_expires_at":0,"registration_access_token":"8zhjPiyDdVdmGHnOmLtaQlnkiUlyvVHMvoFkYgLqYBY","redirect_uris":["http://127.0.0.1:33418/"]}',
    secrets: [
      '70259be804f2f049cafeffb16f3e38dffa0edafa622c3706edd7b6bc233f427e',
      '8zhjPiyDdVdmGHnOmLtaQlnkiUlyvVHMvoFkYgLqYBY',
    ],
  },
  {
    kind: 'dpop proof header',
    text: '> DPoP: eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjAwMzYxYWM0ZmYxYyJ9.eyJqdGkiOiJrMiIsImh0bSI6IlBPU1QiLCJodHUiOiJodHRwczovL2FzLmFjbWUuaW8vdG9rZW4iLCJpYXQiOjE3NjcyMjU2MDB9.KNLTUsj81WN6-BCHAM4ltwQXWN7NBZb_WvNU2wsNhi1Pkr60wLPLlAqDNl5tQnR48x3akpj1E9frihrKkFfO8g\n> Authorization: DPoP LgL1MALEf2z_GXEszWDFt606xbHJ5fPS9y34OKBNYa1hcTXiSn15Ph1r6poTWJMn\n< 401 use_dpop_nonce',
    secrets: [
      'eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjAwMzYxYWM0ZmYxYyJ9.eyJqdGkiOiJrMiIsImh0bSI6IlBPU1QiLCJodHUiOiJodHRwczovL2FzLmFjbWUuaW8vdG9rZW4iLCJpYXQiOjE3NjcyMjU2MDB9.KNLTUsj81WN6-BCHAM4ltwQXWN7NBZb_WvNU2wsNhi1Pkr60wLPLlAqDNl5tQnR48x3akpj1E9frihrKkFfO8g',
      'LgL1MALEf2z_GXEszWDFt606xbHJ5fPS9y34OKBNYa1hcTXiSn15Ph1r6poTWJMn',
    ],
  },
  {
    kind: 'client assertion jwt',
    text: 'POST /acme/oauth2/v2.0/token client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImM0ODk3YTFhMjYyYyJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUubmV0LyIsInN1YiI6InUyMDk5MCIsImF1ZCI6ImFwaSIsImV4cCI6MTc3NDI1MTg2Nn0.2gZzx5pX2vw-L224oPMhnpPqYQDxWlNttz7VPAzheLDyd-NtsTAAYdrmIAs3olJKQVl1VIM6XtRxeSSzNbOR5XyCz9y2IhTczkFsv2eO11IUAuxx_KOg_xNeacEHBkTBU7pMWm9f4RNsXKlqp3Ddb4vT_WS_mA4RjD8IhCJbq_tc0qeyoDO5EKZntGiyzgqJtnAm7xV8pfefruGPjtJOo4vrOIF91a2VEDsaRQCZ7idWljEgRKlE5dXzVISquinQ8G-YCkaoiiY8ddy8wZUuGWIpvydCdTq0_NpOszzyHTbGOTEduafyLeHaVnCfDnXp9thn1MRCrZZnPmvG8KRdCg&grant_type=client_credentials',
    secrets: [
      'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6ImM0ODk3YTFhMjYyYyJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUubmV0LyIsInN1YiI6InUyMDk5MCIsImF1ZCI6ImFwaSIsImV4cCI6MTc3NDI1MTg2Nn0.2gZzx5pX2vw-L224oPMhnpPqYQDxWlNttz7VPAzheLDyd-NtsTAAYdrmIAs3olJKQVl1VIM6XtRxeSSzNbOR5XyCz9y2IhTczkFsv2eO11IUAuxx_KOg_xNeacEHBkTBU7pMWm9f4RNsXKlqp3Ddb4vT_WS_mA4RjD8IhCJbq_tc0qeyoDO5EKZntGiyzgqJtnAm7xV8pfefruGPjtJOo4vrOIF91a2VEDsaRQCZ7idWljEgRKlE5dXzVISquinQ8G-YCkaoiiY8ddy8wZUuGWIpvydCdTq0_NpOszzyHTbGOTEduafyLeHaVnCfDnXp9thn1MRCrZZnPmvG8KRdCg',
    ],
  },
  {
    kind: 'keycloak admin login script',
    text: 'kcadm.sh config credentials --server http://localhost:8080 --realm master --user admin --password Gewitter_magpie248?\nLogging into http://localhost:8080 as user admin of realm master\nFailed to send request - Connection refused',
    secrets: ['Gewitter_magpie248?'],
  },
  {
    kind: 'vault token lookup table',
    text: 'Key                  Value\n---                  -----\ntoken                hvs.CAESnNyXPpVBkVVSZA9o_9SIRIKKerwwHTZ8UcKwsmMQ3WqXa7Ql9_u70DJ7oI6acIGIRQ4NmK-6FxmK8Fgkzs4aXGsCFe\ntoken_accessor       WJnvOasfqYn0TW6cpGMxy98B\ntoken_duration       768h\ntoken_policies       ["default" "ci"]',
    secrets: [
      'hvs.CAESnNyXPpVBkVVSZA9o_9SIRIKKerwwHTZ8UcKwsmMQ3WqXa7Ql9_u70DJ7oI6acIGIRQ4NmK-6FxmK8Fgkzs4aXGsCFe',
    ],
  },
  {
    kind: 'vault unseal keys',
    text: 'Unseal Key 1: D5y9fG32AzNCi3aYaptnviQdsEyM5yju588TGUi/VcKo\nUnseal Key 2: 9zsDNsDvEwylzLF1rwA62wjDFssxa3Bbt1IMTavQK0V+\n\nInitial Root Token: hvs.IxKRSgt3UQkY1nT65Apjqkmc',
    secrets: [
      'D5y9fG32AzNCi3aYaptnviQdsEyM5yju588TGUi/VcKo',
      '9zsDNsDvEwylzLF1rwA62wjDFssxa3Bbt1IMTavQK0V+',
      'hvs.IxKRSgt3UQkY1nT65Apjqkmc',
    ],
  },
  {
    kind: 'vault wrapped secret-id',
    text: 'vault write auth/approle/login role_id=a5d22c13-9956-4ae9-8a28-be8ec9eb0bc5 secret_id=e130c7b2-7618-4ddc-bcca-204cf90d045b\nError writing data to auth/approle/login: Code: 400. Errors: * invalid role or secret ID',
    secrets: ['e130c7b2-7618-4ddc-bcca-204cf90d045b'],
  },
  {
    kind: 'vault kv get',
    text: '======= Data =======\nKey         Value\n---         -----\ndb_user     reporting\ndb_pass     JwYqYEantP0JJV70B0iNl',
    secrets: ['JwYqYEantP0JJV70B0iNl'],
  },
];
