// What can be wrong with an installation, looked at one by one. Nothing is changed and nothing is sent anywhere.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { readCodexConfig } from '../config/codex-config.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings.ts';
import { bundledEngine, MINIMUM_ENGINE_VERSION, namedEngine } from '../engine/binary.ts';
import { messageOf } from '../errors.ts';
import { lookAtSignIns } from './sign-ins.ts';

export interface Check {
  readonly name: string;
  readonly outcome: 'ok' | 'warning' | 'failed';
  /** What was found; for a warning or a failure also what to do. */
  readonly text: string;
}

const ENGINE_WAIT_MS = 10_000;
const ENOUGH_DISK_BYTES = 200_000_000;
const DEFAULT_PORT = 7345;
const run = promisify(execFile);

/** In an order in which they can be repaired. */
export async function checkInstallation(paths: Paths, env: NodeJS.ProcessEnv): Promise<Check[]> {
  const settings = await checked('Settings', () => {
    readSettings(paths.settingsFile);
    return ok('valid, or absent');
  });
  return [
    await checked('Folder', () => checkFolder(paths)),
    await checked('File modes', () => checkModes(paths)),
    settings,
    ...(settings.outcome === 'failed' ? [] : await checkEngine(paths, env)),
    await checked('config.toml', () => {
      readCodexConfig(paths.codexHome);
      return ok(`valid, or absent, in ${paths.codexHome}`);
    }),
    await checked('Remotes', () => checkRemotes(paths, env)),
    ...(settings.outcome === 'failed' ? [] : [await checked('Sign-ins', () => checkSignIns(paths, env))]),
    await checked('Port', () => checkPort()),
    await checked('Disk', () => checkDisk(paths)),
  ];
}

type Finding = Omit<Check, 'name'>;

const ok = (text: string): Finding => ({ outcome: 'ok', text });
const warning = (text: string): Finding => ({ outcome: 'warning', text });
const failed = (text: string): Finding => ({ outcome: 'failed', text });

async function checked(name: string, check: () => Finding | Promise<Finding>): Promise<Check> {
  try {
    return { name, ...(await check()) };
  } catch (error) {
    return { name, ...failed(messageOf(error)) };
  }
}

function checkFolder({ patchbayHome }: Paths): Finding {
  if (!fs.existsSync(patchbayHome)) return ok(`${patchbayHome} will be made on the first start`);
  fs.accessSync(patchbayHome, fs.constants.W_OK | fs.constants.X_OK);
  return ok(`${patchbayHome} can be written`);
}

function checkModes(paths: Paths): Finding {
  if (process.platform === 'win32') return ok('kept by the user folder');
  const files = [
    paths.tokensFile,
    paths.secretsFile,
    paths.passphraseFile,
    paths.auditFile,
    paths.settingsFile,
    paths.patchbayHome,
  ];
  const open = files.filter(
    (file) => ((fs.statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0,
  );
  // Settings hold nothing secret, and people write them with an editor.
  const bad = open.filter((file) => file !== paths.settingsFile);
  if (bad.length === 0) return ok('readable by you alone');
  return failed(
    `Others can read ${bad.join(', ')}. Run: chmod go= ${bad.map((file) => `'${file}'`).join(' ')}`,
  );
}

async function checkEngine(paths: Paths, env: NodeJS.ProcessEnv): Promise<Check[]> {
  const named = readSettings(paths.settingsFile).engine?.path;
  let binary = '';
  const engine = await checked('Engine', async () => {
    binary = named === undefined ? bundledEngine().file : namedEngine(named);
    const { stdout } = await run(binary, ['--version'], { timeout: ENGINE_WAIT_MS, env });
    const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? '0.0.0';
    const isOld = version.localeCompare(MINIMUM_ENGINE_VERSION, 'en', { numeric: true }) < 0;
    if (isOld)
      return failed(`${binary} is ${version}; ${MINIMUM_ENGINE_VERSION} or newer is needed. Update it.`);
    return ok(`${version}, ${binary}`);
  });
  if (engine.outcome === 'failed') return [engine];
  const login = await checked('Signed in', async () => {
    const provider = readCodexConfig(paths.codexHome)['model_provider'];
    if (typeof provider === 'string' && provider !== 'openai')
      return ok(`the provider ${provider} has its own way`);
    const options = { timeout: ENGINE_WAIT_MS, env: { ...env, CODEX_HOME: paths.codexHome } };
    const isIn = await run(binary, ['login', 'status'], options).then(
      () => true,
      () => false,
    );
    return isIn
      ? ok('yes')
      : warning('Codex is not signed in. Run `codex login`, or configure a model provider.');
  });
  return [engine, login];
}

/** Whether what remotes need is there; they are not started or called. */
function checkRemotes({ codexHome }: Paths, env: NodeJS.ProcessEnv): Finding {
  const servers = Object.entries(readCodexConfig(codexHome).mcp_servers ?? {});
  const enabled = servers.filter(([, server]) => server['enabled'] !== false);
  const problems = enabled.flatMap(([name, server]) => {
    const variable = server['bearer_token_env_var'];
    if (typeof variable === 'string' && !env[variable]) return [`${name}: set ${variable} to its token.`];
    if (server.command !== undefined && !isOnPath(server.command, env)) {
      return [`${name}: install ${server.command}, or correct its command in config.toml.`];
    }
    return [];
  });
  return problems.length > 0 ? warning(problems.join(' ')) : ok(`${enabled.length} configured`);
}

async function checkSignIns(paths: Paths, env: NodeJS.ProcessEnv): Promise<Finding> {
  const found = await lookAtSignIns(paths, env);
  return 'kept' in found ? ok(found.kept) : warning(found.problem);
}

function isOnPath(command: string, env: NodeJS.ProcessEnv): boolean {
  if (/[\\/]/.test(command)) return fs.existsSync(command);
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat', ''] : [''];
  const folders = (env['PATH'] ?? '').split(path.delimiter);
  return folders.some((folder) =>
    endings.some((ending) => fs.existsSync(path.join(folder, command + ending))),
  );
}

async function checkPort(): Promise<Finding> {
  const isFree = await new Promise<boolean>((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(DEFAULT_PORT, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
  if (isFree) return ok(`${DEFAULT_PORT} is free`);
  return warning(`${DEFAULT_PORT} is taken: by Patchbay if \`patchbay status\` says so, else use --port.`);
}

function checkDisk({ patchbayHome }: Paths): Finding {
  const folder = fs.existsSync(patchbayHome) ? patchbayHome : path.parse(patchbayHome).root;
  const { bavail, bsize } = fs.statfsSync(folder);
  const free = `${Math.round((bavail * bsize) / 1e6)} MB free`;
  return bavail * bsize < ENOUGH_DISK_BYTES
    ? warning(`${free}: logs and records may be lost. Make room.`)
    : ok(free);
}
