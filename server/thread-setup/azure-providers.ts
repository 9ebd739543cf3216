// For model providers of config.toml at an Azure host that do not say how to sign in, the engine is told to run
// `patchbay azure-token`, so that `az login` is enough. The file is not changed.

import { patchbayCommand } from '../base/program.ts';
import type { ModelProviderConfig } from '../config/codex-config.ts';
import type { JsonValue } from '../engine/protocol/serde_json/JsonValue.ts';
import { azureAudienceOf } from '../remotes/auth/azure-hosts.ts';

/** Above the deadline of the command itself, so that its own error message arrives. */
const TIMEOUT_MS = 15_000;
/** Tokens are renewed two minutes before they expire; with this interval, none is used after that. */
const REFRESH_INTERVAL_MS = 60_000;
/** Fields of a provider that say how to sign in. */
const SIGN_INS = ['env_key', 'auth', 'experimental_bearer_token', 'aws', 'gateway_oauth'] as const;
const KEY_HEADER = /^(authorization|api-key|ocp-apim-subscription-key)$/i;

/** @returns what to merge into `[model_providers]`: the provider's id, and its `auth` */
export function azureSignIn(
  providers: Readonly<Record<string, ModelProviderConfig>>,
): Record<string, Record<string, JsonValue>> {
  return Object.fromEntries(
    Object.entries(providers).flatMap(([id, provider]) => {
      const audience = provider.base_url === undefined ? undefined : azureAudienceOf(provider.base_url);
      if (!audience || hasSignIn(provider)) return [];
      const { command, args } = patchbayCommand(['azure-token', '--scope', audience.scope]);
      const auth = { command, args, timeout_ms: TIMEOUT_MS, refresh_interval_ms: REFRESH_INTERVAL_MS };
      return [[id, { auth }]];
    }),
  );
}

function hasSignIn(provider: ModelProviderConfig): boolean {
  if (provider['requires_openai_auth'] === true) return true;
  if (SIGN_INS.some((field) => provider[field] !== undefined)) return true;
  return [provider['http_headers'], provider['env_http_headers']].some((headers) =>
    Object.keys(headers ?? {}).some((name) => KEY_HEADER.test(name)),
  );
}
