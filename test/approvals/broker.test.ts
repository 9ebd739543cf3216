import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Answer, type Approval, type Decision, digestOf } from '../../server/approvals/approval.ts';
import { createAwakeClock } from '../../server/approvals/awake-clock.ts';
import { type Asker, type BrokerPolicy, createBroker } from '../../server/approvals/broker.ts';
import type { Logger } from '../../server/logging/logger.ts';
import { eventually } from '../support/processes.ts';

const silent: Logger = { error() {}, warn() {}, info() {}, debug() {}, with: () => silent };

interface BrokerOptions extends Partial<Omit<BrokerPolicy, 'deadlineMs'>> {
  readonly deadlineMs?: number;
}

/** A broker and the audit lines it has written. */
function brokerWith({ deadlineMs = 10_000, ...rules }: BrokerOptions = {}) {
  const audited: { approval: Approval; decision: Decision }[] = [];
  const audit = {
    record: (approval: Approval, decision: Decision) => void audited.push({ approval, decision }),
  };
  const policy = { deadlineMs: () => deadlineMs, ...rules };
  const clock = createAwakeClock();
  return { broker: createBroker({ policy, clock, desks: [], audit, logger: silent }), audited };
}

/** An asker who answers when the test does, for every time it is asked. */
function askerNamed(name: string) {
  const asked: {
    approval: Approval;
    signal: AbortSignal;
    answer(answer: Answer): void;
    fail(error: unknown): void;
  }[] = [];
  const asker: Asker = {
    id: name,
    means: 'client',
    name,
    ask: (approval, signal) =>
      new Promise<Answer>((answer, fail) => void asked.push({ approval, signal, answer, fail })),
  };
  /** The n-th time it was asked, as soon as it is. */
  const time = (n: number) =>
    eventually(() => asked[n - 1], { describe: () => `${name} was asked ${asked.length} times` });
  return { asker, asked, time };
}

function patchOf(diff: string): Approval {
  const subject = { kind: 'patch' as const, changes: [{ path: '/a', kind: { type: 'add' as const }, diff }] };
  return {
    id: 'approval',
    principal: 'local',
    threadId: 'thread',
    turnId: 'turn',
    itemId: 'item',
    subject,
    digest: digestOf(subject),
  };
}

const never = () => new AbortController().signal;
const unchanged = () => patchOf('hello');

describe('asking', () => {
  test('everybody is asked at once, and the first answer wins', async () => {
    const { broker, audited } = brokerWith();
    const [slow, quick] = [askerNamed('slow'), askerNamed('quick')];
    const decided = broker.decide({ current: unchanged, askers: [slow.asker, quick.asker], signal: never() });
    const [toSlow, toQuick] = await Promise.all([slow.time(1), quick.time(1)]);
    expect([toSlow.signal.aborted, toQuick.signal.aborted]).toEqual([false, false]);

    toQuick.answer({ verdict: 'approve-for-thread' });

    const decision = await decided;
    expect(decision).toMatchObject({ verdict: 'approve-for-thread', means: 'client', by: 'quick' });
    expect(decision.afterMs).toBeGreaterThanOrEqual(0);
    expect(audited).toEqual([{ approval: unchanged(), decision }]);
  });

  test('the other askers are told when the question has been answered', async () => {
    const { broker } = brokerWith();
    const [slow, quick] = [askerNamed('slow'), askerNamed('quick')];
    const decided = broker.decide({ current: unchanged, askers: [slow.asker, quick.asker], signal: never() });
    (await quick.time(1)).answer({ verdict: 'deny', reason: 'not today' });
    expect(await decided).toMatchObject({ verdict: 'deny', reason: 'not today', by: 'quick' });
    expect((await slow.time(1)).signal.aborted).toBe(true);
  });

  test('an answer that comes too late changes nothing', async () => {
    const { broker, audited } = brokerWith();
    const [slow, quick] = [askerNamed('slow'), askerNamed('quick')];
    const decided = broker.decide({ current: unchanged, askers: [slow.asker, quick.asker], signal: never() });
    (await quick.time(1)).answer({ verdict: 'deny' });
    (await slow.time(1)).answer({ verdict: 'approve' });
    expect(await decided).toMatchObject({ verdict: 'deny', by: 'quick' });
    expect(audited).toHaveLength(1);
  });

  test('questions at the same time do not mix', async () => {
    const { broker } = brokerWith();
    const [one, two] = [askerNamed('one'), askerNamed('two')];
    const first = broker.decide({ current: () => patchOf('1'), askers: [one.asker], signal: never() });
    const second = broker.decide({ current: () => patchOf('2'), askers: [two.asker], signal: never() });
    (await two.time(1)).answer({ verdict: 'approve' });
    expect(await second).toMatchObject({ verdict: 'approve', by: 'two' });
    expect((await one.time(1)).signal.aborted).toBe(false);
    (await one.time(1)).answer({ verdict: 'deny' });
    expect(await first).toMatchObject({ verdict: 'deny', by: 'one' });
  });
});

