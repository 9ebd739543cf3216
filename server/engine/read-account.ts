// Who is signed in, if the engine can be trusted to know.
import { readRawConfig } from '../config/codex-config.ts';
import type { AppServer } from './process/app-server.ts';
import { EngineError } from './process/rpc.ts';
import type { GetAccountResponse } from './protocol/v2/GetAccountResponse.ts';

/**
 * @returns undefined when unknown: while the engine cannot read config.toml, it answers for its defaults, which need
 *   an account, whatever the file says (observed on 0.169.0)
 */
export async function readAccount(
  server: Pick<AppServer, 'request'>,
  codexHome: string,
): Promise<Pick<GetAccountResponse, 'account' | 'requiresOpenaiAuth'> | undefined> {
  const answer = await server.request('account/read', { refreshToken: false });
  if (answer.account || !answer.requiresOpenaiAuth || (await isConfigRead(server))) return answer;
  return hasOtherProvider(codexHome) ? { account: null, requiresOpenaiAuth: false } : undefined;
}

async function isConfigRead(server: Pick<AppServer, 'request'>): Promise<boolean> {
  try {
    await server.request('config/read', { includeLayers: false });
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

/** Whether config.toml names a model provider that needs no OpenAI account; false when it cannot be read. */
function hasOtherProvider(codexHome: string): boolean {
  try {
    const { model_provider: id, model_providers: providers } = readRawConfig(codexHome);
    if (typeof id !== 'string' || typeof providers !== 'object' || providers === null) return false;
    const provider = (providers as Record<string, unknown>)[id];
    return (
      typeof provider === 'object' &&
      provider !== null &&
      (provider as Record<string, unknown>)['requires_openai_auth'] !== true
    );
  } catch {
    return false;
  }
}
