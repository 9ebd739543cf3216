// Which addresses belong to Azure AI services, and the scope of a token for them. Only whole labels of a host are
// compared, and only for hosts whose names Microsoft assigns: anyone can be behind API Management, Functions or Front
// Door.

/** The scope of a token, and where to request it. */
export interface AzureAudience {
  /** `https://cognitiveservices.azure.com/.default`, for example. */
  readonly scope: string;
  /** The authority of the cloud; if absent, the public one or AZURE_AUTHORITY_HOST. */
  readonly authorityHost?: string;
}

/** The suffix of a host, which needs a resource name before it, and the scope. */
const SERVICES = [
  ['openai.azure.com', 'https://cognitiveservices.azure.com/.default'],
  ['cognitiveservices.azure.com', 'https://cognitiveservices.azure.com/.default'],
  ['services.ai.azure.com', 'https://ai.azure.com/.default'],
  ['openai.azure.us', 'https://cognitiveservices.azure.us/.default'],
  ['cognitiveservices.azure.us', 'https://cognitiveservices.azure.us/.default'],
  ['services.ai.azure.us', 'https://ai.azure.us/.default'],
  ['openai.azure.cn', 'https://cognitiveservices.azure.cn/.default'],
  ['cognitiveservices.azure.cn', 'https://cognitiveservices.azure.cn/.default'],
  ['services.ai.azure.cn', 'https://ai.azure.cn/.default'],
] as const;

const AUTHORITIES = [
  [/(^|\.)(azure|azure-api|azurewebsites)\.us$/, 'https://login.microsoftonline.us'],
  [/(^|\.)(azure|azure-api|chinacloudsites)\.cn$/, 'https://login.chinacloudapi.cn'],
] as const;

export const DEFAULT_AZURE_SCOPE = 'https://cognitiveservices.azure.com/.default';

/** @returns undefined for every address that does not get a token automatically */
export function azureAudienceOf(address: string): AzureAudience | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, username, password, hostname } = new URL(address);
  if (protocol !== 'https:' || username || password) return undefined;
  const host = hostname.replace(/\.$/, '');
  if (host.split('.').includes('')) return undefined;
  const service = SERVICES.find(([suffix]) => host.endsWith(`.${suffix}`));
  return service && withAuthority(service[1], [host]);
}

/**
 * @param scope the scope the person has chosen
 * @param address where the token will be sent, if known
 */
export function audienceOfScope(scope: string, address?: string): AzureAudience {
  return withAuthority(scope, [scope, address].flatMap(hostOf));
}

function withAuthority(scope: string, hosts: readonly string[]): AzureAudience {
  const cloud = AUTHORITIES.find(([pattern]) => hosts.some((host) => pattern.test(host)));
  return cloud ? { scope, authorityHost: cloud[1] } : { scope };
}

function hostOf(address: string | undefined): string[] {
  return address !== undefined && URL.canParse(address) ? [new URL(address).hostname.replace(/\.$/, '')] : [];
}
