// What is shown outside of the window, and what not: each kind says what the person sees in the window anyway.
import { beforeEach, describe, expect, test } from 'vitest';
import { createNotifier, type DisplayOptions } from '../../electron/notifications/notifier.ts';
import type { Looking, Message } from '../../electron/notifications/provider.ts';
import { questionMessages } from '../../electron/notifications/question-messages.ts';
import { signInMessages } from '../../electron/notifications/sign-in-messages.ts';
import { turnMessages } from '../../electron/notifications/turn-messages.ts';
import type { WindowPlace } from '../../server/contract/ipc.ts';
import {
  type DoNotDisturb,
  isQuiet,
  type NotificationLevel,
  quietFor,
} from '../../server/contract/notifications.ts';
import { defaultSettings } from '../../server/contract/settings.ts';
import type { HostState } from '../../server/contract/state.ts';

const NOW = new Date(2026, 10, 29, 14, 30).getTime();

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly hasSound: boolean;
  readonly how: DisplayOptions;
  isOpen: boolean;
}

let state: HostState;
let looking: Looking;
let now: number;
let shown: Shown[];
let opened: WindowPlace[];

const redact = (text: string) => text.replaceAll('sk-secret', '[REDACTED]');

function start() {
  return createNotifier({
    providers: [questionMessages(redact), signInMessages, turnMessages(redact)],
    state: () => state,
    looking: () => looking,
    now: () => now,
    display({ text }: Message, how) {
      const one: Shown = { ...text(), hasSound: how.hasSound, how, isOpen: true };
      shown.push(one);
      return {
        close() {
          one.isOpen = false;
        },
      };
    },
    open: (place) => opened.push(place),
  });
}

const titles = () => shown.map(({ title }) => title);
const open = () => shown.filter(({ isOpen }) => isOpen).map(({ title }) => title);

function card(id: string, threadId: string, command = 'npm test', kind: 'waiting' | 'over' = 'waiting') {
  const over = { kind: 'over', at: NOW, why: 'turn-ended' } as const;
  return {
    id,
    threadId,
    who: 'Cursor',
    folder: '/home/mira/src/api',
    subject: { kind: 'command', command, cwd: '/home/mira/src/api' },
    state: kind === 'waiting' ? { kind } : over,
  } as HostState['inbox'][number];
}

function surprised(id: string, turn: number): HostState['threads'][number] {
  const surprise = { turn, kind: 'deleted', fileCount: 12 } as const;
  return { id, folder: '/home/mira/src/api', title: 'Clean up', surprise } as HostState['threads'][number];
}

const wantsSignIn = (name: string) =>
  ({ name, status: { kind: 'needs-sign-in', why: '' } }) as HostState['remotes'][number];

function settings(change: Partial<HostState['settings']>): void {
  state = { ...state, settings: { ...state.settings, ...change } };
}

beforeEach(() => {
  state = {
    inbox: [],
    threads: [],
    remotes: [],
    settings: defaultSettings,
  } as Partial<HostState> as HostState;
  looking = { isFocused: false, place: undefined };
  now = NOW;
  shown = [];
  opened = [];
});

