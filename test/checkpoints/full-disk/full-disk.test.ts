// A disk that is full in the middle of a checkpoint, an undo or a redo leaves no mixture and no damaged store.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type DiskKind, mounting } from './small-disk.ts';

const program = path.join(import.meta.dirname, 'turns-on-a-full-disk.ts');
const probe = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-probe-'));
/** The limit of sizes needs no privileges, so that this is tried everywhere. */
const kinds: DiskKind[] = mounting(probe) ? ['full-disk', 'file-limit'] : ['file-limit'];
fs.rmdirSync(probe);

interface Outcome {
  readonly place: 'store' | 'folder';
  readonly full: 'begin' | 'end' | 'undo' | 'redo';
  readonly code?: string;
  readonly message?: string;
}

test.for(kinds)('with a %s every undo is whole or refused with the reason, and later ones work', (kind) => {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-full-disk-')));
  onTestFinished(() => fs.rmSync(root, { recursive: true, force: true }));
  const [small, large] = ['small', 'large'].map((name) => path.join(root, name)) as [string, string];
  for (const folder of [small, large]) fs.mkdirSync(folder);
  const words = [process.execPath, program, kind, small, large];
  const [first = '', ...rest] = kind === 'full-disk' ? [...(mounting(small) ?? []), ...words] : words;
  const { status, stdout, stderr } = spawnSync(first, rest, { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const outcomes: Outcome[] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const why = kind === 'full-disk' ? 'the disk is full' : 'larger than the system lets you write';
  const failed = outcomes.filter(({ code }) => code !== undefined);
  expect(failed.filter(({ message }) => !message?.includes(why))).toEqual([]);
  const seen = (moment: Outcome['full']) => [
    ...new Set(failed.filter(({ full }) => full === moment).map(({ code }) => code)),
  ];
  expect(seen('undo').sort()).toEqual(['file-not-written', 'restore-failed']);
  expect(seen('redo')).toContain('restore-failed');
  expect(seen('begin')).toContain('turn-not-covered');
  expect(seen('end')).toContain('turn-not-covered');
  for (const moment of ['begin', 'end', 'undo', 'redo']) {
    expect(outcomes.filter(({ full, code }) => full === moment && code === undefined).length).toBeGreaterThan(
      0,
    );
  }
});
