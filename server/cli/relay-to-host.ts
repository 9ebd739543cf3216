// `patchbay mcp-server` with plain words, while a host serves this PATCHBAY_HOME: passes the client on to that
// host. This code delays the client's first answer, so it imports almost nothing until needed.
import { PassThrough, type Writable } from 'node:stream';
import { waitAtMost } from '../base/deadline.ts';
import { controlPlaceOf } from '../config/control-place.ts';
import { type Paths, resolvePaths } from '../config/paths.ts';
import { type Contact, contactHost } from '../control/client.ts';
import { PatchbayError } from '../errors/error.ts';
import type { LogSink } from '../logging/logger.ts';
import { openServerLog } from '../logging/open-log.ts';
import { watchForFreeze } from '../processes/frozen-watch.ts';
import { startRelay, type Upstream } from '../relay/relay.ts';
import { exitCodes } from './exit-codes.ts';
import type { PlainWords } from './plain-words.ts';
import { waitForSignal } from './signals.ts';

const CLOSE_WAIT_MS = 1000;
/** For a client that reads slowly. */
const WRITTEN_WAIT_MS = 30_000;

/**
 * Relays standard input and output until the client is gone.
 * @returns the exit code; undefined if there is no host
 * @throws nested-too-deep when the host's own engine started us
 */
export async function relayToHost(words: PlainWords): Promise<number | undefined> {
  const paths = resolvePaths({ codexHome: words.codexHome, env: process.env });
  const host = await findHost(paths, sayWhyNot);
  if (!host) return undefined;

  const ended = waitForSignal();
  let log: LogSink | undefined;
  const openLogOnce = () => {
    log ??= openServerLog(paths.logsFolder, words.logLevel);
    return log;
  };
  const relay = startRelay({
    client: { input: process.stdin, output: process.stdout },
    host,
    findHost: () => findHost(paths),
    startStandalone: () => startStandalone(words, openLogOnce()),
    onChange(now) {
      const { logger } = openLogOnce();
      if (now === 'nobody')
        logger.warn('relay-host-gone', { message: 'the next message starts a server here' });
      else logger.info('relay-changed', { now });
    },
  });
  const code = await Promise.race([relay.gone.then(() => exitCodes.ok), ended]);
  await waitAtMost(CLOSE_WAIT_MS, relay.close());
  await log?.close();
  // The end of the process drops what its client has not read yet.
  await waitAtMost(WRITTEN_WAIT_MS, Promise.race([allWritten(process.stdout), ended]));
  return code;
}

/** Resolves when everything has left this process, or nobody reads it any more. */
function allWritten(output: Writable): Promise<void> {
  return new Promise((resolve) => {
    output.on('error', () => resolve());
    output.write('', () => resolve());
  });
}

/** To whoever reads what the client shows of us. */
function sayWhyNot(summary: string, fix: string): void {
  process.stderr.write(`patchbay: ${summary} ${fix} Until then, this client has a Patchbay of its own.\n`);
}

/**
 * @param onOtherRelease told why a host that is there cannot be used
 * @throws nested-too-deep
 */
async function findHost(
  paths: Paths,
  onOtherRelease?: (summary: string, fix: string) => void,
): Promise<Upstream | undefined> {
  // If a host cannot be reached safely, there is no host.
  const contact = await introduce(paths).catch(() => undefined);
  if (contact?.kind === 'refused' && contact.code === 'nested-too-deep') {
    throw new PatchbayError(contact.code, contact.summary, contact.fix);
  }
  if (contact?.kind === 'refused' && contact.code === 'control-version-differs') {
    onOtherRelease?.(contact.summary, contact.fix);
  }
  return contact?.kind === 'open' ? upstreamOf(contact, paths) : undefined;
}

async function introduce({ patchbayHome, codexHome }: Paths): Promise<Contact> {
  return await contactHost(controlPlaceOf(patchbayHome), {
    kind: 'relay',
    cwd: process.cwd(),
    path: process.env['PATH'] ?? '',
    codexHome,
  });
}

function upstreamOf({ socket, pid }: Extract<Contact, { kind: 'open' }>, paths: Paths): Upstream {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return {
    kind: 'host',
    input: socket,
    output: socket,
    pid,
    ...(pid !== undefined && {
      watch: (options) => watchForFreeze({ ...options, pid, ping: () => isAnswering(paths) }),
    }),
    isBusy: () => false,
    async close() {
      socket.end();
      const timer = setTimeout(() => socket.destroy(), CLOSE_WAIT_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}

/** Over a second connection: a host that does not accept it does not answer the first one either. */
async function isAnswering({ patchbayHome }: Paths): Promise<boolean> {
  const contact = await contactHost(controlPlaceOf(patchbayHome), { kind: 'status' });
  if (contact.kind === 'open') contact.socket.destroy();
  return contact.kind === 'open' || contact.kind === 'refused';
}

async function startStandalone(words: PlainWords, log: LogSink): Promise<Upstream> {
  const { defaultOptions } = await import('../start/run-options.ts');
  const { openRuntime } = await import('../start/runtime.ts');
  const { openStreamHost } = await import('../start/stream-service.ts');
  const options = { ...defaultOptions, codexHome: words.codexHome, logLevel: words.logLevel };
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const host = await openStreamHost(await openRuntime(options, log), {
    input: toServer,
    output: toClient,
  });
  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    toServer.end();
    await host.close();
    toClient.end();
  }
  void host.gone.then(() => {
    closing ??= close();
  });
  return {
    kind: 'standalone',
    input: toClient,
    output: toServer,
    isBusy: host.isBusy,
    close() {
      closing ??= close();
      return closing;
    },
  };
}
