// What a host needs around it, whatever serves its clients: paths, a log, and the demo if that is asked for.
import { ensureHome, type Paths, resolvePaths } from '../config/paths.ts';
import { usualAddresses } from '../config/usual-addresses.ts';
import { type Host, type HostOptions, startHost } from '../host/host.ts';
import type { Logger, LogSink } from '../logging/logger.ts';
import { openServerLog } from '../logging/open-log.ts';
import type { Redactor } from '../logging/redact.ts';
import { DEFAULT_APPROVAL_MS, type McpServerOptions } from './run-options.ts';

export interface Runtime {
  readonly options: McpServerOptions;
  readonly paths: Paths;
  readonly logger: Logger;
  /** What child processes are started with. */
  readonly env: NodeJS.ProcessEnv;
  readonly redactor: Redactor;
  /** The folder a client on stdio works in unless it says otherwise. */
  readonly clientFolder: string;
  close(): Promise<void>;
}

const CHECK_FILES_AFTER_MS = 500;

/** Clients are told to use this port, so an entry for it in config.toml leads back to a Patchbay. */

/**
 * @param openedLog one that is open already, and stays open
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
  const demo = options.isDemo ? await startDemo(paths) : undefined;
  return {
    options,
    env,
    logger: log.logger,
    redactor: log.redactor,
    paths: demo ? { ...paths, codexHome: demo.codexHome } : paths,
    clientFolder: demo ? demo.scratch : process.cwd(),
    async close() {
      await demo?.close();
      if (!openedLog) await log.close();
    },
  };
}

/**
 * @param addresses `host:port` on which it listens; may grow
 * @param others who looks on and decides besides the clients
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

/** Soon, and not at once: answering a client's first message comes first. */
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
  // Beside our own folder, not in it: that one is denied to the agent's shell.
  const directory = `${patchbayHome}-demo`;
  const { codexHome, scratch } = await prepareDemoHome({ directory, baseUrl: model.baseUrl });
  process.stderr.write(`Demo: no account, no real model. Codex works in ${scratch}.\n`);
  return { codexHome, scratch, close: model.close };
}
