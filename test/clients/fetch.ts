// Clients from the npm registry, of pinned versions, fetched once and kept out of our own dependencies: they are large.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const cache = path.resolve(import.meta.dirname, '../../node_modules/.cache/patchbay');

/**
 * Installs a package unless it is there, without running its scripts.
 * @param spec `name@version`
 * @param file inside the package
 * @returns the path of that file
 */
export async function fetchClient(name: string, spec: string, file: string): Promise<string> {
  const at = spec.lastIndexOf('@');
  const folder = path.join(cache, `clients-${name}-${spec.slice(at + 1)}`);
  const found = path.join(folder, 'node_modules', spec.slice(0, at), file);
  // Written last: an install that was cut short counts for nothing.
  const isWhole = path.join(folder, 'installed');
  if (!fs.existsSync(isWhole)) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    const flags = ['--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts'];
    await promisify(execFile)('npm', ['install', ...flags, spec], { cwd: folder });
    fs.writeFileSync(isWhole, '');
  }
  if (!fs.existsSync(found)) throw new Error(`${spec} has no ${file}`);
  return found;
}
