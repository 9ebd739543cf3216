// Where the tokens of signing in to remotes are kept, and which remotes want a new sign-in.
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings.ts';
import { messageOf } from '../errors.ts';
import { keyringFile } from '../program.ts';
import { parseAbout, remoteOf } from '../remotes/auth/oauth/stored.ts';
import { openKeyring } from '../secrets/keyring.ts';
import { openSecretFile } from '../secrets/secret-file.ts';

const KEYCHAIN_WAIT_MS = 5000;

/**
 * @returns `problem` says what to do
 * @throws file-broken
 */
export async function lookAtSignIns(
  paths: Paths,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly kept: string } | { readonly problem: string }> {
  const entries = Object.entries(openSecretFile(paths.secretsFile).read());
  const needed = entries.flatMap(([entry, { about }]) => {
    const name = remoteOf(entry);
    const why = parseAbout(about)?.needs?.why;
    return name === undefined || why === undefined
      ? []
      : [`${name}: ${why}. Run: patchbay mcp login ${name}`];
  });
  if (needed.length > 0) return { problem: needed.join(' ') };
  const store = readSettings(paths.settingsFile).secrets?.store ?? 'auto';
  const count = `${entries.length} stored`;
  if (store === 'memory') return { kept: 'in memory alone, as settings.json says' };
  if (store === 'file') return { kept: `${count}, in clear for you alone` };
  const keyring = openKeyring({
    program: keyringFile,
    account: paths.patchbayHome,
    env,
    timeoutMs: KEYCHAIN_WAIT_MS,
  });
  try {
    await keyring.key(false);
    return { kept: `${count}, sealed with a key of the system's keychain` };
  } catch (error) {
    return { problem: `Sign-ins end with Patchbay. ${messageOf(error)}` };
  }
}
