// A small authorization server and an MCP server that takes its tokens, both of which can be told to misbehave. It says
// yes to everybody at once, counts what it is asked, and knows which of its tokens still hold.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Json = Record<string, unknown>;

export interface OAuthLab {
  /** Of the MCP server. */
  readonly url: string;
  readonly issuer: string;
  /** Laid over what it says about itself. */
  readonly metadata: Json;
  readonly resourceMetadata: Json;
  /** Laid over each answer with tokens. */
  readonly tokenAnswer: Json;
  /** Laid over the parameters the browser is sent back with. */
  readonly callback: Record<string, string | undefined>;
  /** What the MCP server wants; a token without it is refused with 403. */
  scope: string | undefined;
  /** What each grant is answered with instead, when set. */
  tokenError: { status: number; body: Json } | undefined;
  /**
   * By path: what is answered there instead of what would be. The value is of the answer that would be; `text` is sent
   * as it is.
   */
  readonly odd: Record<string, (value: Json, status: number) => OddAnswer>;
  /** What the MCP server says when it refuses; given the address of its metadata. */
  challenge: (metadataUrl: string) => string | string[];
  /** Redirect addresses it registers nobody for. */
  refusedRedirects: RegExp | undefined;
  /** Makes it forget every client that it has registered. */
  forgetClients(): void;
  /** Of each request for a sign-in and for tokens. */
  readonly seen: readonly URLSearchParams[];
  /** How often each endpoint was asked: `token:refresh_token`, `register`, `revoke`, `mcp:401` … */
  readonly hits: Record<string, number>;
  /** How clients identified themselves at the token endpoint: `Authorization`, or nothing. */
  readonly clientWords: readonly (string | undefined)[];
  /** Tokens that hold. */
  readonly valid: ReadonlySet<string>;
  /** All that were ever given, in order; refresh tokens and codes too. */
  readonly secrets: readonly string[];
  /** Makes an access token useless, as time does. */
  expireAll(): void;
  close(): Promise<void>;
}

export interface OddAnswer {
  readonly status?: number;
  readonly type?: string;
  readonly text?: string;
  readonly location?: string;
}

interface Grant {
  readonly challenge: string;
  readonly scope: string;
}