describe('askers that fail', () => {
  test('one that fails does not affect the others', async () => {
    const { broker } = brokerWith();
    const [broken, sound] = [askerNamed('broken'), askerNamed('sound')];
    const decided = broker.decide({
      current: unchanged,
      askers: [broken.asker, sound.asker],
      signal: never(),
    });
    (await broken.time(1)).fail(new Error('connection lost'));
    const toSound = await sound.time(1);
    expect(toSound.signal.aborted).toBe(false);
    toSound.answer({ verdict: 'approve' });
    expect(await decided).toMatchObject({ verdict: 'approve', by: 'sound' });
  });

  test('when all fail the question is denied, with their reasons and how to approve', async () => {
    const { broker, audited } = brokerWith();
    const [one, two] = [askerNamed('one'), askerNamed('two')];
    const decided = broker.decide({ current: unchanged, askers: [one.asker, two.asker], signal: never() });
    (await one.time(1)).fail(new Error('no dialog'));
    (await two.time(1)).fail('connection lost');
    const decision = await decided;
    expect(decision).toMatchObject({ verdict: 'deny', means: 'nobody', by: 'nobody' });
    expect(decision.reason).toContain('no dialog');
    expect(decision.reason).toContain('connection lost');
    expect(decision.reason).toMatch(/client that supports elicitation/);
    expect(audited.map((line) => line.decision)).toEqual([decision]);
  });

  test('one that throws instead of rejecting counts as failed', async () => {
    const { broker } = brokerWith();
    const throwing: Asker = {
      ...askerNamed('throwing').asker,
      ask() {
        throw new Error('thrown at once');
      },
    };
    const decision = await broker.decide({ current: unchanged, askers: [throwing], signal: never() });
    expect(decision).toMatchObject({ verdict: 'deny', reason: expect.stringContaining('thrown at once') });
  });

  test('a question with nobody to ask is denied, and the reason says how to approve', async () => {
    const { broker, audited } = brokerWith();
    const decision = await broker.decide({ current: unchanged, askers: [], signal: never() });
    expect(decision).toMatchObject({ verdict: 'deny', means: 'nobody', by: 'nobody' });
    expect(decision.reason).toMatch(/nobody could be asked/);
    expect(decision.reason).toMatch(
      /the Patchbay app, or runs `patchbay approvals passphrase`.*supports elicitation/,
    );
    expect(decision.reason).not.toMatch(/sandbox|policy/);
    expect(audited).toHaveLength(1);
  });
});

