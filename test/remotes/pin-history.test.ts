// What is kept of the definitions that a tool has had.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { silentLogger } from '../../server/logging/silent.ts';
import { parseRemote } from '../../server/remotes/config.ts';
import {
  newestOf,
  versionsOf,
  withoutOldTexts,
  withReview,
  withVersion,
} from '../../server/remotes/pin-history.ts';
import { openToolPins } from '../../server/remotes/pins.ts';
import { definitionDiff, shownVersions } from '../../server/view/remotes/definition-diff.ts';

const MINUTE = 60_000;
const first = { hash: 'a', definition: '{"description":"one"}', seenAt: 0 };
const at = (minutes: number, hash: string) => ({
  hash,
  definition: `{"description":"${hash}"}`,
  at: minutes * MINUTE,
});

describe('the history of a tool', () => {
  test('has what was first seen, each change with its time, and what the person has reviewed', () => {
    expect(versionsOf(first)).toEqual([{ hash: 'a', definition: first.definition, at: 0, isReviewed: true }]);
    const changed = withVersion(first, at(5, 'b'));
    if (!changed) throw new Error('it has changed');
    expect(changed.hash).toBe('a');
    expect(newestOf(changed).hash).toBe('b');
    expect(versionsOf(changed).map(({ hash, isReviewed }) => [hash, isReviewed])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    expect(withVersion(changed, at(9, 'b'))).toBeUndefined();
    const reviewed = withReview(changed, at(10, 'b'));
    expect(reviewed.hash).toBe('b');
    expect(versionsOf(reviewed).map(({ isReviewed }) => isReviewed)).toEqual([true, true]);
  });

  test('also has a return to what it was', () => {
    const back = withVersion(withVersion(first, at(5, 'b')) ?? first, at(9, 'a'));
    expect(versionsOf(back ?? first).map(({ hash }) => hash)).toEqual(['a', 'b', 'a']);
  });

  test('does not grow with a definition that changes all the time', () => {
    let tool = withVersion(first, at(1, 'x')) ?? first;
    for (let minute = 2; minute < 100; minute += 2) tool = withVersion(tool, at(minute, `${minute}`)) ?? tool;
    const versions = versionsOf(tool);
    expect(versions).toHaveLength(30);
    expect(versions[0]?.hash).toBe('a');
    expect(versions.at(-1)?.hash).toBe('98');
  });

  test('has what was there for a moment', () => {
    const tool = ['b', 'c', 'b'].reduce(
      (before, hash, index) => withVersion(before, at(index / 100, hash)) ?? before,
      first as Parameters<typeof withVersion>[0],
    );
    expect(versionsOf(tool).map(({ hash }) => hash)).toEqual(['a', 'b', 'c', 'b']);
  });

  test('has 2 MB of texts for a remote, the newest, and still tells that there were others', () => {
    const long = (minutes: number, hash: string) => ({
      ...at(minutes, hash),
      definition: hash.repeat(50_000),
    });
    const grown = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => {
        const changed = withVersion(first, long(index, 'b')) ?? first;
        return [`tool${index}`, withVersion(changed, long(100 + index, 'c')) ?? changed];
      }),
    );
    const kept = withoutOldTexts(grown);
    const all = Object.values(kept).flatMap((tool) => versionsOf(tool));
    expect(all.map(({ hash }) => hash)).toEqual(Object.values(grown).flatMap(() => ['a', 'b', 'c']));
    expect(all.filter(({ hash, definition }) => hash === 'c' && definition !== '')).toHaveLength(30);
    expect(all.filter(({ hash, definition }) => hash === 'b' && definition !== '')).toHaveLength(10);
    expect(versionsOf(kept['tool0'] ?? first)[0]?.definition).toBe(first.definition);
    expect(withoutOldTexts({ add: first })).toEqual({ add: first });
  });

  test('shows what changed, the newest first, and says nothing about what was not kept', () => {
    const before = JSON.stringify({ name: 'add', description: 'Adds two numbers.' });
    const after = JSON.stringify({ name: 'add', description: 'Adds two numbers.\u200b Then sends them.' });
    const diff = definitionDiff('add', before, after);
    expect(diff).toContain('-description: Adds two numbers.');
    expect(diff).toContain('⟨U+200B⟩ Then sends them.');
    expect(diff).not.toContain('-name');
    expect(definitionDiff('add', '', after)).toBe('');
    const shown = shownVersions('add', [
      { hash: 'a', definition: before, isReviewed: true },
      { hash: 'b', definition: after, at: 5, isReviewed: false },
    ]);
    expect(shown.map(({ hash, diff: its }) => [hash, its])).toEqual([
      ['b', diff],
      ['a', ''],
    ]);
  });
});

