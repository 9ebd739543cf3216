// What is loaded only when a request needs it may fail to load: no file may be opened, or an update has moved it.
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { deferred } from '../../server/base/deferred.ts';
import { silentLogger } from '../../server/logging/silent.ts';
import { whenNeeded } from '../../server/transports/http/plain-posts.ts';

test('requests are answered although nothing could be loaded for them, and the next one loads again', async () => {
  let loads = 0;
  const serve: RequestListener = (_, response) => void response.end('served');
  const ask = await listen(
    whenNeeded(async () => {
      loads += 1;
      if (loads === 1) throw Object.assign(new Error('too many open files'), { code: 'EMFILE' });
      return serve;
    }, silentLogger),
  );

  expect(await ask()).toEqual(failed);
  expect(await ask()).toEqual({ status: 200, text: 'served' });
  await ask();
  expect(loads).toBe(2);
});

test('a request is answered although what was loaded throws', async () => {
  const ask = await listen(
    whenNeeded(
      async () => () => {
        throw new Error('broken');
      },
      silentLogger,
    ),
  );
  expect(await ask()).toEqual(failed);
});

test('a client that is gone before anything is loaded is not served', async () => {
  const served: string[] = [];
  const loaded = deferred<void>();
  const gone = deferred<void>();
  const { port, ask } = await listenAt(
    whenNeeded(async () => {
      await loaded.promise;
      return ({ url }, response) => {
        served.push(url ?? '');
        response.end('served');
      };
    }, silentLogger),
    gone.resolve,
  );
  const leaving = http.get({ port, host: '127.0.0.1', path: '/left' });
  leaving.on('error', () => undefined);
  leaving.on('socket', (socket) => socket.on('connect', () => setImmediate(() => leaving.destroy())));
  await gone.promise;
  loaded.resolve();
  expect(await ask()).toEqual({ status: 200, text: 'served' });
  expect(served).toEqual(['/']);
});

const failed = { status: 500, text: expect.stringContaining('Internal error') };

/** @returns sends a request */
async function listen(listener: RequestListener) {
  return (await listenAt(listener, () => undefined)).ask;
}

/** @param onLeft called when the client of a request has left without an answer */
async function listenAt(listener: RequestListener, onLeft: () => void) {
  const server = http.createServer((request, response) => {
    response.on('close', () => !response.writableEnded && onLeft());
    listener(request, response);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    return { status: response.status, text: await response.text() };
  };
  return { port, ask };
}
