// Programs that command lines of MCP servers begin with.

/** They run a package, a container or a script. */
const RUNNERS = [
  ...['npx', 'npm', 'pnpm', 'pnpx', 'yarn', 'bunx', 'bun', 'node', 'tsx', 'deno'],
  ...['uvx', 'uv', 'pipx', 'python', 'python3', 'py', 'docker', 'podman'],
  ...['go', 'cargo', 'java', 'dotnet', 'dnx', 'ruby', 'php', 'cmd', 'sh', 'bash', 'env'],
];
/** They have `mcp add` or `--add-mcp`. */
const CLIENTS = [
  ...['claude', 'codex', 'patchbay', 'gemini', 'qwen', 'amp', 'droid', 'copilot', 'cursor-agent'],
  ...['code', 'code-insiders'],
];

/** @param program also with a folder and with `.exe` or `.cmd` */
export function isKnownProgram(program: string): boolean {
  const name = programName(program);
  return RUNNERS.includes(name) || CLIENTS.includes(name);
}

export function programName(program: string): string {
  return (program.split(/[\\/]/).at(-1) ?? '').replace(/\.(exe|cmd)$/i, '').toLowerCase();
}
