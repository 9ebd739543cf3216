// Whether Azure issues the tokens we need: for remotes, and for model providers that do not say how to sign in.
import { readCodexConfig } from '../config/codex-config.ts';
import { azureAudienceOf } from '../remotes/auth/azure-hosts.ts';
import { isHttp } from '../remotes/config.ts';
import type { HomeRemotes } from '../remotes/home-remotes.ts';
import { azureSignIn } from '../thread-setup/azure-providers.ts';
import { type Check, checked, ok } from './check.ts';

interface Need {
  readonly name: string;
  getToken(): Promise<unknown>;
}

/** @returns no check if nothing needs a token */
export async function checkAzure(codexHome: string, home: HomeRemotes): Promise<Check[]> {
  const needs = [...remotesInNeed(home), ...providersInNeed(codexHome, home)];
  if (needs.length === 0) return [];
  const check = await checked('Azure', async () => {
    for (const { getToken } of needs) await getToken();
    return ok(`gives tokens for ${needs.map(({ name }) => name).join(', ')}`);
  });
  return [check];
}

function remotesInNeed({ remotes }: HomeRemotes): Need[] {
  return remotes.registry.usable().flatMap((config) => {
    if (!isHttp(config)) return [];
    const { kind, credential } = remotes.credentials.choose(config);
    return kind.startsWith('azure') ? [{ name: config.name, getToken: () => credential.headers() }] : [];
  });
}

function providersInNeed(codexHome: string, { azure }: HomeRemotes): Need[] {
  const providers = readCodexConfig(codexHome).model_providers ?? {};
  return Object.keys(azureSignIn(providers)).flatMap((id) => {
    const audience = azureAudienceOf(providers[id]?.base_url ?? '');
    if (!audience) return [];
    return [{ name: id, getToken: () => azure.get(audience, `the model provider ${id}`) }];
  });
}
