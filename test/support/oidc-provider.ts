// The certified authorization server `oidc-provider`, with registration and revocation, and an MCP server that takes its
// tokens. The person is Ada: she signs in and agrees as soon as she is asked.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Provider from 'oidc-provider';
import { resultOf } from './authorization-server.ts';

export interface OidcRemote {
  readonly url: string;
  close(): Promise<void>;
}

/** @param accessSeconds how long its access tokens last */
export async function startOidcRemote(accessSeconds: number): Promise<OidcRemote> {
  const server = http.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `${origin}/mcp`;
  const provider = new Provider(origin, {
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({ scope: 'openid email offline_access' }),
      },
    },
    claims: { openid: ['sub'], email: ['email'] },
    conformIdTokenClaims: false,
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, email: 'ada@example.com' }),
    }),
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    issueRefreshToken: () => true,
    cookies: { keys: ['of the test'] },
    ttl: {
      Interaction: 600,
      Session: 600,
      Grant: 600,
      AccessToken: accessSeconds,
      RefreshToken: 600,
      IdToken: 600,
    },
  });
  const serveProvider = provider.callback();

  async function agree(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      await provider.interactionFinished(request, response, { login: { accountId: 'ada' } });
      return;
    }
    const grant = new provider.Grant({
      accountId: session?.accountId as string,
      clientId: params['client_id'] as string,
    });
    grant.addOIDCScope(params['scope'] as string);
    grant.addResourceScope(url, params['scope'] as string);
    const consent = { grantId: await grant.save() };
    await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
  }

  async function serveMcp(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const token = await provider.AccessToken.find(
      request.headers.authorization?.replace('Bearer ', '') ?? '',
    );
    const body = await text(request);
    if (!token?.isValid || token.aud !== url) {
      const where = `${origin}/.well-known/oauth-protected-resource/mcp`;
      response.writeHead(401, { 'WWW-Authenticate': `Bearer resource_metadata="${where}"` }).end();
      return;
    }
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const { id, method, params } = JSON.parse(body);
    if (id === undefined) return void response.writeHead(202).end();
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id, ...resultOf(method, params) }));
  }

  server.on('request', (request, response) => {
    const { pathname } = new URL(request.url ?? '', origin);
    if (pathname === '/mcp') return void serveMcp(request, response);
    if (pathname.startsWith('/interaction/')) return void agree(request, response);
    if (pathname !== '/.well-known/oauth-protected-resource/mcp')
      return void serveProvider(request, response);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ resource: url, authorization_servers: [origin] }));
  });
  return {
    url,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A browser with cookies, which follows wherever it is sent. */
export async function browseWithCookies(url: string): Promise<void> {
  const cookies = new Map<string, string>();
  let address = url;
  for (let hop = 0; hop < 20; hop += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split(/=(.*)/s) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    await response.text();
    if (!location) return;
    address = new URL(location, address).href;
  }
}
