// Every tool a remote can have can be named, and what is typed names exactly one.
import { expect, test } from 'vitest';
import { readToolName, toolKey, toolNameText } from '../../server/contract/tool-name.ts';

const NAMES = [
  'a',
  'create issue',
  'a/b',
  '/',
  '*',
  'a?',
  '"',
  '"a"',
  'a"b',
  "it's",
  ' ',
  '\n',
  '\\',
  '\u200b',
  'é',
  '__proto__',
  '$(x)',
  '-',
];

test('what names a tool is read as that tool', () => {
  for (const remote of NAMES)
    for (const tool of NAMES) {
      const text = toolNameText({ remote, tool });
      expect(readToolName(text), text).toEqual({ remote, tool });
    }
  expect(toolNameText({ remote: 'github', tool: 'repos/create' })).toBe('github/repos/create');
  expect(toolNameText({ remote: 'a/b', tool: 'x y' })).toBe('"a/b"/"x y"');
});

test('tools of two remotes never have one key', () => {
  const keys = NAMES.flatMap((remote) => NAMES.map((tool) => toolKey(remote, tool)));
  expect(new Set(keys).size).toBe(keys.length);
});

test.for([
  ['github', 'a slash and the name of a tool'],
  ['/x', 'a slash'],
  ['github/', 'a slash'],
  ['', 'a slash'],
  ['github/create issue', 'create issue has a blank or a quote; write it in double quotes'],
  ['my server/x', 'double quotes'],
  ['github/*', '* looks like a pattern'],
  ['*/*', 'looks like a pattern'],
  ['github/"x', 'not text in double quotes'],
  ['github/"x"y', 'not text in double quotes'],
  ['github/""', 'not text in double quotes'],
  ['"a"b/x', 'a slash'],
] as const)('%s names none: %s', ([text, why]) => {
  expect((readToolName(text) as { fault: string }).fault).toContain(why);
});
