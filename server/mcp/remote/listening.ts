// Clients of the 2026-07-28 era that listen for changes (`subscriptions/listen`): older remotes announce them only on
// a connection, so one is kept open while a client listens.
import { type Limits, mayUseRemote } from '../../contract/limits.ts';
import { messageOf } from '../../errors/error.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Remotes } from '../../remotes/remotes.ts';
import { viewFrom } from '../client-view.ts';
import type { Scope } from '../scope.ts';

/**
 * @param client.meta of its request
 * @returns a function that releases the connections
 */
export function holdForListening(
  { registry, leases }: Remotes,
  client: { principalId: string; limits: Limits; scope: Scope; meta: unknown },
  logger: Logger,
): () => void {
  const { principalId, limits, scope, meta } = client;
  // A connection without capabilities is shared, so listening takes none away from calls.
  const view = {
    ...viewFrom(undefined, meta as Record<string, unknown> | undefined),
    capabilities: {},
  };
  const all = scope.kind === 'everything' ? registry.usable().map(({ name }) => name) : [];
  const names = scope.kind === 'remote' ? [scope.name] : all;
  const allowed = names.filter((name) => mayUseRemote(limits, name));
  const held = allowed.map((name) =>
    leases.lease(principalId, view, name).catch((error) => {
      logger.info('changes-not-heard', { remote: name, message: messageOf(error) });
    }),
  );
  return () => {
    for (const lease of held) void lease.then((got) => got?.release());
  };
}
