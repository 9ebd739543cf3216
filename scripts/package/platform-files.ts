// What a package has beside the app.asar: the engine and the keychain's module, which are programs of one system, and
// the `patchbay` command.
import fs from 'node:fs';
import path from 'node:path';

/** Talks to a microphone; nothing of Patchbay starts it (51 MB). */
const VOICE = path.join('codex-resources', 'voice');

/** The `patchbay` command of each system: its file in build/launchers, its name, and where it lies seen from the resources. */
const LAUNCHERS: Readonly<Record<string, readonly [string, string, string]>> = {
  linux: ['patchbay.sh', 'patchbay', '..'],
  darwin: ['patchbay-mac.sh', 'patchbay', '.'],
  win32: ['patchbay.cmd', 'patchbay.cmd', '..'],
};

/**
 * @param options.root the project
 * @param options.resources the package's folder of resources; modules are found there because it is above the app.asar
 * @param options.platform for example `linux`
 */
export function addPlatformFiles(options: {
  root: string;
  resources: string;
  platform: string;
  arch: string;
}): void {
  const { root, resources, platform, arch } = options;
  const modules = path.join(root, 'node_modules');
  const copy = (name: string, isWanted: (file: string) => boolean = () => true) =>
    fs.cpSync(path.join(modules, name), path.join(resources, 'node_modules', name), {
      recursive: true,
      filter: isWanted,
    });

  copy('@openai/codex/package.json');
  copy(`@openai/codex-${platform}-${arch}`, (file) => isRun(file) && !file.endsWith(VOICE));
  copy('@napi-rs/keyring', isRun);
  const keyrings = fs
    .readdirSync(path.join(modules, '@napi-rs'))
    .filter((name) => name.startsWith(`keyring-${platform}-${arch}`));
  for (const name of keyrings) copy(`@napi-rs/${name}`, isRun);

  const [launcher, name, folder] = LAUNCHERS[platform] ?? [];
  if (launcher === undefined || name === undefined || folder === undefined) {
    throw new Error(`There is no launcher for ${platform}.`);
  }
  const file = path.join(resources, folder, name);
  fs.copyFileSync(path.join(root, 'build/launchers', launcher), file);
  fs.chmodSync(file, 0o755);
}

/** The window has English texts alone, and Chromium falls back to these. */
export function removeLanguages(electron: string): void {
  const folder = path.join(electron, 'locales');
  if (!fs.existsSync(folder)) return;
  for (const name of fs.readdirSync(folder)) {
    if (name !== 'en-US.pak') fs.rmSync(path.join(folder, name));
  }
}

function isRun(file: string): boolean {
  return !/(\/README\.md|\.d\.ts)$/.test(file);
}
