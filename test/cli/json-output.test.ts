// What `--json` prints of words that strangers chose: a terminal obeys none of them, and a program reads them unchanged.
import fs from 'node:fs';
import path from 'node:path';
import { escapeInvisible } from '../../server/contract/visible.ts';
import { expect, test } from '../support/fixtures.ts';
import { runPatchbay } from '../support/patchbay.ts';

/** C0, C1, bidirectional, zero-width, line and paragraph separators, tags. */
const HOSTILE = 'a\x1b[31m\x85\x9b2J\u061c\u200b\u200f\u2028\u2029\u202e\u2066\u2069\ufeff\u{e0041}z';
const OBEYED = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

test('invisible characters in JSON are escaped, and the rest stays as it is', () => {
  const value = { [HOSTILE]: [HOSTILE, 'é🙂"\\ \n\t'] };
  for (const indent of [undefined, 2]) {
    const text = escapeInvisible(JSON.stringify(value, null, indent));
    expect(text.replaceAll('\n', '')).not.toMatch(OBEYED);
    expect(text).toContain('é🙂');
    expect(JSON.parse(text)).toEqual(value);
  }
});

test('commands print JSON that a terminal can show', async ({ home }) => {
  fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
  const decision = { principal: 'p', client: HOSTILE, folder: `/${HOSTILE}`, digest: '0', afterMs: 1 };
  const line = { time: '2026-01-01T00:00:00.000Z', id: 'i', threadId: 't', ...decision };
  const made = {
    verdict: 'deny',
    means: 'window',
    by: HOSTILE,
    subject: { kind: 'command', command: HOSTILE },
  };
  fs.writeFileSync(path.join(home.patchbayHome, 'audit.jsonl'), `${JSON.stringify({ ...line, ...made })}\n`);
  home.writeConfig({
    baseUrl: 'http://127.0.0.1:1/v1',
    extra: `[mcp_servers.odd]\ncommand = ${JSON.stringify(HOSTILE).replaceAll('\\b', '\\u0008')}\n`,
  });
  const commands: readonly (readonly string[])[] = [
    ['audit', '--json'],
    ['mcp', 'list', '--json'],
    ['mcp', 'get', 'odd', '--json'],
    ['rules', 'test', '--', 'echo', HOSTILE],
    ['doctor', '--json'],
  ];
  const printed = await Promise.all(commands.map((words) => runPatchbay(home, words)));
  for (const [at, { stdout, stderr }] of printed.entries()) {
    const words = commands[at]?.join(' ');
    expect(stdout, `${words}\n${stderr}`).not.toBe('');
    expect(stdout.replaceAll('\n', ''), words).not.toMatch(OBEYED);
    // The others quote it, or do not say it.
    if (at < 3)
      expect(
        strings(JSON.parse(stdout)).some((text) => text.includes(HOSTILE)),
        words,
      ).toBe(true);
  }
});

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
