// Authorization servers as they are: each of these is signed in to with the built command, and a call through the remote's
// own address works afterwards; or the command says in plain words what is wrong and what helps.
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OAuthLab, startOAuthLab } from '../support/authorization-server.ts';
import { makeHome, type TestHome } from '../support/home.ts';
import {
  OPTIONAL_CLIENT,
  OPTIONAL_METADATA,
  OPTIONAL_RESOURCE,
  OPTIONAL_TOKENS,
} from '../support/oauth-members.ts';
import { connectHttp, type HttpPatchbay, startHttp, textOf } from '../support/patchbay.ts';
import { allGone } from '../support/processes.ts';
import { httpTable } from '../support/remotes.ts';
import { type SignInEnd, signIn, writeSettings } from '../support/sign-in.ts';

const nothings = [null, '', []] as const;
const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]));
const all = (names: readonly string[], value: unknown) =>
  Object.fromEntries(names.map((name) => [name, value]));

const overlay = (more: object) => (value: object) => ({ text: JSON.stringify({ ...value, ...more }) });

interface Server {
  readonly what: string;
  arrange(lab: OAuthLab): void;
  /** Lines of its table in config.toml. */
  readonly more?: string;
}

interface OddServer extends Server {
  /** Besides that it works. */
  check?(lab: OAuthLab, end: SignInEnd): void;
}

interface FailingServer extends Server {
  readonly says: RegExp;
  /** What helps. */
  readonly advises: RegExp;
}

const servers: readonly OddServer[] = [
  ...nothings.map((value) => ({
    what: `${JSON.stringify(value)} in every optional member of everything`,
    arrange(lab: OAuthLab) {
      Object.assign(lab.metadata, all(OPTIONAL_METADATA, value));
      Object.assign(lab.resourceMetadata, all(OPTIONAL_RESOURCE, value));
      Object.assign(lab.tokenAnswer, all(OPTIONAL_TOKENS, value));
      lab.odd['/register'] = overlay(all(OPTIONAL_CLIENT, value));
    },
  })),
  {
    what: 'an answer with an access token alone',
    arrange: (lab) => void Object.assign(lab.tokenAnswer, without(...OPTIONAL_TOKENS)),
  },
  {
    what: 'scopes as a list',
    arrange: (lab) => void Object.assign(lab.tokenAnswer, { scope: ['read', 'write'] }),
  },
  {
    what: 'a lifetime that is no number',
    arrange: (lab) => void Object.assign(lab.tokenAnswer, { expires_in: 'never' }),
  },
  { what: 'a lifetime of 0', arrange: (lab) => void Object.assign(lab.tokenAnswer, { expires_in: 0 }) },
  {
    what: 'a lifetime longer than any date',
    arrange: (lab) => void Object.assign(lab.tokenAnswer, { expires_in: 1e15 }),
  },
  {
    what: 'tokens as a form, as GitHub gives them',
    arrange(lab) {
      lab.odd['/token'] = ({ access_token }) => ({
        type: 'application/x-www-form-urlencoded; charset=utf-8',
        text: `access_token=${access_token}&scope=repo%2Cuser&token_type=bearer`,
      });
    },
  },
  {
    what: 'an issuer with a slash where the resource named it without',
    arrange(lab) {
      Object.assign(lab.metadata, { issuer: `${lab.issuer}/` });
      lab.callback['iss'] = `${lab.issuer}/`;
    },
  },
  {
    what: 'an issuer without a slash where the resource named it with one',
    arrange: (lab) => void Object.assign(lab.resourceMetadata, { authorization_servers: [`${lab.issuer}/`] }),
  },
  {
    what: 'a resource with a slash at its end',
    arrange: (lab) => void Object.assign(lab.resourceMetadata, { resource: `${lab.url}/` }),
    check: (lab) => expect(lab.seen[0]?.get('resource')).toBe(`${lab.url}/`),
  },
  ...['http://127.0.0.1:9', 'http://127.0.0.1:1', 'not an address', null].map((first) => ({
    what: `a list of servers that begins with ${first}`,
    arrange: (lab: OAuthLab) =>
      void Object.assign(lab.resourceMetadata, { authorization_servers: [first, lab.issuer] }),
  })),
  {
    what: 'a list of servers that begins with one that says nothing about itself',
    arrange: (lab) =>
      void Object.assign(lab.resourceMetadata, {
        authorization_servers: [`${new URL(lab.issuer).origin}/nobody`, lab.issuer],
      }),
  },
  {
    what: 'registration for localhost alone',
    arrange(lab) {
      lab.refusedRedirects = /127\.0\.0\.1/;
    },
    check(_lab, { url }) {
      const redirect = new URL(url ?? '').searchParams.get('redirect_uri');
      expect(redirect).toMatch(/^http:\/\/localhost:\d+\/callback$/);
    },
  },
  ...Object.entries({
    'Basic before Bearer in one challenge': (url: string) =>
      `Basic realm="a, \\"Bearer\\" resource_metadata=\\"x\\"", charset="UTF-8", Bearer realm="b", resource_metadata="${url}"`,
    'several challenges in several headers': (url: string) => [
      'Negotiate',
      'NTLM TlRM==',
      `bearer resource_metadata=${url}, scope="read"`,
    ],
    'a Bearer challenge without parameters before the one that has them': (url: string) =>
      `Bearer, DPoP algs="ES256", resource_metadata="${url}"`,
    'a relative address of its metadata': (url: string) =>
      `Bearer resource_metadata="${new URL(url).pathname}"`,
  }).map(([what, challenge]) => ({
    what,
    arrange(lab: OAuthLab) {
      // Only who reads the challenge finds its metadata.
      const about = JSON.stringify({ resource: lab.url, authorization_servers: [lab.issuer] });
      lab.odd['/.well-known/oauth-protected-resource/mcp'] = () => ({ status: 404 });
      lab.odd['/about'] = () => ({ status: 200, text: about });
      lab.challenge = (url) => challenge(new URL('/about', url).href);
    },
    check(lab: OAuthLab) {
      expect(lab.seen[0]?.get('resource')).toBe(lab.url);
      expect(lab.seen[0]?.get('scope')).toBe(what.startsWith('several') ? 'read' : null);
    },
  })),
  {
    what: 'a page instead of the first kind of metadata',
    arrange(lab) {
      lab.odd['/.well-known/oauth-authorization-server/as'] = (value) => {
        lab.odd['/as/.well-known/openid-configuration'] = () => ({
          status: 200,
          text: JSON.stringify(value),
        });
        return { type: 'text/html', text: '<!doctype html><p>Our app' };
      };
    },
  },
  {
    what: 'a resource that config.toml names, byte for byte',
    arrange: () => undefined,
    more: 'oauth_resource = "https://Tools.example.com"',
    check(lab) {
      expect(lab.seen.map((asked) => asked.get('resource'))).toEqual([
        'https://Tools.example.com',
        'https://Tools.example.com',
      ]);
    },
  },
  {
    what: 'no resource, as config.toml wants',
    arrange: (lab) => void Object.assign(lab.resourceMetadata, { resource: 'api://another' }),
    more: 'oauth_resource = ""',
    check: (lab) => expect(lab.seen.map((asked) => asked.has('resource'))).toEqual([false, false]),
  },
];

