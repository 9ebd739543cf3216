// Errors of signing in to Azure. `what` needs the token: `the MCP server NAME`, for example.
import { type Advice, PatchbayError } from './error.ts';

/** @param details the message of each credential */
export function azureNotSignedIn(what: string, details: string): PatchbayError {
  const hasCli = /az login/.test(details) && !/CLI could not be found|CLI not found/i.test(details);
  return new PatchbayError(
    'azure-not-signed-in',
    hasCli
      ? `Couldn't sign in to Azure for ${what}: the Azure CLI is installed but signed out.`
      : `Couldn't sign in to Azure for ${what}.`,
    hasCli
      ? 'Run `az login`, then try again.'
      : 'Run `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET where Patchbay is started, then try again.',
    { details },
  );
}

/**
 * @param answer.code AADSTS…
 * @param answer.meaning a clause
 */
export function azureRefused(
  what: string,
  answer: Advice & { code: string; meaning: string; details: string },
): PatchbayError {
  const { code, meaning, fix, ...options } = answer;
  return new PatchbayError(
    'azure-refused',
    `Azure refused to sign in for ${what}: ${meaning} (${code}).`,
    fix,
    options,
  );
}

/** The Azure CLI gave a token of the past. */
export function azureExpired(what: string, expiredAt: Date): PatchbayError {
  return new PatchbayError(
    'azure-expired',
    `Azure's sign-in gave a token for ${what} that expired at ${expiredAt.toISOString()}.`,
    'Run `az login` again; update an Azure CLI before 2.54, and look whether the clock of this machine is right.',
  );
}

/** No way to sign in answered in time. */
export function azureTooSlow(what: string, deadlineMs: number): PatchbayError {
  return new PatchbayError(
    'azure-too-slow',
    `Azure sign-in for ${what} took over ${deadlineMs / 1000} s.`,
    "If this machine isn't in Azure, set AZURE_TOKEN_CREDENTIALS=dev, or `azure.credentials` to `dev` in settings.json; else look whether `az account get-access-token` answers in a terminal.",
    {
      fixInWindow:
        "If this machine isn't in Azure, choose Developer tools under Azure in Settings; else look whether `az account get-access-token` answers in a terminal.",
    },
  );
}

/** Variables choose a way that the network does not allow. */
export function azureUnreachable(what: string, details: string): PatchbayError {
  return new PatchbayError(
    'azure-unreachable',
    `Azure's sign-in could not be reached for ${what}.`,
    'Look at the network of this machine; behind a proxy set HTTPS_PROXY where Patchbay is started, and SSL_CERT_FILE if it has a certificate of its own.',
    { details },
  );
}

/** @param details the library's message */
export function azureMisconfigured(what: string, details: string): PatchbayError {
  return new PatchbayError(
    'azure-misconfigured',
    `Couldn't sign in to Azure for ${what}: ${details}`,
    'Correct AZURE_TOKEN_CREDENTIALS where Patchbay is started, or remove it.',
  );
}

/** settings.json gives a scope to a remote at an http address. */
export function azureNeedsHttps(name: string): PatchbayError {
  return new PatchbayError(
    'azure-needs-https',
    `The MCP server ${name} has an Azure scope, and its address is not https: a token could be read on the way.`,
    `Change the \`url\` of [mcp_servers.${name}] in config.toml to https.`,
  );
}

/** `patchbay azure-token` was called with something else. */
export function azureScopeInvalid(scope: string): PatchbayError {
  return new PatchbayError(
    'azure-scope-invalid',
    `${JSON.stringify(scope)} is not an Azure scope.`,
    'It ends in /.default, as in https://cognitiveservices.azure.com/.default or api://APPLICATION-ID/.default.',
  );
}
