// A question as the window shows it: the approval, and the facts a person needs beside it.
import type { ApprovalSubject, Means, Verdict } from '../approvals/approval.ts';
import type { Danger } from '../approvals/dangers.ts';

export interface ApprovalCard {
  readonly id: string;
  readonly threadId: string;
  /** The id of the principal the question belongs to. */
  readonly principal: string;
  /** The principal's name, with its client's when there is only one. */
  readonly who: string;
  readonly folder: string;
  /** The git branch of the folder's repository. */
  readonly branch?: string;
  /** The first line of the thread's first prompt. */
  readonly title: string;
  /** In ms since 1970. */
  readonly askedAt: number;
  /** In ms since 1970; absent while deadlines are paused, and when the question is over. */
  readonly deadlineAt?: number;
  /** 1, and one more each time it is asked again because its subject has changed. */
  readonly revision: number;
  readonly subject: ApprovalSubject;
  /** The digest of the subject: returned with the answer, which counts only for what was shown. */
  readonly digest: string;
  /** The model's text; never shown as fact. */
  readonly reason?: string;
  readonly why: WhyAsked;
  readonly consequence: Consequence;
  readonly dangers: readonly Danger[];
  /** Why what is changed cannot be undone, as a clause about the folder; absent where it can, or is not known. */
  readonly uncovered?: string;
  /** The possible answers; `deny` can carry a reason that Codex reads. */
  readonly offers: readonly Verdict[];
  /** A command as the engine starts it; absent for one that is not started by a shell of the engine. */
  readonly script?: CommandScript;
  /** What a person can change of it before they approve; absent where nothing can be changed. */
  readonly edit?: EditOffer;
  readonly state: CardState;
}

/** `/bin/bash -lc TEXT`, exactly: `shell` is what stands before TEXT, `text` what that shell is given to run. */
export interface CommandScript {
  readonly shell: string;
  readonly text: string;
}

/** What can be changed of a question. `text`: of the command, without the shell that the engine starts it with. */
export type EditOffer = { readonly kind: 'command'; readonly text: string } | { readonly kind: 'patch' };

export type CardState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'decided'; readonly at: number; readonly decision: CardDecision }
  /** Nobody answered in time. `allowedUntil`: until then, exactly this request in this thread passes once. */
  | { readonly kind: 'missed'; readonly at: number; readonly allowedUntil?: number }
  /** The turn or the engine ended first; nothing was run. */
  | { readonly kind: 'over'; readonly at: number; readonly why: 'turn-ended' | 'engine-stopped' };

export interface CardDecision {
  readonly verdict: Verdict;
  readonly means: Means;
  readonly by: string;
  readonly afterMs: number;
  /** Ids of the person's rules that decided. */
  readonly rules?: readonly string[];
  readonly reason?: string;
  /** What was approved instead of what was asked, in one line. */
  readonly edited?: string;
}

/** Why a person is asked. */
export type WhyAsked =
  /** The mode or the call asks before everything. */
  | { readonly kind: 'asks-first' }
  /** It wants to leave the sandbox. */
  | { readonly kind: 'leaves-sandbox' }
  | { readonly kind: 'network'; readonly host: string }
  /** The engine considers it dangerous, or the sandbox does not allow it. */
  | { readonly kind: 'beyond-sandbox' }
  /** A server or Codex itself asks for information. */
  | { readonly kind: 'wants-answer'; readonly source: string }
  /** The repository has its own settings. */
  | { readonly kind: 'repository' }
  /** The turn has reached what it may spend. */
  | { readonly kind: 'at-limit' };

/** What happens if it is approved. Facts, not the model's text. */
export type Consequence =
  /** Codex may run it again outside when the sandbox stops it at once, or outside at first if it asked so without a reason. */
  | {
      readonly kind: 'inside-sandbox';
      /** Folders it may write to; if empty, it can only read. */
      readonly writable: readonly string[];
      readonly network: boolean;
    }
  /** With all rights of the person's account. */
  | { readonly kind: 'outside-sandbox' }
  /** `outside`: files that are not in the folder of the thread. */
  | { readonly kind: 'patch'; readonly outside: readonly string[] }
  | { readonly kind: 'tool'; readonly server: string }
  | { readonly kind: 'permission' }
  /** The values go to whoever asks. */
  | { readonly kind: 'answer'; readonly source: string }
  /** The repository's settings apply to later threads, including the programs they name. */
  | { readonly kind: 'trust' }
  /** The turn goes on; if not, it ends. */
  | { readonly kind: 'goes-on' };
