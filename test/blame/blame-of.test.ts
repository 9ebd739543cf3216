// What the records add to the lines of a file: prompt, patch or command, who decided, and what is doubtful.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { blameOf } from '../../server/blame/blame-of.ts';
import type { TurnOfThread } from '../../server/checkpoints/moments.ts';
import type { StoredBlame } from '../../server/checkpoints/stored-blame.ts';
import { type AgentOrigin, decisionInWords, type LineDecision } from '../../server/contract/blame.ts';

const FOLDER = '/home/mira/app';
const FILE = `${FOLDER}/a.ts`;
const at = (seconds: number) => new Date(1_790_000_000_000 + seconds * 1000).toISOString();
const change = (diff: string, file = FILE, type = 'update') => ({ path: file, kind: { type }, diff });
const patch = (id: string, ...changes: object[]) => ({
  type: 'fileChange',
  id,
  status: 'completed',
  changes,
});
const command = (id: string, text: string, status = 'completed') => ({
  type: 'commandExecution',
  id,
  command: text,
  cwd: FOLDER,
  status,
});
const prompt = (text: string) => ({ type: 'userMessage', id: 'p', content: [{ type: 'text', text }] });
const decision = (itemId: string, means: string, by: string) => ({
  kind: 'decision',
  id: `d-${itemId}`,
  turnId: 'turn-a',
  itemId,
  subject: { kind: 'command' },
  digest: '0',
  verdict: 'approve',
  means,
  by,
  afterMs: 900,
});

