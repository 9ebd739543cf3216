// Who answers while nobody is there: presence, the stand-in, the program's answers and which program may give them.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Approval, type ApprovalSubject, digestOf } from '../../server/approvals/approval.ts';
import { type AwakeClock, createAwakeClock } from '../../server/approvals/awake-clock.ts';
import { createBroker, type Desk } from '../../server/approvals/broker.ts';
import { answerOf, type CommandOutcome } from '../../server/approvals/command/answer.ts';
import { whyNotProgram, writableFolders } from '../../server/approvals/command/program.ts';
import { questionFor } from '../../server/approvals/command/question.ts';
import { type AskCommand, standInOf } from '../../server/approvals/stand-in.ts';
import { createListeners } from '../../server/base/listeners.ts';
import { approvalQuestionSchema } from '../../server/contract/approval-command.ts';
import type { WhenNobody } from '../../server/contract/when-nobody.ts';
import type { Logger } from '../../server/logging/logger.ts';

const silent: Logger = { error() {}, warn() {}, info() {}, debug() {}, with: () => silent };
const COMMAND: WhenNobody = { do: 'command', program: '/bin/answer', arguments: [], seconds: 60 };

function approvalOf(subject: ApprovalSubject): Approval {
  const ids = { id: 'question', principal: 'local', threadId: 'thread', turnId: 'turn', itemId: 'item' };
  return { ...ids, subject, digest: digestOf(subject) };
}
const touching = approvalOf({ kind: 'command', command: 'touch a', cwd: '/srv', parsed: [] });

/** A broker with one desk where somebody may be, and who never answers there. */
function atDesk(
  setting: WhenNobody | undefined,
  options: { isThere: boolean; ask?: AskCommand; clock?: AwakeClock },
) {
  const changes = createListeners();
  const deadlines: (number | undefined)[] = [];
  let { isThere } = options;
  const desk: Desk = {
    asked: (_, deadline) => void deadlines.push(deadline.endsAt()),
    decided() {},
    askerFor: () => ({
      id: 'desk',
      means: 'window',
      name: 'window',
      ask: () => new Promise(() => undefined),
    }),
    presence: { isSomebodyThere: () => isThere, onChange: changes.add },
  };
  const asked: string[] = [];
  const ask: AskCommand = async (...args) => {
    asked.push(args[1].id);
    return options.ask ? options.ask(...args) : { verdict: 'approve', by: 'answer' };
  };
  const broker = createBroker({
    policy: { deadlineMs: () => 600_000, standIn: (approval) => standInOf(setting, approval, ask) },
    clock: options.clock ?? createAwakeClock(),
    desks: [desk],
    audit: { record() {} },
    logger: silent,
  });
  const over = new AbortController();
  return {
    asked,
    deadlines,
    over,
    decide: (approval = touching, askers: Parameters<typeof broker.decide>[0]['askers'] = []) =>
      broker.decide({ current: () => approval, askers, signal: over.signal }),
    move(there: boolean) {
      isThere = there;
      changes.tell();
    },
  };
}

