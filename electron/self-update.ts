// Replaces an AppImage, an installation of Windows or a signed app of macOS by a newer one, with electron-updater. It is
// loaded when the person wants to update, and told exactly what was read from the feed before, so that it asks nobody
// itself: on its own it would send an id of this installation.
import { app } from 'electron';
import type { AppUpdater, ResolvedUpdateFileInfo, UpdateInfo } from 'electron-updater';
import { messageOf } from '../server/errors/error.ts';
import { updateNotFetched } from '../server/errors/updates.ts';
import type { Logger } from '../server/logging/logger.ts';
import type { FeedFile } from '../server/updates/feed.ts';

export interface FetchedUpdate {
  /** Installs it, ends this app and starts the new one. Everything of ours must have ended. */
  install(): void;
}

/**
 * @param options.file what the feed has named; another content is refused
 * @param options.onProgress called with percent
 * @throws update-not-fetched
 */
export async function fetchUpdate(options: {
  version: string;
  file: FeedFile;
  onProgress(percent: number): void;
  logger: Logger;
}): Promise<FetchedUpdate> {
  const { version, file, logger } = options;
  const { autoUpdater, CancellationToken, Provider } = await load();
  const info: UpdateInfo = {
    version,
    files: [{ url: file.url, sha512: file.sha512, size: file.sizeBytes }],
    path: file.url,
    sha512: file.sha512,
    releaseDate: '',
  };
  class ReadFeed extends Provider<UpdateInfo> {
    override getLatestVersion = async () => info;
    override resolveFiles = (): ResolvedUpdateFileInfo[] =>
      info.files.map((one) => ({ url: new URL(one.url), info: one }));
  }
  autoUpdater.logger = null;
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = false;
  // It would ask the feed for more files than the one we know the hash of.
  autoUpdater.disableDifferentialDownload = true;
  autoUpdater.disableWebInstaller = true;
  autoUpdater.setFeedURL({
    provider: 'custom',
    // Constructed by electron-updater with arguments of its own.
    updateProvider: ReadFeed as never,
  });
  const token = new CancellationToken();
  const tell = ({ transferred }: { transferred: number }) => {
    if (transferred > file.sizeBytes) token.cancel();
    options.onProgress(Math.floor((transferred / file.sizeBytes) * 100));
  };
  // Without a listener, its errors would be thrown.
  const log = (error: Error) => logger.warn('update-failed', { message: messageOf(error) });
  autoUpdater.removeAllListeners().on('download-progress', tell).on('error', log);
  try {
    await autoUpdater.checkForUpdates();
    await autoUpdater.downloadUpdate(token);
  } catch (error) {
    throw updateNotFetched(version, messageOf(error).split('\n')[0] ?? '');
  }
  return {
    install() {
      // What cannot be installed must not keep an app alive that has ended everything.
      autoUpdater.on('error', () => app.exit(1));
      autoUpdater.quitAndInstall(true, true);
    },
  };
}

/** Separate, because it takes a moment to load, and CommonJS has its exports in another place once it is bundled. */
async function load(): Promise<{
  autoUpdater: AppUpdater;
  CancellationToken: typeof import('electron-updater').CancellationToken;
  Provider: typeof import('electron-updater').Provider;
}> {
  return await import('electron-updater');
}
