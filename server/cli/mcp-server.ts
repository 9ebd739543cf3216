// `patchbay mcp-server`: one host, served on stdio or over HTTP, until the client is gone or a signal comes.
import path from 'node:path';
import type { Ceiling } from '../config/ceiling.ts';
import { ensureHome, type Paths, resolvePaths } from '../config/paths.ts';
import { anonymousPrincipal, localPrincipal } from '../config/principals.ts';
import { exitCodes, noAuthNeedsLoopback } from '../errors.ts';
import type { Host } from '../host.ts';
import { startHost } from '../host.ts';
import { type LogLevel, type LogSink, openLog } from '../logging/logger.ts';

export interface McpServerOptions {
  /** Absent: stdio. */
  readonly port: number | undefined;
  readonly host: string;
  readonly isStandalone: boolean;
  readonly isDemo: boolean;
  readonly needsToken: boolean;
  readonly codexHome: string | undefined;
  readonly enginePath: string | undefined;
  readonly logLevel: LogLevel | undefined;
  readonly approvalDeadlineMs: number;
  readonly ceiling: Ceiling;
  readonly allowHosts: readonly string[];
  readonly allowOrigins: readonly string[];
}

/** Clients are told to use this port, so an entry for it in config.toml leads back to a Patchbay. */
const DEFAULT_ADDRESS = '127.0.0.1:7345';

/** @returns the exit code */
export async function mcpServer(options: McpServerOptions): Promise<number> {
  const ended = waitForSignal();
  const paths = resolvePaths({ codexHome: options.codexHome, env: process.env });
  ensureHome(paths.patchbayHome);
  const log = openLog({
    folder: paths.logsFolder,
    fileLevel: options.logLevel === 'debug' ? 'debug' : 'info',
    stderrLevel: options.logLevel ?? 'warn',
  });
  const demo = options.isDemo ? await startDemo(paths) : undefined;
  const running: Running = {
    options,
    log,
    paths: demo ? { ...paths, codexHome: demo.codexHome } : paths,
    clientFolder: demo ? demo.scratch : process.cwd(),
    ended,
  };
  try {
    return options.port === undefined ? await runOnStdio(running) : await runOverHttp(running, options.port);
  } finally {
    await demo?.close();
    await log.close();
  }
}

interface Running {
  readonly options: McpServerOptions;
  readonly log: LogSink;
  readonly paths: Paths;
  /** The folder a client on stdio works in unless it says otherwise. */
  readonly clientFolder: string;
  /** Resolves with an exit code when a signal asks for the end. */
  readonly ended: Promise<number>;
}

async function runOnStdio(running: Running): Promise<number> {
  const host = openHost(running, []);
  const { serveStdio } = await import('../transports/stdio.ts');
  const session = host.openSession(localPrincipal(running.options.ceiling), running.clientFolder);
  try {
    const { gone } = await serveStdio(session.server);
    return await Promise.race([gone.then(() => exitCodes.ok), running.ended]);
  } finally {
    await host.close();
    await session.server.close();
  }
}

async function runOverHttp(running: Running, port: number): Promise<number> {
  const { options, log, paths, clientFolder } = running;
  if (!options.needsToken && !/^(127(\.\d+){3}|localhost|::1)$/.test(options.host)) {
    throw noAuthNeedsLoopback(options.host);
  }
  const { serveHttp } = await import('../transports/http.ts');
  const { openTokenStore } = await import('../config/tokens.ts');
  const tokens = openTokenStore(paths.tokensFile);
  const anonymous = anonymousPrincipal(options.ceiling);
  const addresses: string[] = [];
  // Said before anything is started, if the file is broken.
  const hasNoTokens = options.needsToken && tokens.list().length === 0;
  const host = openHost(running, addresses);
  try {
    const server = await serveHttp({
      ...options,
      port,
      identify(token) {
        if (!options.needsToken) return anonymous;
        return token === undefined ? undefined : tokens.verify(token, options.ceiling);
      },
      isKnown: (id) => !options.needsToken || tokens.list().some((token) => token.id === id),
      // The demo has one folder that is made for it; a real client says where it works.
      openSession: (principal) => host.openSession(principal, options.isDemo ? clientFolder : undefined),
      logger: log.logger,
    });
    addresses.push(new URL(server.url).host);
    log.logger.info('listening', { url: server.url });
    const token = hasNoTokens ? tokens.add('default') : undefined;
    process.stderr.write(welcome(running, server.url, token));
    try {
      return await running.ended;
    } finally {
      // Running calls are answered first, while their connections are still there.
      await host.close();
      await server.close();
    }
  } finally {
    await host.close();
  }
}

function openHost({ options, log, paths }: Running, addresses: readonly string[]): Host {
  return startHost({
    paths,
    env: process.env,
    logger: log.logger,
    enginePath: options.enginePath,
    approvalDeadlineMs: options.approvalDeadlineMs,
    ownAddresses: () => [DEFAULT_ADDRESS, ...addresses],
  });
}

async function startDemo({ patchbayHome }: Paths) {
  const { startDemoModel } = await import('../demo/model.ts');
  const { prepareDemoHome } = await import('../demo/home.ts');
  const model = await startDemoModel();
  // Beside our own folder, not in it: that one is denied to the agent's shell.
  const directory = `${patchbayHome}-demo`;
  const { codexHome, scratch } = await prepareDemoHome({ directory, baseUrl: model.baseUrl });
  process.stderr.write(`Demo: no account, no real model. Codex works in ${scratch}.\n`);
  return { codexHome, scratch, close: model.close };
}

function welcome({ options, paths, clientFolder }: Running, url: string, token: string | undefined): string {
  const lines = [`Listening on ${url}`];
  if (token) {
    lines.push(
      '',
      'The first token, shown this once; every further client gets its own (patchbay token add NAME):',
    );
    lines.push(`  ${token}`);
  }
  const header = options.needsToken ? ` --header "Authorization: Bearer ${token ?? 'TOKEN'}"` : '';
  lines.push('', 'Connect a client, for example:');
  lines.push(`  claude mcp add --transport http patchbay ${url}${header}`);
  lines.push(options.isDemo ? `Then ask it: use codex in ${clientFolder} to run a command` : '');
  if (!options.isDemo)
    lines.push(`Codex uses ${path.join(paths.codexHome, 'config.toml')}. No account? Add --demo.`);
  return `${lines.filter((line, at) => line || lines[at + 1]).join('\n')}\n`;
}

/** The first SIGINT or SIGTERM asks for an orderly end, a second one ends at once; the watchdog cleans up then. */
function waitForSignal(): Promise<number> {
  return new Promise((resolve) => {
    const signals = {
      SIGINT: exitCodes.interrupted,
      SIGTERM: exitCodes.terminated,
      SIGHUP: exitCodes.terminated,
    };
    let isAsked = false;
    for (const [signal, code] of Object.entries(signals)) {
      process.on(signal, () => {
        if (isAsked) process.exit(code);
        isAsked = true;
        resolve(code);
      });
    }
  });
}
