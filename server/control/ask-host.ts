// Short questions of commands to the host of a PATCHBAY_HOME: its status, which threads run, an Azure token.
import { text } from 'node:stream/consumers';
import type { ControlPlace } from '../config/control-place.ts';
import { type Contact, contactHost } from './client.ts';
import {
  type AzureTokenAnswer,
  azureTokenAnswerSchema,
  type HostStatus,
  hostStatusSchema,
} from './messages/hello.ts';

export type StatusAnswer =
  | Exclude<Contact, { kind: 'open' }>
  | { readonly kind: 'running'; readonly status: HostStatus };

/** @throws control-folder-not-safe */
export async function askStatus(place: ControlPlace): Promise<StatusAnswer> {
  const contact = await contactHost(place, { kind: 'status' });
  if (contact.kind !== 'open') return contact;
  return { kind: 'running', status: hostStatusSchema.parse(JSON.parse(await text(contact.socket))) };
}

/**
 * @returns ids of the threads with a turn; undefined when a host runs that does not say
 * @throws control-folder-not-safe
 */
export async function askRunningThreads(place: ControlPlace): Promise<readonly string[] | undefined> {
  const answer = await askStatus(place);
  if (answer.kind === 'nobody') return [];
  return answer.kind === 'running' ? answer.status.runningThreads.map(({ id }) => id) : undefined;
}

/**
 * @returns undefined when no host that can give Azure tokens is running
 * @throws control-folder-not-safe
 */
export async function askAzureToken(
  place: ControlPlace,
  scope: string,
): Promise<AzureTokenAnswer | undefined> {
  const contact = await contactHost(place, { kind: 'azure-token', scope });
  if (contact.kind !== 'open') return undefined;
  const answer = await text(contact.socket);
  // The host ended in the meantime.
  if (answer === '') return undefined;
  return azureTokenAnswerSchema.parse(JSON.parse(answer));
}
