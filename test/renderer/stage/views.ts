// Every view of the window that is looked at as a picture: a scene of the stage, a place in it, and what a person clicks
// to get there.
import type { words } from '../../../renderer/words.ts';
import { pageNames } from '../../../server/contract/places.ts';
import { cards } from './cards.ts';

type Words = typeof words;

/** What is clicked, by role and name, or the field with this label filled. */
export type Click =
  | readonly [role: 'button' | 'tab' | 'menuitem', name: (text: Words) => string]
  | readonly [role: 'textbox', name: (text: Words) => string, value: string];

export interface View {
  /** Of its picture, and in what a test says. */
  readonly name: string;
  /** Of the stage's address: `scene=busy`. */
  readonly query: string;
  /** `#/inbox` */
  readonly place: string;
  readonly clicks?: readonly Click[];
  /** What appears a while after the last of them. */
  readonly shows?: (text: Words) => string;
}

const pages = (scene: string, names: readonly string[] = pageNames): View[] =>
  names.map((page) => ({ name: `${scene} ${page}`, query: `scene=${scene}`, place: `#/${page}` }));

const busy = (name: string, place: string, ...clicks: Click[]): View => ({
  name,
  query: 'scene=busy',
  place: `#/${place}`,
  clicks,
});

const tab = (name: (text: Words) => string): Click => ['tab', name];
const button = (name: (text: Words) => string): Click => ['button', name];

export const views: readonly View[] = [
  { name: 'first run', query: 'scene=empty&introduced=no', place: '#/inbox' },
  ...pages('empty'),
  ...pages('busy', ['threads', 'clients', 'remotes', 'rules', 'activity', 'settings']),
  ...pages('done', ['inbox']),
  ...pages('with-rules', ['rules']),
  ...pages('broken', ['inbox', 'settings']),
  ...pages('port-taken', ['inbox']),
  ...pages('stopped', ['inbox', 'remotes']),
  ...pages('signing-in', ['settings']),
  ...pages('demo', ['inbox']),
  ...pages('impossible', ['inbox']),
  ...pages('broken-remotes', ['remotes', 'threads']),
  ...cards.map(({ id }) => busy(`card ${id}`, `inbox/${id}`)),
  { name: 'card huge', query: 'scene=huge', place: '#/inbox/huge' },
  {
    name: 'card drawing',
    query: 'scene=drawing',
    place: '#/inbox/drawing',
    shows: ({ diff }) => diff.pictures.after,
  },
  { name: 'cards many', query: 'scene=many', place: '#/inbox' },
  busy(
    'card edit',
    'inbox/command',
    button(({ edit }) => edit.command),
  ),
  busy(
    'card rule',
    'inbox/command',
    button(({ rules }) => rules.offer('', '', '').split(' ')[0] ?? ''),
  ),
  busy(
    'card tell',
    'inbox/command',
    button(({ approval }) => approval.actions.tell),
  ),
  busy(
    'palette',
    'threads',
    button(({ status }) => status.palette),
  ),
  busy('thread', 'threads/t1'),
  busy('thread changes', 'threads/t1/changes'),
  busy(
    'thread pictures',
    'threads/t3/changes',
    button(({ changes }) => `${changes.kinds.changed} docs/logo.png`),
    button(({ changes }) => `${changes.kinds.created} docs/print.png`),
    button(({ changes }) => `${changes.kinds.changed} docs/manual.pdf`),
  ),
  busy('thread details', 'threads/t1/details'),
  busy(
    'connect',
    'clients',
    button(({ clients }) => clients.connect),
  ),
  busy(
    'rules export',
    'rules',
    button(({ rules }) => rules.export),
  ),
  busy('remote', 'remotes/github'),
  busy(
    'remote resources',
    'remotes/github',
    tab(({ remotes }) => remotes.tabs.resources),
  ),
  busy(
    'remote prompts',
    'remotes/github',
    tab(({ remotes }) => remotes.tabs.prompts),
  ),
  busy(
    'remote output',
    'remotes/github',
    tab(({ remotes }) => remotes.tabs.output),
  ),
  busy(
    'remote about',
    'remotes/github',
    tab(({ remotes }) => remotes.tabs.about),
  ),
  busy('remote signed out', 'remotes/linear'),
  busy('remote failed', 'remotes/browser'),
  busy(
    'remote add',
    'remotes',
    button(({ remotes }) => remotes.add),
  ),
  {
    ...busy(
      'remote pasted',
      'remotes',
      button(({ remotes }) => remotes.add),
      [
        'textbox',
        ({ remotes }) => remotes.paste.label,
        'docker run -i --rm -e GITHUB_TOKEN ghcr.io/github/github-mcp-server',
      ],
    ),
    shows: ({ remotes }) => remotes.paste.diff,
  },
  busy(
    'rule add',
    'rules',
    button(({ rules }) => rules.add),
  ),
  busy('logs', 'activity/logs'),
  busy('log problems', 'activity/problems'),
];
