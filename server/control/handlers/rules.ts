// A terminal that changes the person's rules.
import type { Socket } from 'node:net';
import type { TerminalDesk } from '../../approvals/terminal.ts';
import { rulesNotNow } from '../../errors/rules.ts';
import type { Host } from '../../host/host.ts';
import { type RuleAnswer, ruleRequestSchema } from '../messages/rules.ts';
import { serveChanges } from './guarded-changes.ts';

/** Serves it until it goes. */
export function serveRules(
  host: Pick<Host, 'rules' | 'runningThreads'>,
  desk: TerminalDesk,
  socket: Socket,
): void {
  serveChanges(host, desk, socket, {
    notNow: rulesNotNow,
    async apply(request) {
      const { change } = ruleRequestSchema.parse(request);
      const rule = await host.rules.change(change, 'command-line');
      return { rule } satisfies Omit<Extract<RuleAnswer, { kind: 'changed' }>, 'kind'>;
    },
  });
}
