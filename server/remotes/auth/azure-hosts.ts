// Which addresses belong to Azure AI services, and what a token for them is asked for. Only whole labels of a host
// count, and only hosts whose names Microsoft gives out: behind API Management, Functions or Front Door can be anybody.

/** What a token is asked for, and where. */
export interface AzureAudience {
  /** `https://cognitiveservices.azure.com/.default`, for example. */
  readonly scope: string;
  /** Of the cloud; absent: the public one, or what AZURE_AUTHORITY_HOST says. */
  readonly authorityHost?: string;
}

/** Suffix of a host, which needs a name of a resource before it, and the scope. */
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

/** @returns undefined for every address that gets no token unasked */
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
 * @param scope that the person has chosen
 * @param address where the token goes, if that is known
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
