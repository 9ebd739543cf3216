// The list of conditions: each kind is caused, seen, fixed and gone, with the store that window and tray read.
import { describe, expect, test } from 'vitest';
import { conditionText, describeCondition, fixLabel } from '../../server/contract/condition-words.ts';
import type { ConditionKind, ConditionLevel } from '../../server/contract/conditions.ts';
import { placeOfCondition, urgentConditions } from '../../server/contract/conditions.ts';
import type {
  HostEvent,
  HostState,
  PrincipalRow,
  RemoteRow,
  ThreadRow,
} from '../../server/contract/state.ts';
import { createStore } from '../../server/view/app/view-store.ts';
import { remotes } from '../renderer/stage/remotes.ts';
import { principals, threads } from '../renderer/stage/rows.ts';
import { sceneOf } from '../renderer/stage/scenes.ts';

const AT = Date.now();

/** Nothing is wrong. */
const calm: HostState = {
  ...sceneOf('done').state,
  account: { kind: 'not-needed' },
  threads: [],
  remotes: [],
  principals: principals.map(({ expiresAt: _, ...row }) => ({ ...row, isPaused: false })),
};
const [principal] = calm.principals as [PrincipalRow];
const thread: ThreadRow = {
  ...(threads[0] as ThreadRow),
  id: 't1',
  principal: principal.id,
  who: 'Cursor',
  title: 'Tidy up',
  state: 'running',
};
const remote: RemoteRow = {
  ...(remotes[0] as RemoteRow),
  name: 'github',
  changedTools: [],
  suspectTools: [],
};

const set = (parts: Partial<HostState>): HostEvent => ({ kind: 'set', parts });
const row = (changes: Partial<ThreadRow>): HostEvent => ({
  kind: 'thread',
  thread: { ...thread, ...changes },
});
const remoteIs = (changes: Partial<RemoteRow>) => set({ remotes: [{ ...remote, ...changes }] });
const principalIs = (changes: Partial<PrincipalRow>) => set({ principals: [{ ...principal, ...changes }] });
const signedIn = (usedPercent: number) =>
  set({ account: { kind: 'signed-in', as: 'mira@example.com', usage: { usedPercent } } });

interface Case {
  readonly cause: readonly HostEvent[];
  readonly fix: readonly HostEvent[];
  readonly level: ConditionLevel;
  /** What a banner says. */
  readonly says: RegExp;
  readonly fixes: readonly string[];
}

