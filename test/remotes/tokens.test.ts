// How many tokens tools cost, and that no definition can hold the count up.
import { expect, test } from 'vitest';
import { withTokenColumn } from '../../server/cli/mcp-tokens.ts';
import { openTokenCounter } from '../../server/remotes/tokens/token-counter.ts';
import { asModelReads, tokensOf, uncounted } from '../../server/remotes/tokens/tool-tokens.ts';

const tool = (hash: string, description: string) => ({
  hash,
  definition: JSON.stringify({
    name: 'add',
    title: 'Not read',
    description,
    outputSchema: {},
    inputSchema: { type: 'object' },
  }),
});

test('a tool counts as its name beside the Codex tools, its description and its input', () => {
  expect(JSON.parse(asModelReads('files', 'add', tool('a', 'Adds.').definition))).toEqual({
    name: 'mcp__files__add',
    description: 'Adds.',
    parameters: { type: 'object' },
  });
  expect(asModelReads('files', 'add', '{"description": "cut o')).toContain('cut o');
});

test('each definition is counted once, and the sum is by remote', () => {
  const listed = new Map([
    [
      'files',
      new Map([
        ['add', tool('a', 'Adds.')],
        ['sub', tool('b', 'Subtracts.')],
      ]),
    ],
    ['other', new Map([['add', tool('a', 'Adds.')]])],
  ]);
  const known = new Map<string, number>();
  const missing = uncounted(listed, known);
  expect(missing.map(({ hash }) => hash)).toEqual(['a', 'b']);
  known.set('a', 10);
  expect(uncounted(listed, known).map(({ hash }) => hash)).toEqual(['b']);
  known.set('b', 5);
  expect([...tokensOf(listed, known)]).toEqual([
    ['files', { total: 15, tools: { add: 10, sub: 5 } }],
    ['other', { total: 10, tools: { add: 10 } }],
  ]);
});

test('the count is that of the encoding, for any text', async () => {
  const count = await openTokenCounter();
  expect(count('hello world')).toBe(2);
  expect(count('')).toBe(0);
  expect(count('<|endoftext|>')).toBeGreaterThan(1);
  // One piece of that length would take minutes.
  expect(count('a'.repeat(200_000))).toBeGreaterThan(20_000);
});

test('the table of Codex gets one more column, and other texts stay', () => {
  const table =
    'Name  Command  Status \na     x        enabled\nlong  y        enabled\n\nName  Url\nb     https://x\n';
  expect(withTokenColumn(table, new Map([['a', { total: 12, tools: {} }]]))).toBe(
    [
      'Name  Command  Status   Tokens (estimate)',
      'a     x        enabled  12',
      'long  y        enabled  -',
      '',
      'Name  Url        Tokens (estimate)',
      'b     https://x  -',
      '',
    ].join('\n'),
  );
  const none = 'No MCP servers configured yet.\n';
  expect(withTokenColumn(none, new Map())).toBe(none);
});
