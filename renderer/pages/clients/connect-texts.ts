// The configuration of each kind of client, as text to copy. Nothing is written from here.

export interface ConnectText {
  readonly id: string;
  readonly client: string;
  /** The file it goes into, or undefined for a command to run. */
  readonly file: string | undefined;
  readonly text: string;
}

/** @param token shown once; without one, a placeholder is used */
export function connectTexts(url: string, token: string): ConnectText[] {
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