describe('the deadline', () => {
  test('denies with the time that passed, and closes every dialog', async () => {
    const { broker, audited } = brokerWith({ deadlineMs: 60 });
    const [one, two] = [askerNamed('one'), askerNamed('two')];
    const decision = await broker.decide({
      current: unchanged,
      askers: [one.asker, two.asker],
      signal: never(),
    });
    expect(decision).toMatchObject({ verdict: 'deny', means: 'nobody' });
    expect(decision.reason).toContain('nobody answered within 0.06 s');
    expect(decision.afterMs).toBeGreaterThanOrEqual(59);
    expect([...one.asked, ...two.asked].map(({ signal }) => signal.aborted)).toEqual([true, true]);
    expect(audited).toHaveLength(1);
  });

  test('is the reason given when one asker failed and the other did not answer', async () => {
    const { broker } = brokerWith({ deadlineMs: 60 });
    const [broken, silentOne] = [askerNamed('broken'), askerNamed('silent')];
    const decided = broker.decide({
      current: unchanged,
      askers: [broken.asker, silentOne.asker],
      signal: never(),
    });
    (await broken.time(1)).fail(new Error('connection lost'));
    expect((await decided).reason).toContain('nobody answered within');
  });

  test('runs from the first time a question is asked, however often it is asked again', async () => {
    const { broker } = brokerWith({ deadlineMs: 100 });
    let edits = 0;
    let timesAsked = 0;
    const hasty: Asker = {
      ...askerNamed('hasty').asker,
      async ask() {
        timesAsked += 1;
        await setTimeout(5);
        edits += 1;
        return { verdict: 'approve' };
      },
    };
    const decision = await broker.decide({
      current: () => patchOf(String(edits)),
      askers: [hasty],
      signal: never(),
    });
    expect(decision).toMatchObject({ verdict: 'deny', means: 'nobody' });
    expect(timesAsked).toBeGreaterThan(1);
  });
});

describe('a patch that changes while a person looks at it', () => {
  test('is asked about again in its new form, and only an approval of that counts', async () => {
    const { broker, audited } = brokerWith();
    const person = askerNamed('person');
    let now = patchOf('harmless');
    const decided = broker.decide({ current: () => now, askers: [person.asker], signal: never() });
    const first = await person.time(1);
    now = patchOf('harmful');
    first.answer({ verdict: 'approve' });

    const second = await person.time(2);
    expect(second.approval.subject).toEqual(now.subject);
    expect(second.approval.digest).not.toBe(first.approval.digest);
    expect(audited).toEqual([]);
    second.answer({ verdict: 'deny', reason: 'it changed' });

    const decision = await decided;
    expect(decision).toMatchObject({ verdict: 'deny', reason: 'it changed' });
    expect(audited).toEqual([{ approval: now, decision }]);
  });

  test('is approved when its current form was approved', async () => {
    const { broker, audited } = brokerWith();
    const person = askerNamed('person');
    let now = patchOf('first');
    const decided = broker.decide({ current: () => now, askers: [person.asker], signal: never() });
    const first = await person.time(1);
    now = patchOf('second');
    first.answer({ verdict: 'approve-for-thread' });
    (await person.time(2)).answer({ verdict: 'approve' });
    expect(await decided).toMatchObject({ verdict: 'approve' });
    expect(audited.map(({ approval }) => approval.digest)).toEqual([now.digest]);
  });

  test('is not approved by an answer to the old question', async () => {
    const { broker } = brokerWith();
    const [one, two] = [askerNamed('one'), askerNamed('two')];
    let now = patchOf('harmless');
    const decided = broker.decide({
      current: () => now,
      askers: [one.asker, two.asker],
      signal: never(),
    });
    const oldQuestion = await two.time(1);
    const first = await one.time(1);
    now = patchOf('harmful');
    first.answer({ verdict: 'approve' });
    const newQuestion = await two.time(2);
    oldQuestion.answer({ verdict: 'approve' });
    newQuestion.answer({ verdict: 'deny' });
    expect(await decided).toMatchObject({ verdict: 'deny', by: 'two' });
  });

  test.for(['deny', 'stop-turn'] as const)('is not asked again after %s', async (verdict) => {
    const { broker } = brokerWith();
    const person = askerNamed('person');
    let now = patchOf('first');
    const decided = broker.decide({ current: () => now, askers: [person.asker], signal: never() });
    const first = await person.time(1);
    now = patchOf('second');
    first.answer({ verdict });
    expect(await decided).toMatchObject({ verdict });
    expect(person.asked).toHaveLength(1);
  });
});

