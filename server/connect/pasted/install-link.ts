// Links of "Add to …" buttons: they have the entry in them, as JSON or in base64.
import { isObject } from '../settings-format.ts';
import { NotUnderstood } from './not-understood.ts';
import { type PastedServer, pastedServer } from './pasted-server.ts';

/** `cursor://anysphere.cursor-deeplink/mcp/install?…`, `vscode:mcp/install?…`, `lmstudio://add_mcp?…`. */
const OF_CLIENT = /^(?:cursor|vscode|vscode-insiders|lmstudio):\S+$/i;
/** The same behind a page that leads to it. */
const OF_PAGE = /^https:\/\/[^\s?]*(?:\/mcp\/install|\/install-mcp)\?\S+$/i;

export function isInstallLink(text: string): boolean {
  return OF_CLIENT.test(text) || OF_PAGE.test(text);
}

/** @throws NotUnderstood */
export function entryOfLink(link: string): PastedServer {
  const query = link.slice(link.indexOf('?') + 1);
  // The only link without names: its whole query is the entry.
  const whole = link.includes('?') ? parsed(decoded(query)) : undefined;
  const { searchParams } = new URL(link.includes('?') ? `x:?${query}` : 'x:');
  const config = searchParams.get('config') ?? '';
  const entry = whole ?? parsed(config) ?? parsed(Buffer.from(config, 'base64').toString('utf8'));
  if (!entry) throw new NotUnderstood('the link has no server in it');
  const name = searchParams.get('name') ?? entry['name'];
  return pastedServer(typeof name === 'string' ? name : 'server', entry);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
