// An Azure token as the credential of a remote.
import type { AzureAudience } from './azure-hosts.ts';
import type { AzureTokens } from './azure-tokens.ts';
import type { Credential } from './credential.ts';

/** @param remote.url its host is named if it refuses the token */
export function azureCredential(
  remote: { readonly name: string; readonly url: string },
  audience: AzureAudience,
  tokens: AzureTokens,
): Credential {
  const what = `the MCP server ${remote.name}`;
  const resource = audience.scope.replace(/\/\.default$/, '');
  const headers = async () => ({ Authorization: `Bearer ${await tokens.get(audience, what)}` });

  return {
    source: `an Azure token for ${resource}`,
    headers,
    async renew({ status }, sent) {
      if (status !== 401) return false;
      const refused = sent['Authorization'] ?? '';
      tokens.drop(audience, refused.replace(/^Bearer /, ''));
      return (await headers()).Authorization !== refused;
    },
    isRefusedIn: (body) => /\btenant\b/i.test(body) && /(n[o']t|mis) ?match/i.test(body),
    advice({ status }) {
      const { host } = new URL(remote.url);
      if (status === 400) {
        return {
          fix: `The token is of another tenant than ${host}: sign in to that one with \`az login --tenant TENANT\`, or set AZURE_TENANT_ID where Patchbay is started.`,
        };
      }
      if (status === 403) {
        return {
          fix: `The token is valid, but your account lacks a role on ${host}, such as Cognitive Services OpenAI User or Azure AI User.`,
        };
      }
      const why = `${host} may want a token for something else`;
      return {
        fix: `${why}: set \`remotes.${remote.name}.azureScope\` in settings.json, or sign in with another account or tenant.`,
        fixInWindow: `${why}: set its Azure scope on its page under Remotes, or sign in with another account or tenant.`,
      };
    },
  };
}
