// Asks a question once, to everyone whose answer counts, at the same time. The first answer wins, and the other askers
// are told that it is over. If there is nobody to ask, only errors, or the deadline passes, the answer is no, with a
// reason that says how to approve next time.

import { rejectOn } from '../base/deadline.ts';
import { type ToolMark, toolMarks } from '../contract/tool-marks.ts';
import { messageOf } from '../errors/error.ts';
import type { Logger } from '../logging/logger.ts';
import { type Answer, type Approval, type Decision, digestOf, type Means, needsPerson } from './approval.ts';
import type { AuditLog } from './audit.ts';
import { type AwakeClock, createAwakeClock, type Deadline } from './awake-clock.ts';
import { nobodyAt, type Presence } from './presence.ts';
import type { StandIn } from './stand-in.ts';

export interface Asker {
  /** The id of the session or window behind it; each is asked once. */
  readonly id: string;
  readonly means: Exclude<Means, 'nobody' | 'rule' | 'command'>;
  /** Whose answer it is, for the audit file; for a client, its name. */
  readonly name: string;
  /**
   * Shows the question and waits for the answer.
   * @param signal aborted when the question is over; its dialog must then close
   * @returns the answer; throws or rejects when this asker cannot answer
   */
  ask(approval: Approval, signal: AbortSignal): Promise<Answer>;
}

/** A place where a person sees the questions of every client: the terminal, the window. */
export interface Desk {
  /** A question has arrived, or is asked again because its subject has changed. */
  asked(approval: Approval, deadline: Deadline): void | Promise<void>;
  /** The question is over. */
  decided(approval: Approval, decision: Decision): void;
  /** A rule has decided: nobody was asked. */
  passed?(approval: Approval, decision: Decision): void;
  /** The asker for this question; undefined if the desk can only show it. */
  askerFor(approval: Approval): Asker | undefined;
  /** Whether a person is there; absent where that cannot be known, which counts as no. */
  readonly presence?: Presence;
}

export interface Broker {
  /**
   * @param question.current the approval as it is now; a patch may change while someone looks at it, and then the
   *   question is asked again
   * @param question.askers who can be reached, in no order
   * @param question.signal aborted when the engine no longer waits; the result is then ignored
   */
  decide(question: { current(): Approval; askers: readonly Asker[]; signal: AbortSignal }): Promise<Decision>;
  /** Whether there may be a rule of the person that holds something back. */
  mayHoldBack(): boolean;
  /** Whether a rule of the person denies this, or wants a person to look: then `decide` has to be asked. */
  isHeldBack(approval: Approval): Promise<boolean>;
  /** With what is known against its tool now. */
  marked(approval: Approval): Approval;
}

const HOW_TO_APPROVE =
  'To be asked, the person you work for opens the Patchbay app, or runs `patchbay approvals passphrase` once and then `patchbay approvals watch`. They can also use an MCP client that supports elicitation.';
const TURN_OVER = 'Denied: the turn ended before anybody answered.';

/** What the person has decided beforehand. */
export type StandingAnswer =
  /** A person looks at it, whatever else would let it pass. */
  | { readonly decision: 'ask' }
  | {
      readonly decision: 'allow' | 'deny';
      /** For the audit and the timeline. */
      readonly by: string;
      /** Ids. */
      readonly rules: readonly string[];
    };

/** What decides before anyone is asked, and whose answers count. */
export interface BrokerPolicy {
  /** How long a question asked now stays open. */
  deadlineMs(): number;
  /** Whether the person may have rules; absent: they may. */
  mayStand?(): boolean;
  /** What the person's own rules say; undefined where they say nothing. */
  standing?(approval: Approval): Promise<StandingAnswer | undefined>;
  /** Calls back when the person's rules have changed. @returns a function that ends this */
  onRulesChanged?(listener: () => void): () => void;
  /**
   * The name of the rule of ours that lets this pass without a question.
   * @param mustAsk a rule of the person wants the question: only what they have allowed since then passes
   */
  ruleFor?(approval: Approval, mustAsk: boolean): Promise<string | undefined>;
  /** Whether this principal's clients can approve in their own prompt; they can if this is absent. */
  mayApprove?(principalId: string): boolean;
  /** What is known against the tool of a question. */
  marksOf?(tool: Extract<Approval['subject'], { kind: 'tool' }>): readonly ToolMark[];
  /** Who answers while nobody is there; undefined where the person has set nothing. */
  standIn?(approval: Approval): StandIn | undefined;
}

