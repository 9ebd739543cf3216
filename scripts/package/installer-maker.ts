// Makes what electron-builder makes best, from the folder that Forge has packaged: the installer for Windows (NSIS), the
// AppImage and the dmg. electron-builder fetches its tools from GitHub, so this maker is left out where it is not
// installed: `npm ci --prefix build/installers`.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type EmptyConfig, MakerBase, type MakerOptions } from '@electron-forge/maker-base';

const TARGETS: Readonly<Record<string, { system: 'linux' | 'mac' | 'win'; target: string }>> = {
  linux: { system: 'linux', target: 'AppImage' },
  darwin: { system: 'mac', target: 'dmg' },
  win32: { system: 'win', target: 'nsis' },
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
    return build({
      projectDir: root,
      prepackaged: targetPlatform === 'darwin' ? path.join(dir, `${appName}.app`) : dir,
      [made.system]: [made.target],
      [targetArch]: true,
      publish: 'never',
      config: {
        appId: 'dev.patchbay.Patchbay',
        productName: appName,
        extraMetadata: { version: packageJSON.version },
        directories: { output: path.join(makeDir, 'installer'), buildResources: path.join(root, 'build') },
        protocols: [{ name: appName, schemes: ['patchbay'] }],
        npmRebuild: false,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills these in
        artifactName: '${productName}-${version}-${arch}.${ext}',
        linux: {
          executableName: 'patchbay-app',
          category: 'Development',
          icon: path.join(root, 'build/icons/app-512.png'),
          desktop: { entry: { StartupWMClass: 'patchbay' } },
        },
        mac: { icon: path.join(root, 'dist/icons/app.icns') },
        win: { icon: path.join(root, 'dist/icons/app.ico') },
        nsis: { oneClick: true, perMachine: false },
      },
    });
  }
}
