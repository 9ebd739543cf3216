// A remote that lies about where to sign in: nothing it names is contacted or opened that must not be, and the person
// reads why.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test as base, expect } from 'vitest';
import { resolvePaths } from '../../server/config/paths.ts';
import { silentLogger } from '../../server/logging/silent.ts';
import { openSignIns } from '../../server/remotes/auth/oauth/open-sign-ins.ts';
import { entriesIn } from '../../server/remotes/entries.ts';
import { remoteIn } from '../../server/remotes/registry.ts';
import { openHomeSecrets } from '../../server/secrets/home-secrets.ts';
import { type Internet, openInternet } from '../support/internet.ts';
import {
  OPTIONAL_CLIENT,
  OPTIONAL_METADATA,
  OPTIONAL_RESOURCE,
  OPTIONAL_TOKENS,
} from '../support/oauth-members.ts';
import { httpTable } from '../support/remotes.ts';

const REMOTE = 'https://tools.example/mcp';
const ISSUER = 'https://login.example';
const RESOURCE_PAGE = 'https://tools.example/.well-known/oauth-protected-resource/mcp';
const ISSUER_PAGE = 'https://login.example/.well-known/oauth-authorization-server';

interface Outcome {
  readonly opened: string[];
  /** Addresses besides the two servers' own. */
  readonly foreign: string[];
  readonly error: { code?: string; summary?: string } | undefined;
}

const test = base.extend<{
  internet: Internet;
  /** Lays changes over honest metadata and tries to sign in. */
  attempt(lies: {
    resource?: object;
    server?: object;
    remote?: string;
    /** Laid over answers to a registration and with tokens. */
    client?: object;
    tokens?: object;
    /** Lines of its table. */
    more?: string;
    callback?: (parameters: URLSearchParams) => void;
  }): Promise<Outcome>;
}>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  internet: async ({}, use) => {
    const internet = await openInternet();
    await use(internet);
    await internet.close();
  },

  attempt: async ({ internet }, use) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sign-in-'));
    const paths = resolvePaths({ codexHome: folder, env: { PATCHBAY_HOME: folder } });
    fs.writeFileSync(paths.settingsFile, JSON.stringify({ version: 1, secrets: { store: 'memory' } }));
    await use(async ({ resource, server, client, tokens, remote = REMOTE, more, callback }) => {
      const { pages, asked } = internet;
      pages.set(remote, { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } });
      if (!pages.has(RESOURCE_PAGE) || resource) {
        pages.set(RESOURCE_PAGE, {
          body: { resource: remote, authorization_servers: [ISSUER], ...resource },
        });
      }
      pages.set(ISSUER_PAGE, {
        body: {
          issuer: ISSUER,
          authorization_endpoint: `${ISSUER}/authorize`,
          token_endpoint: `${ISSUER}/token`,
          registration_endpoint: `${ISSUER}/register`,
          response_types_supported: ['code'],
          code_challenge_methods_supported: ['S256'],
          ...server,
        },
      });
      pages.set(`${ISSUER}/register`, (body) => ({
        status: 201,
        body: { ...JSON.parse(body), client_id: 'us', ...client },
      }));
      pages.set(`${ISSUER}/token`, {
        body: { access_token: 'a-token-of-the-test', token_type: 'Bearer', ...tokens },
      });
      const opened: string[] = [];
      const entries = entriesIn(httpTable('far', remote, more), 'config.toml');
      const secrets = openHomeSecrets(paths, {}, silentLogger);
      const signIns = openSignIns({
        ...paths,
        find: (name) =>
          remoteIn(
            name,
            entries.find((entry) => entry.name === name),
          ),
        secrets,
        env: {},
        fetch: internet.fetch,
        resolve: internet.resolve,
        logger: silentLogger,
        know: () => undefined,
      });
      const error = await signIns
        .signIn('far', {
          async openUrl(url) {
            opened.push(url);
            const asked = new URL(url).searchParams;
            const back = new URL(asked.get('redirect_uri') ?? '');
            back.searchParams.set('state', asked.get('state') ?? '');
            back.searchParams.set('code', 'a-code-of-the-test');
            callback?.(back.searchParams);
            await (await fetch(back)).text();
          },
        })
        .then(
          () => undefined,
          (reason) => reason,
        );
      signIns.close();
      secrets.close();
      const own = [new URL(remote).origin, ISSUER];
      return {
        opened,
        error,
        foreign: asked.filter((line) => !own.includes(new URL(line.split(' ')[1] ?? '').origin)),
      };
    });
    fs.rmSync(folder, { recursive: true });
  },
});