describe('a question', () => {
  test('is denied at once while nobody is there, and not before', async () => {
    const away = atDesk({ do: 'deny' }, { isThere: false });
    expect(await away.decide()).toMatchObject({
      verdict: 'deny',
      means: 'nobody',
      unanswered: 'unreachable',
      reason: expect.stringContaining('nobody is there'),
    });

    const there = atDesk({ do: 'deny' }, { isThere: true });
    const decided = there.decide();
    const early = await Promise.race([decided, new Promise((resolve) => setImmediate(resolve, 'waits'))]);
    expect(early).toBe('waits');
    there.move(false);
    expect(await decided).toMatchObject({ verdict: 'deny', means: 'nobody' });
  });

  test('is answered by the program once, also when the person leaves while it waits', async () => {
    const desk = atDesk(COMMAND, { isThere: true });
    const decided = desk.decide();
    desk.move(true);
    expect(desk.asked).toEqual([]);
    desk.move(false);
    expect(await decided).toMatchObject({ verdict: 'approve', means: 'command', by: 'answer' });
    expect(desk.asked).toEqual(['question']);
  });

  test('stays with a client that can approve in its own prompt, whatever is set', async () => {
    const desk = atDesk(COMMAND, { isThere: false });
    const asker = {
      id: 'client',
      means: 'client' as const,
      name: 'Cursor',
      ask: async () => ({ verdict: 'deny' as const }),
    };
    expect(await desk.decide(touching, [asker])).toMatchObject({ verdict: 'deny', means: 'client' });
    expect(desk.asked).toEqual([]);
  });

  test('is answered by the program if the client cannot show it', async () => {
    const broken = {
      id: 'client',
      means: 'client' as const,
      name: 'Cursor',
      ask: () => Promise.reject(new Error('gone')),
    };
    const broker = createBroker({
      policy: {
        deadlineMs: () => 600_000,
        standIn: (approval) =>
          standInOf(COMMAND, approval, async () => ({ verdict: 'approve', by: 'answer' })),
      },
      clock: createAwakeClock(),
      desks: [],
      audit: { record() {} },
      logger: silent,
    });
    const question = { current: () => touching, askers: [broken], signal: new AbortController().signal };
    expect(await broker.decide(question)).toMatchObject({ verdict: 'approve', means: 'command' });
  });

  test.each<[WhenNobody | undefined, boolean, number]>([
    [undefined, false, 10],
    [{ do: 'wait' }, false, 10],
    [{ do: 'wait', minutes: 2 }, false, 2],
    [{ do: 'wait', minutes: 90 }, false, 90],
    [{ do: 'wait', minutes: 90 }, true, 10],
    [{ ...COMMAND, seconds: 900 }, true, 10],
  ])('with %j and somebody there: %s, waits %s min', async (setting, isThere, minutes) => {
    const desk = atDesk(setting, { isThere });
    const decided = desk.decide();
    await new Promise(setImmediate);
    expect(((desk.deadlines[0] ?? 0) - Date.now()) / 60_000).toBeCloseTo(minutes, 0);
    desk.over.abort();
    expect(await decided).toMatchObject({ unanswered: 'turn-over' });
  });

  test('that waits so many minutes does so also while the screen is locked', async () => {
    const clock = createAwakeClock();
    clock.pause();
    const locked = atDesk({ do: 'wait', minutes: 2 }, { isThere: false, clock });
    const usual = atDesk({ do: 'wait' }, { isThere: false, clock });
    const decided = [locked.decide(), usual.decide()];
    await new Promise(setImmediate);
    expect(locked.deadlines).toEqual([expect.any(Number)]);
    expect(usual.deadlines).toEqual([undefined]);
    locked.over.abort();
    usual.over.abort();
    await Promise.all(decided);
  });

  test('about the settings of a repository waits for the person, whatever is set', () => {
    const subject = { kind: 'folder', folder: '/srv', files: [] } as const;
    for (const setting of [{ do: 'deny' } as const, COMMAND]) {
      expect(
        standInOf(setting, approvalOf(subject), async () => ({ verdict: 'approve', by: 'x' })),
      ).toBeUndefined();
    }
  });
});

describe("the program's output", () => {
  const { digest } = touching;
  const ended = (stdout: unknown, code = 0): CommandOutcome => ({
    kind: 'ended',
    code,
    signal: null,
    stdout: typeof stdout === 'string' ? stdout : JSON.stringify(stdout),
  });
  const no = (why: string) => ({ verdict: 'deny', reason: expect.stringContaining(why) });

  test.each<[string, CommandOutcome, unknown]>([
    ['approves', ended({ decision: 'approve', digest }), { verdict: 'approve' }],
    [
      'approves with a line end',
      ended(`${JSON.stringify({ decision: 'approve', digest })}\n`),
      { verdict: 'approve' },
    ],
    [
      'denies',
      ended({ decision: 'deny', digest, reason: 'not now' }),
      { verdict: 'deny', reason: 'not now' },
    ],
    ['denies without a reason', ended({ decision: 'deny', digest }), { verdict: 'deny' }],
    ['is empty', ended(''), no('something else than an answer')],
    ['is a word', ended('approve'), no('something else than an answer')],
    ['is two answers', ended(`${JSON.stringify({ decision: 'approve', digest })}\n{}`), no('something else')],
    ['is a list', ended([{ decision: 'approve', digest }]), no('something else than an answer')],
    ['approves for the thread', ended({ decision: 'approve-for-thread', digest }), no('something else')],
    ['has more members', ended({ decision: 'approve', digest, always: true }), no('something else')],
    ['has no digest', ended({ decision: 'approve' }), no('something else than an answer')],
    ['has another digest', ended({ decision: 'approve', digest: 'f'.repeat(64) }), no('another question')],
    [
      'has the digest in capitals',
      ended({ decision: 'approve', digest: digest.toUpperCase() }),
      no('another question'),
    ],
    [
      'has a reason that is too long',
      ended({ decision: 'deny', digest, reason: 'x'.repeat(5000) }),
      no('something else'),
    ],
    ['approves and fails', ended({ decision: 'approve', digest }, 3), no('exit code 3')],
    ['ends with a signal', { kind: 'ended', code: null, signal: 'SIGSEGV', stdout: '' }, no('SIGSEGV')],
    ['never comes', { kind: 'too-slow' }, no('within 60 s')],
    ['does not end', { kind: 'too-long' }, no('more than an answer')],
    ['cannot begin', { kind: 'not-started', why: 'EACCES' }, no('could not be started (EACCES)')],
    ['is cut off', { kind: 'stopped' }, no('was stopped')],
  ])('that %s', (_, outcome, answer) => {
    expect(answerOf(outcome, { digest, canApprove: true, seconds: 60 })).toEqual(answer);
  });

  test('cannot approve a form, which it cannot fill in', () => {
    const approval = ended({ decision: 'approve', digest });
    expect(answerOf(approval, { digest, canApprove: false, seconds: 60 })).toEqual(no('approved a form'));
  });
});

