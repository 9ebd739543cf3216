// The sign-in service of ChatGPT on loopback: the engine reaches it through a proxy and believes a certificate authority
// made for the test, since its own address cannot be set.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';

export interface FakeIssuer {
  /** For whoever should take it for the real one. */
  readonly env: Readonly<Record<string, string>>;
  /** `METHOD host/path` of every request. */
  readonly requests: readonly string[];
  /** From now on its answers about accounts are errors, or not. */
  fail(isFailing: boolean): void;
  /** The person has entered the code on the other device. */
  enterCode(): void;
  close(): Promise<void>;
}

export const DEVICE_CODE = 'ABCD-12345';
export const EMAIL = 'mira@example.com';

const ACCOUNT = 'account';
const HOSTS = ['auth.openai.com', 'chatgpt.com', 'api.openai.com'];

/** @param folder for its certificates */
export async function startFakeIssuer(folder: string): Promise<FakeIssuer> {
  const files = makeCertificates(folder);
  const requests: string[] = [];
  let isEntered = false;
  let isFailing = false;

  const issuer = https.createServer(
    { key: fs.readFileSync(files.key), cert: fs.readFileSync(files.certificate) },
    (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'https://localhost');
      requests.push(`${request.method} ${request.headers.host}${pathname}`);
      const [status, body] = isFailing ? [500, {}] : answerTo(pathname, isEntered);
      response.writeHead(status, { 'Content-Type': 'application/json' });
      request.resume().once('end', () => response.end(JSON.stringify(body)));
    },
  );
  const port = await listen(issuer);

  const tunnels = new Set<net.Socket>();
  const proxy = http.createServer((_request, response) => response.writeHead(502).end());
  proxy.on('connect', ({ url = '' }, client: net.Socket) => {
    if (!HOSTS.includes(url.split(':')[0] ?? '')) return client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const tunnel = net.connect(port, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
    for (const socket of [client, tunnel]) {
      tunnels.add(socket);
      socket.on('error', () => undefined);
    }
    client.pipe(tunnel).pipe(client);
  });
  const proxyUrl = `http://127.0.0.1:${await listen(proxy)}`;

  return {
    requests,
    env: {
      HTTPS_PROXY: proxyUrl,
      https_proxy: proxyUrl,
      NO_PROXY: '127.0.0.1,localhost',
      no_proxy: '127.0.0.1,localhost',
      CODEX_CA_CERTIFICATE: files.authority,
      SSL_CERT_FILE: files.authority,
    },
    fail(isWanted) {
      isFailing = isWanted;
    },
    enterCode() {
      isEntered = true;
    },
    async close() {
      for (const socket of tunnels) socket.destroy();
      issuer.closeAllConnections();
      await Promise.all([issuer, proxy].map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

function answerTo(pathname: string, isEntered: boolean): [number, unknown] {
  switch (pathname) {
    case '/api/accounts/deviceauth/usercode':
      return [200, { device_auth_id: 'device', user_code: DEVICE_CODE, interval: '1' }];
    case '/api/accounts/deviceauth/token':
      return isEntered
        ? [200, { authorization_code: 'code', code_challenge: 'challenge', code_verifier: 'verifier' }]
        : [403, {}];
    case '/oauth/token':
      return [200, { id_token: token(), access_token: token(), refresh_token: 'refresh' }];
    case '/backend-api/wham/usage': {
      const window = {
        used_percent: 42,
        limit_window_seconds: 18_000,
        reset_after_seconds: 60,
        reset_at: 1_900_000_000,
      };
      const limit = { allowed: true, limit_reached: false, primary_window: window, secondary_window: null };
      return [200, { plan_type: 'plus', rate_limit: limit, credits: null }];
    }
    case '/backend-api/wham/accounts/check': {
      const account = {
        id: ACCOUNT,
        name: null,
        structure: 'personal',
        plan_type: 'plus',
        is_deactivated: false,
        can_access_with_session: true,
        workspace_backend_origin: 'https://chatgpt.com',
        account_routing_override: 'NO_CONSTRAINT',
      };
      return [200, { accounts: [account], account_ordering: [ACCOUNT], default_account_id: ACCOUNT }];
    }
    default:
      return [404, {}];
  }
}

/** Unsigned: the engine reads its claims and leaves the checking to the service. */
function token(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    email: EMAIL,
    exp: Math.floor(Date.now() / 1000) + 3600,
    'https://api.openai.com/auth': {
      chatgpt_plan_type: 'plus',
      chatgpt_account_id: ACCOUNT,
      chatgpt_user_id: 'user',
    },
  };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${part({})}`;
}

function makeCertificates(folder: string): { authority: string; key: string; certificate: string } {
  const file = (name: string) => path.join(folder, name);
  const openssl = (words: string) =>
    execFileSync('openssl', words.split(' '), { cwd: folder, stdio: 'ignore' });
  const names = HOSTS.map((host) => `DNS:${host}`).join(',');
  openssl('req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ca.key -out ca.pem -subj /CN=test-authority');
  openssl('req -newkey rsa:2048 -nodes -keyout issuer.key -out issuer.csr -subj /CN=auth.openai.com');
  fs.writeFileSync(file('issuer.ext'), `subjectAltName=${names}\n`);
  openssl(
    'x509 -req -in issuer.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile issuer.ext -out issuer.pem',
  );
  return { authority: file('ca.pem'), key: file('issuer.key'), certificate: file('issuer.pem') };
}

async function listen(server: http.Server | https.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
