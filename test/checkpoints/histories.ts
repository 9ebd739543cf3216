// Random histories of a folder: what turns, commands and people do to files, from a seed.
import { hash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export type Random = () => number;

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const NAMES = ['a', 'b.txt', 'ü ñ', '.env', 'src', 'lib', '-x', 'A'];
const MODES = [0o644, 0o600, 0o755, 0o444];

/** One change of something in the folder: written, removed, moved, linked, made another kind, given other permissions. */
export function changeSomething(folder: string, random: Random): void {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const depth = 1 + Math.floor(random() * 3);
  const file = path.join(folder, ...Array.from({ length: depth }, () => pick(NAMES)));
  const parent = path.dirname(file);
  const parts = path.relative(folder, parent).split(path.sep);
  for (let at = 1; at <= parts.length; at += 1) {
    const place = path.join(folder, ...parts.slice(0, at));
    if (fs.lstatSync(place, { throwIfNoEntry: false })?.isDirectory() === false) fs.rmSync(place);
  }
  fs.mkdirSync(parent, { recursive: true });
  const write = () => {
    fs.rmSync(file, { recursive: true, force: true });
    fs.writeFileSync(file, Buffer.from(`${random()}`.repeat(1 + Math.floor(random() * 50))));
    fs.chmodSync(file, pick(MODES));
  };
  const actions = [
    write,
    write,
    write,
    () => fs.rmSync(file, { recursive: true, force: true }),
    () => fs.rmSync(parent === folder ? file : parent, { recursive: true, force: true }),
    () => {
      fs.rmSync(file, { recursive: true, force: true });
      fs.symlinkSync(pick(['/etc', '..', 'a', 'nowhere']), file);
    },
    () => {
      fs.rmSync(file, { recursive: true, force: true });
      fs.mkdirSync(file);
      fs.chmodSync(file, pick([0o755, 0o700]));
    },
    () => {
      const to = path.join(folder, `${pick(NAMES)}-moved`);
      fs.rmSync(to, { recursive: true, force: true });
      if (fs.lstatSync(file, { throwIfNoEntry: false })) fs.renameSync(file, to);
    },
  ];
  pick(actions)();
}

/** Everything in a folder, by path: kind, permissions and content. */
export function pictureOf(folder: string): Record<string, string> {
  const picture: Record<string, string> = {};
  const add = (relative: string) => {
    for (const name of fs.readdirSync(path.join(folder, relative)).sort()) {
      const at = path.join(relative, name);
      const file = path.join(folder, at);
      const stat = fs.lstatSync(file);
      const mode = (stat.mode & 0o7777).toString(8);
      if (stat.isSymbolicLink()) picture[at] = `link ${fs.readlinkSync(file)}`;
      else if (stat.isDirectory()) {
        picture[at] = `folder ${mode}`;
        add(at);
      } else picture[at] = stat.isFile() ? `file ${mode} ${hash('sha256', fs.readFileSync(file))}` : 'other';
    }
  };
  add('');
  return picture;
}
