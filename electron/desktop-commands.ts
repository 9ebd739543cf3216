// The commands that need a desktop: clipboard, browser, editor.
import fs from 'node:fs';
import path from 'node:path';
import { app, clipboard, dialog, shell } from 'electron';
import type { CommandArguments, CommandHandlers } from '../server/contract/commands.ts';
import { addressRefused, pathNotFound } from '../server/errors/desktop.ts';
import type { Diagnostics } from '../server/view/app/diagnostics.ts';
import type { ViewStore } from '../server/view/app/view-store.ts';
import { openInEditor } from './editor.ts';

type DesktopCommandName =
  | 'open-path'
  | 'open-address'
  | 'copy'
  | 'save-bundle'
  | 'choose-folder'
  | 'choose-file'
  | 'quit';

export function createDesktopCommands({
  store,
  diagnostics,
}: {
  store: ViewStore;
  diagnostics: Diagnostics;
}): CommandHandlers<DesktopCommandName> {
  return {
    'open-path': (place) => openPath(place, store.state.settings.editor),
    'open-address': ({ url }) => openAddress(url),
    copy: ({ text }) => clipboard.writeText(text),
    async 'save-bundle'() {
      const day = new Date().toISOString().slice(0, 10);
      const { canceled, filePath } = await dialog.showSaveDialog({
        defaultPath: path.join(app.getPath('downloads'), `patchbay-diagnostics-${day}.zip`),
        filters: [{ name: 'Zip', extensions: ['zip'] }],
      });
      if (canceled || !filePath) return {};
      await diagnostics.save(filePath);
      return { savedAs: filePath };
    },
    async 'choose-folder'() {
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory', 'createDirectory'] });
      const [folder] = filePaths;
      return folder === undefined ? {} : { folder };
    },
    async 'choose-file'() {
      // The settings of Codex and Claude Code are in hidden folders.
      const { filePaths } = await dialog.showOpenDialog({ properties: ['openFile', 'showHiddenFiles'] });
      const [file] = filePaths;
      return file === undefined ? {} : { file };
    },
    quit: () => app.quit(),
  };
}

/** @throws address-refused for anything but http and https */
export async function openAddress(url: string): Promise<void> {
  if (!/^https?:$/.test(new URL(url).protocol)) throw addressRefused(url);
  await shell.openExternal(url);
}

/** Without an editor, a file is only shown in its folder, because opening it could run it. */
async function openPath({ path: file, line }: CommandArguments<'open-path'>, editor: string): Promise<void> {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) throw pathNotFound(file);
  if (await openInEditor(editor, file, line)) return;
  if (stat.isDirectory()) await shell.openPath(file);
  else shell.showItemInFolder(file);
}