/** @param options.desks see every question, in addition to its own askers */
export function createBroker(options: {
  policy: BrokerPolicy;
  clock: AwakeClock;
  desks: readonly Desk[];
  audit: AuditLog;
  logger: Logger;
}): Broker {
  const { policy, clock, desks, audit, logger } = options;
  const unstoppedClock = createAwakeClock();
  const places = desks.flatMap(({ presence }) => presence ?? []);

  /** @param before marks that stay: who has just reviewed a change is not asked again because of that */
  function marked(approval: Approval, before = new Set<ToolMark>()): Approval {
    const { subject } = approval;
    if (subject.kind !== 'tool') return approval;
    for (const mark of policy.marksOf?.(subject) ?? []) before.add(mark);
    if (before.size === 0) return approval;
    const shown = { ...subject, marks: toolMarks.filter((mark) => before.has(mark)) };
    return { ...approval, subject: shown, digest: digestOf(shown) };
  }

  /** What an allow could not have known of is asked. */
  async function standingOn(approval: Approval): Promise<StandingAnswer | undefined> {
    const standing = await policy.standing?.(approval);
    return needsPerson(approval) && standing?.decision !== 'deny' ? { decision: 'ask' } : standing;
  }

  async function decideByRule(approval: Approval): Promise<Decision | undefined> {
    const standing = await standingOn(approval);
    if (standing?.decision !== 'deny') {
      const rule = await policy.ruleFor?.(approval, standing?.decision === 'ask');
      if (rule !== undefined) return { verdict: 'approve', means: 'rule', by: rule, afterMs: 0 };
    }
    const decided = standing && decisionOf(standing);
    return decided && { ...decided, afterMs: 0 };
  }

  /** Resolves once a rule of the person decides it that did not when it was asked. */
  function ruledMeanwhile(approval: Approval, signal: AbortSignal): Promise<Omit<Decision, 'afterMs'>> {
    const { onRulesChanged } = policy;
    if (!onRulesChanged) return rejectOn(signal);
    return new Promise((resolve, reject) => {
      async function look() {
        try {
          const standing = await standingOn(approval);
          const decision = standing && decisionOf(standing);
          if (decision) resolve(decision);
        } catch (error) {
          logger.warn('approval-rules-failed', { thread: approval.threadId, message: messageOf(error) });
        }
      }
      // A moment later: who makes a rule on the card of this question answers the question too.
      const lookSoon = () => void setImmediate(() => !signal.aborted && void look());
      const stop = onRulesChanged(lookSoon);
      rejectOn(signal).catch((error) => {
        stop();
        reject(error);
      });
      lookSoon();
    });
  }

  /** What has changed while the rules were looked up is looked up again. */
  async function passByRule(current: () => Approval): Promise<Decision | undefined> {
    while (true) {
      const approval = current();
      const decision = await decideByRule(approval);
      if (!decision) return undefined;
      if (current().digest !== approval.digest) continue;
      audit.record(approval, decision);
      for (const desk of desks) desk.passed?.(approval, decision);
      return decision;
    }
  }

  return {
    mayHoldBack: () => policy.standing !== undefined && policy.mayStand?.() !== false,
    async isHeldBack(approval) {
      const standing = await policy.standing?.(approval);
      return standing !== undefined && standing.decision !== 'allow';
    },
    marked: (approval) => marked(approval),
    async decide({ current: asked, askers, signal }) {
      const marks = new Set<ToolMark>();
      const current = () => marked(asked(), marks);
      const passed = await passByRule(current);
      if (passed) return passed;
      const askedAt = Date.now();
      const mayApprove = policy.mayApprove?.(current().principal) !== false;
      const isClientThere = mayApprove && askers.length > 0;
      const standIn = policy.standIn?.(current());
      const isNobodyThere = !isClientThere && !places.some((place) => place.isSomebodyThere());
      const waits = isNobodyThere ? standIn : undefined;
      const deadlineMs = waits?.deadlineMs(policy.deadlineMs()) ?? policy.deadlineMs();
      const late = new AbortController();
      const running = waits?.isByTheClock ? unstoppedClock : clock;
      const deadline = running.after(deadlineMs, () => late.abort(new Error(tooLate(deadlineMs))));
      const over = AbortSignal.any([late.signal, signal]);
      try {
        while (true) {
          const approval = current();
          await Promise.all(desks.map((desk) => desk.asked(approval, deadline)));
          const atDesks = desks.flatMap((desk) => desk.askerFor(approval) ?? []);
          const clients = askers.map((asker) => (mayApprove ? asker : onlyDenying(asker, logger)));
          const answer = await askEveryone(approval, [...clients, ...atDesks], over, logger, {
            standIn,
            ruled: (signal) => ruledMeanwhile(approval, signal),
            absence: (signal) => (isClientThere ? rejectOn(signal) : nobodyAt(places, signal)),
          });
          if (answer.verdict.startsWith('approve') && current().digest !== approval.digest) {
            logger.info('approval-asked-again', { thread: approval.threadId, approval: approval.id });
            continue;
          }
          const reason = signal.aborted ? TURN_OVER : answer.reason;
          const unanswered = signal.aborted ? ('turn-over' as const) : answer.unanswered;
          const decision: Decision = {
            ...answer,
            ...(reason && { reason }),
            ...(unanswered && { unanswered }),
            afterMs: Date.now() - askedAt,
          };
          audit.record(approval, decision);
          for (const desk of desks) desk.decided(approval, decision);
          return decision;
        }
      } finally {
        deadline.cancel();
      }
    },
  };
}

