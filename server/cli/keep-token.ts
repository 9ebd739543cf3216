// Keeps a token for a remote with the secrets, for `patchbay mcp login NAME --token`.
import { resolvePaths } from '../config/paths.ts';
import { tokenNotValid, tokensNotKept, tokenTooLong } from '../errors/secrets.ts';
import { signInNotPossible, signInNotUsed } from '../errors/sign-in.ts';
import { openCommandLog } from '../logging/open-log.ts';
import { hasAuthorization } from '../remotes/auth/configured-headers.ts';
import { configFileIn, readEntries } from '../remotes/entries.ts';
import { remoteIn } from '../remotes/registry.ts';
import { openHomeSecrets } from '../secrets/home-secrets.ts';
import { openStoredHeaders } from '../secrets/stored-headers.ts';

/** Servers refuse longer headers: Node takes 16 KiB of them, nginx and Apache 8 KiB in one. */
const LONGEST_TOKEN = 16_000;

/**
 * @returns the address it is sent to
 * @throws remote-unknown, sign-in-not-possible, sign-in-not-used, token-not-valid, token-too-long, tokens-not-kept, keychain-missing
 */
export async function keepTokenOf(
  name: string,
  token: string,
  codexHome: string | undefined,
): Promise<string> {
  const paths = resolvePaths({ codexHome, env: process.env });
  const entries = readEntries(configFileIn(paths.codexHome));
  const { transport } = remoteIn(
    name,
    entries.find((entry) => entry.name === name),
  );
  if (transport.kind !== 'http') throw signInNotPossible(name);
  const other = hasAuthorization(transport) ?? (transport.bearerTokenEnvVar && 'bearer_token_env_var');
  if (other) throw signInNotUsed(name, other);
  if (!/^[\x21-\x7e]+$/.test(token)) throw tokenNotValid();
  if (token.length > LONGEST_TOKEN) throw tokenTooLong(token.length, LONGEST_TOKEN);
  const log = openCommandLog(paths.logsFolder);
  log.redactor.know(token);
  const secrets = openHomeSecrets(paths, process.env, log.logger);
  try {
    const { kind, notice } = await secrets.place();
    // It would be lost with this command.
    if (kind === 'memory') throw tokensNotKept(notice);
    await openStoredHeaders(secrets).put(name, transport.url, { Authorization: `Bearer ${token}` });
    return transport.url;
  } finally {
    secrets.close();
    await log.close();
  }
}
