import type { HostState } from '../server/view/state.ts';
import { words } from './words.ts';

type AzureWay = NonNullable<HostState['settings']['azure']['credentials']>;

const ways = [
  'auto',
  'dev',
  'prod',
  'EnvironmentCredential',
  'WorkloadIdentityCredential',
  'ManagedIdentityCredential',
  'AzureCliCredential',
  'AzurePowerShellCredential',
  'AzureDeveloperCliCredential',
] as const satisfies readonly AzureWay[];

/** The ways to sign in to Azure, for a list to choose from. */
export const azureChoices = ways.map((value) => ({ value, label: words.settings.azureWays[value] }));

export function azureWayOf(value: string | null): AzureWay | undefined {
  return ways.find((way) => way === value);
}
