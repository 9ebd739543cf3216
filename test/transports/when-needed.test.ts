// What is loaded only when a request needs it may fail to load: no file may be opened, or an update has moved it.
import http, { type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
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

const failed = { status: 500, text: expect.stringContaining('Internal error') };

/** @returns sends a request */
async function listen(listener: RequestListener) {
  const server = http.createServer(listener);
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return async () => {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    return { status: response.status, text: await response.text() };
  };
}
