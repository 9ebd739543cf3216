// What becomes of servers that clients have configured: tables of config.toml without secrets, each once.
import { describe, expect, test } from 'vitest';
import { changeEntries, entriesIn } from '../../server/connect/edit-settings.ts';
import { type ImportPlan, planImport } from '../../server/connect/import-servers.ts';
import { createRedactor } from '../../server/logging/redact.ts';
import { oddNames } from './generated-settings.ts';

const { redact } = createRedactor();
const SECRET = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
const OTHER_SECRET = 'ghp_ABCDEFGHIJ0123456789abcdefghij543210';

/** As VS Code writes them. */
const asked = (name: string) => `\${input:${name}}`;
const reference = (name: string) => `\${env:${name}}`;

type Servers = Readonly<Record<string, unknown>>;

/** @param clients what each has, by its name */
function imported(
  clients: Readonly<Record<string, Servers>>,
  { existing = {}, keepsSecrets = false, kept = {} }: Partial<Around> = {},
): ImportPlan {
  return planImport(
    Object.entries(clients).map(([clientName, entries]) => ({
      clientName,
      entries: new Map(Object.entries(entries)),
    })),
    {
      existing: new Map(Object.entries(existing)),
      redact,
      keepsSecrets,
      keptFor: (server) => kept[server] ?? [],
    },
  );
}

interface Around {
  readonly existing: Servers;
  readonly keepsSecrets: boolean;
  readonly kept: Readonly<Record<string, readonly string[]>>;
}

const reasons = ({ left }: ImportPlan) => left.map(({ name, reason }) => [name, reason]);
const tablesOf = ({ tables }: ImportPlan) => Object.fromEntries(tables);

test.each([
  [{ command: 'npx', args: ['-y', 'x'] }, { command: 'npx', args: ['-y', 'x'] }, []],
  [
    { type: 'local', command: ['uvx', 'x'], environment: { MODE: 'fast' } },
    { command: 'uvx', args: ['x'], env: { MODE: 'fast' } },
    [],
  ],
  [
    { type: 'stdio', cmd: 'x', envs: { API_TOKEN: SECRET, HOST: 'h' } },
    { command: 'x', env: { HOST: 'h' }, env_vars: ['API_TOKEN'] },
    ['API_TOKEN'],
  ],
  [
    { command: 'x', env: { DB: 'postgres://u:hunter2hunter2@h/d', LEVEL: 'info' } },
    { command: 'x', env: { LEVEL: 'info' }, env_vars: ['DB'] },
    ['DB'],
  ],
  [
    { command: 'x', env: { WHO: asked('who'), WHERE: reference('WHERE') } },
    { command: 'x', env_vars: ['WHO', 'WHERE'] },
    ['WHO', 'WHERE'],
  ],
  [{ httpUrl: 'https://e.com/mcp' }, { url: 'https://e.com/mcp' }, []],
  [
    { serverUrl: 'https://e.com/mcp', headers: { Authorization: `Bearer ${SECRET}`, 'X-Team': 'red' } },
    { url: 'https://e.com/mcp', bearer_token_env_var: 'MY_SERVER_TOKEN', http_headers: { 'X-Team': 'red' } },
    ['MY_SERVER_TOKEN'],
  ],
  [
    { url: 'https://e.com/mcp', headers: { authorization: 'Bearer {env:GH}', 'X-Api-Key': 'abc' } },
    {
      url: 'https://e.com/mcp',
      bearer_token_env_var: 'GH',
      env_http_headers: { 'X-Api-Key': 'MY_SERVER_X_API_KEY' },
    },
    ['GH', 'MY_SERVER_X_API_KEY'],
  ],
])('%j', (entry, table, variables) => {
  const plan = imported({ Cursor: { 'my server': entry } });
  expect(tablesOf(plan)).toEqual({ 'my-server': table });
  expect(plan.variables.map(({ variable }) => variable)).toEqual(variables);
  expect(JSON.stringify([...plan.tables])).not.toContain(SECRET);
});

