// The built product as another release of it: the same files with another version in package.json.
import fs from 'node:fs';
import path from 'node:path';

const project = path.resolve(import.meta.dirname, '../..');

/** @param folder where the copy is made */
export function copyAsVersion(folder: string, version: string): void {
  fs.mkdirSync(path.join(folder, 'build'), { recursive: true });
  for (const name of ['out', 'build/icons']) copyFiles(path.join(project, name), path.join(folder, name));
  fs.symlinkSync(path.join(project, 'node_modules'), path.join(folder, 'node_modules'));
  setVersion(folder, version);
}

/** As if a newer release had been unpacked over it. */
export function setVersion(folder: string, version: string): void {
  const manifest = JSON.parse(fs.readFileSync(path.join(project, 'package.json'), 'utf8'));
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, version }));
}

/** Makes the copy speak another version of the control socket, as a much newer release would. */
export function speakOtherControlVersion(folder: string): void {
  const out = path.join(folder, 'out');
  const hello = '{patchbay:1,version:';
  const files = fs.readdirSync(out).filter((name) => name.endsWith('.js'));
  const [file, ...others] = files.filter((name) =>
    fs.readFileSync(path.join(out, name), 'utf8').includes(hello),
  );
  if (file === undefined || others.length > 0) throw new Error(`out/ has no single place with ${hello}`);
  const text = fs.readFileSync(path.join(out, file), 'utf8');
  fs.writeFileSync(path.join(out, file), text.replace(hello, '{patchbay:2,version:'));
}

function copyFiles(from: string, to: string): void {
  fs.cpSync(from, to, { recursive: true, filter: (file) => !file.endsWith('.map') });
}
