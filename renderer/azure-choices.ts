import type { HostState } from '../server/contract/state.ts';
import { words } from './words.ts';

type AzureWay = NonNullable<HostState['settings']['azure']['credentials']>;

const labels: Readonly<Record<AzureWay, string>> = words.settings.azureWays;

/** The ways to sign in to Azure, for a list to choose from. */
export const azureChoices = Object.entries(labels).map(([value, label]) => ({ value, label }));

export function azureWayOf(value: string | null): AzureWay | undefined {
  return value !== null && Object.hasOwn(labels, value) ? (value as AzureWay) : undefined;
}
