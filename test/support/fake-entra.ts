// Where Azure gives out tokens, on loopback: managed identity of an App Service, IMDS, the login host, and an `az` for
// PATH. Tokens look like JWTs and are signed by nobody.
import fs from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';

export interface TokenClaims {
  /** What it was asked for. */
  readonly aud: string;
  /** `app-service`, `imds`, `login` or `az`. */
  readonly src: string;
  readonly n: number;
  readonly exp: number;
}

export interface Entra {
  /** Plain HTTP, as in Azure. */
  readonly metadata: RequestListener;
  /** Over TLS. */
  readonly login: RequestListener;
  /** Requests for a token so far: where they came to, and whether they got one. */
  readonly hits: { readonly at: string; readonly ok: boolean }[];
  readonly identityHeader: string;
}

export const CLIENT = {
  AZURE_TENANT_ID: '00000000-1111-2222-3333-444444444444',
  AZURE_CLIENT_ID: '55555555-6666-7777-8888-999999999999',
  AZURE_CLIENT_SECRET: 'fake-client-secret',
};

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function claimsOf(token: string): TokenClaims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

/** @param lifetimeS asked for each token */
export function createEntra(lifetimeS: () => number): Entra {
  const hits: Entra['hits'] = [];
  const identityHeader = 'fake-identity-header';
  let minted = 0;

  function mint(aud: string, src: string) {
    minted += 1;
    const exp = Math.floor(Date.now() / 1000) + lifetimeS();
    const token = `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ aud, src, n: minted, exp })}.c2lnbmF0dXJl`;
    return { token, exp };
  }

  function metadata(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://any');
    const resource = url.searchParams.get('resource') ?? '';
    const isAppService = url.pathname === '/msi/token';
    // MSAL adds slashes.
    const isImds = /^\/+metadata\/identity\/oauth2\/token\/?$/.test(url.pathname);
    const isAllowed =
      (isAppService && request.headers['x-identity-header'] === identityHeader) ||
      (isImds && request.headers['metadata'] === 'true');
    const at = isAppService ? 'app-service' : isImds ? 'imds' : url.pathname;
    const ok = isAllowed && resource !== '';
    hits.push({ at, ok });
    if (!ok) {
      answer(response, isImds ? 400 : 404, { error: 'invalid_request' });
      return;
    }
    const { token, exp } = mint(resource, at);
    const expiry = { expires_on: String(exp), expires_in: String(lifetimeS()) };
    answer(response, 200, { access_token: token, ...expiry, resource, token_type: 'Bearer' });
  }

  async function login(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', 'https://any');
    const base = `https://${request.headers.host}`;
    const tenant = pathname.split('/')[1];
    if (pathname.endsWith('/discovery/instance')) {
      const host = request.headers.host;
      const known = [{ preferred_network: host, preferred_cache: host, aliases: [host] }];
      const place = `${base}/common/v2.0/.well-known/openid-configuration`;
      return answer(response, 200, {
        tenant_discovery_endpoint: place,
        'api-version': '1.1',
        metadata: known,
      });
    }
    if (pathname.endsWith('/.well-known/openid-configuration')) {
      const at = (place: string) => `${base}/${tenant}/${place}`;
      return answer(response, 200, {
        token_endpoint: at('oauth2/v2.0/token'),
        authorization_endpoint: at('oauth2/v2.0/authorize'),
        end_session_endpoint: at('oauth2/v2.0/logout'),
        issuer: at('v2.0'),
        jwks_uri: at('discovery/v2.0/keys'),
      });
    }
    const asked = new URLSearchParams(await text(request));
    const secret = asked.get('client_secret');
    const ok = pathname.endsWith('/oauth2/v2.0/token') && secret === CLIENT.AZURE_CLIENT_SECRET;
    hits.push({ at: 'login', ok });
    if (!ok) return answer(response, 401, refusalOf(secret));
    const scope = asked.get('scope')?.split(' ') ?? [];
    const resource = scope.find((word) => word.endsWith('/.default'))?.replace(/\/\.default$/, '') ?? '';
    answer(response, 200, {
      token_type: 'Bearer',
      expires_in: lifetimeS(),
      access_token: mint(resource, 'login').token,
    });
  }

  return { metadata, login: (request, response) => void login(request, response), hits, identityHeader };
}

/** Makes a folder for PATH with an `az` that does what FAKE_AZ says: ok, signed-out, expired, hang or garbage. */
export function makeAz(folder: string): { readonly folder: string; calls(): number } {
  const calls = path.join(folder, 'az-calls');
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  fs.writeFileSync(calls, '');
  const resource = '$(echo "$*" | sed \'s/.*--resource \\([^ ]*\\).*/\\1/\')';
  const claims = `{\\"aud\\":\\"${resource}\\",\\"src\\":\\"az\\",\\"n\\":$$,\\"exp\\":$exp}`;
  fs.writeFileSync(
    path.join(bin, 'az'),
    `#!/bin/sh
echo "$*" >> '${calls}'
case "$FAKE_AZ" in
  hang) exec sleep 11 ;;
  signed-out) echo "ERROR: Please run 'az login' to setup account." >&2; exit 1 ;;
  expired)
    # As an az before 2.54 prints what it has kept.
    printf '{"accessToken":"e30.e30.c2lnbmF0dXJl","expiresOn":"2024-02-03 04:05:06.000000","tokenType":"Bearer"}'
    exit 0 ;;
  garbage) echo 'WARNING: not JSON'; exit 0 ;;
esac
exp=$(($(date +%s) + 3600))
body=$(printf '%s' "${claims}" | base64 -w 0 | tr '+/' '-_' | tr -d '=')
printf '{"accessToken":"e30.%s.c2lnbmF0dXJl","expires_on":%s,"expiresOn":"2099-01-01 00:00:00.000000","tokenType":"Bearer"}' "$body" "$exp"
`,
    { mode: 0o755 },
  );
  return { folder: bin, calls: () => fs.readFileSync(calls, 'utf8').split('\n').length - 1 };
}

function refusalOf(secret: string | null): object {
  const [code, words] =
    secret === 'expired'
      ? [7000222, 'The provided client secret keys are expired.']
      : secret === 'of a guest'
        ? [50020, "User account from identity provider 'live.com' does not exist in tenant 'Contoso'."]
        : [7000215, 'Invalid client secret provided.'];
  return { error: 'invalid_client', error_description: `AADSTS${code}: ${words}`, error_codes: [code] };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