const FAILED = 'Signing in to the MCP server \\S+ failed: ';
const failed = (why: string) => new RegExp(`^Error: ${FAILED}${why}`);
const page = '<!doctype html><script>alert(1)</script><h1>Internal words</h1>';
const html = { type: 'text/html', text: page };
const metadataPath = '/.well-known/oauth-authorization-server/as';
const refusedToken = (error: object) => (lab: OAuthLab) => {
  lab.odd['/token'] = () => ({ status: 400, text: JSON.stringify(error) });
};

const failing: readonly FailingServer[] = [
  {
    what: 'the only authorization server is at a port that nobody may ask',
    arrange: (lab) =>
      void Object.assign(lab.resourceMetadata, { authorization_servers: ['http://127.0.0.1:9'] }),
    says: failed(
      '127\\.0\\.0\\.1:9 could not be reached \\(requests to that port are blocked, because another protocol uses it\\)\\.',
    ),
    advises: /Look whether it is up/,
  },
  {
    what: 'every authorization server is away',
    arrange: (lab) =>
      void Object.assign(lab.resourceMetadata, {
        authorization_servers: ['http://127.0.0.1:2', 'http://127.0.0.1:3'],
      }),
    says: failed('127\\.0\\.0\\.1:2 could not be reached \\(nothing listens there\\)\\.'),
    advises: /Look whether it is up/,
  },
  {
    what: 'metadata without a token endpoint',
    arrange: (lab) => void Object.assign(lab.metadata, { token_endpoint: null }),
    says: failed('what http://\\S+ says lacks `token_endpoint`\\.'),
    advises: /Ask whoever runs it/,
  },
  {
    what: 'a page instead of any metadata',
    arrange(lab) {
      for (const at of [metadataPath, '/.well-known/openid-configuration/as']) {
        lab.odd[at] = () => ({ status: 200, ...html });
      }
    },
    says: failed('what http://\\S+ answers is not what an authorization server says about itself\\.'),
    advises: /Ask whoever runs it/,
  },
  {
    what: 'metadata that cannot be had today',
    arrange(lab) {
      lab.odd[metadataPath] = () => ({ status: 503, ...html });
    },
    says: failed('127\\.0\\.0\\.1:\\d+ answered 503\\.'),
    advises: /try again later/,
  },
  {
    what: 'an issuer that is another',
    arrange: (lab) => void Object.assign(lab.metadata, { issuer: `${lab.issuer}/other` }),
    says: /^Error: The MCP server \S+ was not signed in to: its issuer "\S+" is refused because it is not/,
    advises: /Nothing was opened or sent there/,
  },
  {
    what: 'an issuer that differs by two slashes',
    arrange: (lab) => void Object.assign(lab.metadata, { issuer: `${lab.issuer}//` }),
    says: /^Error: The MCP server \S+ was not signed in to: its issuer/,
    advises: /Nothing was opened or sent there/,
  },
  {
    what: 'an answer in the name of another issuer',
    arrange(lab) {
      lab.callback['iss'] = 'https://evil.example';
    },
    says: /^Error: The MCP server \S+ was not signed in to: the `iss` that the browser brought back is not http/,
    advises: /no token was asked for/,
  },
  {
    what: 'an answer that leaves out the slash of its own issuer',
    arrange: (lab) => void Object.assign(lab.metadata, { issuer: `${lab.issuer}/` }),
    says: /^Error: The MCP server \S+ was not signed in to: the `iss` that the browser brought back is not http/,
    advises: /no token was asked for/,
  },
  {
    what: 'a resource that is another',
    arrange: (lab) => void Object.assign(lab.resourceMetadata, { resource: 'https://api.example/mcp' }),
    says: /its resource "https:\/\/api\.example\/mcp" is refused because it is not http:\/\/127/,
    advises: /set `oauth_resource` in \[mcp_servers\.\S+\]/,
  },
  {
    what: 'no registration',
    arrange: (lab) => void Object.assign(lab.metadata, { registration_endpoint: null }),
    says: failed('its authorization server registers no clients by itself\\.'),
    advises: /set `oauth = \{ client_id = "…" \}` in \[mcp_servers\./,
  },
  {
    what: 'registration that is not there',
    arrange(lab) {
      lab.odd['/register'] = () => ({ status: 404, ...html });
    },
    says: failed('its authorization server registers no clients by itself \\(it answered 404\\)\\.'),
    advises: /redirect address/,
  },
  {
    what: 'registration that refuses every address',
    arrange(lab) {
      lab.refusedRedirects = /./;
    },
    says: failed(
      'its authorization server refused to register Patchbay \\(it answered 400, invalid_redirect_uri\\)',
    ),
    advises: /`oauth\.callback_url` .* "http:\/\/localhost\/callback"/,
  },
  {
    what: 'registration that answers without a client',
    arrange(lab) {
      lab.odd['/register'] = () => ({ status: 201, text: '[]' });
    },
    says: failed('its authorization server'),
    advises: /client_id/,
  },
  {
    what: 'too many registrations',
    arrange(lab) {
      lab.odd['/register'] = () => ({ status: 429, ...html });
    },
    says: failed('its authorization server could not register Patchbay \\(it answered 429\\)\\.'),
    advises: /try again later/,
  },
  {
    what: 'a page instead of a token',
    arrange(lab) {
      lab.odd['/token'] = () => ({ status: 200, ...html });
    },
    says: failed('its authorization server gave no token \\(200\\)\\.'),
    advises: /Ask whoever runs it/,
  },
  {
    what: 'a redirect instead of a token',
    arrange(lab) {
      lab.odd['/token'] = () => ({ status: 307, location: '/login' });
    },
    says: failed('its authorization server gave no token \\(307\\)\\.'),
    advises: /Ask whoever runs it/,
  },
  ...['mac', 'DPoP'].map((type) => ({
    what: `a token of the type ${type}`,
    arrange: (lab: OAuthLab) => void Object.assign(lab.tokenAnswer, { token_type: type }),
    says: failed('its authorization server gave a token that is no bearer token .*'),
    advises: /Ask whoever runs it/,
  })),
  {
    what: 'an answer without a code',
    arrange: (lab) => void Object.assign(lab.callback, { code: undefined }),
    says: failed('the browser came back without exactly one `code` or `error`\\.'),
    advises: /Start again/,
  },
  {
    what: 'an answer with an error besides its code',
    arrange: (lab) => void Object.assign(lab.callback, { error: 'access_denied' }),
    says: failed('the browser came back without exactly one `code` or `error`\\.'),
    advises: /Start again/,
  },
  {
    what: 'a gateway in between that fails',
    arrange(lab) {
      lab.odd['/token'] = () => ({ status: 504, ...html });
    },
    says: failed('its authorization server is not able to just now \\(504\\)\\.'),
    advises: /try again later/,
  },
  {
    what: 'a code that is refused',
    arrange: refusedToken({ error: 'invalid_grant', error_description: page }),
    says: failed(
      'its authorization server did not take what the browser brought back \\(invalid_grant\\)\\.',
    ),
    advises: /finish in the browser/,
  },
  {
    what: 'scopes that are refused',
    arrange(lab) {
      Object.assign(lab.callback, { code: undefined, error: 'invalid_scope' });
    },
    says: failed(
      'its authorization server does not give the scopes that were asked for \\(invalid_scope\\)\\.',
    ),
    advises: /--scopes/,
  },
  {
    what: 'a client that is refused, and was registered by hand',
    arrange: refusedToken({ error: 'invalid_client' }),
    more: 'oauth = { client_id = "by-hand" }',
    says: failed('its authorization server does not take the client by-hand \\(invalid_client\\)\\.'),
    advises: /Correct `oauth\.client_id`/,
  },
  {
    what: 'a resource that Entra does not know',
    arrange: refusedToken({
      error: 'invalid_request',
      error_description: 'AADSTS9010010: The resource parameter does not match. Trace ID: 1',
    }),
    says: failed(
      'its authorization server gives no token for the resource "http\\S+" \\(AADSTS9010010\\)\\.',
    ),
    advises: /Set `oauth_resource` in \[mcp_servers\.\S+\] of config\.toml .* or to "" to leave/,
  },
  {
    what: 'a resource that Entra does not know, said in the browser',
    arrange: (lab) =>
      void Object.assign(lab.callback, {
        code: undefined,
        error: 'invalid_target',
        error_description: 'AADSTS9010010: no',
      }),
    says: failed('its authorization server gives no token for the resource'),
    advises: /Set `oauth_resource`/,
  },
  {
    what: 'no sign-in with a code',
    arrange: (lab) => void Object.assign(lab.metadata, { response_types_supported: ['token'] }),
    says: failed('its authorization server offers no sign-in with a code\\.'),
    advises: /bearer_token_env_var/,
  },
  {
    what: 'no PKCE',
    arrange: (lab) => void Object.assign(lab.metadata, { code_challenge_methods_supported: ['plain'] }),
    says: failed('its authorization server offers no PKCE with S256\\.'),
    advises: /bearer_token_env_var/,
  },
];

/** All of them are remotes of one Patchbay. */
let home: TestHome;
let host: HttpPatchbay;
const labs = new Map<Server, { name: string; lab: OAuthLab }>();

beforeAll(async () => {
  home = makeHome();
  writeSettings(home, {});
  const tables: string[] = [];
  for (const server of [...servers, ...failing]) {
    const lab = await startOAuthLab();
    const name = `lab-${labs.size}`;
    labs.set(server, { name, lab });
    server.arrange(lab);
    tables.push(httpTable(name, lab.url, server.more));
  }
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), tables.join('\n'));
  host = await startHttp(home, ['--no-auth']);
});

