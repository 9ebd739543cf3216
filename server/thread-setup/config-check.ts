// Asks the engine whether it accepts config.toml: a short-lived process that starts nothing and answers within 60 ms
// (measured on 0.169.0).
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { profileFile, readRawConfig, readRawProfile } from '../config/codex-config.ts';
import { configErrorIn } from '../config/config-errors.ts';
import { ConfigBroken, configBroken } from '../errors/config.ts';
import type { SwitchedOff } from '../remotes/switched-off.ts';
import { brokenServers } from './config-in-force.ts';

const WAIT_MS = 10_000;

interface Engine {
  readonly binary: string;
  readonly codexHome: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Ignores broken tables of `[mcp_servers]`, since threads are started without them.
 * @param folder a folder whose `.codex/config.toml` is checked too
 * @returns the first problem, with its file
 * @throws Error when the engine gives no verdict
 */
export function checkConfig(engine: Engine, folder?: string): Promise<ConfigBroken | undefined> {
  const { codexHome } = engine;
  return brokenOr(async () => {
    // The engine checks nothing if its folder does not exist.
    if (!fs.existsSync(codexHome)) return undefined;
    const homes = folder === undefined ? [codexHome] : [codexHome, path.join(folder, '.codex')];
    const trust =
      folder === undefined ? [] : ['-c', `projects=${inline({ [folder]: { trust_level: 'trusted' } })}`];
    const words = [
      'app-server',
      '--print-startup-config',
      ...withoutServers(homes.map(readRawConfig)),
      ...trust,
    ];
    const { hasFailed, stdout } = await run(engine, words, folder ?? codexHome);
    if (!hasFailed) return undefined;
    return configErrorIn(messageIn(stdout) ?? '', codexHome) ?? unclear();
  });
}

/**
 * The same for a profile, given to the engine as the config.toml of an otherwise empty CODEX_HOME.
 * @throws profile-not-found, Error when the engine gives no verdict
 */
export function checkProfile(engine: Engine, name: string): Promise<ConfigBroken | undefined> {
  const { codexHome } = engine;
  const file = profileFile(codexHome, name);
  return brokenOr(async () => {
    const profile = readRawProfile(codexHome, name);
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-profile-'));
    try {
      fs.symlinkSync(file, path.join(home, 'config.toml'));
      // The profile may name a provider that is defined in config.toml.
      const provider = ['-c', 'model_provider="openai"'];
      const words = ['app-server', '--print-startup-config', ...withoutServers([profile]), ...provider];
      const { hasFailed, stdout } = await run({ ...engine, codexHome: home }, words, home);
      if (!hasFailed) return undefined;
      const broken = configErrorIn(messageIn(stdout) ?? '', home) ?? unclear();
      return configBroken(file, broken.line, broken.reason);
    } finally {
      fs.rmSync(home, { recursive: true, force: true });
    }
  });
}

/** @returns arguments that make the engine accept config.toml without its broken MCP server tables */
export function withoutBrokenServers(codexHome: string): string[] {
  return withoutServers([readRawConfig(codexHome)]);
}

function withoutServers(files: readonly Readonly<Record<string, unknown>>[]): string[] {
  const broken = brokenServers(files);
  return Object.keys(broken).length > 0 ? ['-c', `mcp_servers=${inline(broken)}`] : [];
}

async function brokenOr(look: () => Promise<ConfigBroken | undefined>): Promise<ConfigBroken | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ConfigBroken) return error;
    throw error;
  }
}

function unclear(): never {
  throw new Error('The engine did not say what it has against config.toml.');
}

function run(
  { binary, codexHome, env }: Engine,
  words: readonly string[],
  cwd: string,
): Promise<{ hasFailed: boolean; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { timeout: WAIT_MS, cwd, env: { ...env, CODEX_HOME: codexHome } };
    const child = execFile(binary, words, options, (error, stdout, stderr) =>
      resolve({ hasFailed: error !== null, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

function messageIn(stdout: string): string | undefined {
  try {
    return (JSON.parse(stdout.trim()) as { error?: { message?: string } }).error?.message;
  } catch {
    return undefined;
  }
}

/** The value as inline TOML. */
function inline(value: SwitchedOff[string]): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(',')}]`;
  if (typeof value !== 'object') return JSON.stringify(value).replaceAll('\u007f', '\\u007f');
  return `{${Object.entries(value)
    .map(([key, inner]) => `${inline(key)}=${inline(inner)}`)
    .join(',')}}`;
}
