// Why there is no Azure token, as an error a person understands.
import { azureMisconfigured, azureNotSignedIn, azureRefused, azureUnreachable } from '../../errors/azure.ts';
import { type Advice, messageOf, type PatchbayError } from '../../errors/error.ts';

interface Explained extends Advice {
  /** A clause. */
  readonly meaning: string;
}

const SIGN_IN_AGAIN = 'Run `az login` again, with the tenant and scope it asks for, then try again.';

/** Common Entra codes; for others, Entra's own text is shown. */
const EXPLAINED: Readonly<Record<string, Explained>> = {
  '7000215': {
    meaning: 'the client secret is wrong',
    fix: 'Correct AZURE_CLIENT_SECRET where Patchbay is started: the value of the secret, not its id.',
  },
  '7000222': {
    meaning: 'the client secret has expired',
    fix: 'Make a new one for the application in Entra, and put it into AZURE_CLIENT_SECRET.',
  },
  '700016': {
    meaning: 'the application is not known in that tenant',
    fix: 'Correct AZURE_CLIENT_ID or AZURE_TENANT_ID where Patchbay is started.',
  },
  '90002': { meaning: 'there is no such tenant', fix: 'Correct AZURE_TENANT_ID where Patchbay is started.' },
  '900023': { meaning: 'there is no such tenant', fix: 'Correct AZURE_TENANT_ID where Patchbay is started.' },
  '50020': {
    meaning: 'your account does not belong to that tenant',
    fix: 'Sign in with one that does (`az login --tenant TENANT`), or have yours invited there as a guest.',
  },
  '50034': {
    meaning: 'your account is not known in that tenant',
    fix: 'Sign in with one that is (`az login --tenant TENANT`).',
  },
  '53003': {
    meaning: 'a rule of the tenant (conditional access) does not allow it from here',
    fix: 'Ask an administrator of the tenant which device or network it allows.',
  },
  '50076': { meaning: 'it wants a second factor', fix: SIGN_IN_AGAIN },
  '50079': { meaning: 'a second factor has to be set up first', fix: SIGN_IN_AGAIN },
  '50173': { meaning: 'the sign-in is not valid any more', fix: SIGN_IN_AGAIN },
  '70043': { meaning: 'the sign-in has expired', fix: SIGN_IN_AGAIN },
  '700082': { meaning: 'the sign-in has expired', fix: SIGN_IN_AGAIN },
  '90055': { meaning: 'the tenant gets too many requests', fix: 'Try again in some minutes.' },
  '50196': { meaning: 'it was asked too often', fix: 'Try again in some minutes.' },
  '65001': {
    meaning: 'nobody has consented to this application using it',
    fix: 'Ask an administrator of the tenant for consent, or sign in another way.',
  },
  '500011': {
    meaning: 'the tenant does not know what the token is asked for',
    fix: 'Correct the scope (`azureScope` in settings.json) or the tenant.',
    fixInWindow: 'Correct the Azure scope on the page of the remote, or the tenant.',
  },
};

/** Only counted if the environment is set up for this credential; on most machines the other ones reach nothing. */
const UNREACHABLE = /(Environment|WorkloadIdentity)Credential authentication failed[\s\S]*\bnetwork_error\b/;

/**
 * @param error what the library threw
 * @param what needs the token: `the MCP server NAME`
 * @param redact applied to all text of the library
 */
export function azureFailed(error: unknown, what: string, redact: (text: string) => string): PatchbayError {
  const details = redact(detailsOf(error));
  if (/AZURE_TOKEN_CREDENTIALS/.test(messageOf(error)) && !partsOf(error)) {
    return azureMisconfigured(what, redact(messageOf(error)));
  }
  if (UNREACHABLE.test(details)) return azureUnreachable(what, details);
  const code = /AADSTS(\d+)/.exec(details)?.[1];
  if (code === undefined) return azureNotSignedIn(what, details);
  const explained = EXPLAINED[code] ?? {
    meaning: 'see the details',
    fix: `https://login.microsoftonline.com/error?code=${code} explains that code.`,
  };
  return azureRefused(what, { ...explained, code: `AADSTS${code}`, details });
}

/** One paragraph for each credential that was tried. */
function detailsOf(error: unknown): string {
  return (partsOf(error) ?? [error]).map((part) => messageOf(part).trim()).join('\n');
}

function partsOf(error: unknown): readonly unknown[] | undefined {
  const { errors } = error as { errors?: unknown };
  return Array.isArray(errors) ? errors : undefined;
}
