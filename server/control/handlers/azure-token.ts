// An Azure token for a program of this user: `patchbay azure-token`. The host answers, so that tokens are cached in
// one place.
import type { Socket } from 'node:net';
import { isAzureScope } from '../../contract/settings.ts';
import { azureScopeInvalid } from '../../errors/azure.ts';
import { knownError } from '../../errors/error.ts';
import { audienceOfScope } from '../../remotes/auth/azure-hosts.ts';
import type { AzureTokens } from '../../remotes/auth/azure-tokens.ts';
import type { AzureTokenAnswer } from '../messages/hello.ts';

/** Answers with one line and ends the connection. */
export async function serveAzureToken(azure: AzureTokens, scope: string, socket: Socket): Promise<void> {
  const answer = await answerFor(azure, scope);
  socket.end(`${JSON.stringify(answer)}\n`);
  socket.resume();
}

async function answerFor(azure: AzureTokens, scope: string): Promise<AzureTokenAnswer> {
  try {
    if (!isAzureScope(scope)) throw azureScopeInvalid(scope);
    return { token: await azure.get(audienceOfScope(scope), scope) };
  } catch (error) {
    const { code, summary, fix, details } = knownError(error);
    return { refusal: { code, summary, fix, details } };
  }
}
