// `patchbay azure-token`: one token on standard output. The host is asked first, so that its cache is used.
import { controlPlaceOf } from '../config/control-place.ts';
import { ensureHome, resolvePaths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import { isAzureScope } from '../contract/settings.ts';
import { askAzureToken } from '../control/ask-host.ts';
import { azureScopeInvalid } from '../errors/azure.ts';
import { PatchbayError } from '../errors/error.ts';
import { createRedactor } from '../logging/redact.ts';
import { openNetwork } from '../network/network.ts';
import { audienceOfScope } from '../remotes/auth/azure-hosts.ts';
import { createAzureTokens } from '../remotes/auth/azure-tokens.ts';

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