describe('a message', () => {
  const all = () => {
    state = {
      ...state,
      inbox: [card('1', 'a')],
      remotes: [wantsSignIn('lab')],
      threads: [surprised('b', 3)],
    };
  };
  const QUESTION = 'Cursor asks';
  const SIGN_IN = 'lab wants you to sign in';
  const TURN = 'A turn deleted 12 files';

  test.each<[Looking, string[]]>([
    [{ isFocused: false, place: undefined }, [QUESTION, SIGN_IN, TURN]],
    [{ isFocused: false, place: { page: 'inbox', approvalId: '1' } }, [QUESTION, SIGN_IN, TURN]],
    [{ isFocused: true, place: { page: 'inbox', approvalId: '1' } }, [SIGN_IN, TURN]],
    [{ isFocused: true, place: { page: 'inbox' } }, [SIGN_IN, TURN]],
    [{ isFocused: true, place: { page: 'settings' } }, [QUESTION, SIGN_IN, TURN]],
    [{ isFocused: true, place: { page: 'remotes', remote: 'lab' } }, [QUESTION, TURN]],
    [{ isFocused: true, place: { page: 'remotes' } }, [QUESTION, TURN]],
    [{ isFocused: true, place: { page: 'threads', threadId: 'b' } }, [QUESTION, SIGN_IN]],
    [{ isFocused: true, place: { page: 'threads', threadId: 'a' } }, [QUESTION, SIGN_IN, TURN]],
  ])('is shown while the person looks at %j: %j', (where, expected) => {
    all();
    looking = where;
    start().refresh();
    expect(titles()).toEqual(expected);
  });

  test.each<[Partial<HostState['settings']>, (string | false)[]]>([
    [{}, ['sound', 'silent', 'silent']],
    [{ notifications: { questions: 'silent', turns: 'sound' } }, ['silent', 'silent', 'sound']],
    [{ notifications: { questions: 'off' } }, [false, 'silent', 'silent']],
    [{ notifies: false, notifications: { questions: 'sound' } }, [false, false, false]],
    [{ doNotDisturb: { kind: 'on' } }, [false, false, false]],
    [{ doNotDisturb: { kind: 'until', at: NOW + 1 } }, [false, false, false]],
    [{ doNotDisturb: { kind: 'until', at: NOW } }, ['sound', 'silent', 'silent']],
  ])('with the settings %j comes as %j', (change, expected) => {
    all();
    settings(change);
    start().refresh();
    const levels = [QUESTION, SIGN_IN, TURN].map((title) => {
      const one = shown.find((candidate) => candidate.title === title);
      return one ? ((one.hasSound ? 'sound' : 'silent') satisfies NotificationLevel) : false;
    });
    expect(levels).toEqual(expected);
  });

  test('is withdrawn when its cause is gone, when the person sees it, and when its kind is switched off', () => {
    all();
    const notifier = start();
    notifier.refresh();
    state = { ...state, inbox: [card('1', 'a', 'npm test', 'over')] };
    notifier.refresh();
    expect(open()).toEqual([SIGN_IN, TURN]);
    looking = { isFocused: true, place: { page: 'remotes' } };
    notifier.refresh();
    expect(open()).toEqual([TURN]);
    settings({ notifications: { turns: 'off' } });
    notifier.refresh();
    expect(open()).toEqual([]);
    expect(shown).toHaveLength(3);
  });

  test('is not shown again after the person has seen it, and is when its cause comes back', () => {
    state = { ...state, remotes: [wantsSignIn('lab')] };
    looking = { isFocused: true, place: { page: 'remotes' } };
    const notifier = start();
    notifier.refresh();
    looking = { isFocused: false, place: { page: 'remotes' } };
    notifier.refresh();
    expect(titles()).toEqual([]);
    state = { ...state, remotes: [] };
    notifier.refresh();
    state = { ...state, remotes: [wantsSignIn('lab')] };
    notifier.refresh();
    expect(titles()).toEqual([SIGN_IN]);
  });

  test('that was held back by do not disturb is shown afterwards, unless it is over', () => {
    settings({ doNotDisturb: { kind: 'until', at: NOW + 1000 } });
    state = { ...state, inbox: [card('1', 'a'), card('2', 'b')] };
    const notifier = start();
    notifier.refresh();
    state = { ...state, inbox: [card('2', 'b', 'ls')] };
    now = NOW + 1000;
    notifier.refresh();
    expect(shown.map(({ body }) => body)).toEqual(['api: ls']);
  });

  test('is one for each thread, and a later question of the thread comes when the first message has gone', () => {
    state = { ...state, inbox: [card('1', 'a', 'ls'), card('2', 'a'), card('3', 'b', 'pwd')] };
    const notifier = start();
    notifier.refresh();
    notifier.refresh();
    expect(shown.map(({ body }) => body)).toEqual(['api: ls (and 1 more)', 'api: pwd']);
    shown[0]?.how.onGone();
    notifier.refresh();
    expect(shown).toHaveLength(2);
    state = { ...state, inbox: [...state.inbox, card('4', 'a')] };
    notifier.refresh();
    expect(shown.map(({ body }) => body).at(-1)).toBe('api: ls (and 2 more)');
  });

  test('leads to the question that is the oldest when it is clicked', () => {
    state = { ...state, inbox: [card('1', 'a'), card('2', 'a')] };
    const notifier = start();
    notifier.refresh();
    state = { ...state, inbox: [card('1', 'a', 'npm test', 'over'), card('2', 'a')] };
    notifier.refresh();
    shown[0]?.how.onClick();
    expect(opened).toEqual([{ page: 'inbox', approvalId: '2' }]);
  });

  test('has no secrets, not even half of one, and nothing that leads the eye astray', () => {
    const long = `curl -H "Authorization: ${'x'.repeat(20)} sk-secret" https://example.com`;
    state = {
      ...state,
      inbox: [{ ...card('1', 'a', long), who: 'Cur\u202esor' }],
      threads: [{ ...surprised('b', 1), title: 'use sk-secret \u200bnow' }],
    };
    start().refresh();
    const said = JSON.stringify(shown.map(({ title, body }) => [title, body]));
    expect(said).toContain('[REDACTED]');
    expect(said).not.toContain('sk-se');
    expect(said).not.toMatch(/[\u202e\u200b]/);
  });
});

test('nothing is shown any more after the end, whatever changes until the app has quit', () => {
  const notifier = start();
  state = { ...state, inbox: [card('1', 'a')] };
  notifier.refresh();
  expect(open()).toHaveLength(1);
  notifier.close();
  state = { ...state, inbox: [card('2', 'b')] };
  notifier.refresh();
  expect(open()).toEqual([]);
});

describe('do not disturb', () => {
  test.each<[Parameters<typeof quietFor>[0], DoNotDisturb]>([
    ['hour', { kind: 'until', at: new Date(2026, 10, 29, 15, 30).getTime() }],
    ['tomorrow', { kind: 'until', at: new Date(2026, 10, 30, 8, 0).getTime() }],
    ['on', { kind: 'on' }],
  ])('%s', (span, wish) => {
    expect(quietFor(span, NOW)).toEqual(wish);
    expect(isQuiet(wish, NOW)).toBe(true);
  });
});
