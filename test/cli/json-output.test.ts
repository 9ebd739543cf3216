// What commands print of words that strangers chose: a terminal obeys none of them. As JSON, a program reads them unchanged.
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

const RECORDED = '0192f000-0000-7000-8000-000000000001';

test('commands print nothing that a terminal obeys, and one JSON document with times in ISO 8601', async ({
  home,
}) => {
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
  const time = '2026-01-01T00:00:00.000Z';
  const thread = {
    threadId: RECORDED,
    client: `local (${HOSTILE})`,
    principal: 'local',
    folder: `/${HOSTILE}`,
  };
  const item = { type: 'agentMessage', id: 'i', text: `said ${HOSTILE}` };
  const recorded = [
    { time, kind: 'thread', ...thread },
    { time, kind: 'turn-started', turnId: 't' },
    { time, kind: 'item', turnId: 't', item },
  ];
  fs.mkdirSync(path.join(home.patchbayHome, 'records'));
  fs.writeFileSync(
    path.join(home.patchbayHome, 'records', `${RECORDED}.jsonl`),
    recorded.map((one) => `${JSON.stringify(one)}\n`).join(''),
  );
  /** Whether all of it is printed: the others quote it, or do not say it. */
  const commands: readonly (readonly [isWhole: boolean, ...words: string[]])[] = [
    [true, 'audit'],
    [true, 'mcp', 'list'],
    [true, 'mcp', 'get', 'odd'],
    [true, 'sessions'],
    [true, 'sessions', 'search', 'said', '--client', 'local'],
    [false, 'doctor'],
    [false, 'status'],
  ];
  const texts: readonly (readonly string[])[] = [
    ['rules', 'test', '--', 'echo', HOSTILE],
    ['sessions', 'show', RECORDED],
    ['sessions', 'export', RECORDED, '--format', 'json'],
    ['sessions', 'export', RECORDED, '--format', 'html'],
  ];
  const run = (words: readonly string[]) => runPatchbay(home, words);
  const inJson = await Promise.all(commands.map(([, ...words]) => run([...words, '--json'])));
  const inWords = await Promise.all([...commands.map(([, ...words]) => words), ...texts].map(run));
  for (const [at, { stdout, stderr }] of [...inJson, ...inWords].entries()) {
    expect(stdout, `${at}: ${stderr}`).not.toBe('');
    expect(`${stdout}${stderr}`.replaceAll(/[\n\t]/g, ''), String(at)).not.toMatch(OBEYED);
  }
  for (const [at, { stdout }] of inJson.entries()) {
    const [isWhole, ...words] = commands[at] ?? [false];
    const values = valuesIn(JSON.parse(stdout));
    expect(
      values.filter((one) => typeof one === 'number' && one > 1e11),
      words.join(' '),
    ).toEqual([]);
    const isThere = values.some((one) => typeof one === 'string' && one.includes(HOSTILE));
    expect(isThere || !isWhole, words.join(' ')).toBe(true);
  }
});

function valuesIn(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [value];
}
