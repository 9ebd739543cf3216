// The clients that can be connected: where each keeps its settings, how it shows that it is there, and what an entry of it
// looks like. Formats and places as their documents of autumn 2026 have them; only those that `npm run test:clients` starts
// were tried with the real program.
import type { FormatName } from './edit-settings.ts';
import { folderIn, inAppData, inConfigHome, inHome, joined, type Machine, systemOf } from './machine.ts';
import type { Container, Entry } from './settings-format.ts';

/** How a client is to reach Patchbay. */
export type Target =
  | {
      readonly kind: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      /** Which Patchbay, where it is not the usual one. */
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'http'; readonly url: string; readonly token: string };

/** An entry in two parts: where it leads, and what a person may have set otherwise. */
export interface EntryParts {
  readonly leads: Entry;
  readonly defaults: Entry;
}

export interface KnownClient {
  readonly id: string;
  readonly name: string;
  readonly format: FormatName;
  readonly container: Container;
  /** Undefined for a client whose settings only its own window changes. */
  readonly settings: SettingsPlace | undefined;
  readonly entry: {
    stdio(target: Extract<Target, { kind: 'stdio' }>): EntryParts;
    /** Undefined if it can connect to programs alone. */
    readonly http: ((target: Extract<Target, { kind: 'http' }>) => EntryParts) | undefined;
  };
  /** An address that makes the client ask whether it should add this entry; undefined if it knows none. */
  readonly link?: (name: string, entry: Entry) => string;
  /** A clause: what the person does so that the client reads its settings again. */
  readonly afterwards: string;
  /** What shows that it is installed: files or folders, and names of programs on the PATH. */
  signs(machine: Machine): readonly string[];
  readonly programs: readonly string[];
}

/** The first file that is there is the one in use; if none is, the last will be. */
export type SettingsPlace = (machine: Machine) => readonly [string, ...string[]];

/** Turns take long, and wait for people: a client should not give up before a day has gone. */
const DAY_S = 86_400;
const DAY_MS = DAY_S * 1000;

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const withEnv = (key: string, env: Readonly<Record<string, string>>) =>
  Object.keys(env).length > 0 ? { [key]: env } : {};

/** The shape most clients share: `command`, `args`, `env`; `url`, `headers`. */
function commonEntry(more: { type?: [stdio: string, http: string]; url?: string; defaults?: Entry } = {}) {
  const { type, url: urlKey = 'url', defaults = {} } = more;
  return {
    stdio: ({ command, args, env }: Extract<Target, { kind: 'stdio' }>): EntryParts => ({
      leads: { ...(type && { type: type[0] }), command, args, ...withEnv('env', env) },
      defaults,
    }),
    http: ({ url, token }: Extract<Target, { kind: 'http' }>): EntryParts => ({
      leads: { ...(type && { type: type[1] }), [urlKey]: url, headers: bearer(token) },
      defaults,
    }),
  };
}

const inMcpServers = { format: 'json', container: ['mcpServers'] } as const;

const inBase64 = (entry: Entry) => encodeURIComponent(Buffer.from(JSON.stringify(entry)).toString('base64'));

function vscode(id: string, name: string, folder: string, program: string): KnownClient {
  const user = (machine: Machine) => {
    const portable = folderIn(machine, 'VSCODE_PORTABLE');
    if (portable) return joined(machine, portable, 'user-data', 'User');
    const data = folderIn(machine, 'VSCODE_APPDATA');
    return data ? joined(machine, data, folder, 'User') : inAppData(machine, folder, 'User');
  };
  return {
    id,
    name,
    format: 'json',
    container: ['servers'],
    settings: (machine) => [joined(machine, user(machine), 'mcp.json')],
    entry: commonEntry({ type: ['stdio', 'http'] }),
    link: (server, entry) =>
      `${id}:mcp/install?${encodeURIComponent(JSON.stringify({ name: server, ...entry }))}`,
    afterwards: `in ${name}, run “MCP: List Servers” and start patchbay`,
    signs: (machine) => [user(machine)],
    programs: [program],
  };
}

