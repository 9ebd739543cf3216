// Fetches one JSON document of a sign-in, or says why there is none.
import type { Members } from '../../odd/shapes.ts';
import { NotThere } from './not-there.ts';
import { membersIn } from './said.ts';

/**
 * @returns undefined when the server has no such document
 * @param fetch must check the address
 * @throws NotThere, sign-in-unsafe
 */
export async function readDocument(url: URL, fetch: typeof globalThis.fetch): Promise<Members | undefined> {
  const { LATEST_PROTOCOL_VERSION } = await import('@modelcontextprotocol/client');
  const headers = { Accept: 'application/json', 'MCP-Protocol-Version': LATEST_PROTOCOL_VERSION };
  const response = await fetch(url, { headers });
  const text = await response.text();
  if (response.status >= 500) throw new NotThere(url, 'failing', String(response.status));
  if (!response.ok) return undefined;
  const members = membersIn(text);
  if (members === undefined) throw new NotThere(url, 'unusable', '');
  return members;
}
