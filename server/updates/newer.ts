import semver from 'semver';

/**
 * Whether a version is offered to somebody who runs another one: never an older one, and a pre-release only to who has
 * one already.
 *
 * @param found anything; what is no semantic version is not offered
 */
export function isNewer(found: string, running: string): boolean {
  const [version, own] = [semver.parse(found), semver.parse(running)];
  if (!version || !own) return false;
  const isWanted = version.prerelease.length === 0 || own.prerelease.length > 0;
  return isWanted && semver.gt(version, own);
}
