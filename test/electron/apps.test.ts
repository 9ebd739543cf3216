// MCP Apps in the window's "Try it": a real one with the official SDK of apps in it, and pages that try to get out.
import dgram from 'node:dgram';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Frame, Page } from 'playwright';
import { command, stateOf } from '../support/app.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { press } from '../support/keys.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';
import { appExampleFile, appRemoteFile, stdioTable } from '../support/remotes.ts';

const test = testOfOneApp();

async function tryTool(
  page: Page,
  remote: string,
  tool: string,
  fill: (form: Page) => Promise<void>,
): Promise<Frame> {
  await command(page, 'connect-remote', { name: remote, where: await whereOf(page, remote) });
  await page.getByRole('button', { name: /^Remotes/ }).click();
  await page.getByRole('button', { name: new RegExp(`^${remote}`) }).click();
  const entry = page.getByRole('region', { name: tool, exact: true });
  await entry.getByRole('button', { name: new RegExp(`^${tool}`) }).click();
  await entry.getByRole('button', { name: 'Try it' }).press('Enter');
  await fill(page);
  await entry.getByRole('button', { name: 'Run' }).click();
  return await frameOf(page);
}

const whereOf = async (page: Page, remote: string) =>
  eventually(async () => (await stateOf(page)).remotes.find(({ name }) => name === remote)?.where);

/** @param before those that were there before */
const frameOf = (page: Page, ...before: Frame[]) =>
  eventually(
    () => page.frames().find((frame) => !before.includes(frame) && frame.url().startsWith('mcp-app://')),
    {
      describe: () => `no app: ${page.frames().map((frame) => frame.url())}`,
    },
  );

test('an app is shown with its call, and asks the person before each call and each address', async ({
  home,
  model,
  app,
  page,
}) => {
  home.writeConfig({ baseUrl: model.baseUrl, extra: stdioTable('clock', appExampleFile, ['--stdio']) });
  const frame = await tryTool(page, 'clock', 'get-time', async () => undefined);
  const view = page.frameLocator('iframe[title="App of this tool"]');
  await view
    .getByText(/20\d\d-\d\d-\d\dT/)
    .first()
    .waitFor();
  await page.getByText('App of this tool. It cannot reach the network.').waitFor();
  const calls = async () => (await stateOf(page)).remotes.find(({ name }) => name === 'clock')?.calls;
  await eventually(async () => (await calls()) === 1);
  await auditInBothThemes(page, 'app');

  // What allows it is dead when it appears: the app picks the moment.
  await page.evaluate(`
    new MutationObserver((_, observer) => {
      const button = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Call once');
      if (!button) return;
      observer.disconnect();
      globalThis.wasLive = !button.disabled;
    }).observe(document.body, { childList: true, subtree: true });
  `);
  await view.getByRole('button', { name: 'Get Server Time' }).click();
  const asked = page.getByRole('dialog', { name: 'The app wants to call clock.get-time' });
  await asked.waitFor();
  expect(await page.evaluate('globalThis.wasLive')).toBe(false);
  await auditInBothThemes(page, 'app-asks');
  expect(await calls()).toBe(1);
  await asked.getByRole('button', { name: "Don't allow" }).click();
  await asked.waitFor({ state: 'detached' });
  expect(await calls()).toBe(1);
  await view.getByRole('button', { name: 'Get Server Time' }).click();
  await asked.getByRole('button', { name: 'Call once' }).click();
  await eventually(async () => (await calls()) === 2);

  // An address is shown in full, and opened in the browser by the person alone.
  await app.app.evaluate(({ shell }) => {
    const seen = globalThis as { opened?: string[] };
    seen.opened = [];
    shell.openExternal = async (url: string) => void seen.opened?.push(url);
  });
  const opened = () => app.app.evaluate(() => (globalThis as { opened?: string[] }).opened);
  await view.getByRole('button', { name: 'Open Link' }).click();
  const address = page.getByRole('dialog', { name: 'The app wants to open an address' });
  await address.getByText('https://modelcontextprotocol.io/').waitFor();
  await press(page, 'Escape');
  await address.waitFor({ state: 'detached' });
  expect(await opened()).toEqual([]);
  await view.getByRole('button', { name: 'Open Link' }).click();
  await address.getByRole('button', { name: 'Open', exact: true }).click();
  await eventually(async () => (await opened())?.length === 1);

  // When it is closed, its page is gone.
  await page.getByRole('button', { name: 'Close app' }).click();
  await page.getByText('You closed the app of this tool.').waitFor();
  await page.getByRole('button', { name: 'Run' }).click();
  await frameOf(page, frame);
});

