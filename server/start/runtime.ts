// What every host needs, however its clients connect: paths, a log, and the demo if asked for.
import fs from 'node:fs';
import { ensureHome, type Paths, resolvePaths } from '../config/paths.ts';
import type { Logger, LogSink } from '../logging/logger.ts';
import { openServerLog } from '../logging/open-log.ts';
import type { Redactor } from '../logging/redact.ts';
import type { McpServerOptions } from './run-options.ts';

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