/** A turn from second 10 to 20, in a record that has one before it and one after it. */
function originOf(
  items: readonly object[],
  options: { turn?: Partial<TurnOfThread>; decisions?: readonly object[]; text?: string } = {},
): AgentOrigin {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-blame-'));
  onTestFinished(() => fs.rmSync(root, { recursive: true }));
  const turnOf = (turnId: string, from: number, own: readonly object[]) => [
    { time: at(from), kind: 'turn-started', turnId },
    ...own.map((item) => ({ time: at(from + 2), kind: 'item', turnId, item })),
    { time: at(from + 10), kind: 'turn-ended', turnId, status: 'completed', error: null },
  ];
  const lines = [
    { time: at(0), kind: 'thread', threadId: 't1', client: 'cursor', principal: 'p', folder: FOLDER },
    ...turnOf('turn-before', -15, [prompt('before'), patch('x', change('+a line\n'))]),
    ...turnOf('turn-a', 10.1, [prompt('Do it'), ...items]),
    ...(options.decisions ?? []).map((one) => ({ time: at(13), ...one })),
    ...turnOf('turn-after', 40, [prompt('after'), patch('y', change('+a line\n'))]),
  ];
  fs.writeFileSync(path.join(root, 't1.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const turn: TurnOfThread = {
    threadId: 't1',
    number: 2,
    folder: FOLDER,
    beganAt: at(10),
    endedAt: at(21),
    before: 'b',
    after: 'a',
    patched: [],
    byOthers: [],
    leftOut: [],
    why: undefined,
    isUndone: false,
    ...options.turn,
  };
  const origin = { kind: 'turns', turns: [turn], atMs: Date.parse(at(21)) } as const;
  const stored: StoredBlame = {
    file: FILE,
    earlierNames: [`${FOLDER}/old.ts`],
    now: 'text',
    lines: [{ text: options.text ?? 'a line', origin }],
    whole: origin,
    movedTo: undefined,
  };
  const paths = { recordsFolder: root, auditFile: path.join(root, 'audit.jsonl') };
  const blame = blameOf(stored, { paths, redact: (text) => text.replace('hunter2', '[REDACTED]') });
  return (blame.kind === 'lines' ? blame.lines[0]?.origin : undefined) as AgentOrigin;
}

describe('a line of a turn is', () => {
  const write = command('c', 'cp b.ts a.ts');
  test.for<[what: string, items: readonly object[], expected: Partial<AgentOrigin>]>([
    [
      'of its patch, whatever commands ran',
      [patch('i', change('+a line\n')), write],
      { how: 'patch', doubts: [] },
    ],
    ['of a patch that makes the file', [patch('i', change('a line\n', FILE, 'add'))], { how: 'patch' }],
    ['of a patch under the former name', [patch('i', change('+a line\n', 'old.ts'))], { how: 'patch' }],
    ['of no patch of another file', [patch('i', change('+a line\n', 'b.ts')), write], { how: 'command' }],
    [
      'of no patch that failed',
      [{ ...patch('i', change('+a line\n')), status: 'failed' }, write],
      { how: 'command' },
    ],
    ['of its only command', [write], { command: 'cp b.ts a.ts', doubts: ['saved-meanwhile'] }],
    ['not of what only reads', [command('r', 'cat b.ts'), write], { command: 'cp b.ts a.ts' }],
    ['not of what was denied', [command('r', 'rm a.ts', 'declined'), write], { command: 'cp b.ts a.ts' }],
    [
      'of a tool',
      [{ type: 'mcpToolCall', id: 'm', server: 'files', tool: 'write', status: 'completed' }],
      { command: 'files.write' },
    ],
    [
      'of one of several commands',
      [write, command('d', 'make')],
      { how: 'command', doubts: ['saved-meanwhile', 'several-commands'] },
    ],
    ['in no patch', [patch('i', change('+another\n'))], { how: 'unclear', doubts: ['in-no-patch'] }],
  ])('%s', ([, items, expected]) => {
    expect(originOf(items)).toMatchObject({ prompt: 'Do it', client: 'cursor', turn: 2, ...expected });
  });

  test('found by what the record has in place of its secret', () => {
    const items = [patch('i', change('+password = [REDACTED]\n'))];
    expect(originOf(items, { text: 'password = hunter2' })).toMatchObject({ how: 'patch' });
  });

  test('of the turn that ran when its checkpoint was made, in a thread that may only read', () => {
    expect(originOf([write], { turn: { beganAt: at(12) } })).toMatchObject({ prompt: 'Do it' });
  });

  test('doubtful when the turn has no end, and not known more closely when it is not in the record', () => {
    expect(originOf([write], { turn: { endedAt: undefined } }).doubts).toContain('cut-off');
    const unknown = originOf([write], { turn: { beganAt: at(25), endedAt: at(30) } });
    expect(unknown).toMatchObject({ how: 'unclear', doubts: ['no-record'] });
    expect(unknown.prompt).toBeUndefined();
  });

  test('decided by whoever was asked about its own patch or command', () => {
    const items = [patch('i', change('+a line\n')), write];
    const decisions = [decision('c', 'window', 'window'), decision('i', 'rule', 'Tests')];
    expect(originOf(items, { decisions }).decisions).toMatchObject([{ means: 'rule', by: 'Tests' }]);
  });
});

test('who decided is said in a few words', () => {
  const words = (how: AgentOrigin['how'], ...decisions: (readonly [string, string, string?])[]) =>
    decisionInWords({
      how,
      decisions: decisions.map(
        ([means, by, verdict = 'approve']): LineDecision => ({ means, by, verdict, at: 0 }),
      ),
    });
  expect([
    words('patch'),
    words('unclear'),
    words('patch', ['window', 'window']),
    words('command', ['terminal', 'mira']),
    words('command', ['client', 'cursor', 'approve-for-thread']),
    words('command', ['rule', 'Tests']),
    words('command', ['command', 'ask.sh']),
    words('command', ['window', 'window'], ['window', 'window'], ['rule', 'Tests']),
  ]).toEqual([
    'not asked',
    'not known',
    'approved in the window',
    'approved at the terminal by mira',
    'approved in cursor',
    'approved by rule Tests',
    'approved by your program',
    'approved by rule Tests and 1 more',
  ]);
});
