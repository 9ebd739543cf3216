// Which questions the inbox lists and which one is open, driven by the events a host sends.
import { describe, expect, test } from 'vitest';
import { addressParts } from '../../renderer/pages/inbox/address-parts.ts';
import { actionOf, consequenceOf, dangersBeside, headingOf } from '../../renderer/pages/inbox/card-words.ts';
import {
  decidedCards,
  missedCards,
  neighbour,
  nextWaiting,
  openCard,
  waitingByThread,
} from '../../renderer/pages/inbox/cards.ts';
import type { ApprovalCard } from '../../server/contract/approval-card.ts';
import { isNamedInFull } from '../../server/contract/describe-subject.ts';
import { reduce } from '../../server/contract/reduce.ts';
import { canBeApprovedTogether, waitingCards } from '../../server/contract/selectors.ts';
import type { HostState } from '../../server/contract/state.ts';
import { deniedByStop, stopText } from '../../server/contract/stop-everything.ts';
import { cards } from './stage/cards.ts';
import { sceneOf } from './stage/scenes.ts';

const empty = sceneOf('empty').state;
const [first, ...others] = sceneOf('many').state.inbox;
const decision = { verdict: 'approve', means: 'client', by: 'Cursor', afterMs: 10 } as const;

function withCards(cards: readonly (ApprovalCard | undefined)[], state: HostState = empty): HostState {
  return reduce(
    state,
    cards.flatMap((card) => (card ? [{ kind: 'card', card } as const] : [])),
  );
}
const decided = (card: ApprovalCard): ApprovalCard => ({
  ...card,
  state: { kind: 'decided', at: Date.now(), decision },
});

describe('the open card', () => {
  test('is the first waiting one if none was chosen', () => {
    const { inbox } = withCards([first, ...others]);
    expect(openCard(inbox, undefined)?.id).toBe('many-0');
  });

  test('stays open while 200 questions arrive', () => {
    const before = withCards([others[3]]);
    const after = withCards(sceneOf('many').state.inbox, before);
    expect(after.inbox).toHaveLength(200);
    expect(openCard(after.inbox, 'many-4')).toEqual(others[3]);
  });

  test('stays open with its outcome when it is decided somewhere else', () => {
    const state = withCards([first, others[0]]);
    const after = withCards(first ? [decided(first)] : [], state);
    expect(openCard(after.inbox, 'many-0')?.state.kind).toBe('decided');
  });

  test('is followed by the next waiting one when answered here, and by none after the last', () => {
    const { inbox } = withCards([first, others[0], others[1]]);
    expect(nextWaiting(inbox, 'many-2')?.id).toBe('many-0');
    const last = withCards(first ? [first] : []).inbox;
    expect(nextWaiting(last, 'many-0')).toBeUndefined();
  });
});

describe('approving together', () => {
  const byId = Object.fromEntries(cards.map((card) => [card.id, card]));
  const subjects: Record<string, Partial<ApprovalCard>> = {
    plain: {},
    dangerous: { dangers: ['ci'] },
    network: { subject: { kind: 'command', command: 'curl x', cwd: '/', parsed: [], network: 'x' } },
    input: { subject: { kind: 'command', command: 'y', cwd: '/', parsed: [], isInput: true } },
    'a patch': { subject: { kind: 'patch', changes: [] }, consequence: { kind: 'patch', outside: [] } },
    'a patch outside': {
      subject: { kind: 'patch', changes: [] },
      consequence: { kind: 'patch', outside: ['/etc'] },
    },
    'a patch that lasts': {
      subject: { kind: 'patch', changes: [], grantRoot: '/' },
      consequence: { kind: 'patch', outside: [] },
    },
    'a tool': { subject: { kind: 'tool', server: 's', tool: 't', arguments: {}, message: '' } },
    permissions: { subject: { kind: 'permission', cwd: '/', permissions: {} } },
    'a form': { subject: { kind: 'form', source: 's', message: '', schema: {} } },
    'an address': { subject: { kind: 'url', source: 's', message: '', url: 'https://x' } },
    'a folder': { subject: { kind: 'folder', folder: '/', files: [] } },
  };

  test('is for what is plain and lasts no longer than once', () => {
    const together = Object.entries(subjects).filter(([, parts]) =>
      canBeApprovedTogether({ ...(byId['command'] as ApprovalCard), ...parts }),
    );
    expect(together.map(([name]) => name)).toEqual(['plain', 'a patch', 'a tool']);
  });

  test('leaves the settings of a repository alone when everything is denied', () => {
    const folder = { ...(byId['command'] as ApprovalCard), id: 'folder', ...subjects['a folder'] };
    expect(deniedByStop([folder, ...cards]).map(({ id }) => id)).not.toContain('folder');
    expect([stopText(1, 0), stopText(0, 2), stopText(3, 1)]).toEqual([
      '1 question will be denied.',
      '2 turns will be stopped.',
      '3 questions will be denied and 1 turn stopped.',
    ]);
  });
});

