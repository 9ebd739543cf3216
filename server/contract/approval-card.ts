// A question as a window shows it: the approval, with the facts a person needs beside it.
import type { ApprovalSubject, Means, Verdict } from '../approvals/approval.ts';
import type { Danger } from '../approvals/dangers.ts';

export interface ApprovalCard {
  readonly id: string;
  readonly threadId: string;
  /** Id of the principal it is asked for. */
  readonly principal: string;
  /** The principal's name, with its client's when there is only one. */
  readonly who: string;
  readonly folder: string;
  /** Of the git repository the folder lies in. */
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
  /** Of the subject: goes back with the answer, which counts only for what was shown. */
  readonly digest: string;
  /** The model's words, never facts. */
  readonly reason?: string;
  readonly why: WhyAsked;
  readonly consequence: Consequence;
  readonly dangers: readonly Danger[];
  /** What can be answered; `deny` can carry a reason that Codex reads. */
  readonly offers: readonly Verdict[];
  readonly state: CardState;
}

export type CardState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'decided'; readonly at: number; readonly decision: CardDecision }
  /** Nobody answered in time. `allowedUntil`: the same thing in this thread passes once until then. */
  | { readonly kind: 'missed'; readonly at: number; readonly allowedUntil?: number }
  /** The turn or the engine ended first: nothing was run. */
  | { readonly kind: 'over'; readonly at: number; readonly why: 'turn-ended' | 'engine-stopped' };

export interface CardDecision {
  readonly verdict: Verdict;
  readonly means: Means;
  readonly by: string;
  readonly afterMs: number;
  readonly reason?: string;
}

/** Why a person is asked. */
export type WhyAsked =
  /** The mode or the call wants a question before everything. */
  | { readonly kind: 'asks-first' }
  /** It wants to leave the sandbox. */
  | { readonly kind: 'leaves-sandbox' }
  | { readonly kind: 'network'; readonly host: string }
  /** The engine takes it for dangerous, or it is above what the sandbox allows. */
  | { readonly kind: 'beyond-sandbox' }
  /** A server or Codex itself wants to know something. */
  | { readonly kind: 'wants-answer'; readonly source: string }
  /** The repository has settings of its own. */
  | { readonly kind: 'repository' };

/** What happens on yes. Facts, not the model's words. */
export type Consequence =
  /** Codex may run it again outside when the sandbox stops it at once. */
  | {
      readonly kind: 'inside-sandbox';
      /** Folders it may write to; none: it can only read. */
      readonly writable: readonly string[];
      readonly network: boolean;
    }
  /** With everything the person's account can do. */
  | { readonly kind: 'outside-sandbox' }
  /** `outside`: files that are not in the folder of the thread. */
  | { readonly kind: 'patch'; readonly outside: readonly string[] }
  | { readonly kind: 'tool'; readonly server: string }
  | { readonly kind: 'permission' }
  /** What is filled in goes to the one who asks. */
  | { readonly kind: 'answer'; readonly source: string }
  /** The repository's settings count for later threads, with the programs they name. */
  | { readonly kind: 'trust' };
