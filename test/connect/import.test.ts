// What becomes of servers that clients have configured: tables of config.toml without secrets, each once.
import { expect, test } from 'vitest';
import { planImport } from '../../server/connect/import-servers.ts';
import { createRedactor } from '../../server/logging/redact.ts';

const { redact } = createRedactor();
const SECRET = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';

/** As VS Code writes them. */
const asked = (name: string) => `\${input:${name}}`;
const reference = (name: string) => `\${env:${name}}`;

function imported(entry: unknown, existing: Record<string, unknown> = {}) {
  return planImport([{ clientName: 'Cursor', entries: { 'my server': entry } }], existing, redact);
}

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
  const plan = imported(entry);
  expect(plan.tables).toEqual({ 'my-server': table });
  expect(plan.variables.map(({ variable }) => variable)).toEqual(variables);
  expect(JSON.stringify(plan)).not.toContain(SECRET);
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
])('%j is left out', (entry, reason) => {
  expect(imported(entry)).toEqual({
    tables: {},
    variables: [],
    left: [{ name: 'my server', clientName: 'Cursor', reason }],
  });
});

test('the same server is imported once, and another of the same name gets a number', () => {
  const existing = { git: { command: 'git-mcp' }, web: { url: 'https://w.com/mcp/' } };
  const plan = planImport(
    [
      { clientName: 'Cursor', entries: { git: { command: 'other' }, a: { command: 'npx', args: ['a'] } } },
      { clientName: 'Zed', entries: { b: { command: ['npx', 'a'] }, w: { url: 'https://w.com/mcp' } } },
    ],
    existing,
    redact,
  );
  expect(Object.keys(plan.tables)).toEqual(['git-2', 'a']);
  expect(plan.left.map(({ name, reason }) => [name, reason])).toEqual([
    ['b', 'it is there already'],
    ['w', 'it is there already'],
  ]);
});
