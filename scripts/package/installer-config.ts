// What electron-builder is told, for all systems.
import path from 'node:path';
import type { Signing } from './signing.ts';

/**
 * @param options.output where the installers go
 * @param options.version of Patchbay
 */
export function installerConfig(options: {
  root: string;
  output: string;
  name: string;
  version: string;
  signing: Pick<Signing, 'windowsInstaller'>;
}): object {
  const { root, output, name, version, signing } = options;
  return {
    appId: 'dev.patchbay.Patchbay',
    productName: name,
    extraMetadata: { version },
    directories: { output, buildResources: path.join(root, 'build') },
    protocols: [{ name, schemes: ['patchbay'] }],
    npmRebuild: false,
    // Makes it write latest.yml, which names the version and its files for a feed; the address is not used.
    publish: [{ provider: 'generic', url: 'https://localhost/' }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills these in
    artifactName: '${productName}-${version}-${arch}.${ext}',
    linux: {
      executableName: 'patchbay-app',
      category: 'Development',
      icon: path.join(root, 'build/icons/app-512.png'),
      desktop: { entry: { StartupWMClass: 'patchbay' } },
    },
    // Signed by Forge already.
    mac: { icon: path.join(root, 'dist/icons/app.icns'), identity: null },
    win: { icon: path.join(root, 'dist/icons/app.ico'), ...signing.windowsInstaller },
    nsis: { oneClick: true, perMachine: false },
  };
}