afterAll(async () => {
  await host.stop();
  for (const { lab } of labs.values()) await lab.close();
  await allGone(home.root);
  home.remove();
});

function labOf(server: Server): { name: string; lab: OAuthLab } {
  return labs.get(server) as { name: string; lab: OAuthLab };
}

for (const server of servers) {
  test(`signed in to: ${server.what}`, async () => {
    const { name, lab } = labOf(server);
    const end = await signIn(home, name);
    expect(end).toMatchObject({ code: 0, stderr: '' });
    const { client, close } = await connectHttp({ token: '', url: `${host.url}/${name}` });
    expect(textOf((await client.callTool({ name: 'echo', arguments: {} })) as never)).toBe('hello');
    await close();
    server.check?.(lab, end);
  });
}

for (const server of failing) {
  test(`refused with a message: ${server.what}`, async () => {
    const { code, stderr } = await signIn(home, labOf(server).name);
    expect(code).toBe(1);
    expect(stderr).toMatch(server.says);
    expect(stderr).toMatch(server.advises);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    for (const raw of [
      '<',
      'SyntaxError',
      'Internal words',
      'fetch failed',
      'ECONN',
      'failed: [',
      'Trace ID',
    ]) {
      expect(stderr).not.toContain(raw);
    }
  });
}
