// Secrets in tables and listings of names and values, as command lines print them.
import { chosen, hex, opaque, strong } from './public-shapes.ts';
import { type SecretKinds, within } from './sample.ts';

export const tableKinds: SecretKinds = {
  'powershell-format-table': within(
    opaque,
    (secret) =>
      `PS C:\\> Get-ChildItem Env:\n\nName                           Value\n----                           -----\nALLUSERSPROFILE                C:\\ProgramData\nGITLAB_TOKEN                   ${secret}\nOS                             Windows_NT\n`,
  ),
  'powershell-format-list': within(
    chosen,
    (secret) => `Id       : 12\nUserName : svc-build\nPassword : ${secret}\nEnabled  : True\n`,
  ),
  'powershell-hashtable': within(
    opaque,
    (secret) =>
      `Name                           Value\n----                           -----\nclientSecret                   ${secret}\ntenantId                       contoso\n`,
  ),
  'powershell-name-value-list': within(
    opaque,
    (secret) =>
      `name  : STRIPE_API_KEY\nvalue : ${secret}\nslotSetting : False\n\nname  : NODE_ENV\nvalue : production\n`,
  ),
  'ascii-table': within(
    opaque,
    (secret) =>
      `+------------------+--------------------------------+\n| Variable         | Value                          |\n+------------------+--------------------------------+\n| DB_HOST          | db.internal                    |\n| DB_PASSWORD      | ${secret} |\n+------------------+--------------------------------+`,
  ),
  'markdown-table': within(
    opaque,
    (secret) => `| Setting | Value |\n|---|---|\n| region | eu-west-1 |\n| api_key | ${secret} |\n`,
  ),
  'box-table': within(
    opaque,
    (secret) =>
      `┌──────────────┬──────────────────────────────┐\n│ Key          │ Value                        │\n├──────────────┼──────────────────────────────┤\n│ access_token │ ${secret} │\n│ expires_in   │ 3600                         │\n└──────────────┴──────────────────────────────┘`,
  ),
  'table-secret-column': within(
    opaque,
    (secret) =>
      `ID    NAME      CLIENT SECRET                          CREATED\n7     ci-bot    ${secret}   2026-01-02\n`,
  ),
  'markdown-secret-column': within(
    chosen,
    (secret) => `| user | password | role |\n|------|----------|------|\n| bob | ${secret} | admin |\n`,
  ),
  'psql-table': within(
    opaque,
    (secret) =>
      ` id |  name  |          api_key           | active \n----+--------+----------------------------+--------\n  1 | worker | ${secret} | t\n(1 row)\n`,
  ),
  'mysql-vertical': within(
    opaque,
    (secret) =>
      `*************************** 1. row ***************************\n           id: 4\n         user: app\nauth_token: ${secret}\n     created: 2026-02-01\n`,
  ),
  'kubectl-describe-environment': within(
    opaque,
    (secret) =>
      `    Environment:\n      LOG_LEVEL:         debug\n      REDIS_PASSWORD:    ${secret}\n      POD_NAME:           (v1:metadata.name)\n`,
  ),
  'kubectl-describe-config': within(
    opaque,
    (secret) => `Data\n====\nwebhook-token:\n----\n${secret}\n\nBinaryData\n====\n`,
  ),
  'env-listing': within(
    opaque,
    (secret) => `SHELL=/bin/bash\nCONFLUENCE_PAT=${secret}\nPWD=/home/bob/work\nLANG=C.UTF-8\n`,
  ),
  'vault-kv-get': within(
    strong,
    (secret) =>
      `====== Data ======\nKey         Value\n---         -----\nusername    app\npassword    ${secret}\n`,
  ),
  'vault-token-create': within(
    hex(32),
    (secret) =>
      `Key                  Value\n---                  -----\ntoken                ${secret}\ntoken_accessor       none\ntoken_duration       768h\n`,
  ),
  'heroku-config': within(
    opaque,
    (secret) =>
      `=== shop Config Vars\n\nMAILGUN_SMTP_PASSWORD: ${secret}\nRACK_ENV:              production\n`,
  ),
  'rich-table': within(
    opaque,
    (secret) =>
      `┏━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━┓\n┃ Option         ┃ Value                    ┃\n┡━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━┩\n│ openai_api_key │ ${secret} │\n└────────────────┴──────────────────────────┘`,
  ),
  'tab-listing': within(opaque, (secret) => `name\tvalue\nSLACK_SIGNING_SECRET\t${secret}\nPORT\t3000\n`),
  'csv-table': within(opaque, (secret) => `name,client_secret,created\nbilling,${secret},2026-04-01\n`),
  'properties-dots': within(
    opaque,
    (secret) => `api key .............. ${secret}\nregion ............... eu\n`,
  ),
  'table-in-json': within(opaque, (secret) =>
    JSON.stringify({
      stdout: `Name                 Value\n----                 -----\nPATH                 /bin\nNPM_TOKEN            ${secret}\nHOME                 /root\n`,
    }),
  ),
  'column-in-json': within(chosen, (secret) =>
    JSON.stringify({ output: `| login | password |\n|-------|----------|\n| bob | ${secret} |\n` }),
  ),
};
