// `patchbay azure-token`: one token on standard output. The host is asked first, so that what it has is used.
import { ensureHome, resolvePaths } from '../config/paths.ts';
import { isAzureScope, readSettings } from '../config/settings.ts';
import { azureScopeInvalid, PatchbayError } from '../errors.ts';
import { createRedactor } from '../logging/redact.ts';
import { openNetwork } from '../network/network.ts';
import { audienceOfScope } from '../remotes/auth/azure-hosts.ts';
import { createAzureTokens } from '../remotes/auth/azure-tokens.ts';
import { askAzureToken } from '../transports/ask-host.ts';
import { controlPlaceOf } from '../transports/control-place.ts';

/** @throws azure-scope-invalid, and what AzureTokens.get throws */
export async function printAzureToken(scope: string): Promise<void> {
  if (!isAzureScope(scope)) throw azureScopeInvalid(scope);
  const { patchbayHome, settingsFile } = resolvePaths({ env: process.env });
  ensureHome(patchbayHome);
  const answer = await askAzureToken(controlPlaceOf(patchbayHome), scope).catch(() => undefined);
  if (answer && 'refusal' in answer) {
    const { code, summary, fix, details } = answer.refusal;
    throw new PatchbayError(code, summary, fix, details === undefined ? {} : { details });
  }
  process.stdout.write(`${answer ? answer.token : await fetchToken(scope, settingsFile)}\n`);
}

async function fetchToken(scope: string, settingsFile: string): Promise<string> {
  const { env } = process;
  const tokens = createAzureTokens({
    env,
    network: openNetwork(env),
    redactor: createRedactor(),
    ways: () => readSettings(settingsFile).azure?.credentials ?? 'auto',
  });
  return await tokens.get(audienceOfScope(scope), scope);
}
