// Where each client has its settings on each system, and which entries start a Codex that is gone.
import { describe, expect, test } from 'vitest';
import { knownClients } from '../../server/connect/clients.ts';
import { changeEntries, entriesIn } from '../../server/connect/edit-settings.ts';
import { meaningOf } from '../../server/connect/entry-meaning.ts';
import { lookInto } from '../../server/connect/look.ts';
import { oldCallOf } from '../../server/connect/old-entries.ts';
import { partsFor, planConnection } from '../../server/connect/plan.ts';

const machines = {
  linux: { platform: 'linux', env: {}, home: '/home/mira' },
  'linux with variables': {
    platform: 'linux',
    env: {
      XDG_CONFIG_HOME: '/x',
      CODEX_HOME: '/c',
      CLAUDE_CONFIG_DIR: '/d',
      GEMINI_CLI_HOME: '/g',
      COPILOT_HOME: '/p',
      OPENCODE_CONFIG: '/o/mine.json',
      VSCODE_PORTABLE: '/v',
      GOOSE_PATH_ROOT: 'relative/is/ignored',
    },
    home: '/home/mira',
  },
  macOS: { platform: 'darwin', env: {}, home: '/Users/mira' },
  Windows: {
    platform: 'win32',
    env: { APPDATA: 'D:\\Roaming', LOCALAPPDATA: 'D:\\Local' },
    home: 'C:\\Users\\mira',
  },
} as const;

test.each(Object.entries(machines))('settings files on %s', (_name, machine) => {
  const files = knownClients.map(
    ({ id, settings }) => `${id}: ${settings?.(machine).join(' or ') ?? 'none'}`,
  );
  expect(files.join('\n')).toMatchSnapshot();
});

describe('entries of codex mcp-server', () => {
  test.each<[entry: object, options: string[], through?: string]>([
    [{ command: 'codex', args: ['mcp-server'] }, []],
    [{ command: '/opt/homebrew/bin/codex', args: ['-c', 'model=o3', 'mcp-server'] }, ['-c', 'model=o3']],
    [{ command: 'codex', args: ['--profile=x', 'mcp-server', '--y', 'z'] }, ['--profile=x', '--y', 'z']],
    [{ command: 'codex', args: ['--oss', 'mcp-server'] }, ['--oss']],
    [{ command: 'C:\\npm\\codex.cmd', args: ['mcp-server'] }, []],
    [{ command: 'cmd', args: ['/c', 'codex', 'mcp-server'] }, []],
    [{ command: 'cmd.exe', args: ['/d', '/s', '/c', 'C:\\npm\\codex.cmd mcp-server'] }, []],
    [{ command: 'npx', args: ['-y', '@openai/codex', 'mcp-server'] }, []],
    [{ command: 'npx', args: ['-y', '@openai/codex@0.153.4', 'mcp-server', '--x'] }, ['--x']],
    [{ command: 'npx', args: ['--package=@openai/codex', 'codex', 'mcp-server'] }, []],
    [{ command: 'pnpm', args: ['dlx', '@openai/codex', 'mcp-server'] }, []],
    [{ command: 'node', args: ['/x/node_modules/@openai/codex/bin/codex.js', 'mcp-server'] }, []],
    [{ command: 'env', args: ['CODEX_HOME=/c', 'codex', 'mcp-server'] }, []],
    [{ command: 'mise', args: ['exec', '--', 'codex', 'mcp-server'] }, []],
    [{ command: 'codex', args: ['mcp', 'serve'] }, []],
    [{ command: 'codex', args: ['mcp'] }, []],
    [{ command: 'codex', args: ['mcp', '-c', 'model=o3'] }, ['-c', 'model=o3']],
    [{ command: 'bash', args: ['-lc', 'exec codex mcp-server'] }, []],
    [{ command: '/bin/zsh', args: ['-lc', 'cd /x && "/opt/my tools/codex" mcp-server;'] }, []],
    [{ command: 'docker', args: ['run', '-i', 'someone/box', 'codex', 'mcp-server'] }, [], 'docker'],
    [
      { command: '/usr/bin/podman', args: ['run', '-i', 'ghcr.io/openai/codex:1.2', 'mcp-server'] },
      [],
      'podman',
    ],
    [{ command: 'ssh', args: ['box', 'codex mcp-server'] }, [], 'ssh'],
    [{ command: 'wsl.exe', args: ['codex', 'mcp-server'] }, [], 'wsl'],
    [{ type: 'local', command: ['codex', 'mcp-server'] }, []],
    [{ cmd: 'codex', args: ['mcp-server'] }, []],
    [{ command: { path: 'codex', args: ['mcp-server'] } }, []],
  ])('%j is one', (entry, options, through) => {
    expect(oldCallOf(meaningOf(entry))).toEqual({ options, through });
  });

  test.each([
    { command: 'codex', args: ['mcp', 'add'] },
    { command: 'codex', args: ['exec', 'mcp-server'] },
    { command: 'codex', args: [] },
    { command: 'patchbay', args: ['mcp-server'] },
    { command: 'codex-mcp-server', args: [] },
    { command: 'npx', args: ['-y', 'codex-mcp-server'] },
    { command: 'node', args: ['/codex/patchbay.js', 'mcp-server'] },
    { command: 'docker', args: ['run', '-v', '/x/codex:/codex', 'other', 'mcp-server'] },
    { command: 'codex', args: ['app-server'] },
    { url: 'http://codex/mcp-server' },
    { command: 3 },
    null,
    'codex mcp-server',
  ])('%j is none', (entry) => {
    expect(oldCallOf(meaningOf(entry))).toBeUndefined();
  });

  test.each(knownClients.filter(({ settings }) => settings))(
    'in the settings of $name are led to Patchbay',
    (client) => {
      const { format, container } = client;
      const target = {
        kind: 'stdio',
        command: '/usr/bin/node',
        args: ['/p/patchbay.js', 'mcp-server'],
        env: {},
      } as const;
      const { leads } = partsFor(client, { ...target, command: 'bash', args: ['-lc', 'codex mcp-server'] });
      const text = changeEntries(format, '', container, new Map([['codex', leads]]));
      const own = { program: '/p/patchbay.js', addresses: [] };
      const look = lookInto(client, { shownFile: '/s', file: '/s', text }, own);
      expect(look.old).toEqual(['codex']);
      const change = planConnection(client, look, target);
      expect(change?.names).toEqual(['codex']);
      const led = entriesIn(format, change?.after ?? '', container).get('codex');
      expect(meaningOf(led)).toMatchObject({ command: '/usr/bin/node', args: target.args });
    },
  );
});