export async function startOAuthLab(): Promise<OAuthLab> {
  const server = http.createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const codes = new Map<string, Grant>();
  const access = new Map<string, string>();
  const refresh = new Map<string, string>();
  const secrets: string[] = [];
  const hits: Record<string, number> = {};
  const valid = new Set<string>();
  const clientWords: (string | undefined)[] = [];
  const clients = new Set<string>();
  const forgotten = new Set<string>();
  const seen: URLSearchParams[] = [];
  const lab = {
    url: `${origin}/mcp`,
    issuer: `${origin}/as`,
    metadata: {} as Json,
    resourceMetadata: {} as Json,
    tokenAnswer: {} as Json,
    callback: {} as Record<string, string | undefined>,
    scope: undefined as string | undefined,
    tokenError: undefined as OAuthLab['tokenError'],
    odd: {} as OAuthLab['odd'],
    challenge: (metadataUrl: string): string | string[] =>
      `Bearer error="invalid_token", resource_metadata="${metadataUrl}"`,
    refusedRedirects: undefined as RegExp | undefined,
    forgetClients() {
      for (const client of clients) forgotten.add(client);
    },
    seen,
    hits,
    clientWords,
    valid,
    secrets,
    expireAll() {
      access.clear();
      valid.clear();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const hit = (what: string) => {
    hits[what] = (hits[what] ?? 0) + 1;
  };
  const secret = (kind: string) => {
    const made = `${kind}-${randomBytes(18).toString('base64url')}`;
    secrets.push(made);
    return made;
  };

  function giveTokens(scope: string): Json {
    const [token, next] = [secret('access'), secret('refresh')];
    access.set(token, scope);
    valid.add(token);
    valid.add(next);
    refresh.set(next, scope);
    return {
      access_token: token,
      refresh_token: next,
      token_type: 'Bearer',
      expires_in: 3600,
      scope,
      ...lab.tokenAnswer,
    };
  }

  function token(form: URLSearchParams, request: http.IncomingMessage): { status: number; body: Json } {
    const grant = form.get('grant_type') ?? '';
    hit(`token:${grant}`);
    if (lab.tokenError) return lab.tokenError;
    if (forgotten.has(clientIn(form, request))) return { status: 401, body: { error: 'invalid_client' } };
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    if (grant === 'refresh_token') {
      const old = form.get('refresh_token') ?? '';
      const scope = refresh.get(old);
      // Used twice, it is stolen.
      if (!refresh.delete(old) || scope === undefined) return refused;
      valid.delete(old);
      return { status: 200, body: giveTokens(scope) };
    }
    const found = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const verified = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!found || verified !== found.challenge) return refused;
    return { status: 200, body: giveTokens(found.scope) };
  }

  function authorize(asked: URLSearchParams): string {
    hit('authorize');
    const code = secret('code');
    codes.set(code, { challenge: asked.get('code_challenge') ?? '', scope: asked.get('scope') ?? '' });
    const back = new URL(asked.get('redirect_uri') ?? '');
    const parameters = { code, state: asked.get('state') ?? '', iss: lab.issuer, ...lab.callback };
    for (const [name, value] of Object.entries(parameters))
      if (value !== undefined) back.searchParams.set(name, value);
    return back.href;
  }

  function mcp(
    request: http.IncomingMessage,
    body: string,
  ): { status: number; headers?: Record<string, string | string[]>; body?: Json } {
    const held = access.get(request.headers.authorization?.replace('Bearer ', '') ?? '');
    const metadataUrl = `${origin}/.well-known/oauth-protected-resource/mcp`;
    const where = `resource_metadata="${metadataUrl}"`;
    if (held === undefined) {
      hit('mcp:401');
      return { status: 401, headers: { 'WWW-Authenticate': lab.challenge(metadataUrl) } };
    }
    const { id, method, params } = JSON.parse(body || '{}') as {
      id?: number;
      method?: string;
      params?: Json;
    };
    const lacks = lab.scope !== undefined && !held.split(' ').includes(lab.scope);
    if (method === 'tools/call' && lacks) {
      hit('mcp:403');
      const wanted = `Bearer error="insufficient_scope", scope="${lab.scope}", ${where}`;
      return { status: 403, headers: { 'WWW-Authenticate': wanted } };
    }
    hit(`mcp:${method}`);
    if (id === undefined) return { status: 202 };
    return { status: 200, body: { jsonrpc: '2.0', id, ...resultOf(method, params) } };
  }

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', origin);
    const body = await text(request);
    const json = (status: number, value: Json, headers = {}) => {
      const odd = lab.odd[url.pathname]?.(value, status) ?? {};
      response
        .writeHead(odd.status ?? status, {
          'Content-Type': odd.type ?? 'application/json',
          ...(odd.location !== undefined && { Location: odd.location }),
          ...headers,
        })
        .end(odd.text ?? JSON.stringify(value));
    };
    switch (url.pathname) {
      case '/mcp': {
        if (request.method !== 'POST') return void response.writeHead(405).end();
        const { status, headers, body: value } = mcp(request, body);
        return void (value ? json(status, value, headers) : response.writeHead(status, headers).end());
      }
      case '/.well-known/oauth-protected-resource/mcp':
        return void json(200, {
          resource: lab.url,
          authorization_servers: [lab.issuer],
          ...lab.resourceMetadata,
        });
      case '/.well-known/oauth-authorization-server/as':
        return void json(200, {
          issuer: lab.issuer,
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          registration_endpoint: `${origin}/register`,
          revocation_endpoint: `${origin}/revoke`,
          response_types_supported: ['code'],
          code_challenge_methods_supported: ['S256'],
          token_endpoint_auth_methods_supported: ['none', 'client_secret_basic'],
          authorization_response_iss_parameter_supported: true,
          ...lab.metadata,
        });
      case '/authorize':
        seen.push(url.searchParams);
        if (forgotten.has(url.searchParams.get('client_id') ?? '')) {
          hit('authorize:unknown');
          return void response.writeHead(400, { 'Content-Type': 'text/html' }).end('<h1>Unknown client</h1>');
        }
        return void response.writeHead(302, { Location: authorize(url.searchParams) }).end();
      case '/register':
        hit('register');
        if (lab.refusedRedirects?.test(body)) return void json(400, { error: 'invalid_redirect_uri' });
        clients.add(`client-${hits['register']}`);
        return void json(201, { ...(JSON.parse(body) as Json), client_id: `client-${hits['register']}` });
      case '/token': {
        const form = new URLSearchParams(body);
        seen.push(form);
        clientWords.push(request.headers.authorization);
        const { status, body: value } = token(form, request);
        return void json(status, value);
      }
      case '/revoke': {
        hit('revoke');
        const given = new URLSearchParams(body).get('token') ?? '';
        valid.delete(given);
        access.delete(given);
        refresh.delete(given);
        return void response.writeHead(200).end();
      }
      default:
        return void (lab.odd[url.pathname] ? json(404, {}) : response.writeHead(404).end());
    }
  }

  return lab;
}

function clientIn(form: URLSearchParams, { headers }: http.IncomingMessage): string {
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return form.get('client_id') ?? '';
  return Buffer.from(basic, 'base64').toString().split(':')[0] ?? '';
}

/** What its MCP server answers, without the id. */
export function resultOf(method: string | undefined, params: Json | undefined): Json {
  switch (method) {
    case 'initialize':
      return {
        result: {
          protocolVersion: params?.['protocolVersion'],
          capabilities: { tools: { listChanged: true } },
          serverInfo: { name: 'oauth-lab', version: '1.0.0' },
        },
      };
    case 'tools/list':
      return { result: { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] } };
    case 'tools/call':
      return { result: { content: [{ type: 'text', text: 'hello' }] } };
    default:
      return { error: { code: -32601, message: `no ${method}` } };
  }
}
