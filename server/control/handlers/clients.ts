// A terminal that pauses a client, sets who answers for it when nobody is there, or is about to let it do more.
import type { Socket } from 'node:net';
import type { TerminalDesk } from '../../approvals/terminal.ts';
import { clientChangesNotNow } from '../../errors/clients.ts';
import type { Host } from '../../host/host.ts';
import { clientRequestSchema } from '../messages/clients.ts';
import { serveChanges } from './guarded-changes.ts';

/** Serves it until it goes. */
export function serveClientChanges(
  host: Pick<Host, 'changeClient' | 'runningThreads'>,
  desk: TerminalDesk,
  socket: Socket,
): void {
  serveChanges(host, desk, socket, {
    notNow: clientChangesNotNow,
    apply(request) {
      const { wanted } = clientRequestSchema.parse(request);
      if (wanted) host.changeClient(wanted.id, wanted.change);
      return {};
    },
  });
}
