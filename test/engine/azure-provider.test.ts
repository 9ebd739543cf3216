// A model provider at Azure that says nothing about signing in: the real engine gets its tokens from us, and the user's
// file stays as it is.
import fs from 'node:fs';
import path from 'node:path';
import { type FakeAzure, startFakeAzure } from '../support/fake-azure.ts';
import { claimsOf } from '../support/fake-entra.ts';
import { type FakeModel, script } from '../support/fake-model.ts';
import { test as base, expect } from '../support/fixtures.ts';
import { forward } from '../support/forward.ts';
import { patchbayFile, runPatchbay, textOf } from '../support/patchbay.ts';

const BASE_URL = 'https://my-resource.openai.azure.com/openai/v1';
const AUDIENCE = 'https://cognitiveservices.azure.com';

interface Door {
  /** Tokens of the requests so far; undefined where there was none. */
  readonly tokens: (string | undefined)[];
  isRefused(token: string): boolean;
}

const test = base.extend<{ door: Door; azure: FakeAzure }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  door: async ({}, use) => use({ tokens: [], isRefused: (token) => claimsOf(token).exp * 1000 < Date.now() }),
  azure: async ({ home, model, door }, use) => {
    const azure = await startFakeAzure(home, {
      names: ['my-resource.openai.azure.com'],
      server: (request, response) => {
        const token = request.headers.authorization?.replace(/^Bearer /, '');
        door.tokens.push(token);
        if (token !== undefined && !door.isRefused(token))
          return forward(modelAt(model, request.url), request, response);
        request.resume();
        response.writeHead(401).end('{"error":{"message":"Who are you?"}}');
      },
    });
    Object.assign(home.env, azure.env.common);
    home.writeConfig({ baseUrl: BASE_URL, retries: { request: 1 } });
    await use(azure);
    await azure.close();
  },
});

/** The fake model, where the provider's address leads. */
const modelAt = ({ baseUrl }: FakeModel, path = '') => new URL(path.replace('/openai', ''), baseUrl);

for (const args of [[], ['--standalone']]) {
  const how = args.length > 0 ? 'stands alone' : 'is the host';
  test(`a turn runs with a token from az alone, when Patchbay ${how}`, async ({
    azure,
    door,
    home,
    http: start,
    httpClient,
  }) => {
    Object.assign(home.env, azure.env.az);
    const file = path.join(home.codexHome, 'config.toml');
    const before = fs.readFileSync(file, 'utf8');
    const client = await httpClient(await start(args));
    const result = await client.codex({ prompt: script({ text: 'hello from Azure' }), cwd: home.folder });
    expect(textOf(result)).toBe('hello from Azure');
    expect(door.tokens.length).toBeGreaterThan(0);
    for (const token of door.tokens)
      expect(claimsOf(token ?? '')).toMatchObject({ aud: AUDIENCE, src: 'az' });
    expect(fs.readFileSync(file, 'utf8')).toBe(before);
    const files = fs.readdirSync(home.root, { recursive: true, withFileTypes: true });
    for (const entry of files.filter((one) => one.isFile())) {
      const text = fs.readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
      for (const token of door.tokens) expect(text.includes(token ?? ''), entry.name).toBe(false);
    }
  });
}

test('a token that expires during a turn is replaced, and the turn continues', async ({
  azure,
  door,
  home,
  http: start,
  httpClient,
}) => {
  Object.assign(home.env, azure.env.clientSecret);
  azure.lifetimeS = 8;
  const client = await httpClient(await start());
  const prompt = script({ exec: { cmd: 'sleep 9', yieldMs: 20_000 } }, { text: 'still here' });
  const result = await client.codex({
    prompt,
    cwd: home.folder,
    sandbox: 'workspace-write',
    'approval-policy': 'on-request',
  });
  expect(textOf(result)).toBe('still here');
  expect(new Set(door.tokens).size).toBeGreaterThan(1);
  expect(door.tokens).not.toContain(undefined);
});

test('a provider without a token says why in the result, and what to do', async ({
  azure,
  home,
  http: start,
  httpClient,
}) => {
  Object.assign(home.env, azure.env.az, { FAKE_AZ: 'signed-out' });
  const client = await httpClient(await start());
  const result = await client.codex({ prompt: script({ text: 'never' }), cwd: home.folder });
  expect(result.isError).toBe(true);
  expect(textOf(result)).toContain('az login');
});

test('a command of the agent gets no token from us, although the engine does', async ({
  azure,
  door,
  home,
  http: start,
  httpClient,
}) => {
  Object.assign(home.env, azure.env.appService);
  const client = await httpClient(await start());
  const run = `'${process.execPath}' '${patchbayFile}' azure-token >> out.txt 2>> error.txt; echo "ended with $?"`;
  // By the host, and with a home of its own by itself.
  const cmd = `${run}; export PATCHBAY_HOME="$PWD/own"; ${run}`;
  const prompt = script({ exec: { cmd, yieldMs: 30_000 } }, { text: '$LAST_OUTPUT' });
  const settings = { cwd: home.folder, sandbox: 'workspace-write', 'approval-policy': 'on-request' };
  const said = textOf(await client.codex({ prompt, ...settings }));
  expect(said).toMatch(/ended with 1\s+ended with 1/);
  const read = (name: string) => fs.readFileSync(path.join(home.folder, name), 'utf8');
  expect(read('out.txt')).toBe('');
  expect(read('error.txt')).toContain('Patchbay cannot write to its folder');
  expect(read('error.txt')).toContain("Couldn't sign in to Azure");
  expect(new Set(door.tokens.map((token) => claimsOf(token ?? '').src))).toEqual(new Set(['app-service']));
  expect((await runPatchbay(home, ['azure-token'])).code).toBe(0);
});
