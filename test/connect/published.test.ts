// What a server.json becomes: a command or an address, exactly, and nothing that its publisher could slip in between.
import { describe, expect, test } from 'vitest';
import { fieldsOf, filledWay } from '../../server/connect/published/filled-way.ts';
import { openPublishedSource } from '../../server/connect/published/registry.ts';
import { parseServerJson } from '../../server/connect/published/server-json.ts';
import { type PublishedWay, type UsableWay, waysOf } from '../../server/connect/published/ways.ts';

/** As `planImport` reads them. */
const asked = (name: string) => `\${input:${name}}`;
const variable = (name: string) => `\${${name}}`;

const stdio = { type: 'stdio' };

function waysIn(parts: object): PublishedWay[] {
  return waysOf(parseServerJson({ name: 'io.github.someone/docs', ...parts }, 'it'));
}

const waysOfPackage = (more: object) => waysIn({ packages: [{ transport: stdio, ...more }] });
const waysOfRemote = (more: object) => waysIn({ remotes: [{ type: 'streamable-http', ...more }] });

function usable([way]: PublishedWay[]): UsableWay {
  if (way === undefined || way.kind === 'unusable') throw new Error(`cannot be used: ${way?.reason}`);
  return way;
}

function filled(ways: PublishedWay[], values: Record<string, string> = {}) {
  const { entry, missing } = filledWay(usable(ways), new Map(Object.entries(values)));
  return { ...entry, missing: missing.map(({ name }) => name) };
}

const npm = { registryType: 'npm', identifier: '@scope/docs', version: '1.2.3' };

