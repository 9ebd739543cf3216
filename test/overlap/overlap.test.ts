// Who has changed a file since a thread saw it, by what is known of both.
import fs from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Approval, digestOf } from '../../server/approvals/approval.ts';
import { createAwakeClock } from '../../server/approvals/awake-clock.ts';
import { type Asker, createBroker, type StandingAnswer } from '../../server/approvals/broker.ts';
import { filesShownBy } from '../../server/approvals/reads/shown-files.ts';
import type { ApprovalCard } from '../../server/contract/approval-card.ts';
import { type FolderUse, neighboursOf } from '../../server/contract/neighbours.ts';
import { canBeApprovedTogether } from '../../server/contract/selectors.ts';
import type { Logger } from '../../server/logging/logger.ts';
import { changesByOthers, type SeenFile, type Writing } from '../../server/overlap/decide.ts';
import { makeHome, type TestHome } from '../support/home.ts';

const silent: Logger = { error() {}, warn() {}, info() {}, debug() {}, with: () => silent };

type About = Parameters<typeof changesByOthers>[0];

const file = (id: string) => ({ kind: 'file', id }) as const;
const NOTHING = { kind: 'nothing' } as const;
const seen = (state: SeenFile['state'], how: SeenFile['how'] = 'read'): SeenFile => ({
  how,
  at: 10_000,
  state,
});
const writing = (threadId: string, from: number, to = from + 50): Writing => ({ threadId, from, to });
const patchBy = (threadId: string, from: number, left?: SeenFile['state']) => ({
  ...writing(threadId, from),
  left,
});
const now = (state: About['now']['state'], changedAt?: number) => ({ state, changedAt });
const decide = (about: Partial<About>) =>
  changesByOthers({
    seen: seen(file('old')),
    now: now(file('new'), 20_000),
    own: [],
    patches: [],
    commands: [],
    isUndone: false,
    ...about,
  });

describe('a file that a patch is to change', () => {
  test.each<[what: string, about: Partial<About>]>([
    ['is as it was seen', { now: now(file('old'), 20_000) }],
    ['was changed and changed back', { now: now(file('old'), 20_000), patches: [patchBy('b', 15_000)] }],
    ['is not there and was not', { seen: seen(NOTHING), now: now(NOTHING) }],
    ['was changed while an own command ran', { own: [writing('a', 19_000, 21_000)] }],
    ['was changed while an own command runs that has not ended', { own: [writing('a', 19_000, Infinity)] }],
    [
      'was changed before it was seen, and the content was not known',
      { seen: seen(undefined), now: now(file('new'), 9_000) },
    ],
    ['is gone, and an own command ran', { now: now(NOTHING), own: [writing('a', 12_000)] }],
    ['cannot be read', { now: now(undefined) }],
    [
      'was patched by another thread before it was read, and not since',
      { now: now(file('old'), 5_000), patches: [patchBy('b', 5_000)] },
    ],
  ])('%s: nobody else has changed it', (_what, about) => expect(decide(about)).toEqual([]));

  const outside = { by: 'outside', at: 20_000 };
  const byPatch = (at: number) => ({ by: 'thread', threadId: 'b', how: 'patch', at });
  test.each<[what: string, about: Partial<About>, changes: unknown[]]>([
    ['a person saved it', {}, [outside]],
    ['a person saved it after an own command', { own: [writing('a', 12_000)] }, [outside]],
    ['a person saved it, its content is not known', { seen: seen(undefined, 'turn-began') }, [outside]],
    ['a person made it, where nothing was', { seen: seen(NOTHING, 'turn-began') }, [outside]],
    ['the person took changes back', { isUndone: true }, [{ by: 'undo', at: 20_000 }]],
    ['another thread patched it', { patches: [patchBy('b', 19_980)] }, [byPatch(20_030)]],
    [
      'another thread patched it, while an own command ran',
      { patches: [patchBy('b', 19_980)], own: [writing('a', 12_000, Infinity)] },
      [byPatch(20_030)],
    ],
    [
      'another thread patched it, and a person saved it within the same moment',
      { patches: [patchBy('b', 19_980, file('theirs'))] },
      [byPatch(20_030), outside],
    ],
    [
      'another thread patched it, then a person saved it',
      { patches: [patchBy('b', 15_000)] },
      [byPatch(15_050), outside],
    ],
    [
      'a command of another thread ran',
      { commands: [writing('b', 19_000, 21_000), writing('c', 11_000)] },
      [{ by: 'thread', threadId: 'b', how: 'command', at: 20_000 }],
    ],
    ['it is gone', { now: now(NOTHING) }, [{ by: 'unknown' }]],
    ['an older file was put in its place', { now: now(file('new'), 9_000) }, [{ by: 'unknown' }]],
  ])('%s', (_what, about, changes) => expect(decide(about)).toEqual(changes));
});

