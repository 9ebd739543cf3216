// The commands that need a desktop: clipboard, browser, editor.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { app, clipboard, shell } from 'electron';
import { split } from 'shlex';
import { addressRefused, pathNotFound } from '../server/errors.ts';
import type { CommandHandlers } from '../server/view/commands.ts';
import type { ViewStore } from '../server/view/store.ts';

type DesktopCommandName = 'open-path' | 'open-address' | 'copy' | 'quit';

export function createDesktopCommands(store: ViewStore): CommandHandlers<DesktopCommandName> {
  return {
    'open-path': ({ path }) => openPath(path, store.state.settings.editor),
    'open-address': ({ url }) => openAddress(url),
    copy: ({ text }) => clipboard.writeText(text),
    quit: () => app.quit(),
  };
}

/** @throws address-refused for anything but http and https */
export async function openAddress(url: string): Promise<void> {
  if (!/^https?:$/.test(new URL(url).protocol)) throw addressRefused(url);
  await shell.openExternal(url);
}

/** Without an editor a file is shown in its folder: opening it could run it. */
async function openPath(path: string, editor: string): Promise<void> {
  const stat = fs.statSync(path, { throwIfNoEntry: false });
  if (!stat) throw pathNotFound(path);
  const [program, ...args] = split(editor);
  if (program) return startEditor(program, [...args, path]);
  if (stat.isDirectory()) await shell.openPath(path);
  else shell.showItemInFolder(path);
}

function startEditor(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}
