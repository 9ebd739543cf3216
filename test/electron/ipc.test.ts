// The one door between a page and the host: only our page gets in, and only with what fits.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright';
import { describe } from 'vitest';
import { commandSchemas } from '../../server/contract/commands.ts';
import { ask, command, WINDOW_WAIT_MS } from '../support/app.ts';
import { expect, test as testAlone } from '../support/app-fixtures.ts';
import { testOfOneApp } from '../support/one-app.ts';

const test = testOfOneApp();

const garbage = [
  undefined,
  null,
  0,
  'x',
  [],
  { x: 1 },
  { id: {} },
  { threadId: ['a'], start: 'b', limit: -1 },
];
/** Those that take no arguments refuse whatever has any. */
const names = Object.keys(commandSchemas);

describe('a command', () => {
  test('with invalid arguments is refused, for every command, and nothing is thrown', async ({
    app,
    page,
  }) => {
    const failures = await watchFailures(app.app);
    for (const name of names) {
      for (const given of garbage) {
        const answer = await ask(page, name, given);
        expect(answer, `${name} ${JSON.stringify(given)}`).toMatchObject({
          ok: false,
          error: { code: 'refused' },
        });
      }
    }
    for (const name of ['', 'toString', '__proto__', 7, null, {}, 'state\0']) {
      expect(await ask(page, name, {})).toMatchObject({ ok: false });
    }
    expect(await failures()).toEqual([]);
    await command(page, 'state', {});
  });

  test('from a foreign page is refused, although the page has the same preload', async ({ app, page: _ }) => {
    const failures = await watchFailures(app.app);
    const server = http.createServer((_request, response) => response.end('<title>foreign</title>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const opened = app.app.waitForEvent('window', { timeout: WINDOW_WAIT_MS });
    await app.app.evaluate(
      ({ BrowserWindow }, { url: address, preload }) => {
        // The window's own session lets no foreign page load at all.
        const webPreferences = { preload, sandbox: true, partition: 'foreign' };
        void new BrowserWindow({ webPreferences }).loadURL(address);
      },
      { url, preload: path.resolve(import.meta.dirname, '../../out/electron/preload/preload.cjs') },
    );
    const foreign: Page = await opened;
    await foreign.waitForURL(url);
    for (const name of names) {
      expect(await ask(foreign, name, {})).toMatchObject({ ok: false, error: { code: 'refused' } });
    }
    expect(await failures()).toEqual([]);
    server.close();
    await foreign.close();
  });
});

describe('the page', () => {
  testAlone('cannot navigate away, open windows, run foreign code or use the machine', async ({ start }) => {
    const { app, page: open } = await start();
    const page = await open();
    const found = await page.evaluate(async () => {
      const page = globalThis as unknown as {
        open(url: string): unknown;
        require?: unknown;
        process?: unknown;
        document: {
          createElement(name: string): { src: string; textContent: string };
          head: { append(x: unknown): void };
        };
        navigator: { permissions: { query(x: { name: string }): Promise<{ state: string }> } };
        marked?: boolean;
      };
      const element = page.document.createElement('script');
      element.textContent = 'globalThis.marked = true';
      page.document.head.append(element);
      // Later, since what a test evaluates itself is exempt from the policy.
      const evaluated = await new Promise((resolve) =>
        setTimeout(() => {
          try {
            resolve(new Function('return true')());
          } catch {
            resolve(false);
          }
        }),
      );
      return {
        opened: page.open('https://example.com') !== null,
        hasRequire: page.require !== undefined || page.process !== undefined,
        inlineRan: page.marked === true,
        evaluated,
        fetched: await fetch('https://example.com').then(
          () => true,
          () => false,
        ),
        camera: (await page.navigator.permissions.query({ name: 'camera' })).state,
      };
    });
    expect(found).toEqual({
      opened: false,
      hasRequire: false,
      inlineRan: false,
      evaluated: false,
      fetched: false,
      camera: 'denied',
    });
    await page.evaluate(() => {
      (globalThis as unknown as { location: { href: string } }).location.href = 'https://example.com';
    });
    expect(page.url()).toMatch(/^app:\/\/patchbay\//);
    expect(app.windows()).toHaveLength(1);
  });

  test('gets no file from outside its folder', async ({ page }) => {
    const statuses = await page.evaluate(
      async (paths) => {
        const answers = paths.map(async (path) => (await fetch(path)).status);
        return Promise.all(answers);
      },
      ['/index.html', '/..%2f..%2fmain/main.js', '/%2e%2e/%2e%2e/package.json', '/nothing.js', '/assets'],
    );
    expect(statuses).toEqual([200, 404, 404, 404, 404]);
  });
});

/** @returns asks for what was thrown and caught by nobody since */
async function watchFailures(app: {
  evaluate<T>(run: () => T): Promise<T>;
}): Promise<() => Promise<string[]>> {
  await app.evaluate(() => {
    const failures: string[] = [];
    Object.assign(globalThis, { failures });
    process.on('uncaughtExceptionMonitor', (error) => failures.push(String(error)));
    process.on('unhandledRejection', (error) => failures.push(String(error)));
  });
  return () => app.evaluate(() => (globalThis as unknown as { failures: string[] }).failures);
}
