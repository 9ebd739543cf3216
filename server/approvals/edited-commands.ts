// Commands a person has changed before approving them. The engine can only run what Codex asks for, so Codex is told the
// new text and asks for it; then it passes once, if it is exactly that.
import type { Approval } from './approval.ts';
import { engineScript } from './engine-script.ts';

export interface EditedCommands {
  /** The person approves this text instead of what was asked. */
  approved(asked: Approval, text: string): void;
  /** Whether this is exactly what they have approved, in the same turn. Uses it up. */
  take(approval: Approval): boolean;
}

interface Approved {
  readonly asked: Approval;
  readonly text: string;
  readonly until: number;
}

/** Codex asks again at once, or not at all. */
const VALID_MS = 10 * 60_000;

export function createEditedCommands(now: () => number = Date.now): EditedCommands {
  let approved: readonly Approved[] = [];
  return {
    approved(asked, text) {
      approved = [...approved, { asked, text, until: now() + VALID_MS }];
    },
    take(approval) {
      approved = approved.filter(({ until }) => until > now());
      const found = approved.find((one) => isExactly(approval, one));
      approved = approved.filter((one) => one !== found);
      return found !== undefined;
    },
  };
}

/** In the same place, by the same shell, and not asking for more than the question did that the person has seen. */
function isExactly(approval: Approval, { asked, text }: Approved): boolean {
  const { subject } = approval;
  if (subject.kind !== 'command' || asked.subject.kind !== 'command') return false;
  const script = engineScript(subject.command);
  return (
    approval.threadId === asked.threadId &&
    approval.turnId === asked.turnId &&
    subject.network === undefined &&
    !subject.isInput &&
    subject.cwd === asked.subject.cwd &&
    script?.shell === engineScript(asked.subject.command)?.shell &&
    script?.text === text &&
    // With a reason it leaves the sandbox.
    (asked.reason !== undefined || approval.reason === undefined)
  );
}
