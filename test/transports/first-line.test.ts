import { once } from 'node:events';
import net from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readFirstLine } from '../../server/control/first-line.ts';

/** Both ends of one connection. */
async function connection(): Promise<{ here: net.Socket; there: net.Socket }> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const here = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1');
  const [there] = (await once(server, 'connection')) as [net.Socket];
  if (here.connecting) await once(here, 'connect');
  onTestFinished(() => {
    for (const one of [here, there]) one.destroy();
    server.close();
  });
  return { here, there };
}

test('a first line that came in time is read, however late this process looks', async () => {
  const { here, there } = await connection();
  const line = readFirstLine(here, 20);
  there.write('hello\nrest');
  const began = performance.now();
  while (performance.now() - began < 200);
  expect(await line).toBe('hello');
  const [rest] = await once(here.resume(), 'data');
  expect(String(rest)).toBe('rest');
});

test('a first line that does not come is not waited for', async () => {
  const { here } = await connection();
  expect(await readFirstLine(here, 20)).toBeUndefined();
});
