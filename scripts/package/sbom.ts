// What is in the packages, as a list that programs read (SBOM, CycloneDX 1.6): the npm packages in the bundles, the engine,
// the keychain's module, Electron with its Chromium and Node.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { bundledPackages } from './bundled-licences.ts';

/** What Electron says of itself. */
type Versions = Readonly<Record<'electron' | 'chrome' | 'node', string>>;

interface NpmPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

const licences = new Contrib.License.Factories.LicenseFactory(() => undefined);

/**
 * @param options.app the packaged folder, which can be run here
 * @param options.version of Patchbay
 * @returns JSON
 */
export function sbomOf(options: { root: string; app: string; version: string }): string {
  const { root, app, version } = options;
  const bom = new Models.Bom();
  bom.serialNumber = Contrib.Bom.Utils.randomSerialNumber();
  bom.metadata.timestamp = new Date();
  const patchbay = component('patchbay', version, 'MIT', Enums.ComponentType.Application);
  bom.metadata.component = patchbay;
  const parts = [
    electronOf(versionsOf(app)),
    ...unpackedModules(resourcesOf(app)).map(ofNpm),
    ...bundledPackages(path.join(root, 'out')).map(ofNpm),
  ];
  for (const part of parts) {
    bom.components.add(part);
    patchbay.dependencies.add(part.bomRef);
  }
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return new Serialize.JsonSerializer(factory).serialize(bom, { sortLists: true, space: 2 });
}

function electronOf({ electron, chrome, node }: Versions): Models.Component {
  const framework = component('electron', electron, 'MIT', Enums.ComponentType.Framework);
  framework.purl = `pkg:npm/electron@${electron}`;
  framework.components.add(component('chromium', chrome, 'BSD-3-Clause', Enums.ComponentType.Framework));
  framework.components.add(component('node', node, 'MIT', Enums.ComponentType.Framework));
  return framework;
}

function ofNpm({ name, version, licence }: NpmPackage): Models.Component {
  const library = component(name, version, licence, Enums.ComponentType.Library);
  library.purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return library;
}

function component(
  name: string,
  version: string,
  licence: string,
  type: Enums.ComponentType,
): Models.Component {
  const bomRef = `${name}@${version}`;
  const made = new Models.Component(type, name, { version, bomRef });
  made.licenses.add(licences.makeFromString(licence));
  return made;
}

/** The engine and the keychain's module, beside the app.asar. */
function unpackedModules(resources: string): NpmPackage[] {
  const modules = path.join(resources, 'node_modules');
  const folders = fs
    .readdirSync(modules)
    .flatMap((scope) =>
      fs.readdirSync(path.join(modules, scope)).map((name) => path.join(modules, scope, name)),
    );
  return folders.map((folder) => {
    const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const { name, version, license } = manifest as Record<'name' | 'version' | 'license', string>;
    return { name, version, licence: license };
  });
}

function resourcesOf(app: string): string {
  return process.platform === 'darwin'
    ? path.join(app, 'Patchbay.app/Contents/Resources')
    : path.join(app, 'resources');
}

/** A package may be of another Electron than package.json names: the stand-in of the tests. */
function versionsOf(app: string): Versions {
  const name = process.platform === 'win32' ? 'patchbay-app.exe' : 'patchbay-app';
  const program = path.join(
    app,
    process.platform === 'darwin' ? `Patchbay.app/Contents/MacOS/${name}` : name,
  );
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const words = ['-p', 'JSON.stringify(process.versions)'];
  return JSON.parse(execFileSync(program, words, { env, encoding: 'utf8' })) as Versions;
}
