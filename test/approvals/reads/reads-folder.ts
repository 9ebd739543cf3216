// A folder to work in as an agent finds it, with a few things in it that could lead a command astray.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { TestHome } from '../../support/home.ts';

/**
 * a.txt, b.txt, f, data.json, package.json, list0, src/a.ts, sub/b.txt; e.sh, e.awk and e.sed, which would write
 * `ran`; `nest/sec` and a link named `"`, which lead out of the folder; a git repository with one commit.
 * @returns its real path
 */
export function makeReadsFolder(home: TestHome): string {
  const folder = home.makeFolder('reads');
  const secret = home.makeFolder('elsewhere');
  const write = (name: string, text: string, mode = 0o644) => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text, { mode });
  };
  for (const name of ['a.txt', 'b.txt', 'f']) write(name, 'one\ntwo\nthree\n');
  write('data.json', '{"one":{"two":[1,2,3]}}\n');
  write('package.json', '{"version":"1.0.0","scripts":{"test":"true"}}\n');
  write('src/a.ts', "import { foo } from './foo';\n");
  write('sub/b.txt', 'deep\n');
  write('list0', '/etc/hostname\0');
  write('e.sh', '#!/bin/sh\ntouch ran\n', 0o755);
  write('e.awk', 'BEGIN { system("touch ran") }\n');
  write('e.sed', '1w ran\n');
  fs.writeFileSync(path.join(secret, 'secret.txt'), 'SECRET\n');
  fs.mkdirSync(path.join(folder, 'nest'));
  fs.symlinkSync(secret, path.join(folder, 'nest/sec'));
  fs.symlinkSync('/', path.join(folder, '"'));
  git(folder, 'init', '-q');
  git(folder, 'add', 'a.txt', 'src');
  git(folder, 'commit', '-qm', 'first');
  return fs.realpathSync(folder);
}

/** Runs git for the test itself, with nothing of this machine's configuration. */
export function git(folder: string, ...args: string[]): void {
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid'];
  execFileSync('git', [...who, ...args], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
}
