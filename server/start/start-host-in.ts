// Starts the host of a runtime. It brings almost everything with it that takes time to load.
import type { Paths } from '../config/paths.ts';
import { usualAddresses } from '../config/usual-addresses.ts';
import type { Host, HostOptions } from '../host/host.ts';
import { startHost } from '../host/start-host.ts';
import type { Logger } from '../logging/logger.ts';
import { DEFAULT_APPROVAL_MS } from './run-options.ts';
import type { Runtime } from './runtime.ts';

const CHECK_FILES_AFTER_MS = 500;

/**
 * @param addresses `host:port` on which the host listens; may grow
 * @param others who observes and decides in addition to the clients
 */
export function startHostIn(
  { options, logger, redactor, paths, env }: Runtime,
  addresses: readonly string[],
  others: Pick<HostOptions, 'desks' | 'policy' | 'observer'> = {},
): Host {
  warnOfBrokenFiles(paths, logger);
  const usual = usualAddresses(paths.settingsFile);
  return startHost({
    ...others,
    paths,
    env,
    logger,
    redactor,
    enginePath: options.enginePath,
    approvalDeadlineMs: options.approvalDeadlineMs ?? DEFAULT_APPROVAL_MS,
    allowedFolders: options.allowFolders,
    ownAddresses: () => [...usual, ...addresses],
  });
}

/** Shortly after the start, because answering the client's first message comes first. */
function warnOfBrokenFiles(paths: Paths, logger: Logger): void {
  setTimeout(async () => {
    const { foldersOf, jsonFilesOf, lineFilesOf, fileErrorsIn } = await import('../host/home-files.ts');
    const problems = await fileErrorsIn([...foldersOf(paths), ...jsonFilesOf(paths), ...lineFilesOf(paths)]);
    for (const { message } of problems) logger.warn('file-not-read', { message });
  }, CHECK_FILES_AFTER_MS).unref();
}