describe('the queue', () => {
  test('keeps threads in the order in which they began to wait', () => {
    const { inbox } = withCards([first, ...others]);
    const groups = waitingByThread(inbox);
    expect(groups.map(({ threadId }) => threadId)).toEqual(['t0', 't1', 't2', 't3', 't4']);
    expect(groups[0]?.cards.map(({ id }) => id).slice(0, 2)).toEqual(['many-0', 'many-5']);
  });

  test('puts the thread first that has been waiting longest, whatever was answered before', () => {
    const state = withCards([first, ...others]);
    const after = withCards(first ? [decided(first)] : [], state);
    const order = waitingByThread(after.inbox).map(({ threadId }) => threadId);
    expect(order).toEqual(['t1', 't2', 't3', 't4', 't0']);
  });

  test('lists missed and decided questions separately from waiting ones', () => {
    const { inbox } = sceneOf('busy').state;
    expect(missedCards(inbox).map(({ id }) => id)).toEqual(['over', 'missed']);
    expect(decidedCards(inbox).map(({ id }) => id)).toEqual(['decided']);
    expect(waitingCards(inbox).every(({ state }) => state.kind === 'waiting')).toBe(true);
  });

  test('can be stepped through one by one and stops at both ends', () => {
    const { inbox } = withCards([first, others[0]]);
    expect(neighbour(inbox, 'many-0', 1)?.id).toBe('many-1');
    expect(neighbour(inbox, 'many-1', 1)?.id).toBe('many-1');
    expect(neighbour(inbox, 'many-0', -1)?.id).toBe('many-0');
    expect(neighbour([], undefined, 1)).toBeUndefined();
  });
});

describe('what a card says', () => {
  const card = (id: string) => cards.find((found) => found.id === id) as ApprovalCard;

  test.each([
    ['command', 'approve', 'Approve once'],
    ['permission', 'approve', 'Allow for this turn'],
    ['permission', 'approve-for-thread', 'Allow for this thread'],
    ['url', 'approve', 'I have done this'],
  ] as const)('%s: the button for %s is named after what it does', (id, key, said) => {
    expect(actionOf(card(id), key, false)).toBe(said);
  });

  test.each([
    ['command', 'Run a command?'],
    ['missed', 'Not run: nobody answered'],
    ['over', 'Not run: Codex stopped'],
    ['decided', 'Approved in Cursor'],
  ])('%s: the heading is the question, or how it ended: %s', (id, heading) => {
    expect(headingOf(card(id), card(id).subject)).toBe(heading);
  });

  test('which files are outside of the folder is said once, with their names, and other dangers beside it', () => {
    const outside = card('changed');
    expect(consequenceOf(outside).text).toContain('/etc/cron.d/job');
    expect(dangersBeside(outside)).toEqual([]);
    expect(dangersBeside({ ...outside, dangers: ['outside-folder', 'hooks'] })).toEqual(['hooks']);
    expect(dangersBeside({ ...card('command'), dangers: ['outside-folder'] })).toEqual(['outside-folder']);
  });

  test.each([
    ['https://good.example:8443/a?b', 'good.example:8443'],
    ['https://good.example@evil.example/good.example', 'evil.example'],
    ['https://good.example\\@evil.example/', 'good.example'],
    ['HTTP://Good.Example#x', 'Good.Example'],
    ['http://[::1]:80/', '[::1]:80'],
    ['https://go\u200Bod.example/', ''],
    ['mailto:a@good.example', ''],
    ['no address', ''],
  ])('the host of %s is %s', (url, host) => {
    const parts = addressParts(url);
    expect(parts.host).toBe(host);
    expect(parts.before + parts.host + parts.after).toBe(url);
  });

  test.each([
    [{ network: { enabled: true }, fileSystem: { read: null, write: ['/a'] } }, true],
    [{ network: { enabled: true }, fileSystem: { read: null, write: null, entries: [] } }, false],
    [{ network: { enabled: true, hosts: ['a'] } }, false],
    [{ network: { enabled: true }, camera: true }, false],
    [{ network: 'all' }, false],
    [{}, false],
  ])('%j is named in full: %s', (permissions, isInFull) => {
    expect(isNamedInFull(permissions)).toBe(isInFull);
  });
});
