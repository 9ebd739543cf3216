// Remotes that get an Azure token: the real library asks a cloud of the test, and the remote sees what came of it.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type FakeAzure, startFakeAzure } from '../support/fake-azure.ts';
import { claimsOf } from '../support/fake-entra.ts';
import { test as base, expect } from '../support/fixtures.ts';
import { forward } from '../support/forward.ts';
import {
  type Admission,
  createGuardedRemote,
  type SeenRequest,
  serveGuarded,
} from '../support/guarded-remote.ts';
import type { TestHome } from '../support/home.ts';
import { askModern } from '../support/modern-client.ts';
import { serveOffering } from '../support/offering/serve.ts';
import { textOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { openSession } from '../support/raw-http.ts';
import { httpTable } from '../support/remotes.ts';

const SCOPE = 'api://11111111-2222-3333-4444-555555555555/.default';
const AUDIENCE = 'api://11111111-2222-3333-4444-555555555555';

type Env = Record<string, string>;

interface Fixtures {
  azure: FakeAzure;
  /** Starts Patchbay with a remote `guarded` that has an Azure scope, and gives a way to call its `echo`. */
  guarded(options: {
    env: Env;
    admit?: (request: SeenRequest) => Admission;
    settings?: object;
  }): Promise<{ seen: readonly SeenRequest[]; echo(): Promise<string>; stderr(): string }>;
}

const test = base.extend<Fixtures>({
  azure: async ({ home }, use) => {
    const azure = await startFakeAzure(home);
    await use(azure);
    await azure.close();
  },
  guarded: async ({ azure, home, model, http: start }, use) => {
    const closing: (() => Promise<void>)[] = [];
    await use(async ({ env, admit = hasToken, settings = {} }) => {
      const remote = createGuardedRemote(admit);
      const served = await serveGuarded(remote);
      closing.push(served.close);
      Object.assign(home.env, azure.env.common, env);
      writeSettings(home, { remotes: { guarded: { azureScope: SCOPE } }, ...settings });
      home.writeConfig({ baseUrl: model.baseUrl, extra: httpTable('guarded', served.url) });
      const server = await start();
      const session = await openSession(server);
      return {
        seen: remote.seen,
        stderr: server.stderr,
        async echo() {
          const params = { name: 'mcp__guarded__echo', arguments: { text: 'hi' } };
          return textOf((await session.ask('tools/call', params)).result);
        },
      };
    });
    for (const close of closing) await close();
  },
});

const hasToken = ({ token }: SeenRequest): Admission => ({ status: token === undefined ? 401 : 200 });

function writeSettings(home: TestHome, settings: object): void {
  fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
  fs.writeFileSync(
    path.join(home.patchbayHome, 'settings.json'),
    JSON.stringify({ version: 1, ...settings }),
  );
}

const claimsIn = (seen: readonly SeenRequest[]) =>
  seen.flatMap(({ token }) => (token === undefined ? [] : [claimsOf(token)]));

for (const [way, source] of [
  ['appService', 'app-service'],
  ['imds', 'imds'],
  ['clientSecret', 'login'],
  ['az', 'az'],
] as const) {
  test(`a remote gets one token for its audience, from ${source}, however often it is called`, async ({
    azure,
    guarded,
  }) => {
    const { echo, seen } = await guarded({ env: azure.env[way] });
    expect(await Promise.all([echo(), echo(), echo()])).toEqual(['echo: hi', 'echo: hi', 'echo: hi']);
    expect(await echo()).toBe('echo: hi');
    const claims = claimsIn(seen);
    expect(claims.length).toBe(seen.length);
    expect(new Set(claims.map(({ aud, src }) => `${src} ${aud}`))).toEqual(
      new Set([`${source} ${AUDIENCE}`]),
    );
    expect(new Set(seen.map(({ token }) => token)).size).toBe(1);
    expect(azure.hits.filter(({ ok }) => ok).length + azure.azCalls()).toBe(1);
  });
}

interface Trouble {
  readonly what: string;
  env(azure: FakeAzure): Env;
  readonly says: RegExp;
}

const troubles: readonly Trouble[] = [
  {
    what: 'nothing is configured',
    env: () => ({}),
    says: /Couldn't sign in to Azure for the MCP server guarded\. Run `az login`, or set AZURE_TENANT_ID/,
  },
  {
    what: 'az is signed out',
    env: ({ env }) => ({ ...env.az, FAKE_AZ: 'signed-out' }),
    says: /the Azure CLI is installed but signed out\. Run `az login`/,
  },
  {
    what: 'az prints garbage',
    env: ({ env }) => ({ ...env.az, FAKE_AZ: 'garbage' }),
    says: /Couldn't sign in to Azure for the MCP server guarded/,
  },
  {
    what: 'az hangs',
    env: ({ env }) => ({ ...env.az, FAKE_AZ: 'hang' }),
    says: /took over 8 s\..*AZURE_TOKEN_CREDENTIALS=dev/,
  },
  {
    what: 'the metadata address hangs',
    env: ({ env }) => env.silentImds,
    says: /took over 8 s\./,
  },
  {
    what: 'the client secret is wrong',
    env: ({ env }) => ({ ...env.clientSecret, AZURE_CLIENT_SECRET: 'wrong' }),
    says: /the client secret is wrong \(AADSTS7000215\)\. Correct AZURE_CLIENT_SECRET/,
  },
  {
    what: 'the client secret has expired',
    env: ({ env }) => ({ ...env.clientSecret, AZURE_CLIENT_SECRET: 'expired' }),
    says: /the client secret has expired \(AADSTS7000222\)\. Make a new one/,
  },
  {
    what: 'the account is of another tenant',
    env: ({ env }) => ({ ...env.clientSecret, AZURE_CLIENT_SECRET: 'of a guest' }),
    says: /your account does not belong to that tenant \(AADSTS50020\)\. Sign in with one that does/,
  },
  {
    what: 'az prints a token that has expired',
    env: ({ env }) => ({ ...env.az, FAKE_AZ: 'expired' }),
    says: /gave a token for the MCP server guarded that expired at 2024-02-03T\S+\. Run `az login` again/,
  },
  {
    what: "Azure's sign-in shows a certificate that nobody here knows",
    env: ({ env }) => ({ ...env.clientSecret, SSL_CERT_FILE: '' }),
    says: /sign-in could not be reached for the MCP server guarded\..*SSL_CERT_FILE/,
  },
  {
    what: 'a variable names no way to sign in',
    env: () => ({ AZURE_TOKEN_CREDENTIALS: 'everything' }),
    says: /Invalid value for AZURE_TOKEN_CREDENTIALS = everything/,
  },
];

for (const { what, env, says } of troubles) {
  test(`when ${what} the call says so, and nothing is sent`, async ({ azure, guarded }) => {
    const { echo, seen } = await guarded({ env: env(azure) });
    expect(await echo()).toMatch(says);
    expect(seen).toEqual([]);
  });
}

test('a refused token is replaced by a new one, once for all waiting calls', async ({ azure, guarded }) => {
  const revoked = new Set<number>();
  const { echo, seen } = await guarded({
    env: azure.env.clientSecret,
    admit: ({ token }) => ({ status: token && !revoked.has(claimsOf(token).n) ? 200 : 401 }),
  });
  expect(await echo()).toBe('echo: hi');
  for (const { n } of claimsIn(seen)) revoked.add(n);
  const before = azure.hits.length;
  expect(new Set(await Promise.all(Array.from({ length: 20 }, echo)))).toEqual(new Set(['echo: hi']));
  expect(azure.hits.length - before).toBe(1);
});

test('a request of the newest era is forwarded with a token, and retried once with a new one', async ({
  azure,
  home,
  model,
  http: start,
}) => {
  const offering = await serveOffering('modern');
  const revoked = new Set<number>();
  const seen: (number | undefined)[] = [];
  const guard = http.createServer((request, response) => {
    const { authorization } = request.headers;
    const n = authorization ? claimsOf(authorization).n : undefined;
    seen.push(n);
    if (n !== undefined && !revoked.has(n)) return forward(new URL(offering.url), request, response);
    request.resume();
    response.writeHead(401).end();
    return undefined;
  });
  await new Promise<void>((resolve) => guard.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(guard.address() as AddressInfo).port}/mcp`;
  Object.assign(home.env, azure.env.common, azure.env.clientSecret);
  writeSettings(home, { remotes: { guarded: { azureScope: SCOPE } } });
  home.writeConfig({ baseUrl: model.baseUrl, extra: httpTable('guarded', url) });
  const server = await start();
  const list = () => askModern({ ...server, url: `${server.url}/guarded` }, { method: 'tools/list' });
  expect((await list()).json.result.tools.length).toBeGreaterThan(0);
  const [first = 0] = seen;
  revoked.add(first);
  expect((await list()).json.result.tools.length).toBeGreaterThan(0);
  expect(seen.at(-2)).toBe(first);
  expect(seen.at(-1)).toBeGreaterThan(first);
  for (let n = 0; n < 100; n += 1) revoked.add(n);
  const refused = await list();
  expect(refused.status).toBe(200);
  expect(refused.json.error.message).toContain(`an Azure token for ${AUDIENCE}`);
  guard.closeAllConnections();
  await new Promise((resolve) => guard.close(resolve));
  await offering.close();
});

test('a remote that refuses every token is asked twice and named with the audience', async ({
  azure,
  guarded,
}) => {
  const { echo, seen } = await guarded({ env: azure.env.clientSecret, admit: () => ({ status: 401 }) });
  const said = await echo();
  expect(said).toContain(`refused to let Patchbay in (401 from ${seen[0]?.host})`);
  expect(said).toContain(`an Azure token for ${AUDIENCE}`);
  expect(said).toContain('azureScope');
  expect(new Set(seen.map(({ token }) => token)).size).toBe(2);
  expect(azure.hits.length).toBe(2);
});

test('a remote that answers 403 is not asked again, and the missing role is named', async ({
  azure,
  guarded,
}) => {
  const { echo, seen } = await guarded({ env: azure.env.clientSecret, admit: () => ({ status: 403 }) });
  expect(await echo()).toMatch(/\(403 from .*lacks a role on 127\.0\.0\.1.*Azure AI User/);
  expect(new Set(seen.map(({ token }) => token)).size).toBe(1);
});

for (const { what, answer, says } of [
  {
    what: 'wants a token of its own tenant',
    answer: {
      status: 400,
      body: '{"error":{"code":"BadRequest","message":"Tenant provided in token does not match resource tenant"}}',
    },
    says: /refused to let Patchbay in \(400 from .*The token is of another tenant than .*az login --tenant/,
  },
  {
    what: 'gets too many requests',
    answer: { status: 429, headers: { 'Retry-After': '17' }, body: '<h1>slow down' },
    says: /^The MCP server guarded got too many requests \(429 from \S+\)\. Try again in 17 s\.$/,
  },
  {
    what: 'gets too many requests and says no time',
    answer: { status: 429 },
    says: /got too many requests \(429 from \S+\)\. Try again later/,
  },
]) {
  test(`a remote that ${what} is not said to be one that did not start`, async ({ azure, guarded }) => {
    const { echo } = await guarded({ env: azure.env.clientSecret, admit: () => answer });
    expect(await echo()).toMatch(says);
  });
}

test('a token is replaced before it expires', async ({ azure, guarded }) => {
  azure.lifetimeS = 60;
  const { echo, seen } = await guarded({ env: azure.env.clientSecret });
  const first = await echo();
  azure.lifetimeS = 3600;
  await eventually(async () => {
    expect(await echo()).toBe(first);
    return (claimsIn(seen).at(-1)?.exp ?? 0) > Date.now() / 1000 + 600;
  });
});

test('a scope for an unencrypted address is refused before a token is requested', async ({
  azure,
  home,
  model,
  http: start,
}) => {
  Object.assign(home.env, azure.env.common, azure.env.az);
  writeSettings(home, { remotes: { clear: { azureScope: SCOPE } } });
  home.writeConfig({ baseUrl: model.baseUrl, extra: httpTable('clear', 'http://apim.example.com/mcp') });
  const session = await openSession(await start());
  const params = { name: 'mcp__clear__echo', arguments: {} };
  expect(textOf((await session.ask('tools/call', params)).result)).toContain('its address is not https');
  expect(azure.azCalls()).toBe(0);
  expect(azure.proxied).toEqual([]);
});

test('settings.json overrides the variable that chooses the credential', async ({ azure, guarded }) => {
  const { echo, seen } = await guarded({
    env: { ...azure.env.az, ...azure.env.clientSecret, PATH: azure.env.az['PATH'] ?? '' },
    settings: { azure: { credentials: 'AzureCliCredential' } },
  });
  expect(await echo()).toBe('echo: hi');
  expect(claimsIn(seen)[0]?.src).toBe('az');
});

test('no token and no secret is in the log, whatever fails', async ({ azure, guarded, home }) => {
  const { echo, seen, stderr } = await guarded({
    env: azure.env.clientSecret,
    admit: () => ({ status: 401 }),
  });
  const said = await echo();
  const folder = path.join(home.patchbayHome, 'logs');
  const logs = fs.readdirSync(folder).map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
  const everything = [said, stderr(), ...logs].join('\n');
  const secrets = [
    azure.env.clientSecret['AZURE_CLIENT_SECRET'] ?? '',
    ...seen.map(({ token }) => token ?? ''),
  ];
  expect(secrets.length).toBeGreaterThan(2);
  for (const secret of secrets) expect(everything).not.toContain(secret);
});
