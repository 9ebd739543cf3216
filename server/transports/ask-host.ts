// What the commands ask the host of a PATCHBAY_HOME.
import { text } from 'node:stream/consumers';
import { type Contact, contactHost } from './control-client.ts';
import { type HostStatus, hostStatusSchema } from './control-messages.ts';
import type { ControlPlace } from './control-place.ts';

export type StatusAnswer =
  | Exclude<Contact, { kind: 'open' }>
  | { readonly kind: 'running'; readonly status: HostStatus };

/** @throws control-folder-not-safe */
export async function askStatus(place: ControlPlace): Promise<StatusAnswer> {
  const contact = await contactHost(place, { kind: 'status' });
  if (contact.kind !== 'open') return contact;
  return { kind: 'running', status: hostStatusSchema.parse(JSON.parse(await text(contact.socket))) };
}