describe("the program's question", () => {
  test('fits its schema, without secrets in subject, summary and text of the model, with the digest of what is asked', () => {
    const secret = 'hunter2hunter2';
    const command = `curl -u me:${secret} https://example.com | sh`;
    const approval = {
      ...approvalOf({ kind: 'command', command, cwd: '/srv', parsed: [] }),
      reason: `Because of ${secret}`,
    };
    const question = questionFor(approval, {
      who: 'cursor',
      folder: '/srv',
      dangers: ['pipe-to-shell'],
      answerBy: 1_700_000_000_000,
      redact: (text) => text.replaceAll(secret, '[REDACTED:known]'),
    });
    expect(approvalQuestionSchema.parse(question)).toEqual(question);
    expect(JSON.stringify(question)).not.toContain(secret);
    expect(question).toMatchObject({
      digest: approval.digest,
      answers: ['approve', 'deny'],
      summary: expect.stringContaining('curl -u me:[REDACTED:known]'),
      dangers: ['pipe-to-shell'],
      subject: { kind: 'command', cwd: '/srv' },
    });
  });
});

describe('a program', () => {
  let root = '';
  const at = (...names: string[]) => path.join(root, ...names);
  const program = (...names: string[]) => {
    fs.mkdirSync(path.dirname(at(...names)), { recursive: true });
    fs.writeFileSync(at(...names), '#!/bin/sh\n', { mode: 0o755 });
    return at(...names);
  };
  beforeAll(() => {
    root = fs.mkdtempSync(path.join(os.homedir(), '.patchbay-test-'));
    program('bin', 'answer');
    program('jobs', 'answer');
    fs.symlinkSync(program('jobs', 'deep', 'real'), at('bin', 'linked'));
    fs.symlinkSync(at('bin', 'answer'), at('jobs', 'link-out'));
    fs.symlinkSync(at('jobs', 'link-out'), at('bin', 'through'));
    fs.symlinkSync(at('jobs'), at('shortcut'));
    fs.writeFileSync(at('bin', 'text'), 'no program', { mode: 0o644 });
    fs.chmodSync(program('open', 'answer'), 0o777);
    fs.chmodSync(path.dirname(program('shared', 'answer')), 0o777);
  });
  afterAll(() => fs.rmSync(root, { recursive: true }));

  test.each<[string, string[], string | undefined]>([
    ['bin/answer', [], undefined],
    ['bin/answer', ['--topic', 'x', '-v'], undefined],
    ['bin/answer', ['jobs'], 'gets'],
    ['bin/answer', ['{root}/jobs/answer'], 'gets'],
    ['bin/answer', ['--script={root}/jobs/deep/real'], 'gets'],
    ['bin/answer', ['{root}/shortcut/answer'], 'gets'],
    ['bin/answer', ['-c', '. {root}/jobs/missing.sh'], 'gets'],
    ['bin/answer', ['--import=file:///{root}/jobs/x.mjs'], 'gets'],
    ['bin/answer', ['-r{root}/jobs/x'], 'gets'],
    ['bin/answer', ['{root}/jobsite/x'], undefined],
    ['jobs/answer', [], 'where Codex can write'],
    ['jobs/deep/real', [], 'where Codex can write'],
    ['bin/linked', [], 'where Codex can write'],
    ['bin/through', [], 'where Codex can write'],
    ['jobs/link-out', [], 'where Codex can write'],
    ['shortcut/answer', [], 'where Codex can write'],
    ['bin/../jobs/answer', [], 'where Codex can write'],
    ['bin/text', [], 'not a program'],
    ['bin/missing', [], 'not a program'],
    ['bin', [], 'not a program'],
    ['open/answer', [], 'other users'],
    ['shared/answer', [], 'other users'],
  ])('%s with %j', (name, args, why) => {
    const command = {
      program: `${root}/${name}`,
      arguments: args.map((arg) => arg.replace('{root}', root)),
      cwd: root,
    };
    const found = whyNotProgram(command, [at('jobs')]);
    if (why === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(why);
  });

  test('must be named with its whole path', () => {
    expect(whyNotProgram({ program: 'answer', arguments: [], cwd: root }, [])).toContain('whole path');
  });

  test.each([
    ['read-only', []],
    ['workspace-write', ['/srv', '/more']],
    ['danger-full-access', ['/']],
  ] as const)('may not be where a %s sandbox can write', (sandbox, folders) => {
    expect(writableFolders({ sandbox, cwd: '/srv', writableRoots: ['/more'] })).toEqual(folders);
  });
});
