// Passwords in connection strings and in the files of database clients, with the quoting each of them has.
import { base64, chosen, hex, opaque, strong } from './public-shapes.ts';
import { type SecretKinds, within } from './sample.ts';
import { chars, uuid } from './text.ts';

export const connectionKinds: SecretKinds = {
  'odbc-braces': within(
    (r) => `${chars(r, 'alphanumeric', 8)};${chars(r, 'alphanumeric', 6)}}}${chars(r, 'alphanumeric', 8)}`,
    (secret) =>
      `Driver={ODBC Driver 18 for SQL Server};Server=tcp:db,1433;Uid=sa;Pwd={${secret}};Encrypt=yes;`,
  ),
  'odbc-braces-plain': within(strong, (secret) => `DRIVER={PostgreSQL};SERVER=a;UID=app;PWD={${secret}};`),
  'oracle-thin': within(
    chosen,
    (secret) => `Failed to connect: jdbc:oracle:thin:scott/${secret}@//db.internal:1521/ORCL`,
  ),
  'oracle-thin-sid': within(
    opaque,
    (secret) => `url=jdbc:oracle:thin:app/${secret}@db.internal:1521:XE driver=ojdbc11`,
  ),
  'oracle-quoted': within(opaque, (secret) => `jdbc:oracle:oci:app/"${secret}"@ORCL`),
  sqlplus: within(chosen, (secret) => `+ sqlplus -s system/${secret}@//127.0.0.1:1521/FREEPDB1 @a.sql`),
  'oracle-easy': within(chosen, (secret) => `expdp hr/${secret}@prod schemas=hr`),
  pgpass: within(chosen, (secret) => `cat ~/.pgpass\ndb.internal:5432:shop:app:${secret}\n`),
  'pgpass-star': within(opaque, (secret) => `localhost:5432:*:postgres:${secret}`),
  'adonet-quoted': within(
    (r) => `${opaque(r)};${opaque(r)}`,
    (secret) => `Server=a;Database=b;User Id=c;Password='${secret}';Timeout=3`,
  ),
  'adonet-json': within(chosen, (secret) =>
    JSON.stringify({ ConnectionStrings: { Main: `Server=a;User ID=b;Password=${secret};Encrypt=True` } }),
  ),
  'libpq-keywords': within(
    chosen,
    (secret) => `host=db port=5432 user=app password=${secret} dbname=shop sslmode=require`,
  ),
  'libpq-quoted': within(
    (r) => `${chars(r, 'alphanumeric', 7)} ${chars(r, 'alphanumeric', 9)}`,
    (secret) => `connect: "host=db user=app password='${secret}' dbname=shop"`,
  ),
  'mysql-go': within(chosen, (secret) => `dial: app:${secret}@tcp(db.internal:3306)/shop?parseTime=true`),
  'mysql-go-unix': within(opaque, (secret) => `dsn="root:${secret}@unix(/run/mysqld.sock)/shop"`),
  'jdbc-sqlserver': within(
    chosen,
    (secret) => `jdbc:sqlserver://db:1433;databaseName=a;user=sa;password={${secret}};encrypt=true`,
  ),
  'jdbc-db2': within(chosen, (secret) => `jdbc:db2://db:50000/SAMPLE:user=db2inst1;password=${secret};`),
  'jdbc-redshift': within(opaque, (secret) => `jdbc:redshift://a.example:5439/dev?UID=x&PWD=${secret}`),
  snowflake: within(
    chosen,
    (secret) => `snowflake://loader:${secret}@xy12345.eu-west-1/db/schema?warehouse=wh`,
  ),
  'mongo-standard': within(
    chosen,
    (secret) => `MongoServerError: mongodb://root:${secret}@m1:27017,m2:27017/admin?replicaSet=rs0`,
  ),
  'redis-only-password': within(opaque, (secret) => `connecting to rediss://:${secret}@cache:6380`),
  'redis-url-parameters': within(
    opaque,
    (secret) => `cache:6380,password=${secret},ssl=True,abortConnect=False`,
  ),
  'kafka-jaas': within(
    chosen,
    (secret) =>
      `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="app" password="${secret}";`,
  ),
  'amqp-percent': within(
    (r) => encodeURIComponent(strong(r)),
    (secret) => `pika.exceptions: amqp://guest:${secret}@mq:5672/%2F?heartbeat=30`,
  ),
  'ldap-bind': within(chosen, (secret) => `ldapsearch -x -H ldap://dc -D cn=admin,dc=a -w ${secret} -b dc=a`),
  'ftp-url': within(chosen, (secret) => `wget ftp://deploy:${secret}@files.example/build.tgz`),
  'rtsp-camera': within(chosen, (secret) => `ffmpeg -i rtsp://admin:${secret}@10.0.0.9:554/stream1`),
  'git-remote-token': within(
    hex(40),
    (secret) => `remote: https://x-access-token:${secret}@git.example/a/b.git (fetch)`,
  ),
  'application-insights': within(
    uuid,
    (secret) =>
      `InstrumentationKey=${secret};IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/`,
  ),
  'event-hub': within(
    base64(32),
    (secret) =>
      `Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=${secret};EntityPath=logs`,
  ),
  'iot-hub': within(
    base64(32),
    (secret) => `HostName=a.azure-devices.net;DeviceId=d1;SharedAccessKey=${secret}`,
  ),
  'sas-token-header': within(
    (r) => encodeURIComponent(base64(32)(r)),
    (secret) =>
      `Authorization: SharedAccessSignature sr=a.servicebus.windows.net&sig=${secret}&se=1790000000&skn=send`,
  ),
  'smb-mount': within(
    chosen,
    (secret) => `mount -t cifs //nas/share /mnt -o username=bob,password=${secret},vers=3.0`,
  ),
  'net-use': within(chosen, (secret) => `net use Z: \\\\nas\\share ${secret} /user:CORP\\bob`),
  tnsnames: within(chosen, (secret) => `cx_Oracle.connect("scott/${secret}@db:1521/XEPDB1")`),
  'cassandra-dict': within(
    chosen,
    (secret) => `PlainTextAuthProvider(username='cassandra', password='${secret}')`,
  ),
  'elasticsearch-auth': within(
    chosen,
    (secret) => `Elasticsearch(['https://es:9200'], basic_auth=('elastic', '${secret}'))`,
  ),
  'requests-auth': within(chosen, (secret) => `requests.get(url, auth=('bob', '${secret}'), timeout=3)`),
  'clickhouse-arguments': within(
    opaque,
    (secret) => `clickhouse-client --host a --user default --password ${secret} -q 'SELECT 1'`,
  ),
};
