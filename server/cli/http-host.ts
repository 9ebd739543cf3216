// The host of a PATCHBAY_HOME: HTTP for clients with tokens, the control socket for programs of this user.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTerminalDesk } from '../approvals/terminal.ts';
import { openPassphraseStore } from '../config/passphrase.ts';
import type { Paths } from '../config/paths.ts';
import { anonymousPrincipal, localPrincipal } from '../config/principals.ts';
import { openTokenStore } from '../config/tokens.ts';
import { serveControl } from '../control/control.ts';
import { hostAlreadyRunning, noAuthNeedsLoopback } from '../errors.ts';
import { controlPlaceOf } from '../transports/control-place.ts';
import { claimHost, type HostLock } from '../transports/host-lock.ts';
import { serveHttp } from '../transports/http.ts';
import { askStatus } from './ask-host.ts';
import { type Surroundings, startHostIn } from './surroundings.ts';

/** A host that is told to end takes up to this long; its successor waits. */
const PREDECESSOR_WAIT_MS = 5000;

/**
 * @param ended resolves with the exit code when a signal asks for the end
 * @throws no-auth-needs-loopback, host-already-running, port-in-use, and what startHost throws
 */
export async function serveOverHttp(
  surroundings: Surroundings,
  port: number,
  ended: Promise<number>,
): Promise<number> {
  const { options, paths } = surroundings;
  if (!options.needsToken && !/^(127(\.\d+){3}|localhost|::1)$/.test(options.host)) {
    throw noAuthNeedsLoopback(options.host);
  }
  const lock = options.isStandalone ? undefined : await claimHome(paths);
  try {
    return await serve(surroundings, port, lock, ended);
  } finally {
    await lock?.release();
  }
}

async function serve(
  surroundings: Surroundings,
  port: number,
  lock: HostLock | undefined,
  ended: Promise<number>,
): Promise<number> {
  const { options, paths, logger, clientFolder } = surroundings;
  const startedAt = new Date();
  const tokens = openTokenStore(paths.tokensFile);
  const anonymous = anonymousPrincipal(options.ceiling);
  const local = localPrincipal(options.ceiling);
  const isKnown = (id: string) => !options.needsToken || tokens.list().some((token) => token.id === id);
  const addresses: string[] = [];
  // Said before anything is started, if the file is broken.
  const hasNoTokens = options.needsToken && tokens.list().length === 0;
  const desk = createTerminalDesk({
    passphrase: openPassphraseStore(paths.passphraseFile),
    describe: (approval) => host.describe(approval),
    exposedThreads: () => host.runningThreads().flatMap(({ id, isExposed }) => (isExposed ? [id] : [])),
  });
  const host = startHostIn(surroundings, addresses, lock ? [desk] : []);
  try {
    const server = await serveHttp({
      ...options,
      port,
      identify(token) {
        if (!options.needsToken) return anonymous;
        return token === undefined ? undefined : tokens.verify(token, options.ceiling);
      },
      isKnown,
      // Who comes over the control socket has no token to lose.
      endForgotten: () => host.keepOnly((id) => id === local.id || isKnown(id)),
      // The demo has one folder that is made for it; a real client says where it works.
      openSession: (principal, scope, about) =>
        host.openSession(principal, {
          transport: 'http',
          cwd: options.isDemo ? clientFolder : undefined,
          scope,
          about,
        }),
      remotes: host.remotes,
      logger,
    });
    addresses.push(new URL(server.url).host);
    logger.info('listening', { url: server.url });
    const about = { url: server.url, startedAt, codexHome: paths.codexHome, ceiling: options.ceiling };
    const control = lock && serveControl({ lock, host, desk, about, logger });
    const token = hasNoTokens ? tokens.add('default') : undefined;
    process.stderr.write(welcome(surroundings, server.url, token));
    try {
      return await ended;
    } finally {
      control?.refuse();
      // Running calls are answered first, while their connections are still there.
      await host.close();
      await server.close();
      await control?.close();
    }
  } finally {
    await host.close();
  }
}

/** @throws host-already-running */
async function claimHome({ patchbayHome }: Paths): Promise<HostLock> {
  const place = controlPlaceOf(patchbayHome);
  const deadline = Date.now() + PREDECESSOR_WAIT_MS;
  while (true) {
    const lock = await claimHost(place);
    if (lock) return lock;
    const other = await askStatus(place);
    const isEnding = other.kind === 'nobody' || (other.kind === 'refused' && other.code === 'shutting-down');
    if (!isEnding || Date.now() > deadline) {
      throw hostAlreadyRunning(patchbayHome, other.kind === 'running' ? other.status : undefined);
    }
    await sleep(100);
  }
}

function welcome(
  { options, paths, clientFolder }: Surroundings,
  url: string,
  token: string | undefined,
): string {
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
