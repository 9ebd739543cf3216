// Homes with settings of clients, and the command that reads and writes them.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { patchbayFile } from './patchbay.ts';

/** A home in which nothing but these files is; other variables that clients read are unset. */
export function clientHome(
  home: { root: string; env: Record<string, string> },
  files: Record<string, string>,
): { file(name: string): string; env: Record<string, string> } {
  const folder = fs.mkdtempSync(path.join(home.root, 'clients-'));
  const file = (name: string) => path.join(folder, name);
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(file(name)), { recursive: true });
    fs.writeFileSync(file(name), content);
  }
  const { XDG_CONFIG_HOME: _, ...env } = home.env;
  return { file, env: { ...env, HOME: folder } };
}

/** Runs `patchbay` to its end. */
export function patchbay(words: readonly string[], env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [patchbayFile, ...words], {
    env,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}