test('headers with secrets are kept where there is a place for them; a program has only variables', () => {
  const plan = imported(
    {
      Cursor: {
        web: {
          url: 'https://e.com/mcp',
          headers: {
            Authorization: `Bearer ${SECRET}`,
            'X-Api-Key': 'abc',
            'X-Team': 'red',
            'X-Of': asked('x'),
          },
        },
        near: { command: 'x', env: { API_TOKEN: SECRET } },
      },
    },
    { keepsSecrets: true },
  );
  expect(tablesOf(plan)).toEqual({
    web: {
      url: 'https://e.com/mcp',
      http_headers: { 'X-Team': 'red' },
      env_http_headers: { 'X-Of': 'WEB_X_OF' },
    },
    near: { command: 'x', env_vars: ['API_TOKEN'] },
  });
  expect(plan.secrets).toEqual([
    {
      server: 'web',
      clientName: 'Cursor',
      headers: ['Authorization', 'X-Api-Key'],
      url: 'https://e.com/mcp',
      values: { Authorization: `Bearer ${SECRET}`, 'X-Api-Key': 'abc' },
    },
  ]);
});

test.each([
  [{ command: 'x', disabled: true }, 'it is switched off there'],
  [{ command: ['x'], enabled: false }, 'it is switched off there'],
  [{ command: 'x', args: ['--token', SECRET] }, 'a secret stands in its arguments or its address'],
  [{ url: `https://e.com/mcp?api_key=${SECRET}` }, 'a secret stands in its arguments or its address'],
  [{ url: 'unix:///x.sock' }, 'its address is neither http nor https'],
  [{ command: `${asked('x')}/x` }, 'its arguments or its address have variables of that client'],
  [{ settings: {} }, 'it names no program and no address'],
  ['x', 'it names no program and no address'],
  [JSON.parse('{"__proto__": {"command": "x"}}'), 'it names no program and no address'],
])('%j is left out', (entry, reason) => {
  const plan = imported({ Cursor: { 'my server': entry } });
  expect(plan.tables.size).toBe(0);
  expect(plan.left).toEqual([{ name: 'my server', clientName: 'Cursor', reason }]);
});

test('the same server is imported once, and another of the same name gets a number', () => {
  const plan = imported(
    {
      Cursor: { git: { command: 'other' }, a: { command: 'npx', args: ['a'] } },
      Zed: { b: { command: ['npx', 'a'] }, w: { url: 'https://w.com/mcp' } },
    },
    { existing: { git: { command: 'git-mcp' }, web: { url: 'https://w.com/mcp/' } } },
  );
  expect([...plan.tables.keys()]).toEqual(['git-2', 'a']);
  expect(reasons(plan)).toEqual([
    ['b', 'it is there already, as a'],
    ['w', 'it is there already, as web'],
  ]);
  expect(plan.different).toEqual([]);
});