test('an app that tries to get out reaches nothing: no network, no window, no other server, no peace of its host', async ({
  home,
  model,
  app,
  page,
}) => {
  const hits: string[] = [];
  const server = http.createServer((request, response) => {
    hits.push(request.url ?? '');
    response.setHeader('Access-Control-Allow-Origin', '*').end('<p>out</p>');
  });
  // Link hints make connections without a request.
  server.on('connection', () => hits.push('connection'));
  server.listen(0, '127.0.0.1');
  const stun = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  stun.on('message', () => hits.push('stun'));
  await Promise.all([once(server, 'listening'), once(stun, 'listening')]);
  const out = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stunPort = stun.address().port;
  const file = path.join(home.root, 'hostile.html');
  fs.writeFileSync(
    file,
    `<!doctype html><base href="http://${out}/base/">
    <link rel="prefetch" href="http://${out}/prefetch"><link rel="preconnect" href="http://${out}">
    <link rel="dns-prefetch" href="//name.hint.example.net"><link rel="preconnect" href="https://connect.hint.example.net">
    <img src="http://${out}/img"><script src="http://${out}/script"></script><iframe src="http://${out}/frame"></iframe>
    <iframe name="blank"></iframe><object data="http://${out}/object"></object>
    <form action="http://${out}/form" method="post"></form><p>hostile</p>`,
  );
  home.writeConfig({
    baseUrl: model.baseUrl,
    extra: [stdioTable('evil', appRemoteFile, [file]), stdioTable('clock', appExampleFile, ['--stdio'])].join(
      '\n',
    ),
  });
  const netLog = path.join(home.root, 'net.json');
  await app.app.evaluate(({ session }, to) => session.defaultSession.netLog.startLogging(to), netLog);
  try {
    const frame = await tryTool(page, 'evil', 'show', async () => {
      await page.getByLabel('colour').fill('red');
    });
    const home_ = page.url();
    await page.getByText('App of this tool. It may reach https://api.example.com.').waitFor();
    const outcome = await frame.evaluate(
      async ([to, port]) => {
        const found: Record<string, unknown> = {};
        const attempt = async (name: string, work: () => unknown) => {
          try {
            found[name] = (await work()) ?? 'nothing';
          } catch {
            found[name] = 'failed';
          }
        };
        const w = globalThis as unknown as {
          patchbay: unknown;
          require: unknown;
          process: unknown;
          open(url: string): unknown;
          top: { location: { href: string }; document: unknown; patchbay: unknown };
          localStorage: unknown;
          document: {
            forms: { submit(): void }[];
            cookie: string;
            createElement(name: string): { rel: string; href: string };
            head: { append(child: unknown): void };
          };
          frames: Record<string, { fetch: typeof fetch; RTCPeerConnection: unknown }>;
          origin: string;
          WebSocket: new (url: string) => { onerror: unknown; onopen: unknown };
          navigator: { sendBeacon(url: string): boolean; serviceWorker?: unknown };
          RTCPeerConnection: new (
            options: unknown,
          ) => {
            createDataChannel(name: string): unknown;
            createOffer(): Promise<unknown>;
            setLocalDescription(offer: unknown): Promise<void>;
          };
        };
        await attempt('origin', () => w.origin);
        await attempt('door', () => `${typeof w.patchbay} ${typeof w.require} ${typeof w.process}`);
        await attempt('parent', () => typeof w.top.patchbay);
        await attempt('storage', () => typeof w.localStorage);
        await attempt('cookie', () => w.document.cookie);
        await attempt('fetch', async () => (await fetch(`http://${to}/fetch`)).status);
        await attempt('declared', async () => (await fetch('https://api.example.com/')).status);
        await attempt('blank', async () => (await w.frames['blank']?.fetch(`http://${to}/blank`))?.status);
        await attempt('beacon', () => void w.navigator.sendBeacon(`http://${to}/beacon`));
        await attempt('open', () => String(w.open(`http://${to}/open`)));
        await attempt('top', () => {
          w.top.location.href = `http://${to}/top`;
        });
        await attempt('form', () => w.document.forms[0]?.submit());
        await attempt('socket', () => {
          const socket = new w.WebSocket(`ws://${to}/socket`);
          return new Promise((resolve) => {
            socket.onerror = () => resolve('failed');
            socket.onopen = () => resolve('open');
          });
        });
        await attempt('worker', () => {
          // biome-ignore lint/suspicious/noExplicitAny: of a page
          const any = globalThis as any;
          return new Promise((resolve) => {
            const worker = new any.Worker(any.URL.createObjectURL(new any.Blob(['postMessage(1)'])));
            worker.onerror = () => resolve('failed');
            worker.onmessage = () => resolve('runs');
          });
        });
        await attempt('call', async () => {
          const peer = new w.RTCPeerConnection({ iceServers: [{ urls: `stun:127.0.0.1:${port}` }] });
          peer.createDataChannel('out');
          await peer.setLocalDescription(await peer.createOffer());
        });
        return found;
      },
      [out, stunPort] as const,
    );
    expect(outcome).toMatchObject({
      origin: 'null',
      door: 'undefined undefined undefined',
      parent: 'failed',
      storage: 'failed',
      cookie: 'failed',
      fetch: 'failed',
      declared: 'failed',
      blank: 'failed',
      open: 'null',
      socket: 'failed',
      worker: 'failed',
    });
    expect(page.url()).toBe(home_);
    expect(app.app.windows()).toHaveLength(1);
    expect((await frameOf(page)).url()).toBe(frame.url());

    // Other servers' tools, tools for models alone, and the window's commands are not there for it.
    const call = (name: string, how = 'x', from = frame) =>
      from.evaluate(
        ([tool, manner]) => {
          // biome-ignore lint/suspicious/noExplicitAny: of a page
          const w = globalThis as any;
          return new Promise<{ error?: { message: string }; result?: unknown }>((resolve) => {
            // biome-ignore lint/suspicious/noExplicitAny: of a page
            w.addEventListener('message', ({ data }: any) => data.id === tool && resolve(data));
            w.parent.postMessage(
              {
                jsonrpc: '2.0',
                id: tool,
                method: 'tools/call',
                params: { name: tool, arguments: { how: manner } },
              },
              '*',
            );
          });
        },
        [name, how] as const,
      );
    for (const tool of ['get-time', 'mcp__clock__get-time', 'codex', 'private']) {
      const answer = call(tool);
      await page.getByRole('button', { name: 'Call once' }).click();
      expect((await answer).error?.message, tool).toContain(`may not call ${tool}`);
    }
    const poked = call('poke');
    await page.getByRole('button', { name: 'Call once' }).click();
    expect(JSON.stringify((await poked).result)).toContain('poked x');

    // It can be as tall as it says up to a bound, and a flood or an endless loop ends it, not the window.
    await frame.evaluate(() => {
      // biome-ignore lint/suspicious/noExplicitAny: of a page
      const { parent } = globalThis as any;
      const method = 'ui/notifications/size-changed';
      parent.postMessage({ jsonrpc: '2.0', method, params: { width: 1e6, height: 1e6 } }, '*');
    });
    await eventually(async () => (await page.locator('iframe').boundingBox())?.height === 600);
    await keepPicture(page, 'app-hostile');
    await frame.evaluate(() => {
      // biome-ignore lint/suspicious/noExplicitAny: of a page
      const { parent } = globalThis as any;
      for (let id = 0; id < 5000; id += 1) parent.postMessage({ jsonrpc: '2.0', id, method: 'ping' }, '*');
    });
    await page.getByText('The app of this tool was closed: it sent more than Patchbay reads.').waitFor();
    await page.getByRole('button', { name: 'Run' }).click();
    const looping = await frameOf(page, frame);
    void call('poke', 'and wait', looping).catch(() => undefined);
    await page.getByRole('button', { name: 'Call once' }).click();
    const waitingCall = () => fs.existsSync(`${file}.call`) && fs.readFileSync(`${file}.call`, 'utf8');
    await eventually(() => waitingCall() === 'waits');
    void looping
      .evaluate(() => {
        for (;;);
      })
      .catch(() => undefined);
    await page.getByRole('button', { name: 'Close app' }).click();
    await page.getByText('You closed the app of this tool.').waitFor();

    // A page that leaves takes nothing with it, and is not shown any more; nor is one that leaves before it has loaded.
    const hostile = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, `<script>location.href = 'http://${out}/early'</script><p>early</p>`);
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText('The app of this tool was closed: it tried to open another page.').waitFor();
    fs.writeFileSync(file, hostile);
    const gone = page.frames();
    await page.getByRole('button', { name: 'Run' }).click();
    const leaving = await frameOf(page, ...gone);
    await leaving.evaluate(`location.href = 'http://${out}/leave?secret'`).catch(() => undefined);
    await page.getByText('The app of this tool was closed: it tried to open another page.').waitFor();
    await eventually(() => waitingCall() === 'stopped');
    expect(hits).toEqual([]);
    await app.app.evaluate(({ session }) => session.defaultSession.netLog.stopLogging());
    expect(fs.readFileSync(netLog, 'utf8')).not.toContain('hint.example.net');
  } finally {
    server.close();
    stun.close();
  }
});