describe('a patch over changes of others', () => {
  const overlaps = [
    {
      path: '/a',
      changes: [{ by: 'outside', at: 2 }],
      lastSeen: { how: 'read', at: 1 },
    },
  ] as const;
  const patch = (over: object): Approval => {
    const subject = { kind: 'patch' as const, changes: [], ...over };
    const about = { id: 'a', principal: 'p', threadId: 't', turnId: 'u', itemId: 'i' };
    return { ...about, subject, digest: digestOf(subject) };
  };
  const allow = { decision: 'allow', by: 'a rule', rules: ['r'] } as const;
  const deny = { ...allow, decision: 'deny' } as const;

  test.each<[what: string, standing: StandingAnswer, over: object, means: string]>([
    ['is asked although a rule allows it', allow, { overlaps }, 'window'],
    ['is denied by a rule', deny, { overlaps }, 'rule'],
    ['that are none passes by a rule', allow, {}, 'rule'],
  ])('%s', async (_what, standing, over, means) => {
    let tellRules = () => {};
    const policy = {
      deadlineMs: () => 10_000,
      standing: async () => standing,
      ruleFor: async (_: Approval, mustAsk: boolean) => (mustAsk ? undefined : 'plain'),
      // A rule made while it waits is looked up again.
      onRulesChanged(listener: () => void) {
        tellRules = listener;
        return () => {};
      },
    };
    const audit = { record: () => {} };
    const broker = createBroker({ policy, clock: createAwakeClock(), desks: [], audit, logger: silent });
    const late: Asker = {
      id: 'person',
      means: 'window',
      name: 'window',
      ask: async () => {
        tellRules();
        await setImmediate();
        return { verdict: 'approve' };
      },
    };
    const { signal } = new AbortController();
    const decision = await broker.decide({ current: () => patch(over), askers: [late], signal });
    expect(decision.means).toBe(means);
  });

  test('is approved alone, not together with others', () => {
    const card = { dangers: [], consequence: { kind: 'patch', outside: [] } } as const;
    const shown = (over: object) => ({ ...card, subject: patch(over).subject }) as unknown as ApprovalCard;
    expect(canBeApprovedTogether(shown({}))).toBe(true);
    expect(canBeApprovedTogether(shown({ overlaps }))).toBe(false);
  });
});

describe('a thread that begins to write', () => {
  const now = 1_000_000;
  const use = (id: string, folder: string, over: Partial<FolderUse> = {}): FolderUse => ({
    id,
    folder,
    canWrite: true,
    isRunning: true,
    ...over,
  });
  const me = use('me', '/src/app');
  test.each<[what: string, one: FolderUse, other: FolderUse, place: string | undefined]>([
    ['where another one runs', me, use('b', '/src/app'), 'same'],
    ['below another one', me, use('b', '/src'), 'above'],
    ['above another one', me, use('b', '/src/app/web'), 'below'],
    ['below the root', me, use('b', '/'), 'above'],
    ['beside a folder with a name that begins alike', me, use('b', '/src/app2'), undefined],
    [
      'in the same working tree',
      { ...me, worktree: '/src' },
      use('b', '/src/web', { worktree: '/src' }),
      'worktree',
    ],
    [
      'in another working tree',
      { ...me, worktree: '/src' },
      use('b', '/copy', { worktree: '/copy' }),
      undefined,
    ],
    ['where another one only reads', me, use('b', '/src/app', { canWrite: false }), undefined],
    [
      'where another one changed files a minute ago',
      me,
      use('b', '/src/app', { isRunning: false, changedAt: now - 60_000 }),
      'same',
    ],
    [
      'where another one changed files an hour ago',
      me,
      use('b', '/src/app', { isRunning: false, changedAt: now - 3_600_000 }),
      undefined,
    ],
    ['itself alone', me, me, undefined],
    ['but only reads', { ...me, canWrite: false }, use('b', '/src/app'), undefined],
  ])('%s', (_what, one, other, place) => expect(neighboursOf(one, [other], now)[0]?.place).toBe(place));
});

describe('a plain read shows', () => {
  let home: TestHome;
  beforeAll(() => {
    home = makeHome();
    for (const name of ['a.txt', 'b.txt', 'src/c.ts']) {
      fs.mkdirSync(path.dirname(path.join(home.folder, name)), { recursive: true });
      fs.writeFileSync(path.join(home.folder, name), 'x\n');
    }
    fs.symlinkSync('a.txt', path.join(home.folder, 'link'));
  });
  afterAll(() => home.remove());

  test.each<[command: string, shown: string[] | undefined]>([
    ['cat a.txt', ['a.txt']],
    ["/bin/bash -lc 'sed -n 1,5p src/c.ts && tail -n 3 b.txt'", ['src/c.ts', 'b.txt']],
    ['cat *.txt', ['a.txt', 'b.txt']],
    ['cat link', ['a.txt']],
    ['cd ./src && cat c.ts', ['src/c.ts']],
    ['grep -n x a.txt | head -5', ['a.txt']],
    ['ls a.txt', []],
    ['wc -l a.txt', []],
    ['grep -rn x src', []],
    ['cat missing', []],
    ['cat a.txt > b.txt', undefined],
    ['sed -i s/x/y/ a.txt', undefined],
    ['cat /etc/passwd', undefined],
    ['npm test', undefined],
  ])('%s: %j', (command, shown) => {
    const place = { folder: home.folder, cwd: home.folder };
    expect(filesShownBy(command, place)).toEqual(shown?.map((name) => path.join(home.folder, name)));
  });
});
