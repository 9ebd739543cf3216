// A feed of newer versions on loopback, in the form that electron-builder writes.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface UpdateFeed {
  readonly url: string;
  /** The paths that were asked for. */
  readonly asked: string[];
  /** What it answers, by path; everything else is 404. */
  readonly files: Map<string, string | Buffer>;
  close(): Promise<void>;
}

export async function startFeed(port = 0): Promise<UpdateFeed> {
  const asked: string[] = [];
  const files: UpdateFeed['files'] = new Map();
  const server = http.createServer(({ url = '' }, response) => {
    asked.push(url);
    const file = files.get(new URL(url, 'http://localhost').pathname);
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    files,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The file that names the newest version. */
export function latest(
  version: string,
  file = { url: 'Patchbay.AppImage', sha512: `${'A'.repeat(86)}==`, size: 1 },
) {
  return JSON.stringify({ version, files: [file], path: file.url, sha512: file.sha512 });
}
