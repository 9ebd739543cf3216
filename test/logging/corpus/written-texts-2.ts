// Texts as programs print them, each with the secrets in it: written by somebody who did not look at the rules.
import type { WrittenText } from './sample.ts';

export const writtenTexts2: readonly WrittenText[] = [
  {
    kind: 'rich traceback locals box',
    text: "│ ╭──────────────────────────────── locals ────────────────────────────────╮ │\n│ │     host = 'vec.acme.internal'                                          │ │\n│ │ password = '45HuEvE5GiQ!guuV*uTy'                                      │ │\n│ │     self = <acme.Connector.Connector object at 0x7f3c0a1b2e50>          │ │\n│ ╰─────────────────────────────────────────────────────────────────────────╯ │",
    secrets: ['45HuEvE5GiQ!guuV*uTy'],
  },
  {
    kind: 'kafka jaas config',
    text: '[main] INFO o.a.k.c.c.ConsumerConfig - \tsasl.mechanism = SCRAM-SHA-512\nsasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="loader" password="x3EGpbP3Swgujo36TYojUoJ16JzWJJHB";',
    secrets: ['x3EGpbP3Swgujo36TYojUoJ16JzWJJHB'],
  },
  {
    kind: 'librdkafka config dict',
    text: "%3|1767111201.113|FAIL|rdkafka#producer-1| SASL authentication error\nconf: {'bootstrap.servers': 'pkc-4r087.us-west2.gcp.confluent.cloud:9092', 'sasl.username': 'XQ7P2WHJ5L3NKD8F', 'sasl.password': 'H2xgGV9Pfc3Y2uJl5oXZafDSDO67BBp2gjeY4bDC+iN7H1y8CdDJAYhiTDTN5PXd', 'security.protocol': 'SASL_SSL'}",
    secrets: ['H2xgGV9Pfc3Y2uJl5oXZafDSDO67BBp2gjeY4bDC+iN7H1y8CdDJAYhiTDTN5PXd'],
  },
  {
    kind: 'amqp url',
    text: '[2026-03-03 07:00:12,004: ERROR/MainProcess] consumer: Cannot connect to amqp://celery:M8v5fBswSrIEyMtGTv5@rabbit:5672//: [Errno 111] Connection refused.',
    secrets: ['M8v5fBswSrIEyMtGTv5'],
  },
  {
    kind: 'redis url without user',
    text: 'redis.exceptions.ConnectionError: Error 8 connecting to redis://:93cXGMXxxw01KucUrfd5OwacG91XsqUK@cache-1.acme.use1.cache.amazonaws.com:6379/0. nodename nor servname provided',
    secrets: ['93cXGMXxxw01KucUrfd5OwacG91XsqUK'],
  },
  {
    kind: 'redis-cli -a and AUTH',
    text: '$ redis-cli -h 10.1.2.3 -a Yse4?KC7IweS!t5D ping\n1736420391.501203 [0 10.1.2.9:51234] "AUTH" "default" "u2hTTkjGN1UJxs5Z5j8CQ"',
    secrets: ['Yse4?KC7IweS!t5D', 'u2hTTkjGN1UJxs5Z5j8CQ'],
  },
  {
    kind: 'mongodb srv url',
    text: "MongoServerError: bad auth : authentication failed\n    uri: 'mongodb+srv://apiuser:oivRN6xN3gGIgrI2@cluster0.k3xw9.mongodb.net/prod?retryWrites=true&w=majority'",
    secrets: ['oivRN6xN3gGIgrI2'],
  },
  {
    kind: 'prisma datasource error',
    text: 'Error: P1001: Can\'t reach database server at `db.xkqpw.supabase.co`:`5432`\nDATABASE_URL="postgresql://postgres.xkqpw:75OjSZGyT2T+fvZx-q@db.xkqpw.supabase.co:5432/postgres?pgbouncer=true"',
    secrets: ['75OjSZGyT2T+fvZx-q'],
  },
  {
    kind: 'libpq keyword string',
    text: 'could not connect: host=10.8.0.14 port=5432 dbname=metrics user=grafana password=5tm6h760gkzffna7ra6n sslmode=require connect_timeout=10',
    secrets: ['5tm6h760gkzffna7ra6n'],
  },
  {
    kind: 'pgpass lines',
    text: '$ cat ~/.pgpass\ndb.acme.internal:5432:billing:billing_ro:LBiPs9WH1OI7dzlztl\n*:6432:*:pgbouncer:Tundra-marble9017?',
    secrets: ['LBiPs9WH1OI7dzlztl', 'Tundra-marble9017?'],
  },
  {
    kind: 'mysql create user statement',
    text: "2026-01-08T03:14:22.411Z 19 Query\tCREATE USER 'replica'@'10.%' IDENTIFIED BY 'edp50m#n3OGaIeP_tu'\n2026-01-08T03:14:22.418Z 19 Query\tGRANT REPLICATION SLAVE ON *.* TO 'replica'@'10.%'",
    secrets: ['edp50m#n3OGaIeP_tu'],
  },
  {
    kind: 'postgres alter role statement log',
    text: "2026-02-11 12:00:01 UTC [411] LOG:  statement: ALTER ROLE app_owner WITH LOGIN PASSWORD 'tYbAfgo60tVlZaxXrGq5TpfJ';",
    secrets: ['tYbAfgo60tVlZaxXrGq5TpfJ'],
  },
  {
    kind: 'mysql -p glued',
    text: '+ mysqldump -h db1 -u root -p3Z0Ny4mfadRFy9mI --single-transaction shop\nmysqldump: [Warning] Using a password on the command line interface can be insecure.',
    secrets: ['3Z0Ny4mfadRFy9mI'],
  },
  {
    kind: 'sqlplus connect',
    text: '$ sqlplus -S batch/waw1V5kwksQS@//ora19.acme.local:1521/ORCLPDB1 @nightly.sql\nERROR: ORA-01017: invalid username/password; logon denied',
    secrets: ['waw1V5kwksQS'],
  },
  {
    kind: 'jdbc oracle thin user slash pass',
    text: 'java.sql.SQLRecoverableException: IO Error: The Network Adapter could not establish the connection\nurl=jdbc:oracle:thin:hr_app/Lm8mWm0_-ZS4B@//10.20.0.7:1521/HRPROD',
    secrets: ['Lm8mWm0_-ZS4B'],
  },
  {
    kind: 'snowflake connector params',
    text: "snowflake.connector.connection INFO: Snowflake Connector for Python Version: 3.7.0\nconnect kwargs: account='xy12345.eu-west-1', user='DBT_CLOUD', password='CSwM1Er!wdNVirVodOh!a5', warehouse='WH_XS', passcode='666538'",
    secrets: ['CSwM1Er!wdNVirVodOh!a5', '666538'],
  },
  {
    kind: 'clickhouse http params',
    text: '<- GET /?database=events&user=ingest&password=zVTma3Ho9nsQBDj8jtRUbM76Lx97&query=SELECT%201 HTTP/1.1\n<- 516 Authentication failed: password is incorrect, or there is no user with such name',
    secrets: ['zVTma3Ho9nsQBDj8jtRUbM76Lx97'],
  },
  {
    kind: 'elasticsearch url and apikey header',
    text: "elastic_transport.ConnectionError: https://elastic:E7zxECLFrunpM6N3c09P8IRm@es-http.elastic.svc:9200\nheaders={'Authorization': 'ApiKey VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw==', 'x-elastic-client-meta': 'es=8.12.0'}",
    secrets: ['E7zxECLFrunpM6N3c09P8IRm', 'VnVhQ2ZHY0JDZGJrUW0tZTVhT3g6dWkybHAyYXhUTm1zeWFrdzl0dk5udw=='],
  },
  {
    kind: 'neo4j auth env',
    text: "neo4j-1  | Changed password for user 'neo4j'. IMPORTANT: this change will only take effect if performed before the database is started for the first time.\nneo4j-1  | NEO4J_AUTH=neo4j/junipersaffron70",
    secrets: ['junipersaffron70'],
  },
  {
    kind: 'influx token env and cli',
    text: '$ influx write --host https://eu-central-1-1.aws.cloud2.influxdata.com --org acme --bucket iot -t 0gV2OblZnZOdnFq82NX7WnR6fVvGmAFvZXaxdOrbFFjuptJn6dDdiwPJjB7uPTAo0M+7jq33SO+MxJvOjIEhVg== -f data.lp\nError: failed to write data: unauthorized access',
    secrets: ['0gV2OblZnZOdnFq82NX7WnR6fVvGmAFvZXaxdOrbFFjuptJn6dDdiwPJjB7uPTAo0M+7jq33SO+MxJvOjIEhVg=='],
  },
  {
    kind: 'mqtt mosquitto_pub args',
    text: '$ mosquitto_pub -d -h broker.hivemq.cloud -p 8883 -u sensor-17 -P xlJfu2SwtF8kKT -t home/temp -m 21.4\nClient null sending CONNECT\nConnection error: Connection Refused: not authorised.',
    secrets: ['xlJfu2SwtF8kKT'],
  },
  {
    kind: 'nats url and creds seed',
    text: 'nats: error: nats: Authorization Violation for nats://edge:5fbgukrkj8s0x3df341bwh@nats.acme.io:4222\n-----BEGIN USER NKEY SEED-----\nSUAZ3MIG2TVO2QRE8CD7C6TVOZ0AEGBUT75K9F1MDI9HTX4E58JV53I0TF\n------END USER NKEY SEED------',
    secrets: ['5fbgukrkj8s0x3df341bwh', 'SUAZ3MIG2TVO2QRE8CD7C6TVOZ0AEGBUT75K9F1MDI9HTX4E58JV53I0TF'],
  },
  {
    kind: 'azure service bus sas key',
    text: 'Endpoint=sb://acme-bus.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=cMg+l0evZW4+Ob/F5OUv8OiWT9yQvr3B90nisaD6r0w=;EntityPath=orders\nUnhandled exception. System.ArgumentException: The connection string is malformed.',
    secrets: ['cMg+l0evZW4+Ob/F5OUv8OiWT9yQvr3B90nisaD6r0w='],
  },
  {
    kind: 'iot hub device connection string',
    text: '[DEBUG] iothub_client: HostName=acme-hub.azure-devices.net;DeviceId=pump-04;SharedAccessKey=E0p97lko+OjxXOgMyw7N6G0qx3L5bwSH6M0SnJtenzc=\n[DEBUG] CONNECT packet username=acme-hub.azure-devices.net/pump-04/?api-version=2021-04-12 password=SharedAccessSignature sr=acme-hub.azure-devices.net%2Fdevices%2Fpump-04&sig=IVLAMh8iOvxEtyZCMal2N%2FNhNcwne6FIwJ0%2BPNWYx%2FE%3D&se=1767225600',
    secrets: [
      'E0p97lko+OjxXOgMyw7N6G0qx3L5bwSH6M0SnJtenzc=',
      'IVLAMh8iOvxEtyZCMal2N%2FNhNcwne6FIwJ0%2BPNWYx%2FE%3D',
    ],
  },
  {
    kind: 'app insights instrumentation key',
    text: 'APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=36fad632-9b08-437e-92cc-a9facacdd021;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/;LiveEndpoint=https://westeurope.livediagnostics.monitor.azure.com/',
    secrets: ['36fad632-9b08-437e-92cc-a9facacdd021'],
  },
  {
    kind: 'aws cli debug sigv4',
    text: "2026-04-02 16:20:11,204 - MainThread - botocore.endpoint - DEBUG - Sending http request: <AWSPreparedRequest stream_output=False, method=POST, url=https://sts.eu-west-1.amazonaws.com/, headers={'Content-Type': b'application/x-www-form-urlencoded; charset=utf-8', 'X-Amz-Date': b'20260402T142011Z', 'X-Amz-Security-Token': b'IQoJb3JpZ2luX2VjEozHJlgkxK0tMqmYSslQt+L7XCveUKN67HnX4kSIM6RIwCMLHdWMoDuD0jYPL6p77+DOJmDCMctCQMOE0ntpDdNrZNthW6lBjdp6ULNN0U7KJ3oEoWmWbffTeY8jkO6DoWaz+1PlE0QUH/uFRd9oBou3iVll1YN7AMLdX7x4el1Heq9StKTJCWTBwqM4QURHJ6fO8ohhftKChqhTuCsGJojmpupTJKY7rOfarlxiEkMTD1WE3GgpOrL623PNTrJvDpGFt1/GJqpVbf8n3uBKpH1G8ckYu5prwzTjjPNgoMApOcnnNX/eZhCg9zS2ckEog', 'Authorization': b'AWS4-HMAC-SHA256 Credential=ASIABU94Q8D3L9PZIHWB/20260402/eu-west-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=a01c7461d9c72c9afeecc4620c74fc7bd0b8094e5ab251f3bc7f379f79f5ea1c'}>",
    secrets: [
      'IQoJb3JpZ2luX2VjEozHJlgkxK0tMqmYSslQt+L7XCveUKN67HnX4kSIM6RIwCMLHdWMoDuD0jYPL6p77+DOJmDCMctCQMOE0ntpDdNrZNthW6lBjdp6ULNN0U7KJ3oEoWmWbffTeY8jkO6DoWaz+1PlE0QUH/uFRd9oBou3iVll1YN7AMLdX7x4el1Heq9StKTJCWTBwqM4QURHJ6fO8ohhftKChqhTuCsGJojmpupTJKY7rOfarlxiEkMTD1WE3GgpOrL623PNTrJvDpGFt1/GJqpVbf8n3uBKpH1G8ckYu5prwzTjjPNgoMApOcnnNX/eZhCg9zS2ckEog',
      'ASIABU94Q8D3L9PZIHWB',
      'a01c7461d9c72c9afeecc4620c74fc7bd0b8094e5ab251f3bc7f379f79f5ea1c',
    ],
  },
  {
    kind: 'aws assume-role xml',
    text: '<Credentials>\n  <AccessKeyId>ASIANQN5DVKYMNL3B118</AccessKeyId>\n  <SecretAccessKey>Dn7LMKsVI6K1VhXJ5doaQi6IipasApHAqelHQSmQ</SecretAccessKey>\n  <SessionToken>FwoGZXIvYXdzEpLcUMwEg41dHLNRAJYDZAFoIiA5KCL4aoF/8vUpiiOkZ1f9kamAx7FsUTDdMqbcY2EFP4ZjPZn8wZ3RV0tUQ4UbdnysAKYx7u//epn1uDOdQ2gWuJ9Vd7xaJ+uZrvvbHwIDdlL3eQwLGmz08flshJH9p3CJn75QMesYZrUHW08sf60Qzxsme9xl/8KctGSnOBjX2cw4dGhBoBq7kH8m2CwUWDCr900pbBHzEwNnjXPgf45FJ</SessionToken>\n  <Expiration>2026-04-02T15:20:11Z</Expiration>\n</Credentials>',
    secrets: [
      'ASIANQN5DVKYMNL3B118',
      'Dn7LMKsVI6K1VhXJ5doaQi6IipasApHAqelHQSmQ',
      'FwoGZXIvYXdzEpLcUMwEg41dHLNRAJYDZAFoIiA5KCL4aoF/8vUpiiOkZ1f9kamAx7FsUTDdMqbcY2EFP4ZjPZn8wZ3RV0tUQ4UbdnysAKYx7u//epn1uDOdQ2gWuJ9Vd7xaJ+uZrvvbHwIDdlL3eQwLGmz08flshJH9p3CJn75QMesYZrUHW08sf60Qzxsme9xl/8KctGSnOBjX2cw4dGhBoBq7kH8m2CwUWDCr900pbBHzEwNnjXPgf45FJ',
    ],
  },
  {
    kind: 'aws credentials ini',
    text: '$ cat ~/.aws/credentials\n[default]\naws_access_key_id = AKIA6ZF7LJ0XMT1U8IUF\naws_secret_access_key = WQJPibRtYbGivuyNIT2ncmsq9b9Ppd8vo6IshgZi',
    secrets: ['AKIA6ZF7LJ0XMT1U8IUF', 'WQJPibRtYbGivuyNIT2ncmsq9b9Ppd8vo6IshgZi'],
  },
  {
    kind: 'aws configure list and export',
    text: '+ export AWS_ACCESS_KEY_ID=AKIA4I8OEX0P6N78XM6P AWS_SECRET_ACCESS_KEY=41ef09zmF4pfA7P3crJn+yAsRjHh+ZfdijDwQguO AWS_DEFAULT_REGION=us-east-2\n+ aws ecr get-login-password',
    secrets: ['AKIA4I8OEX0P6N78XM6P', '41ef09zmF4pfA7P3crJn+yAsRjHh+ZfdijDwQguO'],
  },
  {
    kind: 's3 presigned url',
    text: 'GET https://acme-uploads.s3.amazonaws.com/2026/inv-9921.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAJEXTQLRMPQOH45S6%2F20260110%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260110T101500Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=94c31077d099d7933825325d09df0662da5c189c317ddb857948a740d7b18137 403 (Forbidden)',
    secrets: ['AKIAJEXTQLRMPQOH45S6', '94c31077d099d7933825325d09df0662da5c189c317ddb857948a740d7b18137'],
  },
  {
    kind: 'gcp service account json',
    text: '{"type":"service_account","project_id":"acme-ml-prod","private_key_id":"f2b2d513a7c0c10b5ad69ed4665e91db2dd532f3","private_key":"-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjouFWvD8ppedk2VxrKvjnt5jH\\neFDlBUV86UkF06J1SYvmHEGBSFGmQ4keyLuT31eQiFzSaeHUxKJtjLkiX0XYK2NC\\nBTf1v54OCUI5tP7flQM0Pc1MpCemOymux0ToffA3==\\n-----END PRIVATE KEY-----\\n","client_email":"trainer@acme-ml-prod.iam.gserviceaccount.com"}',
    secrets: [
      'f2b2d513a7c0c10b5ad69ed4665e91db2dd532f3',
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjouFWvD8ppedk2VxrKvjnt5jH',
      'eFDlBUV86UkF06J1SYvmHEGBSFGmQ4keyLuT31eQiFzSaeHUxKJtjLkiX0XYK2NC',
      'BTf1v54OCUI5tP7flQM0Pc1MpCemOymux0ToffA3',
    ],
  },
  {
    kind: 'gcloud --log-http',
    text: "=======================\n==== request start ====\nuri: https://cloudresourcemanager.googleapis.com/v1/projects?alt=json\nmethod: GET\n== headers start ==\nb'accept': b'application/json'\nb'authorization': b'Bearer ya29.a0Qj16odQPmGBkAZxlR-cO0Y6Nj7Di97urdMPuay4Q5k1Jrewy6HHYZx4bQp1ZVQFbnPKRV4i1OoBp0S400kBlJCXwwPKm1g1qPL94I_Tue3vtyIZcg49_c9JG2uYl9h6HCdn0Xfd-IvGBthrPVl8bTq6sLnzMsMI_44M4HYoZElOwpiyuLChhDEEjtqjhHe'\nb'user-agent': b'google-cloud-sdk gcloud/465.0.0'\n== headers end ==",
    secrets: [
      'ya29.a0Qj16odQPmGBkAZxlR-cO0Y6Nj7Di97urdMPuay4Q5k1Jrewy6HHYZx4bQp1ZVQFbnPKRV4i1OoBp0S400kBlJCXwwPKm1g1qPL94I_Tue3vtyIZcg49_c9JG2uYl9h6HCdn0Xfd-IvGBthrPVl8bTq6sLnzMsMI_44M4HYoZElOwpiyuLChhDEEjtqjhHe',
    ],
  },
  {
    kind: 'google api key in query',
    text: 'google.api_core.exceptions.Forbidden: 403 GET https://generativelanguage.googleapis.com/v1beta/models?key=AIzaSyKvKdXI7JlPLKWEe7F0T0lh0XjyBH6uYpy: Requests from referer <empty> are blocked.',
    secrets: ['AIzaSyKvKdXI7JlPLKWEe7F0T0lh0XjyBH6uYpy'],
  },
  {
    kind: 'x-goog-api-key header node',
    text: "  config: {\n    method: 'post',\n    headers: Object [AxiosHeaders] {\n      'Content-Type': 'application/json',\n      'x-goog-api-key': 'AIzaSyahw6eVBTUpnDDcE3K7scQmiBvg2Y2ci1e',\n      'User-Agent': 'axios/1.6.7'\n    },",
    secrets: ['AIzaSyahw6eVBTUpnDDcE3K7scQmiBvg2Y2ci1e'],
  },
  {
    kind: 'axios error auth object',
    text: "AxiosError: Request failed with status code 401\n    at settle (/app/node_modules/axios/lib/core/settle.js:19:12) {\n  config: {\n    auth: { username: 'ACf0', password: '57f7ab7f958b326012d51ec829e9f00a' },\n    url: 'https://api.twilio.com/2010-04-01/Accounts.json'",
    secrets: ['57f7ab7f958b326012d51ec829e9f00a'],
  },
  {
    kind: 'axios config data string',
    text: '    data: \'{"email":"ops@acme.io","password":"yAFz0jf*NIE?x","totp":"953238"}\',\n    maxContentLength: -1,\n    xsrfCookieName: \'XSRF-TOKEN\',',
    secrets: ['yAFz0jf*NIE?x', '953238'],
  },
  {
    kind: 'node util.inspect raw headers',
    text: "  rawHeaders: [\n    'Host', 'localhost:3001',\n    'X-Api-Key', '007r8zcre66ru1y7aqjbpm2uexp929y7shxqf6d7',\n    'Cookie', 'connect.sid=s%3Aqq6n3NsaCbGUEjp7kJLs-JNTRDxW-1nA.U4QB69aL2Esp1PIPBwkhDFSViU2irPChnP6Utc36kfC',\n    'Connection', 'keep-alive'\n  ],",
    secrets: [
      '007r8zcre66ru1y7aqjbpm2uexp929y7shxqf6d7',
      's%3Aqq6n3NsaCbGUEjp7kJLs-JNTRDxW-1nA.U4QB69aL2Esp1PIPBwkhDFSViU2irPChnP6Utc36kfC',
    ],
  },
  {
    kind: 'undici request dump',
    text: "UNDICI 41201: sending request to POST https://api.linear.app//graphql\n{ headers: [ 'content-type', 'application/json', 'authorization', 'lin_api_1O13tFsqqAYK5XfsoyK2sk1rfLdGTkr2r76Fo9S8' ] }",
    secrets: ['lin_api_1O13tFsqqAYK5XfsoyK2sk1rfLdGTkr2r76Fo9S8'],
  },
  {
    kind: 'aiohttp CIMultiDict',
    text: "DEBUG:aiohttp.client:request headers: <CIMultiDict('Host': 'api.notion.com', 'Authorization': 'Bearer secret_7AxS3heJkZ4BmndlWuxmQfVv7AJp4m6pWPDnPAktB0E', 'Notion-Version': '2022-06-28')>",
    secrets: ['secret_7AxS3heJkZ4BmndlWuxmQfVv7AJp4m6pWPDnPAktB0E'],
  },
  {
    kind: 'discord bot gateway identify',
    text: 'DEBUG:discord.gateway:WebSocket Event: sending {"op": 2, "d": {"token": "MTIG8WQGVb5XQDvROqYQqzX4.Gd55ln.caaMKgNEGy1XOHJt65GHn1s329fjndpaj2GVAt", "properties": {"os": "linux"}, "compress": true}}',
    secrets: ['MTIG8WQGVb5XQDvROqYQqzX4.Gd55ln.caaMKgNEGy1XOHJt65GHn1s329fjndpaj2GVAt'],
  },
  {
    kind: 'discord webhook url',
    text: '[WARN] discord notifier: POST https://discord.com/api/webhooks/1198273645019283746/dLGSBo1rWXD59D5fExvVZlyFdIvV9jro7XDMQ2S1rju1SUGKJG7x0hLhmn4W8kb9-kLk returned 429, retry_after=0.6',
    secrets: ['dLGSBo1rWXD59D5fExvVZlyFdIvV9jro7XDMQ2S1rju1SUGKJG7x0hLhmn4W8kb9-kLk'],
  },
  {
    kind: 'slack webhook and socket token',
    text: 'curl -s -X POST -d payload=\'{"text":"deploy ok"}\' https://hooks.slack.com/services/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\nslack_bolt ERROR Failed to open socket: xapp=xapp-1-A06KPX9IDEU-3984209461182-efa41224a8e1fd68849bda1e2fa1e13e4ead846354c4706942ec2dcb19c85a6b',
    secrets: [
      'ObsCi3uzfd1cntqFDn4nE8Vm',
      'xapp-1-A06KPX9IDEU-3984209461182-efa41224a8e1fd68849bda1e2fa1e13e4ead846354c4706942ec2dcb19c85a6b',
    ],
  },
  {
    kind: 'slack xoxb in form',
    text: "DEBUG:slack_sdk.web.base_client:Sending a request - url: https://slack.com/api/chat.postMessage, query_params: {}, body_params: {'channel': 'C0123', 'token': 'xoxb-450739655066-9395940765122-2wHLuxdUb8JRFDkOKgF7JhSh'}, files: {}",
    secrets: ['xoxb-450739655066-9395940765122-2wHLuxdUb8JRFDkOKgF7JhSh'],
  },
  {
    kind: 'telegram bot url',
    text: 'telegram.error.Conflict: terminated by other getUpdates request\nhttpx INFO: HTTP Request: POST https://api.telegram.org/bot8248336659:AArms7oUDzz282uoGQS50jHAGfUd7pLSGSq/getUpdates "HTTP/1.1 409 Conflict"',
    secrets: ['8248336659:AArms7oUDzz282uoGQS50jHAGfUd7pLSGSq'],
  },
  {
    kind: 'teams incoming webhook',
    text: 'Posting card to https://acme.webhook.office.com/webhookb2/3a929bbc-73c3-492a-840a-9a35152f710f@8de56412-b23d-404a-b7c7-849da5606b82/IncomingWebhook/4cc7cce9a76db6448a51ce240ea845c0/a7b8f38c-326a-416e-885b-540eeab14e65\nWebhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 400',
    secrets: ['4cc7cce9a76db6448a51ce240ea845c0', 'a7b8f38c-326a-416e-885b-540eeab14e65'],
  },
  {
    kind: 'power automate sig url',
    text: 'Invoke-RestMethod : POST https://prod-17.westeurope.logic.azure.com:443/workflows/c2f0a4f6b084d336c678225438c465bc/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=os2Zv53W0t9Dnw0vxDI0_kkum5EWuav30RUYQjx08u8 failed',
    secrets: ['os2Zv53W0t9Dnw0vxDI0_kkum5EWuav30RUYQjx08u8'],
  },
  {
    kind: 'powershell ConvertTo-SecureString',
    text: 'PS C:\\deploy> $p = ConvertTo-SecureString "o8d7wW9f-c?CkRl" -AsPlainText -Force\nPS C:\\deploy> $cred = New-Object System.Management.Automation.PSCredential("ACME\\svc_sql", $p)',
    secrets: ['o8d7wW9f-c?CkRl'],
  },
  {
    kind: 'powershell env table',
    text: 'Name                           Value\n----                           -----\nARM_CLIENT_ID                  096e9ff5-8b3a-41b1-b4b4-3b45f1d19dc9\nARM_CLIENT_SECRET              U7G8Q~7TkfOlRoUKk3p8V7bs2iEgHunlSELCLM0t\nARM_TENANT_ID                  c8b280b4-3186-4f97-abb3-ebab893e39eb',
    secrets: ['U7G8Q~7TkfOlRoUKk3p8V7bs2iEgHunlSELCLM0t'],
  },
  {
    kind: 'powershell Format-List object',
    text: 'UserName       : contoso\\backup\nPassword       : J9xJ_Ojfm?Fuou\nDomain         : contoso\nLastLogon      : 12/03/2026 08:14:11',
    secrets: ['J9xJ_Ojfm?Fuou'],
  },
  {
    kind: 'windows net use and cmdkey',
    text: 'C:\\>net use Z: \\\\nas01\\share /user:ACME\\scan Lantern.magpie987 /persistent:yes\nSystem error 1326 has occurred.\nC:\\>cmdkey /add:nas01 /user:ACME\\scan /pass:hZZ0g2NvZQ8Q',
    secrets: ['Lantern.magpie987', 'hZZ0g2NvZQ8Q'],
  },
];
