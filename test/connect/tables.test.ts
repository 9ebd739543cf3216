// Where each client has its settings on each system, and which entries start a Codex that is gone.
import { describe, expect, test } from 'vitest';
import { knownClients } from '../../server/connect/clients.ts';
import { meaningOf } from '../../server/connect/entry-meaning.ts';
import { oldCallOf } from '../../server/connect/old-entries.ts';

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
  test.each([
    [{ command: 'codex', args: ['mcp-server'] }, []],
    [{ command: '/opt/homebrew/bin/codex', args: ['-c', 'model=o3', 'mcp-server'] }, ['-c', 'model=o3']],
    [{ command: 'C:\\npm\\codex.cmd', args: ['mcp-server'] }, []],
    [{ command: 'npx', args: ['-y', '@openai/codex@0.153.4', 'mcp-server', '--x'] }, ['--x']],
    [{ command: 'codex', args: ['mcp', 'serve'] }, []],
    [{ command: 'bash', args: ['-lc', 'exec codex mcp-server'] }, []],
    [{ type: 'local', command: ['codex', 'mcp-server'] }, []],
    [{ cmd: 'codex', args: ['mcp-server'] }, []],
    [{ command: { path: 'codex', args: ['mcp-server'] } }, []],
  ])('%j is one', (entry, options) => {
    expect(oldCallOf(meaningOf(entry))).toEqual({ options });
  });

  test.each([
    { command: 'codex', args: ['mcp', 'add'] },
    { command: 'patchbay', args: ['mcp-server'] },
    { command: 'node', args: ['/codex/patchbay.js', 'mcp-server'] },
    { command: 'codex', args: ['app-server'] },
    { url: 'http://codex/mcp-server' },
    { command: 3 },
    null,
    'codex mcp-server',
  ])('%j is none', (entry) => {
    expect(oldCallOf(meaningOf(entry))).toBeUndefined();
  });
});
