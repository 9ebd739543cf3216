// Whether the engine takes config.toml as it stands, asked of the engine itself: a short-lived process that starts
// nothing and answers within 60 ms (measured on 0.169.0).
import { execFile } from 'node:child_process';
import { readRawConfig } from './config/codex-config.ts';
import { configErrorIn } from './engine/config-errors.ts';
import { ConfigBroken } from './errors.ts';
import { brokenServers, type SwitchedOff } from './remotes/switched-off.ts';

const WAIT_MS = 10_000;

/**
 * Broken tables of `[mcp_servers]` that threads are started without do not count.
 * @param options.env for the engine
 * @returns what is wrong with the file
 * @throws Error when the engine gives no verdict
 */
export async function checkConfig(options: {
  binary: string;
  codexHome: string;
  env: NodeJS.ProcessEnv;
}): Promise<ConfigBroken | undefined> {
  const { codexHome } = options;
  let broken: Record<string, SwitchedOff>;
  try {
    broken = brokenServers([readRawConfig(codexHome)]);
  } catch (error) {
    if (error instanceof ConfigBroken) return error;
    throw error;
  }
  const overrides = Object.keys(broken).length > 0 ? ['-c', `mcp_servers=${inline(broken)}`] : [];
  const answer = await verdict(options, ['app-server', '--print-startup-config', ...overrides]);
  return answer === undefined ? undefined : configErrorIn(answer, codexHome);
}

/** @returns the message of its error; undefined when it has none */
function verdict(
  { binary, codexHome, env }: Parameters<typeof checkConfig>[0],
  args: readonly string[],
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const options = { timeout: WAIT_MS, cwd: codexHome, env: { ...env, CODEX_HOME: codexHome } };
    execFile(binary, args, options, (error, stdout) => {
      if (!error) return resolve(undefined);
      const message = messageIn(stdout);
      if (message === undefined) reject(new Error('The engine did not say whether it accepts config.toml.'));
      else resolve(message);
    }).stdin?.end();
  });
}

function messageIn(stdout: string): string | undefined {
  try {
    return (JSON.parse(stdout.trim()) as { error?: { message?: string } }).error?.message;
  } catch {
    return undefined;
  }
}

/** As TOML writes a value on one line. */
function inline(value: SwitchedOff[string]): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(value).replaceAll('\u007f', '\\u007f');
  return `{${Object.entries(value)
    .map(([key, inner]) => `${inline(key)}=${inline(inner)}`)
    .join(',')}}`;
}