test('an honest server is signed in to', async ({ attempt }) => {
  const { error, opened } = await attempt({});
  expect(error).toBeUndefined();
  expect(opened).toHaveLength(1);
});

test('a person can sign in whichever optional members are null, empty or missing', async ({ attempt }) => {
  // A linear congruential generator: the same combinations every time.
  let seed = 20_261_129;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  const some = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => (random(2) === 0 ? [] : [[name, [null, '', [], undefined][random(4)]]])),
    );
  for (let round = 0; round < 200; round += 1) {
    const made = {
      server: some(OPTIONAL_METADATA),
      resource: some(OPTIONAL_RESOURCE),
      tokens: some(OPTIONAL_TOKENS),
      client: some(OPTIONAL_CLIENT),
    };
    const { error, opened } = await attempt(made);
    expect({ error, opened: opened.length }, JSON.stringify(made)).toEqual({ error: undefined, opened: 1 });
  }
});

const endpoints = [
  ['a file', 'authorization_endpoint', 'file:///etc/passwd'],
  ['a script', 'authorization_endpoint', 'javascript:alert(1)'],
  ['data', 'authorization_endpoint', 'data:text/html,hello'],
  ['an application', 'authorization_endpoint', 'ms-msdt:/id'],
  ['a command', 'authorization_endpoint', 'http://a/$(calc)'],
  ['a command over https', 'authorization_endpoint', 'https://login.example/$(calc)'],
  ['a command in the query', 'authorization_endpoint', 'https://login.example/?a=`calc`'],
  ['quotes', 'authorization_endpoint', 'https://login.example/"&calc&"'],
  ['a user name', 'authorization_endpoint', 'https://login.example@evil.example/'],
  ['no encryption', 'authorization_endpoint', 'http://login.example/authorize'],
  ['this machine', 'authorization_endpoint', 'http://127.0.0.1:8080/authorize'],
  ['this machine by name', 'authorization_endpoint', 'https://localhost/authorize'],
  ['cloud metadata', 'token_endpoint', 'https://169.254.169.254/latest/meta-data'],
  ['cloud metadata in IPv6', 'token_endpoint', 'https://[fd00:ec2::254]/token'],
  ['a private network', 'token_endpoint', 'https://10.0.0.5/token'],
  ['a private network by name', 'token_endpoint', 'https://inside.example/token'],
  ['a mixed name', 'token_endpoint', 'https://mixed.example/token'],
  ['an odd spelling', 'token_endpoint', 'https://0x7f.1/token'],
  ['a number', 'token_endpoint', 'https://2130706433/token'],
  ['a mapped address', 'token_endpoint', 'https://[::ffff:10.0.0.5]/token'],
  ['NAT64', 'token_endpoint', 'https://[64:ff9b::a00:5]/token'],
  ['6to4', 'token_endpoint', 'https://[2002:a00:5::1]/token'],
  ['site-local', 'token_endpoint', 'https://[fec0::1]/token'],
  ['shared address space', 'token_endpoint', 'https://100.64.1.1/token'],
  ['a private registration', 'registration_endpoint', 'https://192.168.1.1/register'],
  ['a private revocation', 'revocation_endpoint', 'https://172.16.0.1/revoke'],
] as const;

test.for(endpoints)('%s: an %s like %s is refused', async ([, endpoint, address], { attempt, internet }) => {
  internet.names.set('inside.example', ['10.1.2.3']);
  internet.names.set('mixed.example', ['93.184.216.34', '127.0.0.1']);
  const { opened, foreign, error } = await attempt({ server: { [endpoint]: address } });
  expect(opened).toEqual([]);
  expect(foreign).toEqual([]);
  expect(error?.summary).toMatch(
    /^(The MCP server far was not signed in to: its|Signing in to the MCP server far failed)/,
  );
});

test('the reason names the field and the address', async ({ attempt }) => {
  const { error } = await attempt({ server: { token_endpoint: 'https://10.0.0.5/token' } });
  expect(error).toMatchObject({
    code: 'sign-in-unsafe',
    summary:
      'The MCP server far was not signed in to: its token_endpoint "https://10.0.0.5/token" is refused because it leads to a private address, and the server itself is public.',
  });
});