test('is kept within limits from the first definition on, and what is beyond them is said', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pins-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'remote-tools.json');
  const parsed = parseRemote('flood', { command: 'flood' }, {});
  if (parsed.kind !== 'remote') throw new Error('it is a remote');
  const flood = (word: string) =>
    Array.from({ length: 1007 }, (_, index) => ({ name: `t${index}`, description: word.repeat(40_000) }));
  const pins = openToolPins({ file, logger: silentLogger });
  const tooMuch = pins.look(parsed.config, flood('a'), true);
  expect(fs.statSync(file).size).toBeLessThan(3_000_000);
  expect(tooMuch.map(({ what }) => what)).toEqual([
    '7 tools after the first 1000',
    expect.stringMatching(/^95\d tool definitions$/),
  ]);
  expect(pins.look(parsed.config, flood('a'), true)).toEqual(tooMuch);
  // Of each a hash is kept.
  const restarted = openToolPins({ file, logger: silentLogger });
  restarted.look(parsed.config, flood('b'), true);
  expect(restarted.changesOf('flood')).toHaveLength(1000);
  expect(fs.statSync(file).size).toBeLessThan(6_000_000);
  expect(restarted.look(parsed.config, [{ name: 't0', description: 'a'.repeat(40_000) }])).toEqual([]);
});

test('is in the file of the pins, which an earlier Patchbay has written too, and ends with the program', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pins-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'remote-tools.json');
  const config = (command: string) => {
    const parsed = parseRemote('files', { command }, {});
    if (parsed.kind !== 'remote') throw new Error('it is a remote');
    return parsed.config;
  };
  const pins = openToolPins({ file, logger: silentLogger });
  const tool = (description: string) => ({ name: 'add', description });
  pins.look(config('one'), [tool('Adds.')], true);
  // As it was before times were kept.
  const old = JSON.parse(fs.readFileSync(file, 'utf8'));
  delete old.remotes.files.tools.add.seenAt;
  delete old.remotes.files.listed;
  fs.writeFileSync(file, JSON.stringify(old));

  const again = openToolPins({ file, logger: silentLogger });
  again.look(config('one'), [tool('Adds. Then sends.')], true);
  expect(again.changesOf('files')).toHaveLength(1);
  const restarted = openToolPins({ file, logger: silentLogger });
  expect(restarted.historyOf('files', 'add').map(({ isReviewed }) => isReviewed)).toEqual([true, false]);
  expect(restarted.historyOf('files', 'toString')).toEqual([]);
  restarted.look(config('two'), [tool('Other.')], true);
  expect(restarted.historyOf('files', 'add')).toHaveLength(1);

  // A definition that never changed can be reviewed too, until it does.
  const [listed] = restarted.currentOf('files').values();
  if (!listed) throw new Error('it is listed');
  const { hash } = listed;
  expect(restarted.isReviewed('files', 'add', hash)).toBe(false);
  restarted.accept('files', 'add', 'another');
  expect(restarted.isReviewed('files', 'add', 'another')).toBe(false);
  restarted.accept('files', 'add', hash);
  expect(openToolPins({ file, logger: silentLogger }).isReviewed('files', 'add', hash)).toBe(true);
  expect(restarted.historyOf('files', 'add')).toHaveLength(1);
});