/** Its approval is recorded but not final; only its denials count. */
function onlyDenying(asker: Asker, logger: Logger): Asker {
  return {
    ...asker,
    async ask(approval, signal) {
      const answer = await asker.ask({ ...approval, countsOnlyDenials: true }, signal);
      if (!answer.verdict.startsWith('approve')) return answer;
      logger.info('approval-not-counted', {
        thread: approval.threadId,
        approval: approval.id,
        by: asker.name,
      });
      return rejectOn(signal);
    },
  };
}

/**
 * @param over aborted, with the reason to give, when the question is over
 * @param otherwise.ruled resolves with what a rule decides meanwhile
 * @param otherwise.absence resolves once nobody is there; the stand-in then answers, as it does when no asker could ask
 */
async function askEveryone(
  approval: Approval,
  askers: readonly Asker[],
  over: AbortSignal,
  logger: Logger,
  {
    standIn,
    ruled,
    absence,
  }: {
    standIn: StandIn | undefined;
    ruled(signal: AbortSignal): Promise<Omit<Decision, 'afterMs'>>;
    absence(signal: AbortSignal): Promise<void>;
  },
): Promise<Omit<Decision, 'afterMs'>> {
  const answered = new AbortController();
  const failures: string[] = [];
  const answers = askers.map(async (asker) => {
    try {
      const answer = await asker.ask(approval, AbortSignal.any([answered.signal, over]));
      return { ...answer, means: asker.means, by: asker.name };
    } catch (error) {
      failures.push(messageOf(error));
      logger.warn('approval-asker-failed', { thread: approval.threadId, message: messageOf(error) });
      throw error;
    }
  });
  const first = Promise.any<Omit<Decision, 'afterMs'>>(answers);
  async function answerOfStandIn({ answer }: StandIn): Promise<Omit<Decision, 'afterMs'>> {
    const signal = AbortSignal.any([answered.signal, over]);
    const unreachable = first.then(() => rejectOn(signal)).catch(() => signal.throwIfAborted());
    await Promise.race([absence(signal), unreachable]);
    return answer(approval, signal);
  }
  try {
    const someone = standIn ? Promise.any([first, answerOfStandIn(standIn)]) : first;
    const byRule = ruled(AbortSignal.any([answered.signal, over]));
    return await Promise.race([someone, byRule, rejectOn(over)]);
  } catch {
    const reason = over.aborted ? messageOf(over.reason) : whyNobodyCould(failures, approval);
    const unanswered = over.aborted ? 'too-late' : 'unreachable';
    return { verdict: 'deny', reason, means: 'nobody', by: 'nobody', unanswered };
  } finally {
    answered.abort(new Error('The question has been answered.'));
  }
}

/** @returns undefined where a person is to be asked */
function decisionOf(standing: StandingAnswer): Omit<Decision, 'afterMs'> | undefined {
  if (standing.decision === 'ask') return undefined;
  const { decision, by, rules } = standing;
  return decision === 'allow'
    ? { verdict: 'approve', means: 'rule', by, rules }
    : { verdict: 'deny', means: 'rule', by, rules, reason: deniedBy(by) };
}

function deniedBy(rule: string): string {
  return `Denied by a rule of the person you work for (${rule}). Do not try it in another way; say what you need.`;
}

function tooLate(deadlineMs: number): string {
  const time = deadlineMs >= 60_000 ? `${Math.round(deadlineMs / 60_000)} min` : `${deadlineMs / 1000} s`;
  return `Denied: nobody answered within ${time}. Ask again when somebody is there to answer.`;
}

function whyNobodyCould(failures: readonly string[], { subject }: Approval): string {
  const why =
    failures.length === 0
      ? 'Denied: nobody could be asked.'
      : `Denied: the client could not show the question (${failures.join('; ')}).`;
  // Whether a turn goes on is asked in every sandbox.
  return subject.kind === 'leash' ? why : `${why} ${HOW_TO_APPROVE}`;
}