test.for([
  ['on this machine', 'http://127.0.0.1:9000'],
  ['in a private network', 'https://10.0.0.5'],
  ['of cloud metadata', 'http://169.254.169.254'],
  ['without encryption', 'http://login.example'],
])('an authorization server %s is not contacted', async ([, address], { attempt }) => {
  const { opened, foreign, error } = await attempt({ resource: { authorization_servers: [address] } });
  expect({ opened, foreign }).toEqual({ opened: [], foreign: [] });
  expect(error).toMatchObject({ code: 'sign-in-unsafe' });
});

test.for([
  ['a private address', 'https://10.0.0.5/metadata'],
  ['cloud metadata', 'http://169.254.169.254/latest'],
  ['another origin', 'https://evil.example/metadata'],
] as const)('a redirect to %s is not followed', async ([, location], { attempt, internet }) => {
  internet.pages.set(RESOURCE_PAGE, { status: 302, headers: { Location: location } });
  const { opened, foreign, error } = await attempt({});
  expect({ opened, foreign }).toEqual({ opened: [], foreign: [] });
  expect(error).toMatchObject({ code: 'sign-in-unsafe' });
});

test('metadata for another resource is refused', async ({ attempt }) => {
  const { opened, error } = await attempt({ resource: { resource: 'https://bank.example/mcp' } });
  expect(opened).toEqual([]);
  expect(error?.summary).toContain('its resource "https://bank.example/mcp" is refused');
});

test('metadata of another issuer is refused', async ({ attempt }) => {
  const { opened, error } = await attempt({ server: { issuer: 'https://evil.example' } });
  expect(opened).toEqual([]);
  expect(error).toMatchObject({ code: 'sign-in-unsafe' });
});

test.for([
  ['a wrong iss', { authorization_response_iss_parameter_supported: true }, 'https://evil.example'],
  ['a missing iss that was promised', { authorization_response_iss_parameter_supported: true }, undefined],
  ['a wrong iss that was not promised', {}, 'https://evil.example'],
] as const)('an answer with %s is not exchanged', async ([, server, iss], { attempt, internet }) => {
  const { error } = await attempt({
    server,
    callback: (parameters) => (iss === undefined ? undefined : parameters.set('iss', iss)),
  });
  expect(error).toMatchObject({ code: 'sign-in-unsafe' });
  expect(error?.summary).not.toContain('evil');
  expect(internet.asked).not.toContain(`POST ${ISSUER}/token`);
});

test('the text of a hostile answer is not shown', async ({ attempt }) => {
  const { error } = await attempt({
    callback(parameters) {
      parameters.delete('code');
      parameters.set('error', 'Call +1 555 to unlock your account');
      parameters.set('error_description', 'Call +1 555');
    },
  });
  expect(error).toMatchObject({ code: 'sign-in-failed' });
  expect(error?.summary).not.toContain('555');
});

test('a remote in a private network may have its authorization server there', async ({
  attempt,
  internet,
}) => {
  const remote = 'https://wiki.corp.example/mcp';
  internet.names.set('wiki.corp.example', ['10.0.0.7']);
  internet.names.set('login.example', ['10.0.0.8']);
  internet.pages.set('https://wiki.corp.example/.well-known/oauth-protected-resource/mcp', {
    body: { resource: remote, authorization_servers: [ISSUER] },
  });
  const { error, opened } = await attempt({ remote });
  expect(error).toBeUndefined();
  expect(opened).toHaveLength(1);
});

test('a public remote may have an authorization server in a private network that config.toml names', async ({
  attempt,
  internet,
}) => {
  internet.names.set('login.example', ['10.0.0.8']);
  expect((await attempt({})).error).toMatchObject({ code: 'sign-in-unsafe' });
  const named = await attempt({ more: `oauth = { authorization_server_issuer = "${ISSUER}" }` });
  expect(named.error).toBeUndefined();
  expect(named.opened).toHaveLength(1);
});

test('an authorization server other than the one config.toml names is refused', async ({ attempt }) => {
  const more = 'oauth = { authorization_server_issuer = "https://other.example" }';
  expect((await attempt({ more })).error).toMatchObject({ code: 'sign-in-unsafe' });
});
