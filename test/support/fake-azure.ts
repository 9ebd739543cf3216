// Azure on loopback for the real @azure/identity: where tokens come from, and a proxy that leads every name to the login
// host or to one server, which is whatever a test wants it to be. No name is ever looked up.
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { makeCertificate } from './certificates.ts';
import { CLIENT, createEntra, type Entra, makeAz } from './fake-entra.ts';
import type { TestHome } from './home.ts';

export interface FakeAzure {
  readonly hits: Entra['hits'];
  /** Seconds that tokens live which are given out from now on. */
  lifetimeS: number;
  azCalls(): number;
  /** Variables for each way to sign in; `common` goes with all of them. */
  readonly env: Readonly<
    Record<'common' | 'appService' | 'imds' | 'silentImds' | 'clientSecret' | 'az', Env>
  >;
  /** `host:port` of every connection that went through the proxy. */
  readonly proxied: string[];
  close(): Promise<void>;
}

type Env = Readonly<Record<string, string>>;

/**
 * @param options.names for which the certificate is valid, besides those of the login hosts
 * @param options.server answers for all other names, over TLS, or in clear at ports 80 and 8080
 */
export async function startFakeAzure(
  home: TestHome,
  options: { names?: readonly string[]; server?: http.RequestListener } = {},
): Promise<FakeAzure> {
  const { names = [], server = (_request, response) => response.writeHead(404).end() } = options;
  const folder = home.makeFolder('azure');
  const loginNames = [
    'login.microsoftonline.com',
    'login.microsoftonline.us',
    'login.chinacloudapi.cn',
    // What MSAL makes of the one before.
    'login.partner.microsoftonline.cn',
  ];
  const certificate = makeCertificate(folder, ['localhost', ...loginNames, ...names]);
  const az = makeAz(folder);
  const proxied: string[] = [];
  let lifetimeS = 3600;
  const entra = createEntra(() => lifetimeS);

  const silent = net.createServer(() => undefined);
  const proxy = http.createServer();
  const servers = {
    metadata: http.createServer(entra.metadata),
    login: https.createServer(certificate, entra.login),
    tls: https.createServer(certificate, server),
    clear: http.createServer(server),
    proxy,
    silent,
  };
  const sockets = new Set<net.Socket>();
  const ports = {} as Record<keyof typeof servers, number>;
  for (const [name, listening] of Object.entries(servers)) {
    listening.on('connection', (socket: net.Socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    ports[name as keyof typeof servers] = (listening.address() as net.AddressInfo).port;
  }
  proxy.on('connect', (request: http.IncomingMessage, client: net.Socket) => {
    const [host = '', port] = (request.url ?? '').split(/:(?=\d+$)/);
    proxied.push(request.url ?? '');
    const to =
      port === '80' || port === '8080' ? ports.clear : loginNames.includes(host) ? ports.login : ports.tls;
    const upstream = net.connect(to, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });

  const proxyUrl = `http://127.0.0.1:${ports.proxy}`;
  const metadataUrl = `http://127.0.0.1:${ports.metadata}`;
  return {
    hits: entra.hits,
    proxied,
    azCalls: az.calls,
    get lifetimeS() {
      return lifetimeS;
    },
    set lifetimeS(seconds) {
      lifetimeS = seconds;
    },
    env: {
      // The metadata address of real machines must not be asked.
      common: {
        HTTPS_PROXY: proxyUrl,
        HTTP_PROXY: proxyUrl,
        NO_PROXY: '127.0.0.1,localhost',
        SSL_CERT_FILE: certificate.authorityFile,
        AZURE_TOKEN_CREDENTIALS: 'dev',
      },
      appService: {
        AZURE_TOKEN_CREDENTIALS: 'prod',
        IDENTITY_ENDPOINT: `${metadataUrl}/msi/token`,
        IDENTITY_HEADER: entra.identityHeader,
      },
      imds: { AZURE_TOKEN_CREDENTIALS: 'prod', AZURE_POD_IDENTITY_AUTHORITY_HOST: metadataUrl },
      silentImds: {
        AZURE_TOKEN_CREDENTIALS: 'prod',
        AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://127.0.0.1:${ports.silent}`,
      },
      clientSecret: { AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential', ...CLIENT },
      az: {
        AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential',
        PATH: `${az.folder}${path.delimiter}${process.env['PATH']}`,
      },
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(
        Object.values(servers).map((listening) => new Promise((resolve) => listening.close(resolve))),
      );
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