const cases: Readonly<Record<ConditionKind, Case>> = {
  'server-failed': {
    cause: [
      set({
        server: {
          kind: 'error',
          code: 'port-in-use',
          summary: 'Port 7345 is already used.',
          fix: 'Choose another.',
        },
      }),
    ],
    fix: [set({ server: calm.server })],
    level: 'error',
    says: /^Port 7345 is already used\. Choose another\.$/,
    fixes: ['Try again', 'Settings'],
  },
  'config-broken': {
    cause: [
      set({
        configProblem: {
          concerns: 'codex',
          file: '/c/config.toml',
          line: 3,
          reason: 'no value',
          heldSince: undefined,
        },
      }),
    ],
    fix: [set({ configProblem: null })],
    level: 'error',
    says: /^config\.toml line 3: no value\. Codex cannot start or resume threads until it is fixed\. Remotes are not affected\.$/,
    fixes: ['Open at line 3', 'Open Remotes'],
  },
  'engine-failed': {
    cause: [set({ engine: { kind: 'failed', message: 'Codex stopped unexpectedly.' } })],
    fix: [set({ engine: { kind: 'running', version: '0.169.0', pid: 1 } })],
    level: 'error',
    says: /^Codex stopped unexpectedly\.$/,
    fixes: ['Try again', 'Settings'],
  },
  'signed-out': {
    cause: [set({ account: { kind: 'signed-out' } })],
    fix: [signedIn(10)],
    level: 'error',
    says: /^Codex is not signed in\. Calls fail until you sign in\.$/,
    fixes: ['Settings'],
  },
  'account-unreadable': {
    cause: [set({ account: { kind: 'unreadable', problem: 'It did not answer.' } })],
    fix: [set({ account: { kind: 'not-needed' } })],
    level: 'warning',
    says: /^Codex cannot tell who is signed in\. It did not answer\.$/,
    fixes: ['Ask again', 'Settings'],
  },
  'calls-fail': {
    cause: [
      row({
        state: 'failed',
        endedAt: AT,
        why: 'The model is gone.',
        blocked: { why: 'The model is gone.', at: AT, needs: 'something' },
      }),
    ],
    // Another thread of the same client; the failed one stays in the list.
    fix: [row({ id: 't2', state: 'done', endedAt: AT + 5 })],
    level: 'error',
    says: /^The last call of Cursor failed: The model is gone\.$/,
    fixes: ['Open thread'],
  },
  'client-left': {
    cause: [row({ left: { client: 'Cursor', stopsAt: AT + 65_000 } })],
    fix: [row({})],
    level: 'warning',
    says: /^Cursor disconnected\. “Tidy up” stops in 1:05\.$/,
    fixes: ['Open thread', 'Keep going'],
  },
  'turn-silent': {
    cause: [row({ silentSince: AT - 301_000 })],
    fix: [row({})],
    level: 'warning',
    says: /^Nothing has been heard of “Tidy up” for 5:01\.$/,
    fixes: ['Open thread', 'Stop turn'],
  },
  'limit-near': {
    cause: [signedIn(93.4)],
    fix: [signedIn(89)],
    level: 'hint',
    says: /^93% of your Codex limit is used\.$/,
    fixes: ['Settings'],
  },
  'tools-changed': {
    cause: [remoteIs({ changedTools: ['a', 'b', 'c', 'd'] })],
    fix: [remoteIs({})],
    level: 'warning',
    says: /^github has changed a, b, c and 1 more since you first used it\. Review the change on the Remotes page\.$/,
    fixes: ['Open remote'],
  },
  'tools-suspect': {
    // One that has changed too is said once.
    cause: [remoteIs({ changedTools: ['a'], suspectTools: ['a'] }), remoteIs({ suspectTools: ['a'] })],
    fix: [remoteIs({})],
    level: 'warning',
    says: /^github has suspicious words in a\. Read them on the Remotes page, or switch the tool off there\.$/,
    fixes: ['Open remote'],
  },
  'remote-needs-sign-in': {
    cause: [remoteIs({ status: { kind: 'needs-sign-in', why: 'The token has expired.' } })],
    fix: [remoteIs({ status: { kind: 'ready' } })],
    level: 'hint',
    says: /^github needs you to sign in\. Until then clients do not get its tools\.$/,
    fixes: ['Open remote'],
  },
  'remote-failed': {
    cause: [remoteIs({ status: { kind: 'failed', why: 'It ended with 1.', fix: '' } })],
    fix: [remoteIs({ status: { kind: 'connecting' } })],
    level: 'hint',
    says: /^github cannot be used\. It ended with 1\.$/,
    fixes: ['Open remote'],
  },
  'turns-paused': {
    cause: [set({ server: { ...calm.server, isPaused: true } as HostState['server'] })],
    fix: [set({ server: calm.server })],
    level: 'hint',
    says: /^New turns are paused\. Calls are refused until you resume\.$/,
    fixes: ['Resume'],
  },
  'client-paused': {
    cause: [principalIs({ isPaused: true })],
    fix: [principalIs({})],
    level: 'hint',
    says: / is paused\. It can start nothing new until you resume it\.$/,
    fixes: ['Resume', 'Open Clients'],
  },
  'token-expired': {
    cause: [principalIs({ expiresAt: AT - 1 })],
    fix: [principalIs({ expiresAt: AT + 86_400_000 })],
    level: 'hint',
    says: /^The token of .+ has expired\. Its client cannot connect until you renew it\.$/,
    fixes: ['Open Clients'],
  },
  'client-refused': {
    cause: [set({ knocks: [{ name: 'Zed', at: AT, count: 2 }] })],
    fix: [set({ knocks: [] })],
    level: 'hint',
    says: /^Zed tried to connect without a valid token 2 times\.$/,
    fixes: ['Open Clients'],
  },
  'shell-not-read': {
    cause: [set({ environment: { kind: 'failed', shell: '/bin/zsh', message: 'it was silent.' } })],
    fix: [set({ environment: { kind: 'own' } })],
    level: 'hint',
    says: /^The environment of your login shell \(\/bin\/zsh\) could not be read: it was silent\. Programs /,
    fixes: ['Try again', 'Settings'],
  },
  'shortcut-refused': {
    cause: [set({ shortcut: { kind: 'refused', why: 'Another program has these keys.' } })],
    fix: [set({ shortcut: { kind: 'set' } })],
    level: 'hint',
    says: /^Your shortcut does not work\. Another program has these keys\.$/,
    fixes: ['Settings'],
  },
  'no-client': {
    cause: [set({ clients: [] })],
    fix: [set({ clients: calm.clients })],
    level: 'hint',
    says: /^Connect your editor\. /,
    fixes: ['Open Clients'],
  },
  notice: {
    cause: [{ kind: 'notice', notice: { id: 'n1', level: 'info', text: 'Reconnecting 2 remotes.', at: AT } }],
    fix: [{ kind: 'notice-gone', id: 'n1' }],
    level: 'info',
    says: /^Reconnecting 2 remotes\.$/,
    fixes: ['Close'],
  },
};

const kindsIn = ({ state }: { state: HostState }) => state.conditions.map(({ kind }) => kind);

