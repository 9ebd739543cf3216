// The version of a package comes from git's tags; what runs from a clone has the one of package.json.
import { spawnSync } from 'node:child_process';
import semver from 'semver';

/** What git says of a checkout. */
export interface Described {
  /** The newest tag that looks like a version, such as `v1.2.3`; undefined without any. */
  readonly tag: string | undefined;
  /** Since that tag, or since the beginning. */
  readonly commits: number;
  readonly commit: string;
  /** Files that git knows have been changed. */
  readonly isChanged: boolean;
}

/**
 * - at a tag: its version
 * - after the tag of a release: `1.2.4-dev.5+1a2b3c4`, of the version that package.json announces or else the next one
 * - after the tag of a pre-release: `1.3.0-rc.1.dev.5+1a2b3c4`, so that it comes after that one
 * - without git, as in an unpacked archive: the version of package.json
 *
 * @param announced the version of package.json
 * @throws if the tag is no version
 */
export function versionOf(described: Described | undefined, announced: string): string {
  if (!described) return announced;
  const { tag, commits, commit, isChanged } = described;
  const released = tag === undefined ? undefined : semver.parse(tag.slice(1));
  if (released === null || (released && released.build.length > 0)) {
    throw new Error(`The tag ${tag} is no version: name it like v1.2.3 or v1.2.3-rc.1.`);
  }
  if (released && commits === 0 && !isChanged) return released.version;
  const build = `dev.${commits}+${commit}${isChanged ? '.changed' : ''}`;
  if (released && released.prerelease.length > 0) return `${released.version}.${build}`;
  const isAnnounced = !released || semver.gt(announced, released);
  return `${isAnnounced ? announced : semver.inc(released, 'patch')}-${build}`;
}

/** @returns undefined where `root` is no checkout, or git is missing */
export function describeCheckout(root: string): Described | undefined {
  const git = (...words: string[]) => {
    const { status, stdout } = spawnSync('git', words, { cwd: root, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  };
  // Empty at the top of a checkout; an archive may have been unpacked inside another one.
  if (git('rev-parse', '--show-prefix') !== '') return undefined;
  const commit = git('rev-parse', '--short=7', 'HEAD');
  if (commit === undefined) return undefined;
  const tag = git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*');
  return {
    tag,
    commits: Number(git('rev-list', '--count', tag === undefined ? 'HEAD' : `${tag}..HEAD`)),
    commit,
    isChanged: git('status', '--porcelain', '--untracked-files=no') !== '',
  };
}
