// The desk of the person at a terminal: shows every waiting question, and accepts answers with the passphrase. It
// lives in the host; `patchbay approvals` talks to it over the control socket.
import os from 'node:os';
import { createListeners } from '../base/listeners.ts';
import type { PassphraseStore } from '../config/passphrase.ts';
import {
  approvalChanged,
  approvalNotForTerminal,
  approvalNotWaiting,
  passphraseNotSet,
  terminalNotTrusted,
} from '../errors/approvals.ts';
import type { PatchbayError } from '../errors/error.ts';
import type { Answer, Approval, Decision, Verdict } from './approval.ts';
import type { Asker, Desk } from './broker.ts';
import { createPassphraseGate } from './passphrase-gate.ts';

/** A waiting question as it is shown. */
export interface WaitingApproval {
  readonly approval: Approval;
  /** The principal's name, with its client's name if there is exactly one. */
  readonly who: string;
  readonly folder: string;
  /** ISO 8601. */
  readonly askedAt: string;
}

export type TerminalEvent =
  | { readonly kind: 'asked'; readonly waiting: WaitingApproval }
  | { readonly kind: 'decided'; readonly id: string; readonly decision: Decision };

export interface TerminalAnswer {
  readonly verdict: Exclude<Verdict, 'stop-turn'>;
  readonly id: string;
  /** The digest of what the person was shown. */
  readonly digest: string;
  readonly reason?: string | undefined;
  readonly passphrase: string;
}

export interface TerminalDesk extends Desk {
  /** The oldest first. */
  waiting(): WaitingApproval[];
  /** Why an answer would not count now; undefined if it would. */
  refusal(): PatchbayError | undefined;
  /** @returns a function that ends this */
  watch(onEvent: (event: TerminalEvent) => void): () => void;
  /**
   * @throws passphrase-not-set, terminal-not-trusted, passphrase-wrong, passphrase-locked, approval-not-waiting,
   *   approval-changed, approval-not-for-terminal
   */
  answer(answer: TerminalAnswer): Promise<void>;
  hasPassphrase(): boolean;
  /**
   * For what else needs the person: one try in a row of tries, with the same waiting.
   * @throws passphrase-not-set, passphrase-wrong, passphrase-locked
   */
  admit(passphrase: string): Promise<void>;
}

interface Question {
  readonly shown: WaitingApproval;
  /** Absent while the question is not asked here. */
  settle?: (answer: Answer) => void;
}

export function createTerminalDesk(options: {
  passphrase: PassphraseStore;
  describe(approval: Approval): { who: string; folder: string };
  /** Ids of threads whose commands could reach this terminal: with network access, or without a sandbox. */
  exposedThreads(): readonly string[];
}): TerminalDesk {
  const { passphrase } = options;
  const gate = createPassphraseGate(passphrase);
  const questions = new Map<string, Question>();
  const watchers = createListeners<[event: TerminalEvent]>();
  const comings = createListeners();

  const asker: Asker = {
    id: 'terminal',
    means: 'terminal',
    name: userName(),
    // If another asker has answered, the question is dropped, and this promise with it.
    ask: ({ id }) =>
      new Promise((resolve) => {
        const question = questions.get(id);
        if (question) question.settle = resolve;
      }),
  };

  function refusal(): PatchbayError | undefined {
    if (!passphrase.isSet()) return passphraseNotSet();
    const exposed = options.exposedThreads();
    return exposed.length > 0 ? terminalNotTrusted(exposed) : undefined;
  }

  return {
    refusal,
    hasPassphrase: passphrase.isSet,
    admit: gate.pass,
    waiting: () => [...questions.values()].map(({ shown }) => shown),

    watch(onEvent) {
      const end = watchers.add(onEvent);
      comings.tell();
      return () => {
        end();
        comings.tell();
      };
    },

    // Without a passphrase, who watches can only look.
    presence: {
      isSomebodyThere: () => watchers.count > 0 && passphrase.isSet(),
      onChange: comings.add,
    },

    asked(approval) {
      const askedAt = new Date().toISOString();
      const waiting = { approval, askedAt, ...options.describe(approval) };
      questions.set(approval.id, { shown: waiting });
      watchers.tell({ kind: 'asked', waiting });
    },

    decided({ id }, decision) {
      questions.delete(id);
      watchers.tell({ kind: 'decided', id, decision });
    },

    // A form has fields, which one line at a terminal cannot fill in.
    askerFor: ({ subject }) => (passphrase.isSet() && subject.kind !== 'form' ? asker : undefined),

    async answer({ id, digest, passphrase: given, verdict, reason }) {
      const before = refusal();
      if (before) throw before;
      await gate.pass(given);
      // Both may have changed while the passphrase was being checked.
      const now = refusal();
      if (now) throw now;
      const question = questions.get(id);
      if (!question) throw approvalNotWaiting(id.slice(0, 8));
      if (question.shown.approval.digest !== digest) throw approvalChanged();
      if (!question.settle) throw approvalNotForTerminal();
      questions.delete(id);
      question.settle({ verdict, ...(reason && { reason }) });
    },
  };
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return 'terminal';
  }
}
