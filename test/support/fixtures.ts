// What most tests need: a fake model, a throw-away home whose config.toml points at it, and a way to close what a
// test opened. When a test ends, no process of its home may be left.
import { test as base } from 'vitest';
import { type FakeModel, startFakeModel } from './fake-model.ts';
import { makeHome, type TestHome } from './home.ts';
import {
  type ClientOptions,
  connectHttp,
  connectStdio,
  type HttpPatchbay,
  startHttp,
  type TestClient,
} from './patchbay.ts';
import { allGone, processesOf } from './processes.ts';

interface Fixtures {
  model: FakeModel;
  home: TestHome;
  /** Connects a client on stdio; closed when the test ends. */
  stdio(options?: Parameters<typeof connectStdio>[1]): ReturnType<typeof connectStdio>;
  /** Starts an HTTP server; stopped when the test ends. */
  http(args?: readonly string[]): Promise<HttpPatchbay>;
  /** Connects a client over HTTP; closed when the test ends. */
  httpClient(server: Pick<HttpPatchbay, 'url' | 'token'>, options?: ClientOptions): Promise<TestClient>;
}

type Use<T> = (value: T) => Promise<void>;

/** A fake model; ends after whoever used it. */
export async function useModel(use: Use<FakeModel>): Promise<void> {
  const model = await startFakeModel();
  await use(model);
  await model.close();
}

/** A home whose config.toml names this model; when it has been used, no process of it may be left. */
export async function useHome(model: FakeModel, use: Use<TestHome>): Promise<void> {
  const home = makeHome();
  // Without the login shell that Codex starts for each thread to learn its functions. Whoever writes a config has it.
  home.writeConfig({ baseUrl: model.baseUrl, extra: 'shell_snapshot = false\n' });
  await use(home);
  try {
    await allGone(home.root);
  } finally {
    for (const { pid } of processesOf(home.root)) process.kill(pid, 'SIGKILL');
    home.remove();
  }
}

/** Connects clients over HTTP, and closes them in the end. */
export async function useHttpClients(use: Use<Fixtures['httpClient']>): Promise<void> {
  const opened: TestClient[] = [];
  await use(async (server, options) => {
    const client = await connectHttp(server, options);
    opened.push(client);
    return client;
  });
  await Promise.all(opened.map((client) => client.close().catch(() => undefined)));
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  model: ({}, use) => useModel(use),
  home: ({ model }, use) => useHome(model, use),

  stdio: async ({ home }, use) => {
    const opened: TestClient[] = [];
    await use(async (options) => {
      const client = await connectStdio(home, options);
      opened.push(client);
      return client;
    });
    await Promise.all(opened.map((client) => client.close()));
  },

  http: async ({ home }, use) => {
    const started: HttpPatchbay[] = [];
    await use(async (args) => {
      const server = await startHttp(home, args);
      started.push(server);
      return server;
    });
    await Promise.all(started.map(({ child, stop }) => child.exitCode ?? child.signalCode ?? stop()));
  },

  // Named after `http`, which it needs, so that clients close before servers stop.
  httpClient: ({ http: _ }, use) => useHttpClients(use),
});

export { expect } from 'vitest';
