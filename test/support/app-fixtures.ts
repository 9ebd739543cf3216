// What tests of the desktop app need besides: a desktop, and a way to start the app on it.
import { type AppOptions, startApp, type TestApp } from './app.ts';
import { type Desktop, type Screen, useScreen } from './desktop.ts';
import { test as base } from './fixtures.ts';

interface AppFixtures {
  /** Shared by the tests of a file, not of a worker: a screen that nobody touches for five minutes means a person who is away. */
  screen: Screen;
  /** One that no test before this one has left anything on. */
  desktop: Desktop;
  /** Starts the app; stopped when the test ends. */
  start(options?: AppOptions): Promise<TestApp>;
}

export const test = base.extend<AppFixtures>({
  screen: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
    ({}, use) => useScreen(use),
    { scope: 'file' },
  ],

  desktop: async ({ screen }, use) => {
    const desktop = await screen.openDesktop();
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
