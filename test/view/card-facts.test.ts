// What a card says a patch writes outside the folder of its thread, and whether it can be undone.
import { expect, test } from 'vitest';
import { type ApprovalSubject, digestOf, type PatchChange } from '../../server/approvals/approval.ts';
import type { ThreadOptions } from '../../server/engine/threads/options.ts';
import { cardFacts } from '../../server/view/approvals/card-facts.ts';

async function outside(cwd: string | undefined, ...files: (string | PatchChange)[]): Promise<unknown> {
  const changes = files.map(
    (file): PatchChange =>
      typeof file === 'string' ? { path: file, kind: { type: 'add' }, diff: 'x\n' } : file,
  );
  const subject: ApprovalSubject = { kind: 'patch', changes };
  const ids = { id: 'a', principal: 'local', threadId: 't', turnId: 'u', itemId: 'i' };
  const thread = cwd === undefined ? undefined : ({ cwd } as ThreadOptions);
  const about = { who: 'somebody', row: undefined, thread, ownFolders: [] };
  const { consequence } = await cardFacts({ ...ids, subject, digest: digestOf(subject) }, about);
  return consequence.kind === 'patch' ? consequence.outside : consequence.kind;
}

test("a path inside the thread's folder is not outside of it", async () => {
  expect(await outside('/projects', '/projects/a', 'b', 'sub/../c')).toEqual([]);
});

test('a path elsewhere is outside, also by a move, by .. and in a folder with the same prefix', async () => {
  const moved: PatchChange = {
    path: '/projects/a',
    kind: { type: 'update', move_path: '/etc/cron.d/job' },
    diff: '',
  };
  expect(await outside('/projects', '/etc/hosts', '../b', '/projectsheet/c', moved)).toEqual([
    '/etc/hosts',
    '/b',
    '/projectsheet/c',
    '/etc/cron.d/job',
  ]);
});

test('nothing counts as inside for a thread that is no longer known', async () => {
  expect(await outside(undefined, '/etc/hosts', 'a')).toEqual(['/etc/hosts', 'a']);
});

test('in the folder / everything is inside', async () => {
  expect(await outside('/', '/etc/hosts')).toEqual([]);
});

test.each([
  [
    'command',
    { kind: 'command', command: 'rm -r src', cwd: '/w', parsed: [] },
    'it has more than 100,000 files',
  ],
  ['patch', { kind: 'patch', changes: [] }, 'it has more than 100,000 files'],
  ['tool', { kind: 'tool', server: 's', tool: 't', arguments: {}, message: '' }, undefined],
] satisfies [string, ApprovalSubject, string | undefined][])(
  'in a folder that is not covered, the card of a %s says so if that can change files there',
  async (_, subject, said) => {
    const ids = { id: 'a', principal: 'local', threadId: 't', turnId: 'u', itemId: 'i' };
    const about = {
      who: 'somebody',
      row: undefined,
      thread: { cwd: '/w' } as ThreadOptions,
      ownFolders: [],
      whyUncovered: (folder: string) => (folder === '/w' ? 'it has more than 100,000 files' : undefined),
    };
    const facts = await cardFacts({ ...ids, subject, digest: digestOf(subject) }, about);
    expect(facts.uncovered).toBe(said);
  },
);
