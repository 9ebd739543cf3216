// A throw-away home for one test: its own CODEX_HOME, PATCHBAY_HOME and folders to work in. Not below the system's
// temp folder, where the engine refuses to set up its sandbox helpers and its sandbox may write.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isInside } from '../../server/base/paths-inside.ts';
import { configToml } from './fake-model.ts';
import { compiledCode, fillCodexHome } from './prepare-run.ts';

export interface TestHome {
  readonly root: string;
  readonly codexHome: string;
  readonly patchbayHome: string;
  /** A folder that exists, for threads to work in. */
  readonly folder: string;
  /** Environment for whatever runs in this home: nothing of the machine's own Codex or Patchbay is left in it. */
  readonly env: Record<string, string>;
  /** Makes a further folder to work in. */
  makeFolder(name: string): string;
  writeConfig(options: Partial<Parameters<typeof configToml>[0]> & { baseUrl: string }): void;
  remove(): void;
}

export function makeHome(): TestHome {
  const root = fs.mkdtempSync(path.join(folderOfHomes(), '.patchbay-test-'));
  const makeFolder = (name: string) => {
    const folder = path.join(root, name);
    fs.mkdirSync(folder, { recursive: true });
    return folder;
  };
  const codexHome = makeFolder('codex-home');
  fillCodexHome(codexHome);
  const patchbayHome = path.join(root, 'patchbay-home');
  // Nor of its desktop, where a window would open.
  const foreign = /^((CODEX|OPENAI|PATCHBAY)_|DISPLAY$|WAYLAND_DISPLAY$|DBUS_)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    root,
    codexHome,
    patchbayHome,
    folder: makeFolder('work'),
    env: {
      ...(Object.fromEntries(kept) as Record<string, string>),
      HOME: makeFolder('home'),
      CODEX_HOME: codexHome,
      PATCHBAY_HOME: patchbayHome,
      NODE_COMPILE_CACHE: compiledCode,
    },
    makeFolder,
    writeConfig: (options) => fs.writeFileSync(path.join(codexHome, 'config.toml'), configToml(options)),
    remove: () => fs.rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 }),
  };
}

/** The user's home, or where HOME leads below the temp folder the first other folder that does not. */
export function folderOfHomes(): string {
  const temporary = ['/tmp', os.tmpdir()].filter((folder) => fs.existsSync(folder));
  const candidates = [os.homedir(), os.userInfo().homedir, '/var/tmp'];
  const found = candidates.find((folder) => {
    if (!isWritable(folder)) return false;
    const real = fs.realpathSync(folder);
    return !temporary.some((outer) => isInside(real, fs.realpathSync(outer)));
  });
  if (found !== undefined) return found;
  throw new Error(
    `The tests need a folder outside the temp folder, where the sandbox may write: none of ${candidates.join(', ')} is one. Set HOME to one that is.`,
  );
}

function isWritable(folder: string): boolean {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
