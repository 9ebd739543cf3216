// Chooses where a command's sign-in runs: in the running host, which keeps tokens that are only in memory and notices
// changes at once, or in this process.

import { writeLine } from '../base/lines.ts';
import { createQueue } from '../base/queue.ts';
import { controlPlaceOf } from '../config/control-place.ts';
import { resolvePaths } from '../config/paths.ts';
import { contactHost } from '../control/client.ts';
import { errorOf } from '../control/messages/approvals.ts';
import type { SignInHello } from '../control/messages/hello.ts';
import type { SignInMessage } from '../control/messages/sign-in.ts';
import { readMessages } from '../control/read-messages.ts';
import { PatchbayError } from '../errors/error.ts';
import { remoteUnknown } from '../errors/remote-config.ts';
import { tokensNotKept } from '../errors/secrets.ts';
import { signInFailed } from '../errors/sign-in.ts';
import { openCommandLog } from '../logging/open-log.ts';
import { openNetwork } from '../network/network.ts';
import { openSignIns } from '../remotes/auth/oauth/open-sign-ins.ts';
import type { SignIns } from '../remotes/auth/oauth/sign-ins.ts';
import { configFileIn, readEntries } from '../remotes/entries.ts';
import { remoteIn } from '../remotes/registry.ts';
import { openHomeSecrets } from '../secrets/home-secrets.ts';

export interface ReachedSignIns extends Pick<SignIns, 'signIn' | 'signOut'> {
  close(): Promise<void>;
}

/** @throws control-folder-not-safe */
export function reachSignIns(codexHome: string | undefined): ReachedSignIns {
  const paths = resolvePaths({ codexHome, env: process.env });
  const place = controlPlaceOf(paths.patchbayHome);
  let own: ReachedSignIns | undefined;

  /** @returns the host's last message; undefined if no host serves this folder */
  async function askHost(
    about: Omit<SignInHello, 'patchbay' | 'version' | 'pid' | 'kind' | 'codexHome'>,
    on: {
      openUrl?(url: string): void | Promise<void>;
      pasted?: (() => Promise<string | undefined>) | undefined;
    },
  ): Promise<Exclude<SignInMessage, { kind: 'open' }> | undefined> {
    const contact = await contactHost(place, { kind: 'sign-in', codexHome: paths.codexHome, ...about });
    if (contact.kind !== 'open') return undefined;
    const { socket } = contact;
    const messages = createQueue<SignInMessage>();
    socket.once('close', () => messages.end());
    socket.on('error', () => undefined);
    readMessages(socket, (message) => messages.push(message as SignInMessage));
    // Whoever gives the lines knows itself why there are no more.
    forward(on.pasted, (pasted) => writeLine(socket, JSON.stringify({ pasted }))).catch(() => undefined);
    for (let message = await messages.next(); message; message = await messages.next()) {
      if (message.kind === 'failed') throw errorOf(message.refusal);
      if (message.kind !== 'open') return message;
      await on.openUrl?.(message.url);
    }
    throw signInFailed(about.remote, {
      why: 'the Patchbay that runs ended meanwhile',
      fix: 'Start again: it is then done by this command, or by the Patchbay that runs by then.',
    });
  }

  return {
    async signIn(remote, options) {
      const { scopes, registration, clientSecret } = options;
      const about = { remote, scopes: scopes && [...scopes], registration, clientSecret };
      const answer = await askHost({ ...about, action: 'in' }, options);
      if (answer?.kind === 'signed-in') return answer.kept;
      own ??= openOwn(paths);
      return await own.signIn(remote, options);
    },
    async signOut(remote) {
      const answer = await askHost({ remote, action: 'out' }, {});
      if (answer?.kind === 'signed-out') return answer.result;
      own ??= openOwn(paths);
      return await own.signOut(remote);
    },
    close: async () => await own?.close(),
  };
}

async function forward(
  pasted: (() => Promise<string | undefined>) | undefined,
  send: (line: string) => void,
): Promise<void> {
  for (let line = await pasted?.(); line !== undefined; line = await pasted?.()) send(line);
}

function openOwn(paths: ReturnType<typeof resolvePaths>): ReachedSignIns {
  const log = openCommandLog(paths.logsFolder);
  const { logger, redactor } = log;
  const network = openNetwork(process.env);
  const secrets = openHomeSecrets(paths, process.env, logger);
  const find = (name: string) =>
    remoteIn(
      name,
      readEntries(configFileIn(paths.codexHome)).find((entry) => entry.name === name),
    );
  const signIns = openSignIns({
    ...paths,
    find,
    secrets,
    env: process.env,
    fetch: network.fetch,
    logger,
    know: redactor.know,
  });
  return {
    async signIn(name, options) {
      find(name);
      const { kind, notice } = await secrets.place();
      // The token would be lost after this command.
      if (kind === 'memory') throw tokensNotKept(notice);
      return await signIns.signIn(name, options);
    },
    signOut: signIns.signOut,
    async close() {
      signIns.close();
      secrets.close();
      await network.close();
      await log.close();
    },
  };
}

/** @returns the text for the person, as `codex mcp` words it where it does */
export function wordsOf(error: unknown, name: string): string {
  if (error instanceof PatchbayError && error.code === remoteUnknown(name).code) {
    return `No MCP server named '${name}' found.`;
  }
  return (error as Error).message;
}
