// Whether the engine exists, is new enough and signed in, and whether its sandbox works.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { readCodexConfig } from '../config/codex-config.ts';
import type { Paths } from '../config/paths.ts';
import { chosenEngine, MINIMUM_ENGINE_VERSION } from '../engine/process/binary.ts';
import { messageOf } from '../errors/error.ts';
import { withoutBrokenServers } from '../thread-setup/config-check.ts';
import { type Check, checked, type Finding, failed, ok, warning } from './check.ts';

const WAIT_MS = 10_000;
const run = promisify(execFile);

/** @param isConfigUsable whether the engine accepts config.toml; otherwise it can say nothing about sign-in and sandbox */
export async function checkEngine(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  isConfigUsable: boolean,
): Promise<Check[]> {
  const options = { timeout: WAIT_MS, env: { ...env, CODEX_HOME: paths.codexHome } };
  let binary = '';
  const engine = await checked('Engine', async () => {
    binary = chosenEngine(paths.settingsFile);
    const { stdout } = await run(binary, ['--version'], options);
    const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? '0.0.0';
    const isOld = version.localeCompare(MINIMUM_ENGINE_VERSION, 'en', { numeric: true }) < 0;
    if (isOld) {
      return failed(`${binary} is ${version}; ${MINIMUM_ENGINE_VERSION} or newer is needed. Update it.`);
    }
    return ok(`${version}, ${binary}`);
  });
  if (engine.outcome === 'failed') return [engine];
  return [
    engine,
    await checked('Signed in', () => (isConfigUsable ? checkLogin(binary, paths, options) : unasked)),
    await checked('Sandbox', () => {
      if (!isConfigUsable) return unasked;
      // The engine reports this before anything else.
      return fs.existsSync(paths.codexHome)
        ? checkSandbox(binary, paths, options)
        : ok(`not looked at before ${paths.codexHome} is there`);
    }),
  ];
}

const unasked = warning(
  'Not looked at: Codex cannot say it while config.toml is broken. Correct that first.',
);

type RunOptions = { timeout: number; env: NodeJS.ProcessEnv };

async function checkLogin(binary: string, { codexHome }: Paths, options: RunOptions): Promise<Finding> {
  const provider = readCodexConfig(codexHome)['model_provider'];
  if (typeof provider === 'string' && provider !== 'openai') {
    return ok(`the provider ${provider} has its own way`);
  }
  const isIn = await run(binary, ['login', 'status', ...withoutBrokenServers(codexHome)], options).then(
    () => true,
    () => false,
  );
  if (isIn) return ok('yes');
  return {
    ...warning(
      'Codex is not signed in. Sign in under Settings or with `codex login`, or name a provider.',
      'sign-in',
    ),
    textInWindow:
      'Codex is not signed in. Sign in under Account in Settings, or name a provider in config.toml.',
  };
}

/** A command that tries to write where it must not. */
async function checkSandbox(binary: string, { codexHome }: Paths, options: RunOptions): Promise<Finding> {
  if (process.platform === 'win32') return ok('not looked at on Windows');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-doctor-'));
  const file = path.join(folder, 'written');
  const command = ['/bin/sh', '-c', 'echo began; echo x > "$0"', file];
  try {
    const { stdout, stderr } = await run(
      binary,
      ['sandbox', '-c', 'sandbox_mode="read-only"', ...withoutBrokenServers(codexHome), '--', ...command],
      options,
    ).catch((error: { stdout?: string; stderr?: string }) => ({
      stdout: error.stdout ?? '',
      stderr: error.stderr || messageOf(error),
    }));
    if (fs.existsSync(file))
      return failed('A command that may only read has written. Do not rely on it here.');
    if (stdout.includes('began')) return ok('a command that may only read could not write');
    const [why = 'it gave no reason'] = stderr.trim().split('\n');
    return warning(
      `It does not start (${why}), so no command can run in it. In a container, allow user namespaces.`,
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
