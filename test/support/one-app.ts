// One app for all tests of a file: for those that look at different things of it, and need no home that nobody has
// used. What they find of each other: threads, decided cards and clients that have gone. The window is a new one each time.
import type { Page } from 'playwright';
import { test as base } from 'vitest';
import { type AppOptions, startApp, type TestApp } from './app.ts';
import { type Desktop, useScreen } from './desktop.ts';
import type { FakeModel } from './fake-model.ts';
import { useHome, useHttpClients, useModel } from './fixtures.ts';
import type { TestHome } from './home.ts';
import type { ClientOptions, HttpPatchbay, TestClient } from './patchbay.ts';

export interface OneApp extends TestApp {
  /**
   * Ends it and starts it in the same home, with the settings it has stored.
   * @param between what is done while nothing runs
   */
  restart(between?: () => void): Promise<void>;
}

interface OneAppFixtures {
  model: FakeModel;
  home: TestHome;
  desktop: Desktop;
  app: OneApp;
  /** Its window at the inbox, as just loaded, and without the introduction. */
  page: Page;
  /** Connects a client over HTTP; closed when the test ends. */
  httpClient(server: Pick<HttpPatchbay, 'url' | 'token'>, options?: ClientOptions): Promise<TestClient>;
}

/** The tests of a file that share an app. */
export function testOfOneApp(options: AppOptions = {}) {
  return base.extend<OneAppFixtures>({
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
    model: [({}, use) => useModel(use), { scope: 'file' }],
    home: [({ model }, use) => useHome(model, use), { scope: 'file' }],
    desktop: [
      // biome-ignore lint/correctness/noEmptyPattern: as above
      ({}, use) =>
        useScreen(async (screen) => {
          const desktop = await screen.openDesktop();
          await use(desktop);
          await desktop.close();
        }),
      { scope: 'file' },
    ],
    app: [
      async ({ home, desktop }, use) => {
        const app = await startOneApp(home, desktop, options);
        await use(app);
        await app.stop();
      },
      { scope: 'file' },
    ],
    page: async ({ app }, use) => {
      const page = await app.page();
      await page.evaluate(`
        localStorage.setItem('is-introduced', 'true');
        history.replaceState(null, '', '#/inbox');
      `);
      await page.reload();
      await use(await app.page());
    },
    httpClient: ({ app: _ }, use) => useHttpClients(use),
  });
}

async function startOneApp(home: TestHome, desktop: Desktop, options: AppOptions): Promise<OneApp> {
  let current = await startApp(home, desktop, options);
  return {
    get app() {
      return current.app;
    },
    get pid() {
      return current.pid;
    },
    page: () => current.page(),
    server: (name) => current.server(name),
    stop: () => current.stop(),
    async restart(between) {
      await current.stop();
      between?.();
      current = await startApp(home, desktop, { ...options, keepsSettings: true });
    },
  };
}

export { expect } from 'vitest';
