// Answers to many questions at once: a yes to exactly those a person has looked at, a no to all.
import type { CommandHandlers } from '../../contract/commands.ts';
import { canBeApprovedTogether } from '../../contract/selectors.ts';
import { deniedByStop } from '../../contract/stop-everything.ts';
import { approvalNeedsOwnLook } from '../../errors/approvals.ts';
import { windowMessageOf } from '../../errors/error.ts';
import type { DesktopApp } from '../app/desktop-app.ts';

const DENIED_ALL = 'The person has denied everything and stopped all turns.';

export function createManyCommands(
  app: Pick<DesktopApp, 'store' | 'desk' | 'running'>,
): Pick<CommandHandlers, 'approve-these' | 'deny-and-stop-all'> {
  const { store, desk } = app;
  return {
    'approve-these'({ shown }) {
      const failed = shown.flatMap(({ id, digest }) => {
        try {
          const card = store.state.inbox.find((candidate) => candidate.id === id);
          if (card && !canBeApprovedTogether(card)) throw approvalNeedsOwnLook();
          desk.answerQuestion({ id, digest, verdict: 'approve' });
          return [];
        } catch (error) {
          return [{ id, why: windowMessageOf(error) }];
        }
      });
      return { failed };
    },

    async 'deny-and-stop-all'() {
      const denied = deniedByStop(store.state.inbox).filter(({ id, digest }) => {
        try {
          desk.answerQuestion({ id, digest, verdict: 'deny', reason: DENIED_ALL });
          return true;
        } catch {
          // It is over, or is asked again: its turn ends with the others.
          return false;
        }
      });
      const host = app.running?.service.host;
      const turns = host?.runningThreads() ?? [];
      await Promise.all(turns.map(({ id }) => host?.threads.interrupt(id)));
      return { denied: denied.length, stopped: turns.length };
    },
  };
}
