// Where sign-in tokens are stored, and which remotes need a new sign-in.
import { keyringFile } from '../base/program.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import { messageOf, windowMessageOf } from '../errors/error.ts';
import { parseAbout, remoteOf } from '../remotes/auth/oauth/stored.ts';
import { openKeyring } from '../secrets/keyring.ts';
import { openSecretFile } from '../secrets/secret-file.ts';
import { type Finding, ok, warning } from './check.ts';

const KEYCHAIN_WAIT_MS = 5000;

/** @throws file-broken */
export async function checkSignIns(paths: Paths, env: NodeJS.ProcessEnv): Promise<Finding> {
  const entries = Object.entries(openSecretFile(paths.secretsFile).read());
  const needed = entries.flatMap(([entry, { about }]) => {
    const name = remoteOf(entry);
    const why = parseAbout(about)?.needs?.why;
    return name === undefined || why === undefined ? [] : [{ name, why }];
  });
  if (needed.length > 0) {
    return {
      ...warning(
        needed.map(({ name, why }) => `${name}: ${why}. Run: patchbay mcp login ${name}`).join(' '),
        'sign-in',
      ),
      textInWindow: `${needed.map(({ name, why }) => `${name}: ${why}.`).join(' ')} Sign in again on the page Remotes.`,
    };
  }
  const store = readSettings(paths.settingsFile).secrets?.store ?? 'auto';
  const count = `${entries.length} stored`;
  if (store === 'memory') return ok('only in memory, as settings.json says');
  if (store === 'file') return ok(`${count}, unencrypted, readable by you alone`);
  const keyring = openKeyring({
    program: keyringFile,
    account: paths.patchbayHome,
    env,
    timeoutMs: KEYCHAIN_WAIT_MS,
  });
  try {
    await keyring.key(false);
    return ok(`${count}, sealed with a key of the system's keychain`);
  } catch (error) {
    const lost = 'Sign-ins end with Patchbay.';
    return {
      ...warning(`${lost} ${messageOf(error)}`),
      textInWindow: `${lost} ${windowMessageOf(error)}`,
    };
  }
}
