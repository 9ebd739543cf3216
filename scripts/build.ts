// Builds the command line and the desktop app into out/, unless out/ is already made of the same sources.
// Quiet: what the build tools say is shown only when they fail.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
/** Goes with out/, which the first tool empties; written when all is done. */
const stamp = path.join(root, 'out/.built-from');

const SOURCES = ['server', 'electron', 'renderer'];
const SETTINGS = ['package.json', 'package-lock.json', 'rolldown.config.ts', 'electron.vite.config.ts'];
const TOOLS = [
  ['scripts/generate-protocol.ts'],
  ['node_modules/rolldown/bin/cli.mjs', '-c', 'rolldown.config.ts'],
  ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
];

const digest = digestOfSources();
if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== digest) {
  process.stderr.write('Building Patchbay\n');
  for (const words of TOOLS) run(words);
  // As it was before: what was changed meanwhile is built the next time.
  fs.writeFileSync(stamp, digest);
}

/** Of names and contents. The generated protocol is types alone, and comes from a package that the lock file names. */
function digestOfSources(): string {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.relative(root, path.join(parentPath, name)))
      .filter((file) => !file.startsWith(path.join('server', 'engine', 'protocol'))),
  );
  for (const file of [...files.sort(), ...SETTINGS]) {
    const content = fs.readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function run(words: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}\nThe build failed at ${words[0]}.\n`);
  process.exit(1);
}
