// What happens while a person looks at a page, which must not make what they look at jump.
import type { HostEvent } from '../../../server/contract/state.ts';
import { cards } from './cards.ts';
import { remotes } from './remotes.ts';
import { clients } from './rows.ts';

/** Events of the host, or the answers to what the page has asked for. */
export type Step = readonly HostEvent[] | 'answers';

export interface Happening {
  readonly name: string;
  readonly query: string;
  readonly place: string;
  readonly steps: readonly Step[];
}

const set = (parts: Extract<HostEvent, { kind: 'set' }>['parts']): Step => [{ kind: 'set', parts }];

const loading = (page: string, scene = 'busy'): Happening => ({
  name: `${page} is loaded`,
  query: `scene=${scene}&held=yes`,
  place: `#/${page}`,
  steps: ['answers'],
});

const failing = (page: string, command: string): Happening => ({
  name: `${page} cannot be loaded`,
  query: `scene=busy&held=yes&refused=${command}`,
  place: `#/${page}`,
  steps: ['answers'],
});

const [first, second] = cards;
if (!first || !second) throw new Error('the stage has cards');
/** Asked after all others, although these are made when the page is loaded. */
const late = {
  ...second,
  id: 'new',
  threadId: 'new',
  title: 'Another thread',
  askedAt: Date.now() + 3_600_000,
};
const [connectable] = remotes;
if (!connectable) throw new Error('the stage has remotes');

const withRemote = (status: (typeof remotes)[number]['status']): Step =>
  set({ remotes: remotes.map((remote) => (remote === connectable ? { ...remote, status } : remote)) });

export const happenings: readonly Happening[] = [
  loading('inbox/command'),
  loading('inbox', 'done'),
  loading('threads/t1'),
  loading('remotes/github'),
  loading('rules'),
  loading('activity'),
  loading('activity/logs'),
  loading('settings'),
  failing('activity', 'decisions'),
  failing('remotes/github', 'remote-items'),
  {
    name: 'a question arrives',
    query: 'scene=busy',
    place: '#/inbox/command',
    steps: [[{ kind: 'card', card: late }]],
  },
  {
    name: 'a remote connects and fails',
    query: 'scene=busy',
    place: '#/remotes/github',
    steps: [withRemote({ kind: 'connecting' }), withRemote({ kind: 'ready' })],
  },
  {
    name: 'clients come and go',
    query: 'scene=busy',
    place: '#/clients',
    steps: [set({ clients: clients.map((client) => ({ ...client, isConnected: false })) }), set({ clients })],
  },
  {
    name: 'the server pauses and goes on',
    query: 'scene=done',
    place: '#/inbox',
    steps: [true, false].map((isPaused) =>
      set({
        server: {
          kind: 'running',
          url: 'http://127.0.0.1:7345/mcp',
          address: '127.0.0.1:7345',
          isDemo: false,
          isPaused,
        },
      }),
    ),
  },
];

/** It pushes the page down by a line. */
export const banner: Extract<HostEvent, { kind: 'set' }> = {
  kind: 'set',
  parts: {
    conditions: [
      {
        id: 'late banner',
        kind: 'signed-out',
        level: 'error',
        since: Date.now(),
        fixes: [{ do: 'go', place: { page: 'settings' } }],
      },
    ],
  },
};
