// What tests of the desktop app need besides: a desktop, and a way to start the app on it.
import { type AppOptions, startApp, type TestApp } from './app.ts';
import { type Desktop, startDesktop } from './desktop.ts';
import { test as base } from './fixtures.ts';

/**
 * For every group of tests of the app: now and then Playwright loses its way to a window of Electron 33 on a loaded machine,
 * and what was asked of the page is never answered, while the window itself goes on.
 */
export const RETRIED = { retry: 2 };

interface AppFixtures {
  desktop: Desktop;
  /** Starts the app; stopped when the test ends. */
  start(options?: AppOptions): Promise<TestApp>;
}

export const test = base.extend<AppFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  desktop: async ({}, use) => {
    const desktop = await startDesktop();
    await use(desktop);
    await desktop.close();
  },

  start: async ({ home, desktop }, use) => {
    const started: TestApp[] = [];
    await use(async (options) => {
      const app = await startApp(home, desktop, options);
      started.push(app);
      return app;
    });
    await Promise.all(started.map((app) => app.stop()));
  },
});

export { expect } from 'vitest';