describe('a package', () => {
  test.each([
    [npm, 'npx', ['-y', '@scope/docs@1.2.3']],
    [{ ...npm, registryBaseUrl: 'https://www.npmjs.com' }, 'npx', ['-y', '@scope/docs@1.2.3']],
    [{ registryType: 'pypi', identifier: 'docs-mcp', version: '0.5.0rc1' }, 'uvx', ['docs-mcp@0.5.0rc1']],
    [
      { registryType: 'oci', identifier: 'ghcr.io/someone/docs:v1.2.3' },
      'docker',
      ['run', '-i', '--rm', 'ghcr.io/someone/docs:v1.2.3'],
    ],
    [
      { registryType: 'oci', identifier: 'someone/docs', version: '1.2.3' },
      'docker',
      ['run', '-i', '--rm', 'someone/docs:1.2.3'],
    ],
    [
      { registryType: 'oci', identifier: 'localhost:5000/docs', version: '1.2.3' },
      'docker',
      ['run', '-i', '--rm', 'localhost:5000/docs:1.2.3'],
    ],
  ])('%j is one command', (json, command, args) => {
    expect(filled(waysOfPackage(json))).toEqual({ command, args, env: {}, missing: [] });
  });

  test.each<[object, string]>([
    [{ ...npm, registryType: 'mcpb', identifier: 'https://e.com/docs.mcpb' }, 'bundle'],
    [{ ...npm, registryType: 'nuget' }, 'NuGet'],
    [{ ...npm, registryType: 'constructor' }, 'does not know packages of the kind constructor'],
    [{ ...npm, transport: { type: 'streamable-http', url: 'http://localhost:1/mcp' } }, 'started by itself'],
    [{ ...npm, registryBaseUrl: 'https://npm.evil.example' }, 'another place'],
    [{ ...npm, registryBaseUrl: 'https://evil-npmjs.org' }, 'another place'],
    [{ ...npm, version: undefined }, 'no exact version'],
    [{ ...npm, version: 'latest' }, 'no exact version'],
    [{ ...npm, version: '^1.2.3' }, 'no exact version'],
    [{ ...npm, version: '1.2.3 --registry=https://evil.example' }, 'no exact version'],
    ...[
      '--package=evil',
      '-c',
      'github:someone/repo',
      'https://e.com/x.tgz',
      'file:../x',
      '../x',
      './x',
      'a b',
      '',
    ].map((identifier): [object, string] => [{ ...npm, identifier }, 'not a package']),
    [{ registryType: 'oci', identifier: '--privileged' }, 'not a package'],
    [{ registryType: 'pypi', identifier: '--from=evil', version: '1' }, 'not a package'],
    [
      { ...npm, runtimeHint: 'bash', runtimeArguments: [{ type: 'positional', value: '-c' }] },
      'started with bash',
    ],
    [{ ...npm, environmentVariables: [{ name: 'A=B' }] }, 'cannot be the name of a variable'],
  ])('%j cannot be used', (json, reason) => {
    const [way] = waysOfPackage(json);
    expect(way).toEqual({
      kind: 'unusable',
      label: expect.any(String),
      reason: expect.stringContaining(reason),
    });
  });

  test('has its arguments and variables where they belong, with what the person gave', () => {
    const ways = waysOfPackage({
      ...npm,
      runtimeHint: 'npx',
      runtimeArguments: [
        { type: 'named', name: '-y' },
        {
          type: 'named',
          name: '--node-options',
          value: '--max-old-space-size={megabytes}',
          variables: { megabytes: { default: '512' } },
        },
      ],
      packageArguments: [
        { type: 'positional', value: 'serve' },
        { type: 'positional', valueHint: 'target_dir', isRequired: true, description: 'Path to read' },
        { type: 'named', name: '--mode', default: 'local', choices: ['local', 'proxy'] },
        { type: 'named', name: '--port', format: 'number', description: 'left out' },
        { type: 'named', name: '--verbose', description: 'a switch' },
        { type: 'named', name: '--api-key', isSecret: true, isRequired: true },
      ],
      environmentVariables: [
        { name: 'API_KEY', isRequired: true },
        { name: 'DSN', value: 'pg://u:{password}@h', variables: { password: { isSecret: true } } },
        { name: 'LEVEL', default: 'info' },
        { name: 'NUMBER', value: 3 },
        { name: 'UNUSED', description: 'left out' },
        { name: 'REGION', isRequired: true, choices: ['eu', 'us'] },
        { name: 'BRACES', value: '{not-a-variable} {}' },
      ],
    });
    expect(filled(ways, { target_dir: '/srv/my docs; rm -rf ~', mode: 'proxy' })).toEqual({
      command: 'npx',
      args: [
        ...['-y', '--node-options', '--max-old-space-size=512', '@scope/docs@1.2.3', 'serve'],
        ...['/srv/my docs; rm -rf ~', '--mode', 'proxy', '--verbose', '--api-key', 'FILL-IN-api-key'],
      ],
      env: {
        API_KEY: variable('API_KEY'),
        DSN: variable('DSN'),
        LEVEL: 'info',
        NUMBER: '3',
        REGION: 'FILL-IN-REGION',
        BRACES: '{not-a-variable} {}',
      },
      missing: ['api-key', 'REGION'],
    });
    expect(
      fieldsOf(usable(ways)).map(({ name, isRequired, isSecret, isInClear, isVariable }) =>
        [
          name,
          isRequired && 'required',
          isSecret && 'secret',
          isInClear && 'in clear',
          isVariable && 'variable',
        ]
          .filter(Boolean)
          .join(' '),
      ),
    ).toEqual([
      'megabytes in clear',
      'target_dir required in clear',
      'mode in clear',
      'port in clear',
      'api-key required secret in clear',
      'API_KEY required secret variable',
      'password required secret variable',
      'LEVEL',
      'UNUSED',
      'REGION required',
    ]);
  });

  test('in a container gets its variables by name', () => {
    const ways = waysOfPackage({
      registryType: 'oci',
      identifier: 'someone/docs:1',
      runtimeArguments: [
        { type: 'positional', value: 'run' },
        { type: 'named', name: '--rm', description: 'again' },
        {
          type: 'named',
          name: '--mount',
          value: 'type=bind,src={source_path},dst=/project',
          isRequired: true,
          variables: { source_path: { format: 'filepath', isRequired: true } },
        },
      ],
      packageArguments: [{ type: 'positional', value: '/project' }],
      environmentVariables: [
        { name: 'TOKEN', isSecret: true },
        { name: 'LEVEL', default: 'info' },
      ],
    });
    expect(filled(ways, { source_path: '/src' })).toEqual({
      command: 'docker',
      args: [
        ...['run', '-i', '--rm', '--mount', 'type=bind,src=/src,dst=/project'],
        ...['-e', 'TOKEN', '-e', 'LEVEL', 'someone/docs:1', '/project'],
      ],
      env: { TOKEN: variable('TOKEN'), LEVEL: 'info' },
      missing: [],
    });
  });
});

