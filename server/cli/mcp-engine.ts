// The bundled `codex mcp`, which reads and writes config.toml for `patchbay mcp`. In its texts our name replaces its own, and
// no secret is printed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { configErrorInReport } from '../config/config-errors.ts';
import { ensureCodexHome, type Paths, resolvePaths } from '../config/paths.ts';
import { makeVisible } from '../contract/visible.ts';
import { chosenEngine } from '../engine/process/binary.ts';
import { codexHomeMissing } from '../errors/homes.ts';

/** The engine prints a backtrace under its errors if the environment asks Rust programs for it. */
const NO_BACKTRACE = { RUST_BACKTRACE: '0', RUST_LIB_BACKTRACE: '0' };
const OWN_NAME = /\bcodex mcp\b/g;

/** What is the same for each of its commands. */
export interface EngineWords {
  readonly codexHome: string | undefined;
  /** Options of the engine itself, to be handed on. */
  readonly options: readonly string[];
}

export interface EngineResult {
  readonly code: number | null;
  readonly stdout: string;
}

/**
 * The paths for a command; the default CODEX_HOME is created if it is missing, as the engine does, and a named one must exist.
 * @throws codex-home-missing, codex-home-not-usable
 */
export function mcpPaths(codexHome: string | undefined): Paths {
  const paths = resolvePaths({ codexHome, env: process.env });
  if (codexHome === undefined && !process.env['CODEX_HOME']) ensureCodexHome(paths.codexHome);
  else if (!fs.existsSync(paths.codexHome)) throw codexHomeMissing(paths.codexHome);
  return paths;
}

/**
 * Runs `codex mcp` to its end. What it says on standard error is printed.
 * @param codexHome where it finds config.toml
 * @throws engine-missing, engine-not-executable, config-broken if it cannot use config.toml
 */
export async function runEngine(
  words: readonly string[],
  { paths, codexHome }: { paths: Paths; codexHome: string },
): Promise<EngineResult> {
  const child = spawn(chosenEngine(paths.settingsFile), ['mcp', ...words], {
    env: { ...process.env, ...NO_BACKTRACE, CODEX_HOME: codexHome },
    stdio: ['inherit', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  const broken = code === 0 ? undefined : configErrorInReport(stderr(), codexHome);
  if (broken) throw broken;
  process.stderr.write(makeVisible(withOwnName(stderr())));
  return { code, stdout: stdout() };
}

export function withOwnName(text: string): string {
  return text.replace(OWN_NAME, 'patchbay mcp');
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}
