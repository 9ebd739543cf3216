// The one configuration of all packages, for `npm run package` and `npm run make`; see docs/packages.md. Forge puts the
// app together, with Electron and its fuses. Makers turn that folder into what people install.
import fs from 'node:fs';
import path from 'node:path';
import { FuseV1Options, FuseVersion } from '@electron/fuses';
import { MakerZIP } from '@electron-forge/maker-zip';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import type { ForgeConfig } from '@electron-forge/shared-types';
import manifest from './package.json' with { type: 'json' };
import { writeAppIcons } from './scripts/package/app-icons.ts';
import { bundledPackages, licenceTextOf } from './scripts/package/bundled-licences.ts';
import { DebMaker } from './scripts/package/deb-maker.ts';
import { standInZipFolder, zipStandIn } from './scripts/package/electron-zip.ts';
import { canMakeInstallers, InstallerMaker } from './scripts/package/installer-maker.ts';
import { addPlatformFiles, removeLanguages } from './scripts/package/platform-files.ts';
import { gatherRelease } from './scripts/package/release-files.ts';
import { isLeftOut } from './scripts/package/shipped-files.ts';
import { signingOf } from './scripts/package/signing.ts';
import { updateSettings } from './scripts/package/update-settings.ts';
import { describeCheckout, versionOf } from './scripts/package/version.ts';

const root = import.meta.dirname;
const appIcons = path.join(root, 'dist/icons');
const zipFolder = standInZipFolder();
const makeFolder = path.join(root, 'dist/make');
const signing = signingOf(process.env, process.platform);
const version = versionOf(describeCheckout(root), manifest.version);
const numbers = version.replace(/[-+].*/, '');
/** Windows has place for four parts, which only builds between two tags exceed. */
const isTooLong = process.platform === 'win32' && version.split('.').length > 4;

const config: ForgeConfig = {
  outDir: 'dist',
  packagerConfig: {
    name: 'Patchbay',
    executableName: 'patchbay-app',
    // With the ending that the system wants.
    icon: path.join(appIcons, 'app'),
    appVersion: isTooLong ? numbers : version,
    buildVersion: numbers,
    appBundleId: 'dev.patchbay.Patchbay',
    appCategoryType: 'public.app-category.developer-tools',
    protocols: [{ name: 'Patchbay', schemes: ['patchbay'] }],
    // Everything is bundled; of node_modules only programs and native modules go along, beside the asar.
    asar: true,
    prune: false,
    ignore: isLeftOut,
    ...(zipFolder !== undefined && { electronZipDir: zipFolder }),
    ...signing.app,
  },
  hooks: {
    readPackageJson: async (_config, given) => ({ ...given, version }),
    prePackage: async () => {
      zipStandIn(manifest.devDependencies.electron);
      writeAppIcons(path.join(root, 'build/icons'), appIcons);
    },
    packageAfterExtract: async (_config, electron) => removeLanguages(electron),
    packageAfterCopy: async (_config, appFolder, _electronVersion, platform, arch) => {
      const resources = path.dirname(appFolder);
      addPlatformFiles({ root, resources, platform, arch });
      const licences = licenceTextOf(bundledPackages(path.join(root, 'out')));
      fs.writeFileSync(path.join(resources, 'LICENSES.bundled.txt'), licences);
      fs.writeFileSync(path.join(resources, 'app-update.yml'), updateSettings(process.env, signing));
    },
    // Others than who makes it must be able to look into what they unpack.
    postPackage: async (_config, { outputPaths }) => {
      for (const folder of outputPaths) fs.chmodSync(folder, 0o755);
    },
    preMake: async () => {
      if (signing.missing) process.stderr.write(`${signing.missing}\n`);
      fs.rmSync(makeFolder, { recursive: true, force: true });
    },
    postMake: async (_config, results) =>
      gatherRelease({ root, folder: makeFolder, version, gpgKey: signing.gpgKey, results }),
  },
  plugins: [
    new FusesPlugin({
      version: FuseVersion.V1,
      // The `patchbay` command, the watchdog and the keychain's helper are this program running as Node.
      [FuseV1Options.RunAsNode]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      // The window has no cookies, and the key for them would be asked of the keychain at every start.
      [FuseV1Options.EnableCookieEncryption]: false,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    }),
  ],
  makers: [
    new DebMaker(),
    // electron-builder's zip of macOS is the one that updates.
    new MakerZIP({}, canMakeInstallers ? ['linux', 'win32'] : ['linux', 'darwin', 'win32']),
    ...(canMakeInstallers ? [new InstallerMaker()] : []),
  ],
};

export default config;
