// The HTTP server without the rest of a host, on a free port, for one principal who needs no token.
import type { Principal } from '../../server/config/principals.ts';
import { openFront } from '../../server/transports/http/front.ts';
import { type HttpOptions, type HttpServer, serveHttp } from '../../server/transports/http/server.ts';

export type DoorOptions = Omit<HttpOptions, 'isKnown' | 'endForgotten'>;

export async function openHttpDoor(principal: Principal, options: DoorOptions): Promise<HttpServer> {
  const front = await openFront({
    host: '127.0.0.1',
    port: 0,
    allowHosts: [],
    allowOrigins: [],
    identify: () => ({ kind: 'valid', principal }),
    logger: options.logger,
  });
  return await serveHttp(front, { ...options, isKnown: () => true, endForgotten: () => undefined });
}
