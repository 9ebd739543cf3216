// One undo in a folder in which others go on working while it runs.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { contentId } from '../../server/checkpoints/blobs.ts';
import { inFolder } from '../../server/checkpoints/held-folder.ts';
import { STAGING } from '../../server/checkpoints/look.ts';
import { restore } from '../../server/checkpoints/restore.ts';
import { stateAt } from '../../server/checkpoints/state-at.ts';
import type { Step } from '../../server/checkpoints/undo-plan.ts';
import { makePlace } from './place.ts';

const OLD = Buffer.from('old\n');

/** Undoes these files, all to `old`; `meanwhile` happens when everything was compared and the last content is written. */
function undoWhile(folder: string, files: readonly string[], meanwhile: () => void): void {
  const steps = files.map((file): Step => {
    const from = stateAt(folder, file);
    if (from?.kind === 'other') throw new Error(`${file} is not a file`);
    return { path: file, from, to: { kind: 'file', mode: 0o644, content: contentId(OLD), sizeBytes: 4 } };
  });
  let reads = 0;
  const read = () => {
    reads += 1;
    if (reads === steps.length) meanwhile();
    return OLD;
  };
  restore(folder, steps, { blobs: { read }, id: 'i' });
}

test('a file that is saved while the others are prepared is kept, and everything is as it was', () => {
  const { folder, write, read } = makePlace();
  for (const name of ['a', 'b', 'c']) write(name, 'turn\n');
  const save = () => write('b', 'SAVED\n');
  expect(() => undoWhile(folder, ['a', 'b', 'c'], save)).toThrow(
    expect.objectContaining({ code: 'restore-failed', cause: new Error('b has changed meanwhile') }),
  );
  expect([read('a'), read('b'), read('c')]).toEqual(['turn\n', 'SAVED\n', 'turn\n']);
  expect(fs.readdirSync(folder)).toEqual(['a', 'b', 'c']);
});

test('a file that appears where one is to be brought back is kept', () => {
  const { folder, write, read } = makePlace();
  write('a', 'turn\n');
  expect(() => undoWhile(folder, ['a', 'gone'], () => write('gone', 'SAVED\n'))).toThrow(
    expect.objectContaining({ code: 'restore-failed' }),
  );
  expect([read('a'), read('gone')]).toEqual(['turn\n', 'SAVED\n']);
});

test('what is done in a folder stays in it when a link comes in its place, and a link is no folder', () => {
  const { folder, write, read } = makePlace();
  write('outside/x', 'mine\n');
  write('d/a', 'a\n');
  const at = (name: string) => path.join(folder, name);
  const [named, moved, outside] = [at('d'), at('moved'), at('outside')];
  inFolder(named, (held) => {
    fs.renameSync(named, moved);
    fs.symlinkSync(outside, named);
    fs.writeFileSync(path.join(held, 'x'), 'written\n');
    fs.renameSync(path.join(held, 'a'), path.join(held, 'b'));
    fs.chmodSync(held, 0o700);
  });
  expect(read('outside/x')).toBe('mine\n');
  expect(fs.readdirSync(moved).sort()).toEqual(['b', 'x']);
  expect([moved, outside].map((name) => fs.statSync(name).mode & 0o777)).toEqual([0o700, 0o755]);
  expect(() => inFolder(named, () => 'done')).toThrow(`a link has come in the place of ${named}`);
  expect(() => inFolder(path.join(named, 'x'), () => 'done')).toThrow();
});

test('a staging folder that is a link by now is no place to write to', () => {
  const { folder, write, read } = makePlace();
  write('a', 'turn\n');
  write('outside/new-0', 'mine\n');
  fs.symlinkSync(path.join(folder, 'outside'), path.join(folder, `${STAGING}i`));
  undoWhile(folder, ['a'], () => undefined);
  expect([read('a'), read('outside/new-0')]).toEqual(['old\n', 'mine\n']);
  expect(fs.readdirSync(folder)).toEqual(['a', 'outside']);
});