describe('a question the engine withdraws', () => {
  test('ends, closes the dialogs and is recorded as denied by nobody', async () => {
    const { broker, audited } = brokerWith();
    const person = askerNamed('person');
    const engine = new AbortController();
    const decided = broker.decide({ current: unchanged, askers: [person.asker], signal: engine.signal });
    const question = await person.time(1);
    engine.abort(new Error('The turn ended.'));
    const decision = await decided;
    expect(decision).toMatchObject({ verdict: 'deny', means: 'nobody', by: 'nobody' });
    expect(decision.reason).toMatch(/turn ended before anybody answered/);
    expect(question.signal.aborted).toBe(true);
    expect(audited).toEqual([{ approval: unchanged(), decision }]);
  });

  test('before it was asked is denied too', async () => {
    const { broker } = brokerWith();
    const person = askerNamed('person');
    const decision = await broker.decide({
      current: unchanged,
      askers: [person.asker],
      signal: AbortSignal.abort(new Error('The turn ended.')),
    });
    expect(decision).toMatchObject({ verdict: 'deny', means: 'nobody' });
    expect(person.asked.every(({ signal }) => signal.aborted)).toBe(true);
  });

  test('is not approved by an answer that comes with the withdrawal', async () => {
    const { broker } = brokerWith();
    const person = askerNamed('person');
    const engine = new AbortController();
    const decided = broker.decide({ current: unchanged, askers: [person.asker], signal: engine.signal });
    const question = await person.time(1);
    engine.abort(new Error('The turn ended.'));
    question.answer({ verdict: 'approve' });
    expect(await decided).toMatchObject({ verdict: 'deny' });
  });
});

describe('a tool that a rule allows', () => {
  const subject = { kind: 'tool', server: 'github', tool: 'add', arguments: {}, message: '' } as const;
  const call = (): Approval => ({ ...patchOf(''), subject, digest: digestOf(subject) });
  const standing = async () => ({ decision: 'allow', by: 'rule', rules: ['r1'] }) as const;

  test.for([
    [[], 'rule'],
    [['tool-shadows'], 'rule'],
    [['tool-changed'], 'client'],
    [['tool-words'], 'client'],
  ] as const)('with the marks %j is answered by a %s', async ([marks, means]) => {
    const { broker, audited } = brokerWith({ standing, marksOf: () => marks });
    const { asker, asked, time } = askerNamed('person');
    const decided = broker.decide({ current: call, askers: [asker], signal: never() });
    if (means === 'client') (await time(1)).answer({ verdict: 'approve' });
    expect(await decided).toMatchObject({ verdict: 'approve', means });
    expect(asked).toHaveLength(means === 'client' ? 1 : 0);
    const [line] = audited;
    expect(line?.approval.subject).toEqual(marks.length === 0 ? subject : { ...subject, marks });
    expect(line?.approval.digest).toBe(digestOf(line?.approval.subject ?? subject));
  });

  test('and that changes while the question waits is asked about again, but not once the change is reviewed', async () => {
    let marks: readonly ['tool-changed'] | readonly [] = [];
    const { broker } = brokerWith({ marksOf: () => marks });
    const { asker, time } = askerNamed('person');
    const decided = broker.decide({ current: call, askers: [asker], signal: never() });
    const before = await time(1);
    marks = ['tool-changed'];
    before.answer({ verdict: 'approve' });
    const again = await time(2);
    expect(again.approval.subject).toMatchObject({ marks: ['tool-changed'] });
    marks = [];
    again.answer({ verdict: 'approve' });
    expect(await decided).toMatchObject({ verdict: 'approve', means: 'client' });
  });
});
