// A sign-in as the credential of a remote.
import { messageOf, PatchbayError } from '../../../errors/error.ts';
import { signInAdvice, signInAgainAdvice } from '../../../errors/sign-in.ts';
import type { Credential, Refusal } from '../credential.ts';
import { readChallenge } from './challenge.ts';
import type { SignInTokens } from './sign-in-tokens.ts';
import type { StoredSignIn } from './stored.ts';

export interface CredentialOptions {
  readonly name: string;
  /** The remote's address. */
  readonly url: string;
  readonly tokens: SignInTokens;
  /** Whether the remote still names the same authorization server. */
  isStillIssuer(refusal: Refusal): Promise<boolean>;
  /** The granted scopes. */
  scope(): StoredSignIn['scope'];
}

export function oauthCredential({ name, url, tokens, isStillIssuer, scope }: CredentialOptions): Credential {
  async function refusedToken(refusal: Refusal, token: string): Promise<boolean> {
    try {
      if (await tokens.renew(token)) return true;
    } catch (error) {
      if (error instanceof PatchbayError && error.code === 'sign-in-needed') return false;
      throw error;
    }
    if (tokens.hasGivenUp()) return false;
    const isSame = await isStillIssuer(refusal).catch(() => true);
    await tokens.giveUp(
      isSame ? 'the server refused its token' : 'the server has another authorization server now',
    );
    return false;
  }

  return {
    source: 'what is stored of the sign-in to it',
    async headers() {
      return { Authorization: `Bearer ${await tokens.access()}` };
    },
    async renew(refusal, sent) {
      const token = sent['Authorization']?.replace(/^Bearer /, '') ?? '';
      if (refusal.status === 401) return await refusedToken(refusal, token);
      const { scope: wanted } = readChallenge(refusal.challenge, url);
      const { computeScopeUnion } = await import('@modelcontextprotocol/client');
      await tokens.giveUp('the server wants more than it allows', computeScopeUnion(scope(), wanted));
      return false;
    },
    advice: () => signInAgainAdvice(name),
  };
}

/** Sends no credential, and notes if the remote asks for one. */
export function absentCredential(options: {
  readonly name: string;
  readonly headers: () => Promise<Readonly<Record<string, string>> | undefined>;
  onRefused(refusal: Refusal): void;
}): Credential {
  return {
    source: 'no credential',
    headers: async () => (await options.headers()) ?? {},
    async renew(refusal) {
      if (refusal.status === 401) options.onRefused(refusal);
      return (await options.headers().catch((error) => void messageOf(error))) !== undefined;
    },
    advice: () => signInAdvice(options.name),
  };
}
