// Why a sign-in failed and what helps, as an error a person understands. The servers' own texts are not shown, because
// they can contain anything.
import { PatchbayError } from '../../../errors/error.ts';
import {
  type SignInWords,
  scopesAdvice,
  signInFailed,
  signInRegistrationRefused,
  signInWithoutClient,
} from '../../../errors/sign-in.ts';
import { GrantRefused, OTHER_TOKEN_TYPE } from './grants.ts';
import { NotThere, unreachableBecause } from './not-there.ts';
import type { ChosenClient } from './oauth-clients.ts';
import type { SignInTerms } from './terms.ts';

const TRY_LATER = 'That is a fault over there: try again later.';
const ASK_THEM = 'Ask whoever runs it; nothing here can change that.';

/** @returns our own errors unchanged */
export function signInErrorOf(error: unknown, name: string): PatchbayError {
  if (error instanceof PatchbayError) return error;
  if (error instanceof NotThere) return signInFailed(name, wordsForMissing(error), error);
  if (error instanceof GrantRefused) return registrationRefused(error, name);
  const words = { why: 'something in what its authorization server says cannot be used', fix: ASK_THEM };
  return signInFailed(name, words, error);
}

function wordsForMissing(missing: NotThere): SignInWords {
  const { url, kind, about } = missing;
  switch (kind) {
    case 'unreachable':
      return {
        why: unreachableBecause(missing),
        fix: 'Look whether it is up and whether this machine may go there (HTTPS_PROXY behind a proxy), then start again.',
      };
    case 'failing':
      return { why: `${url.host} answered ${about}`, fix: TRY_LATER };
    case 'unusable':
      return {
        why: about
          ? `what ${url.href} says lacks \`${about}\``
          : `what ${url.href} answers is not what an authorization server says about itself`,
        fix: ASK_THEM,
      };
    default:
      return kind satisfies never;
  }
}

function registrationRefused(refused: GrantRefused, name: string): PatchbayError {
  const { status, code, isTemporary } = refused;
  const answer = `it answered ${status}${code === undefined ? '' : `, ${code}`}`;
  if (isTemporary) {
    const why = `its authorization server could not register Patchbay (${answer})`;
    return signInFailed(name, { why, fix: TRY_LATER }, refused);
  }
  const isClosed = [401, 403, 404, 405].includes(status) || status < 300;
  return isClosed ? signInWithoutClient(name, answer) : signInRegistrationRefused(name, answer);
}

/**
 * @param refusal the refusal of a token request, or the browser's error instead of a code
 * @param about.resource the requested resource
 */
export function wordsForRefusal(
  refusal: Pick<GrantRefused, 'code' | 'entraCode'> & Partial<Pick<GrantRefused, 'status' | 'isTemporary'>>,
  about: { terms: SignInTerms; resource: string | undefined; way: ChosenClient['way'] },
): SignInWords {
  const { code, entraCode, status, isTemporary } = refusal;
  const { terms, resource, way } = about;
  const table = `[mcp_servers.${terms.name}] of config.toml`;
  const named = entraCode === undefined ? code : `AADSTS${entraCode}`;
  const said = named ?? (status === undefined ? 'no code' : String(status));
  const asked = resource === undefined ? '' : ` for the resource ${JSON.stringify(resource.slice(0, 200))}`;

  if (entraCode === '9010010' || entraCode === '500011' || code === 'invalid_target') {
    return {
      why: `its authorization server gives no token${asked} (${said})`,
      fix: `Set \`oauth_resource\` in ${table} to the resource as that server knows it, byte for byte, or to "" to leave the parameter out.`,
    };
  }
  if (isTemporary || code === 'server_error' || code === 'temporarily_unavailable') {
    return { why: `its authorization server is not able to just now (${said})`, fix: TRY_LATER };
  }
  switch (code) {
    case 'invalid_client':
    case 'unauthorized_client':
      return way === 'configured'
        ? {
            why: `its authorization server does not take the client ${terms.client?.id} (${said})`,
            fix: `Correct \`oauth.client_id\` and its secret in ${table}, or what is registered for it there.`,
          }
        : {
            why: `its authorization server does not take the client that Patchbay has there (${said})`,
            fix: 'Start again: Patchbay then registers anew.',
          };
    case OTHER_TOKEN_TYPE:
      return {
        why: `its authorization server gave a token that is no bearer token (${said}), and Patchbay sends no other`,
        fix: ASK_THEM,
      };
    case 'invalid_grant':
      return {
        why: `its authorization server did not take what the browser brought back (${said})`,
        fix: 'Start again, and finish in the browser without waiting long.',
      };
    case 'invalid_scope':
      return {
        why: `its authorization server does not give the scopes that were asked for (${said})`,
        ...scopesAdvice(terms.name, table),
      };
    case 'invalid_request':
      return {
        why: `its authorization server refused the request${asked} (${said})`,
        fix: `If it knows no parameter \`resource\`, set \`oauth_resource = ""\` in ${table}; if it wants another redirect address, set \`oauth.callback_url\` there.`,
      };
    default:
      return { why: `its authorization server gave no token (${said})`, fix: ASK_THEM };
  }
}
