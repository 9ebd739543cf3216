// Which version a package has, and that everybody who compares two of them comes to the same answer.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import semver from 'semver';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeCheckout, versionOf } from '../../scripts/package/version.ts';
import { debianVersion } from '../../server/updates/debian.ts';

const at = (tag: string | undefined, commits: number, isChanged = false) => ({
  tag,
  commits,
  commit: '1a2b3c4',
  isChanged,
});

describe('the version of a package', () => {
  test.each([
    [at('v1.2.3', 0), '1.2.3'],
    [at('v1.2.3-rc.1', 0), '1.2.3-rc.1'],
    [at('v1.2.3', 5), '1.2.4-dev.5+1a2b3c4'],
    [at('v1.2.3-rc.1', 5), '1.2.3-rc.1.dev.5+1a2b3c4'],
    [at('v0.0.9', 2), '0.1.0-dev.2+1a2b3c4'],
    [at(undefined, 700), '0.1.0-dev.700+1a2b3c4'],
    [at('v1.2.3', 0, true), '1.2.4-dev.0+1a2b3c4.changed'],
    [undefined, '0.1.0'],
  ])('%j → %s', (described, version) => {
    expect(versionOf(described, '0.1.0')).toBe(version);
  });

  test.each(['v1.2', 'v1.2.3+build', 'v01.2.3', 'v1.2.3.4'])('is none for the tag %s', (tag) => {
    expect(() => versionOf(at(tag, 0), '0.1.0')).toThrow(`The tag ${tag} is no version`);
  });
});

/** From the oldest to the newest. */
const inOrder = [
  at(undefined, 9),
  at('v0.1.0-rc.1', 0),
  at('v0.1.0-rc.1', 3),
  at('v0.1.0-rc.1', 12),
  at('v0.1.0-rc.2', 0),
  at('v0.1.0', 0),
  at('v0.1.0', 4),
  at('v0.1.1', 0),
  at('v0.10.0', 0),
].map((described) => versionOf(described, '0.1.0'));

test.each(inOrder.slice(1).map((newer, index) => [inOrder[index] ?? '', newer]))(
  '%s comes before %s, for updates and for Debian',
  (older, newer) => {
    expect(semver.lt(older, newer)).toBe(true);
    const words = ['--compare-versions', debianVersion(older), 'lt', debianVersion(newer)];
    expect(spawnSync('dpkg', words).status).toBe(0);
  },
);

test('a version keeps no hyphen, with which Debian would begin a revision', () => {
  expect(debianVersion('0.1.0-alpha-1.dev.2+1a2b3c4')).toBe('0.1.0~alpha.1.dev.2+1a2b3c4');
});

test('the version is read from a real checkout, and not from one around an unpacked archive', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-version-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...words], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  expect(describeCheckout(folder)).toBeUndefined();
  git('init', '-q');
  expect(describeCheckout(folder)).toBeUndefined();
  fs.writeFileSync(path.join(folder, 'file'), 'one');
  git('add', '.');
  git('commit', '-qm', 'one');
  expect(describeCheckout(folder)).toMatchObject({ tag: undefined, commits: 1, isChanged: false });
  git('tag', 'v1.0.0');
  git('tag', 'nightly');
  expect(versionOf(describeCheckout(folder), '0.1.0')).toBe('1.0.0');
  git('commit', '--allow-empty', '-qm', 'two');
  expect(versionOf(describeCheckout(folder), '0.1.0')).toBe(
    `1.0.1-dev.1+${git('rev-parse', '--short=7', 'HEAD')}`,
  );
  fs.writeFileSync(path.join(folder, 'file'), 'two');
  expect(describeCheckout(folder)?.isChanged).toBe(true);
  fs.mkdirSync(path.join(folder, 'unpacked'));
  expect(describeCheckout(path.join(folder, 'unpacked'))).toBeUndefined();
});
