// Versions and packages as Debian's tools see them.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PACKAGE = 'patchbay';
const TIMEOUT_MS = 10_000;

/** As Debian compares them, a pre-release comes before its release only behind a tilde, and a hyphen begins a revision. */
export function debianVersion(version: string): string {
  return version.replace('-', '~').replaceAll('-', '.');
}

/**
 * What apt knows from the lists it has fetched itself; nothing is asked over the network.
 *
 * @returns what is installed and what it would install, if that is newer than the version that runs
 * @throws when apt cannot be asked
 */
export async function newerPackages(
  running: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly installed?: string; readonly candidate?: string }> {
  const options = { timeout: TIMEOUT_MS, env: { ...env, LC_ALL: 'C' } };
  const { stdout } = await run('apt-cache', ['policy', PACKAGE], options);
  const versionIn = async (line: RegExp) => {
    const version = line.exec(stdout)?.[1];
    if (version === undefined || version === '(none)') return undefined;
    const words = ['--compare-versions', version, 'gt', debianVersion(running)];
    const isNewer = await run('dpkg', words, options).then(
      () => true,
      () => false,
    );
    return isNewer ? version.replace('~', '-') : undefined;
  };
  const installed = await versionIn(/^ +Installed: (\S+)$/m);
  const candidate = await versionIn(/^ +Candidate: (\S+)$/m);
  return { ...(installed && { installed }), ...(candidate && { candidate }) };
}
