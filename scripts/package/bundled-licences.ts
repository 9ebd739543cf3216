// The licences of what is bundled: bundling leaves them out, and they ask to be passed on. The source maps say what each
// bundle is made of.
import fs from 'node:fs';
import path from 'node:path';

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** As package.json says it, for example `MIT`. */
  readonly licence: string;
  /** The files with its text. */
  readonly texts: readonly string[];
}

const MODULES = `${path.sep}node_modules${path.sep}`;
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/** @param out the folder of the bundles, with their maps; `node_modules` is beside it */
export function bundledPackages(out: string): BundledPackage[] {
  const maps = fs
    .readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.map') && !file.startsWith('.'))
    .map((file) => path.join(out, file));
  const sources = maps.flatMap(sourcesOf).map((source) => path.resolve(out, '..', source));
  const folders = new Set(sources.flatMap((source) => packageFolderOf(source) ?? []));
  const packages = [...folders].map(readPackage);
  // npm may have installed the same version in several places.
  const byVersion = new Map(packages.map((one) => [`${one.name} ${one.version}`, one]));
  return [...byVersion.keys()].sort().flatMap((key) => byVersion.get(key) ?? []);
}

/** One text with all of them. */
export function licenceTextOf(packages: readonly BundledPackage[]): string {
  const parts = packages.map(
    ({ name, version, licence, texts }) => `${name} ${version} (${licence})\n\n${texts.join('\n')}`,
  );
  return `Patchbay contains these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** Those of packages, from `node_modules` on: Vite writes the maps of workers as if they were in another folder. */
function sourcesOf(map: string): string[] {
  const { sources } = JSON.parse(fs.readFileSync(map, 'utf8')) as { sources: string[] };
  return sources.flatMap((source) => /(?:^|\/)(node_modules\/.*)$/.exec(source)?.[1] ?? []);
}

function packageFolderOf(source: string): string | undefined {
  const at = source.lastIndexOf(MODULES);
  if (at < 0) return undefined;
  const start = at + MODULES.length;
  const [first = '', second = ''] = source.slice(start).split(path.sep);
  return source.slice(0, start) + (first.startsWith('@') ? path.join(first, second) : first);
}

function readPackage(folder: string): BundledPackage {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = manifest as Record<'name' | 'version' | 'license', string>;
  const texts = fs
    .readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file) && fs.statSync(path.join(folder, file)).isFile())
    .map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
  return { name, version, licence: license, texts };
}
