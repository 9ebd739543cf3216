// What every host needs, however its clients connect: paths, a log, and the demo if asked for.
import fs from 'node:fs';
import { ensureHome, type Paths, resolvePaths } from '../config/paths.ts';
import { usualAddresses } from '../config/usual-addresses.ts';
import type { Host, HostOptions } from '../host/host.ts';
import { startHost } from '../host/start-host.ts';
import type { Logger, LogSink } from '../logging/logger.ts';
import { openServerLog } from '../logging/open-log.ts';
import type { Redactor } from '../logging/redact.ts';
import { DEFAULT_APPROVAL_MS, type McpServerOptions } from './run-options.ts';

export interface Runtime {
  readonly options: McpServerOptions;
  readonly paths: Paths;
  readonly logger: Logger;
  /** The environment of child processes. */
  readonly env: NodeJS.ProcessEnv;
  readonly redactor: Redactor;
  /** The default working folder of a client on stdio. */
  readonly clientFolder: string;
  /** What clients that are relayed have as CODEX_HOME: they know nothing of the one of the demo. */
  readonly clientCodexHome: string;
  close(): Promise<void>;
}

const CHECK_FILES_AFTER_MS = 500;

/** Clients are told to use this port, so an entry for it in config.toml leads back to a Patchbay. */

/**
 * @param openedLog a log that is already open; it stays open on close
 * @throws home-not-writable
 */
export async function openRuntime(
  options: McpServerOptions,
  openedLog?: LogSink,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Runtime> {
  const paths = resolvePaths({ codexHome: options.codexHome, env });
  ensureHome(paths.patchbayHome);
  const log = openedLog ?? openServerLog(paths.logsFolder, options.logLevel);
  if (options.codexHome !== undefined && !fs.existsSync(paths.codexHome))
    log.logger.warn('codex-home-new', {
      message: `${paths.codexHome} did not exist: it is created, without config.toml and login`,
    });
  const demo = options.isDemo ? await startDemo(paths) : undefined;
  return {
    options,
    env,
    logger: log.logger,
    redactor: log.redactor,
    paths: demo ? { ...paths, codexHome: demo.codexHome } : paths,
    clientFolder: demo ? demo.scratch : process.cwd(),
    clientCodexHome: paths.codexHome,
    async close() {
      await demo?.close();
      if (!openedLog) await log.close();
    },
  };
}

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

async function startDemo({ patchbayHome }: Paths) {
  const { startDemoModel } = await import('../demo/model.ts');
  const { prepareDemoHome } = await import('../demo/demo-home.ts');
  const model = await startDemoModel();
  // Beside our own folder, not inside it: the agent's shell has no access to that one.
  const directory = `${patchbayHome}-demo`;
  const { codexHome, scratch } = await prepareDemoHome({ directory, baseUrl: model.baseUrl });
  process.stderr.write(`Demo: no account, no real model. Codex works in ${scratch}.\n`);
  return { codexHome, scratch, close: model.close };
}
