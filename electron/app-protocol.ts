// Serves the window's files as app://patchbay/…, and nothing else: no other host, no path outside their folder.
import fs from 'node:fs/promises';
import path from 'node:path';
import { protocol, type Session } from 'electron';
import { isInside } from '../server/base/paths-inside.ts';

const SCHEME = 'app';
const HOST = 'patchbay';
/** Of the pages of MCP Apps, which are not ours. */
export const APP_PAGES_SCHEME = 'mcp-app';

/** The only origin whose page may send commands. */
export const APP_ORIGIN = `${SCHEME}://${HOST}`;

/** Mantine writes its theme into a style element; scripts are loaded only from our files. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  `frame-src ${APP_PAGES_SCHEME}:`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Both schemes. Call before the app is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges },
    { scheme: APP_PAGES_SCHEME, privileges: { standard: true, secure: true } },
  ]);
}

/** @param folder where the window's files are */
export function serveAppFiles(session: Session, folder: string): void {
  session.protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    const file = path.join(folder, decodeURIComponent(pathname));
    const type = types[path.extname(file)];
    const isOurs = host === HOST && isInside(file, folder) && type !== undefined;
    if (request.method !== 'GET' || !isOurs) return new Response(null, { status: 404 });
    try {
      const headers = {
        'Content-Type': type,
        'Content-Security-Policy': POLICY,
        'X-Content-Type-Options': 'nosniff',
        'Cross-Origin-Opener-Policy': 'same-origin',
      };
      return new Response(await fs.readFile(file), { headers });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}
