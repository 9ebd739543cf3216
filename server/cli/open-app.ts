// `patchbay` alone: opens the tray app, or says why it does not.
import { spawn } from 'node:child_process';
import { programFolder } from '../base/program.ts';
import { APP_OPTIONS_VARIABLE, type McpServerOptions } from '../start/run-options.ts';
import { electronFolder, electronProgram } from './electron-folder.ts';

/** @returns why the app cannot be opened here, as a clause; undefined when it can */
export function whyNoApp(env: NodeJS.ProcessEnv): string | undefined {
  const hasDisplay = process.platform !== 'linux' || env['DISPLAY'] || env['WAYLAND_DISPLAY'];
  if (!hasDisplay) return 'There is no desktop here';
  return appProgram() ? undefined : 'Electron is not installed here (npm run setup:electron)';
}

/** Runs the app until it ends, or brings the running one to the front. Resolves with its exit code. */
export function openApp(options: McpServerOptions, words: readonly string[]): Promise<number> {
  const { file, args, env } = appStart(words);
  const child = spawn(file, args, {
    env: { ...env, [APP_OPTIONS_VARIABLE]: JSON.stringify(options) },
    stdio: 'inherit',
  });
  // The terminal sends Ctrl-C to both processes; the app ends in order, and then we do.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void (signal === 'SIGINT' || child.kill(signal)));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** What the app is started with; whyNoApp was asked before. */
export function appStart(words: readonly string[]): { file: string; args: string[]; env: NodeJS.ProcessEnv } {
  const program = appProgram();
  if (!program) throw new Error('whyNoApp was not asked');
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  return { file: program.file, args: [...rootWords(), ...program.args, ...words], env };
}

/** In a package, this program is Electron running as Node. */
function appProgram(): { file: string; args: string[] } | undefined {
  if (process.versions['electron']) return { file: process.execPath, args: [] };
  const folder = electronFolder();
  return folder === undefined ? undefined : { file: electronProgram(folder), args: [programFolder] };
}

/** Chromium refuses to start as root with its sandbox on. */
function rootWords(): string[] {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return [];
  process.stderr.write("Running as root: the window's own sandbox is off.\n");
  return ['--no-sandbox'];
}
