// The configuration of each kind of client, as text to copy. Nothing is written from here.

import type { HostState } from '../../../server/contract/state.ts';

export interface ConnectText {
  readonly id: string;
  readonly client: string;
  /** The file it goes into, or undefined for a command to run. */
  readonly file: string | undefined;
  readonly text: string;
}

/** Of a server that does not run: where it will be. */
export function connectTexts(
  { server, settings }: Pick<HostState, 'server' | 'settings'>,
  token: string,
): ConnectText[] {
  const url = server.kind === 'running' ? server.url : `http://127.0.0.1:${settings.port}/mcp`;
  const headers = { Authorization: `Bearer ${token}` };
  const json = (value: unknown) => JSON.stringify(value, null, 2);
  return [
    {
      id: 'vscode',
      client: 'VS Code',
      file: '.vscode/mcp.json',
      text: json({ servers: { patchbay: { type: 'http', url, headers } } }),
    },
    {
      id: 'cursor',
      client: 'Cursor',
      file: '~/.cursor/mcp.json',
      text: json({ mcpServers: { patchbay: { url, headers } } }),
    },
    {
      id: 'claude',
      client: 'Claude Code',
      file: undefined,
      text: `claude mcp add --transport http patchbay ${url} --header "Authorization: Bearer ${token}"`,
    },
    {
      id: 'codex',
      client: 'Codex',
      file: '~/.codex/config.toml',
      text: `[mcp_servers.patchbay]\nurl = "${url}"\nhttp_headers = { Authorization = "Bearer ${token}" }`,
    },
    {
      id: 'gemini',
      client: 'Gemini CLI',
      file: '~/.gemini/settings.json',
      text: json({ mcpServers: { patchbay: { httpUrl: url, headers } } }),
    },
    {
      id: 'windsurf',
      client: 'Windsurf',
      file: '~/.codeium/windsurf/mcp_config.json',
      text: json({ mcpServers: { patchbay: { serverUrl: url, headers } } }),
    },
    {
      id: 'zed',
      client: 'Zed',
      file: '~/.config/zed/settings.json',
      text: json({ context_servers: { patchbay: { url, headers } } }),
    },
    {
      id: 'stdio',
      client: 'Any client, over stdio',
      file: undefined,
      text: json({ command: 'patchbay', args: ['mcp-server'] }),
    },
  ];
}

/** @returns the text for the client of this name: `cursor-2` is Cursor; the first one for a name that says nothing */
export function textFor(texts: readonly ConnectText[], name: string): ConnectText | undefined {
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return texts.find(({ id }) => plain.startsWith(id)) ?? texts[0];
}