describe('an address', () => {
  test('has variables in it and in its headers; secrets that are not given become variables', () => {
    const ways = waysOfRemote({
      url: 'https://{tenant}.example.com/{path}/mcp',
      variables: { tenant: { isRequired: true }, path: { default: 'v1' } },
      headers: [
        {
          name: 'Authorization',
          value: 'Bearer {token}',
          variables: { token: { isSecret: true, isRequired: true } },
        },
        { name: 'X-Api-Key', isSecret: true, isRequired: true },
        { name: 'X-Region', default: 'eu', choices: ['eu', 'us'] },
        { name: 'X-Optional', description: 'left out' },
      ],
    });
    expect(filled(ways)).toEqual({
      url: 'https://FILL-IN-tenant.example.com/v1/mcp',
      headers: {
        Authorization: `Bearer ${asked('Authorization')}`,
        'X-Api-Key': asked('X-Api-Key'),
        'X-Region': 'eu',
      },
      missing: ['tenant'],
    });
    expect(filled(ways, { tenant: 'mine', token: 's3cret', 'X-Api-Key': 'k' })).toEqual({
      url: 'https://mine.example.com/v1/mcp',
      headers: { Authorization: 'Bearer s3cret', 'X-Api-Key': 'k', 'X-Region': 'eu' },
      missing: [],
    });
  });

  test.each<[object, string]>([
    [{ url: 'file:///etc/passwd' }, 'neither http nor https'],
    [{ url: 'https://e.com', headers: [{ name: 'A\r\nB', value: 'x' }] }, 'cannot be the name of a header'],
    [{ url: 'https://e.com', type: 'websocket' }, 'the transport websocket'],
  ])('%j cannot be used', (json, reason) => {
    expect(waysOfRemote(json)).toEqual([
      { kind: 'unusable', label: expect.any(String), reason: expect.stringContaining(reason) },
    ]);
  });
});

test.each([
  [{}, '`name` is missing'],
  [{ name: 'x', packages: {} }, '`packages` must be a list, not a table'],
  [{ name: 'x', packages: [{ registry_type: 'npm' }] }, '`packages.0.registryType` is missing'],
  [[], 'must be a table, not a list'],
  [null, 'must be a table, not null'],
  [{ server: { name: 3 } }, '`name` must be text, not a number'],
])('%j is no server.json', (json, reason) => {
  expect(() => parseServerJson(json, 'pasted')).toThrow(
    expect.objectContaining({
      code: 'published-server-unreadable',
      summary: expect.stringContaining(reason),
    }),
  );
});

describe('a registry', () => {
  const docs = { name: 'io.github.someone/docs', version: '1.0.0', description: 'Docs' };
  const answering = (answer: unknown) =>
    openPublishedSource('https://servers.example', async () => Response.json(answer));

  test.each([
    './typo.json',
    '../typo',
    '/nonexistent',
    '/home/me/servers',
    '~/servers/mine',
    'servers\\mine',
    'servers/mine.json',
    'servers/mine.JSN',
    'file:///home/me/server',
    'ftp://example.com/server',
    'C:/servers/mine',
  ])('is not told what looks like a file or an address: %s', async (text) => {
    const source = openPublishedSource('https://servers.example', () => expect.unreachable('it was asked'));
    await expect(source.find(text)).rejects.toThrow(/there is no such file|nor an https address/);
  });

  test.each([
    `ghp_${'a1B2c3D4e5F6'.repeat(3)}`,
    `io.github.someone/ghp_${'a1B2c3D4e5F6'.repeat(3)}`,
    'my password is hunter2',
  ])('is not told a secret, and the message does not show it: %.30s', async (text) => {
    const source = openPublishedSource('https://servers.example', () => expect.unreachable('it was asked'));
    for (const asked of [source.find(text), source.search(text)]) {
      await expect(asked).rejects.toThrow('This text could not be used: it looks like a secret');
    }
  });

  test.each(['docs', 'someone/docs', 'ghp_abc', 'Bearer abc', 'io.github.a/b c', 'io.github.a/b/c', ''])(
    'is not told what has not the form of a name: %s',
    async (text) => {
      const source = openPublishedSource('https://servers.example', () => expect.unreachable('it was asked'));
      await expect(source.find(text)).rejects.toThrow('nor a name such as io.github.someone/server');
    },
  );

  test('answers about the server that was asked for', async () => {
    const source = answering({ server: docs });
    expect(await source.find(`${docs.name}@1.0.0`)).toEqual({ server: docs });
    await expect(source.find('io.github.someone/other')).rejects.toThrow('not about that server');
    await expect(answering(null).find(docs.name)).rejects.toThrow('not about that server');
  });

  test('lists the servers it can tell beside broken ones', async () => {
    expect(await answering({ servers: [null, { server: docs }, {}] }).search('docs')).toEqual([docs]);
  });
});