describe('a condition', () => {
  test('is there for nothing while all is well', () => {
    expect(createStore(calm).state.conditions).toEqual([]);
  });

  test.each(Object.entries(cases))('%s comes with its cause and goes with it', (kind, one) => {
    const store = createStore(calm);
    store.apply(...one.cause);
    expect(kindsIn(store)).toEqual([kind]);
    const [condition] = store.state.conditions;
    if (!condition) throw new Error('no condition');
    expect(conditionText(condition, AT)).toMatch(one.says);
    expect(condition.level).toBe(one.level);
    expect(condition.fixes.map(fixLabel)).toEqual(one.fixes);
    // Something else happens, and later the same again: it is still the same condition.
    store.apply(set({ handledToday: 5 }), ...one.cause);
    expect(store.state.conditions).toEqual([condition]);
    store.apply(...one.fix);
    expect(kindsIn(store)).toEqual([]);
  });
});

describe('the list', () => {
  test('has the worst first, and of those alike the newest', () => {
    const store = createStore(calm);
    store.apply(
      ...cases['remote-failed'].cause,
      { kind: 'notice', notice: { id: 'old', level: 'warning', text: 'Old.', at: AT - 10 } },
      { kind: 'notice', notice: { id: 'new', level: 'warning', text: 'New.', at: AT - 5 } },
      ...cases.notice.cause,
      ...cases['signed-out'].cause,
    );
    expect(store.state.conditions.map(({ id }) => id)).toEqual([
      'signed-out',
      'new',
      'old',
      'n1',
      'remote-failed github',
    ]);
    expect(urgentConditions(store.state.conditions)).toHaveLength(4);
  });

  test('keeps since when each has been there while others come and go', () => {
    const store = createStore({ ...calm, account: { kind: 'signed-out' } });
    const kept = store.state.conditions[0]?.since;
    store.apply(...cases.notice.cause);
    expect(store.state.conditions.find(({ kind }) => kind === 'signed-out')?.since).toBe(kept);
    store.apply(...cases.notice.fix);
    expect(store.state.conditions[0]?.since).toBe(kept);
  });

  test('says one thing about one cause: config.toml explains the engine, and a missing sign-in the calls that fail', () => {
    const store = createStore(calm);
    store.apply(
      ...cases['engine-failed'].cause,
      ...cases['signed-out'].cause,
      ...cases['config-broken'].cause,
    );
    expect(kindsIn(store)).toEqual(['config-broken']);
    store.apply(...cases['config-broken'].fix, ...cases['engine-failed'].fix);
    const blocked = { why: 'Codex is not signed in.', at: AT, needs: 'sign-in' } as const;
    store.apply(row({ state: 'failed', endedAt: AT, why: blocked.why, blocked }));
    expect(kindsIn(store)).toEqual(['signed-out']);
  });

  test('has the calls of each client by itself, until one of its turns ends well and not before', () => {
    const store = createStore(calm);
    const blocked = { why: 'The model refuses.', at: AT, needs: 'something' } as const;
    store.apply(row({ state: 'failed', endedAt: AT, why: blocked.why, blocked }));
    const other = (calm.principals[1] as PrincipalRow).id;
    for (const changes of [
      { id: 't2', principal: other, state: 'done', endedAt: AT + 1 },
      { id: 't1', state: 'running', blocked },
      { id: 't1', state: 'interrupted', endedAt: AT + 2, blocked },
      { id: 't3', state: 'failed', endedAt: AT + 3 },
    ] as const) {
      store.apply(row(changes));
      expect(kindsIn(store)).toEqual(['calls-fail']);
    }
    store.apply(row({ id: 't1', state: 'done', endedAt: AT + 4 }));
    expect(kindsIn(store)).toEqual([]);
  });

  test('forgets a client whose token was revoked', () => {
    const store = createStore(calm);
    store.apply(...cases['calls-fail'].cause);
    store.apply(set({ principals: calm.principals.filter(({ id }) => id !== principal.id) }));
    expect(kindsIn(store)).toEqual([]);
  });

  test('is sent in the same batch as what caused it', async () => {
    const store = createStore(calm);
    const batch = await new Promise<readonly HostEvent[]>((resolve) => {
      store.subscribe({ onState: resolve });
      store.apply(...cases['signed-out'].cause);
    });
    expect(batch.flatMap((event) => (event.kind === 'set' ? Object.keys(event.parts) : []))).toEqual([
      'account',
      'conditions',
    ]);
  });

  test('leads to the place of each, and warns when a remote is required', () => {
    const store = createStore(calm);
    store.apply(remoteIs({ isRequired: true, status: { kind: 'failed', why: 'No.', fix: '' } }));
    const [condition] = store.state.conditions;
    if (!condition) throw new Error('no condition');
    expect(condition.level).toBe('warning');
    expect(placeOfCondition(condition)).toEqual({ page: 'remotes', remote: 'github' });
    expect(describeCondition(condition, AT).title).toBe('github cannot be used.');
  });
});
