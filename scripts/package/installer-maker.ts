// Makes what electron-builder makes best, from the folder that Forge has packaged: the installer for Windows (NSIS), the
// AppImage and the dmg. electron-builder fetches its tools from GitHub, so this maker is left out where it is not
// installed: `npm ci --prefix build/installers`.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type EmptyConfig, MakerBase, type MakerOptions } from '@electron-forge/maker-base';
import { installerConfig } from './installer-config.ts';
import { signingOf } from './signing.ts';

const TARGETS: Readonly<Record<string, { system: 'linux' | 'mac' | 'win'; targets: readonly string[] }>> = {
  linux: { system: 'linux', targets: ['AppImage'] },
  // An app of macOS updates itself from a zip.
  darwin: { system: 'mac', targets: ['dmg', 'zip'] },
  win32: { system: 'win', targets: ['nsis'] },
};

const root = path.resolve(import.meta.dirname, '../..');
const builderPackage = path.join(root, 'build/installers/package.json');

export const canMakeInstallers = fs.existsSync(
  path.join(root, 'build/installers/node_modules/electron-builder'),
);

/** The one function of electron-builder that is called. */
interface ElectronBuilder {
  build(options: object): Promise<string[]>;
}

export class InstallerMaker extends MakerBase<EmptyConfig> {
  override name = 'installer';
  override defaultPlatforms = ['linux' as const, 'darwin' as const, 'win32' as const];

  override isSupportedOnCurrentPlatform(): boolean {
    return canMakeInstallers;
  }

  override async make({
    dir,
    makeDir,
    targetPlatform,
    targetArch,
    appName,
    packageJSON,
  }: MakerOptions): Promise<string[]> {
    const made = TARGETS[targetPlatform];
    if (!made) throw new Error(`No installer is made for ${targetPlatform}.`);
    const { build } = createRequire(builderPackage)('electron-builder') as ElectronBuilder;
    const output = path.join(makeDir, 'installer');
    await build({
      projectDir: root,
      prepackaged: targetPlatform === 'darwin' ? path.join(dir, `${appName}.app`) : dir,
      [made.system]: made.targets,
      [targetArch]: true,
      publish: 'never',
      config: installerConfig({
        root,
        output,
        name: appName,
        version: packageJSON.version as string,
        signing: signingOf(process.env, targetPlatform),
      }),
    });
    const entries = fs.readdirSync(output, { withFileTypes: true });
    // What it notes for itself has other names.
    return entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('builder-'))
      .map(({ name }) => path.join(output, name));
  }
}
