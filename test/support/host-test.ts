// One host with its engine and its model for all tests of a file that ask nothing of a host of their own. Each test
// has its folder, its clients, and only its own requests of the model. Tests that restart Patchbay or end
// the engine take `fixtures.ts`.
import fs from 'node:fs';
import path from 'node:path';
import { test as base } from 'vitest';
import type { configToml, FakeModel } from './fake-model.ts';
import { useHome, useModel, useOpener } from './fixtures.ts';
import type { TestHome } from './home.ts';
import {
  type ClientOptions,
  connectHttp,
  connectStdio,
  type HttpPatchbay,
  startHttp,
  type TestClient,
} from './patchbay.ts';
import { connectRawStdio, type RawClient, type RawClientOptions } from './raw-stdio-client.ts';

/** The host's home, with `root` and `folder` of one test inside it. What it writes into config.toml goes with the test. */
export type HomeOfTest = Omit<TestHome, 'remove'>;

export interface SharedHost extends HttpPatchbay {
  readonly home: TestHome;
  readonly model: FakeModel;
}

interface HostOptions extends Omit<Parameters<typeof configToml>[0], 'baseUrl'> {
  /** Words for `patchbay mcp-server`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

interface FileFixtures {
  host: SharedHost;
}

interface TestFixtures {
  /** What the model was asked since the test began. */
  model: FakeModel;
  home: HomeOfTest;
  /** Connects a client over HTTP, by default with the host's first token; closed when the test ends. */
  connect(options?: ClientOptions & { token?: string }): Promise<TestClient>;
  /** Connects a client on stdio, through a relay unless its words or its environment want something else; closed when the test ends. */
  stdio(options?: Parameters<typeof connectStdio>[1]): ReturnType<typeof connectStdio>;
  /** Connects a raw client on stdio, through a relay; closed when the test ends. */
  raw(answer: RawClientOptions['answer']): Promise<RawClient>;
}

/** Makes a `test` whose host starts with the first test that needs it and ends with the file, without a process left. */
export function hostTest({ args = [], env = {}, ...config }: HostOptions = {}) {
  return base.extend<{ $file: FileFixtures; $test: TestFixtures }>({
    host: [
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
      ({}, use) =>
        useModel((model) =>
          useHome(model, async (home) => {
            writeConfig(home, { baseUrl: model.baseUrl, ...config });
            const server = await startHttp({ ...home, env: { ...home.env, ...env } }, args);
            await use({ ...server, home, model });
            await server.stop();
          }),
        ),
      { scope: 'file' },
    ],

    model: async ({ host }, use) => {
      const { requests } = host.model;
      const first = requests.length;
      await use({
        ...host.model,
        get requests() {
          return requests.slice(first);
        },
      });
    },

    home: async ({ host }, use) => {
      const root = fs.mkdtempSync(path.join(host.home.root, 'test-'));
      const makeFolder = (name: string) => {
        const folder = path.join(root, name);
        fs.mkdirSync(folder, { recursive: true });
        return folder;
      };
      const configFile = path.join(host.home.codexHome, 'config.toml');
      const config = fs.readFileSync(configFile, 'utf8');
      await use({
        ...host.home,
        root,
        folder: makeFolder('work'),
        makeFolder,
        writeConfig: (options) => writeConfig(host.home, options),
      });
      if (fs.readFileSync(configFile, 'utf8') !== config) fs.writeFileSync(configFile, config);
    },

    connect: ({ host }, use) =>
      useOpener(
        ({ token = host.token, ...options } = {}) => connectHttp({ url: host.url, token }, options),
        use,
      ),
    stdio: ({ home }, use) => useOpener((options) => connectStdio(home, options), use),
    raw: ({ home }, use) => useOpener((answer) => connectRawStdio(home, { ...(answer && { answer }) }), use),
  });
}

/** Without the login shell that Codex starts for each thread to learn its functions: tests that write a config of their own have it. */
function writeConfig(home: TestHome, options: Parameters<typeof configToml>[0]): void {
  const { extra = '' } = options;
  home.writeConfig({ ...options, extra: `shell_snapshot = false\n${extra}` });
}

export { expect } from 'vitest';