describe('a server that leads to the same place', () => {
  const url = 'https://e.com/mcp';

  test.each<[there: Servers, imported: Servers, names: string[]]>([
    [{ command: 'x', env: { A: '1' } }, { command: 'x', env: { A: '2' } }, ['A']],
    [{ command: 'x' }, { command: 'x', env: { A: '1' } }, ['A']],
    [{ command: 'x', env: { A: '1' } }, { command: 'x' }, ['A']],
    [{ command: 'x' }, { command: 'x', env: { API_TOKEN: SECRET } }, ['API_TOKEN']],
    [{ command: 'x', env: { T: OTHER_SECRET } }, { command: 'x', env: { T: SECRET } }, ['T']],
    [{ command: 'x' }, { command: 'x', cwd: '/a' }, ['cwd']],
    [{ url, http_headers: { 'X-Team': 'red' } }, { url, headers: { 'x-team': 'blue' } }, ['x-team']],
    [{ url }, { url, headers: { Authorization: `Bearer ${SECRET}` } }, ['authorization']],
  ])('with other variables or headers is another one: %j, %j', (there, entry, names) => {
    const plan = imported({ Cursor: { a: entry } }, { existing: { a: there } });
    expect([...plan.tables.keys()]).toEqual(['a-2']);
    expect(plan.different).toEqual([{ server: 'a-2', clientName: 'Cursor', other: 'a', names }]);
    expect(plan.left).toEqual([]);
  });

  test.each<[there: Servers, imported: Servers]>([
    [
      { command: 'x', env_vars: ['API_TOKEN'] },
      { command: 'x', env: { API_TOKEN: SECRET } },
    ],
    [
      { command: 'x', env_vars: [{ name: 'API_TOKEN' }] },
      { command: 'x', env: { API_TOKEN: SECRET } },
    ],
    [
      { command: 'x', env: { A: '1' }, tool_timeout_sec: 9 },
      { command: 'x', env: { A: '1' } },
    ],
    [
      { url, bearer_token_env_var: 'T' },
      { url, headers: { authorization: `Bearer ${SECRET}` } },
    ],
    [
      { url, env_http_headers: { 'X-Api-Key': 'K' } },
      { url, headers: { 'x-api-key': 'abc' } },
    ],
    [
      { url, http_headers_helper: 'print' },
      { url, headers: { Authorization: `Bearer ${SECRET}` } },
    ],
  ])('with a value from elsewhere is the same: %j, %j', (there, entry) => {
    expect(reasons(imported({ Cursor: { b: entry } }, { existing: { a: there } }))).toEqual([
      ['b', 'it is there already, as a'],
    ]);
  });

  test('with headers that are kept for it is the same', () => {
    const entry = { url, headers: { Authorization: `Bearer ${SECRET}` } };
    const around = { existing: { a: { url } }, kept: { a: ['Authorization'] }, keepsSecrets: true };
    expect(reasons(imported({ Cursor: { a: entry } }, around))).toEqual([['a', 'it is there already, as a']]);
  });

  test('that was left out for the value of a variable is left out again, whoever comes first', () => {
    const program = (command: string, secret: string) => ({ a: { command, env: { API_TOKEN: secret } } });
    const [first, second] = [program('x', SECRET), program('y', OTHER_SECRET)];
    const once = imported({ Cursor: first, Zed: second });
    expect([...once.tables.keys()]).toEqual(['a']);
    const existing = tablesOf(once);
    for (const clients of [
      { Cursor: first, Zed: second },
      { Cursor: second, Zed: first },
    ]) {
      const again = imported(clients, { existing });
      expect(tablesOf(again)).toEqual({});
      expect(
        reasons(again)
          .map(([, reason]) => reason)
          .sort(),
      ).toEqual(['it is there already, as a', expect.stringContaining('another value of API_TOKEN')]);
    }
  });

  test('of two clients with two secrets is two at an address, and cannot be two programs', () => {
    const web = (secret: string) => ({ a: { url, headers: { Authorization: `Bearer ${secret}` } } });
    const both = imported({ Cursor: web(SECRET), Zed: web(OTHER_SECRET) });
    expect(tablesOf(both)).toEqual({
      a: { url, bearer_token_env_var: 'A_TOKEN' },
      'a-2': { url, bearer_token_env_var: 'A_2_TOKEN' },
    });
    const program = (secret: string) => ({ a: { command: 'x', env: { API_TOKEN: secret } } });
    const one = imported({ Cursor: program(SECRET), Zed: program(OTHER_SECRET) });
    expect([...one.tables.keys()]).toEqual(['a']);
    expect(reasons(one)).toEqual([
      [
        'a',
        'it needs another value of API_TOKEN than a, and a variable has one value; enter it in config.toml yourself',
      ],
    ]);
  });
});

test.each(oddNames)('a server named %j becomes a table that Codex accepts, and nothing is lost', (name) => {
  const clients = { Cursor: Object.fromEntries([[name, { command: 'x' }]]) };
  const { tables } = imported(clients);
  expect([...tables.values()]).toEqual([{ command: 'x' }]);
  expect([...tables.keys()][0]).toMatch(/^[A-Za-z0-9][\w-]{0,39}$/);
  const written = changeEntries('toml', '', ['mcp_servers'], tables);
  expect(entriesIn('toml', written, ['mcp_servers'])).toEqual(tables);
  // What objects inherit is not there already.
  expect(imported(clients, { existing: { other: {} } }).tables.size).toBe(1);
});