export const knownClients: readonly KnownClient[] = [
  vscode('vscode', 'VS Code', 'Code', 'code'),
  vscode('vscode-insiders', 'VS Code Insiders', 'Code - Insiders', 'code-insiders'),
  {
    id: 'cursor',
    name: 'Cursor',
    ...inMcpServers,
    settings: (machine) => [inHome(machine, '.cursor', 'mcp.json')],
    entry: commonEntry(),
    link: (server, entry) =>
      `cursor://anysphere.cursor-deeplink/mcp/install?name=${server}&config=${inBase64(entry)}`,
    afterwards: 'restart Cursor',
    signs: (machine) => [inHome(machine, '.cursor'), inAppData(machine, 'Cursor')],
    programs: ['cursor', 'cursor-agent'],
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    ...inMcpServers,
    settings(machine) {
      const own = folderIn(machine, 'CLAUDE_CONFIG_DIR');
      const old = joined(machine, own ?? inHome(machine, '.claude'), '.config.json');
      return [old, own ? joined(machine, own, '.claude.json') : inHome(machine, '.claude.json')];
    },
    entry: commonEntry({ type: ['stdio', 'http'], defaults: { timeout: DAY_MS } }),
    afterwards: 'start a new session of Claude Code',
    signs: (machine) => [folderIn(machine, 'CLAUDE_CONFIG_DIR') ?? inHome(machine, '.claude')],
    programs: ['claude'],
  },
  {
    id: 'claude-desktop',
    name: 'Claude Desktop',
    ...inMcpServers,
    settings(machine) {
      const usual = inAppData(machine, 'Claude', 'claude_desktop_config.json');
      if (systemOf(machine) !== 'win32') return [usual];
      // Installed from the store, it is shown a folder of its own.
      const local = folderIn(machine, 'LOCALAPPDATA') ?? inHome(machine, 'AppData', 'Local');
      const store = ['Packages', 'Claude_pzs8sxrjxfjjc', 'LocalCache', 'Roaming', 'Claude'];
      return [joined(machine, local, ...store, 'claude_desktop_config.json'), usual];
    },
    // It drops entries with an address, or the whole file.
    entry: { ...commonEntry(), http: undefined },
    afterwards: 'quit Claude Desktop and start it again',
    signs: (machine) => [inAppData(machine, 'Claude')],
    programs: [],
  },
  {
    id: 'codex',
    name: 'Codex',
    format: 'toml',
    container: ['mcp_servers'],
    settings: (machine) => [
      joined(machine, folderIn(machine, 'CODEX_HOME') ?? inHome(machine, '.codex'), 'config.toml'),
    ],
    entry: {
      stdio: ({ command, args, env }) => ({
        leads: { command, args, ...withEnv('env', env) },
        defaults: { startup_timeout_sec: 60, tool_timeout_sec: DAY_S },
      }),
      http: ({ url, token }) => ({
        leads: { url, http_headers: bearer(token) },
        defaults: { startup_timeout_sec: 60, tool_timeout_sec: DAY_S },
      }),
    },
    afterwards: 'start a new session of Codex',
    signs: (machine) => [folderIn(machine, 'CODEX_HOME') ?? inHome(machine, '.codex')],
    programs: ['codex'],
  },
  {
    id: 'gemini',
    name: 'Gemini CLI',
    ...inMcpServers,
    settings: (machine) => [
      joined(machine, folderIn(machine, 'GEMINI_CLI_HOME') ?? machine.home, '.gemini', 'settings.json'),
    ],
    entry: commonEntry({ url: 'httpUrl', defaults: { timeout: DAY_MS } }),
    afterwards: 'start a new session of Gemini CLI',
    signs: (machine) => [
      joined(machine, folderIn(machine, 'GEMINI_CLI_HOME') ?? machine.home, '.gemini', 'settings.json'),
    ],
    programs: ['gemini'],
  },
  {
    id: 'windsurf',
    name: 'Windsurf',
    ...inMcpServers,
    settings: (machine) => [inHome(machine, '.codeium', 'windsurf', 'mcp_config.json')],
    entry: commonEntry({ url: 'serverUrl' }),
    afterwards: 'refresh the MCP servers in Windsurf’s settings',
    signs: (machine) => [inHome(machine, '.codeium', 'windsurf'), inAppData(machine, 'Windsurf')],
    programs: ['windsurf'],
  },
  {
    id: 'zed',
    name: 'Zed',
    format: 'json',
    container: ['context_servers'],
    settings: (machine) => [zedFile(machine)],
    entry: commonEntry({ defaults: { timeout: DAY_S } }),
    afterwards: 'Zed reads its settings at once; look at its Agent panel',
    signs: (machine) => [joined(machine, zedFile(machine), '..')],
    programs: ['zed', 'zeditor'],
  },
  {
    id: 'jetbrains',
    name: 'JetBrains AI Assistant',
    ...inMcpServers,
    settings: undefined,
    entry: commonEntry(),
    afterwards: 'paste it in Settings → Tools → AI Assistant → Model Context Protocol (MCP) → Add → As JSON',
    signs: (machine) => [inAppData(machine, 'JetBrains')],
    programs: [],
  },
  {
    id: 'opencode',
    name: 'opencode',
    format: 'json',
    container: ['mcp'],
    settings(machine) {
      const named = folderIn(machine, 'OPENCODE_CONFIG');
      if (named) return [named];
      const folder = folderIn(machine, 'OPENCODE_CONFIG_DIR') ?? inConfigHome(machine, 'opencode');
      return [joined(machine, folder, 'opencode.jsonc'), joined(machine, folder, 'opencode.json')];
    },
    entry: {
      stdio: ({ command, args, env }) => ({
        leads: { type: 'local', command: [command, ...args], ...withEnv('environment', env) },
        defaults: { enabled: true, timeout: DAY_MS },
      }),
      http: ({ url, token }) => ({
        leads: { type: 'remote', url, headers: bearer(token) },
        defaults: { oauth: false, enabled: true, timeout: DAY_MS },
      }),
    },
    afterwards: 'start opencode again',
    signs: (machine) => [
      folderIn(machine, 'OPENCODE_CONFIG_DIR') ?? inConfigHome(machine, 'opencode'),
      inHome(machine, '.opencode'),
    ],
    programs: ['opencode'],
  },
  {
    id: 'goose',
    name: 'Goose',
    format: 'yaml',
    container: ['extensions'],
    settings: (machine) => [joined(machine, gooseFolder(machine), 'config.yaml')],
    entry: {
      stdio: ({ command, args, env }) => ({
        leads: { type: 'stdio', cmd: command, args, ...withEnv('envs', env) },
        defaults: gooseDefaults,
      }),
      http: ({ url, token }) => ({
        leads: { type: 'streamable_http', uri: url, headers: bearer(token) },
        defaults: gooseDefaults,
      }),
    },
    afterwards: 'start a new session of Goose',
    signs: (machine) => [gooseFolder(machine)],
    programs: ['goose'],
  },
  {
    id: 'copilot',
    name: 'GitHub Copilot CLI',
    ...inMcpServers,
    settings: (machine) => [joined(machine, copilotFolder(machine), 'mcp-config.json')],
    entry: commonEntry({ type: ['local', 'http'], defaults: { tools: ['*'], timeout: DAY_MS } }),
    afterwards: 'start a new session of Copilot CLI',
    signs: (machine) => [copilotFolder(machine)],
    programs: ['copilot'],
  },
  {
    id: 'kiro',
    name: 'Kiro',
    ...inMcpServers,
    settings: (machine) => [inHome(machine, '.kiro', 'settings', 'mcp.json')],
    entry: commonEntry({ defaults: { disabled: false } }),
    afterwards: 'Kiro reads its settings at once; look at its MCP servers',
    signs: (machine) => [inHome(machine, '.kiro')],
    programs: ['kiro', 'kiro-cli'],
  },
  {
    id: 'lmstudio',
    name: 'LM Studio',
    ...inMcpServers,
    settings: (machine) => [
      inHome(machine, '.cache', 'lm-studio', 'mcp.json'),
      inHome(machine, '.lmstudio', 'mcp.json'),
    ],
    entry: commonEntry(),
    link: (server, entry) => `lmstudio://add_mcp?name=${server}&config=${inBase64(entry)}`,
    afterwards: 'switch patchbay on in LM Studio’s Program tab',
    signs: (machine) => [inHome(machine, '.lmstudio'), inHome(machine, '.cache', 'lm-studio')],
    programs: ['lms'],
  },
];

/** It wants a name and a description in the entry itself. */
const gooseDefaults = {
  enabled: true,
  name: 'patchbay',
  description: 'Codex, with a person who approves what it does',
  timeout: DAY_S,
};

function zedFile(machine: Machine): string {
  const folder = systemOf(machine) === 'win32' ? inAppData(machine, 'Zed') : inConfigHome(machine, 'zed');
  return joined(machine, folder, 'settings.json');
}

function gooseFolder(machine: Machine): string {
  const root = folderIn(machine, 'GOOSE_PATH_ROOT');
  if (root) return joined(machine, root, 'config');
  return systemOf(machine) === 'win32'
    ? inAppData(machine, 'Block', 'goose', 'config')
    : inConfigHome(machine, 'goose');
}

function copilotFolder(machine: Machine): string {
  return folderIn(machine, 'COPILOT_HOME') ?? inHome(machine, '.copilot');
}
