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
  try {
    await use(model);
  } finally {
    await model.close();
  }
}

/** A home whose config.toml names this model; when it has been used, no process of it may be left. */
export async function useHome(model: FakeModel, use: Use<TestHome>): Promise<void> {
  const home = makeHome();
  // Without the login shell that Codex starts for each thread to learn its functions. Whoever writes a config has it.
  home.writeConfig({ baseUrl: model.baseUrl, extra: 'shell_snapshot = false\n' });
  try {
    await use(home);
    await allGone(home.root);
  } finally {
    for (const { pid } of processesOf(home.root)) process.kill(pid, 'SIGKILL');
    home.remove();
  }
}

/** What opens something, again and again; in the end all that was opened is closed. */
export async function useOpener<Args extends unknown[], Opened extends { close(): Promise<void> }>(
  open: (...args: Args) => Promise<Opened>,
  use: Use<(...args: Args) => Promise<Opened>>,
): Promise<void> {
  const opened: Opened[] = [];
  await use(async (...args) => {
    const one = await open(...args);
    opened.push(one);
    return one;
  });
  await Promise.all(opened.map((one) => one.close()));
}

/** Connects clients over HTTP, and closes them in the end, though their server may be gone. */
export function useHttpClients(use: Use<Fixtures['httpClient']>): Promise<void> {
  return useOpener(async (server: Parameters<Fixtures['httpClient']>[0], options?: ClientOptions) => {
    const client = await connectHttp(server, options);
    return { ...client, close: () => client.close().catch(() => undefined) };
  }, use);
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  model: ({}, use) => useModel(use),
  home: ({ model }, use) => useHome(model, use),
  stdio: ({ home }, use) => useOpener((options) => connectStdio(home, options), use),

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
