// What Node, undici and OpenSSL say when an address cannot be reached, in words for a person.
import { expect, test } from 'vitest';
import { networkFailure } from '../../server/errors/network.ts';

const HOST = 'docs.example:8443';

test.each([
  ['connect ECONNREFUSED docs.example:8443', /^nothing listens there$/, /correct the host and the port\.$/],
  ['connect ECONNREFUSED 10.0.0.1:3128', /^nothing listens at 10\.0\.0\.1:3128$/, /HTTPS_PROXY/],
  ['connect ECONNREFUSED ::1:9; connect ECONNREFUSED 127.0.0.1:9', /^nothing listens at ::1:9$/, /proxy/],
  ['getaddrinfo ENOTFOUND proxy.example', /^the name proxy\.example is not known here$/, /Correct the name/],
  ['getaddrinfo EAI_AGAIN docs.example', /is not known here$/, /connect to the network/],
  ['self-signed certificate', /^its certificate is not trusted here$/, /SSL_CERT_FILE/],
  ['unable to get local issuer certificate', /^its certificate is not trusted here$/, /SSL_CERT_FILE/],
  ['certificate has expired', /^its certificate has expired$/, /renew/],
  [
    "Hostname/IP does not match certificate's altnames: Host: localhost. is not cert's CN: other.example",
    /^its certificate is for another name$/,
    /the name that the certificate has/,
  ],
  [
    '808C:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/openssl/ssl3_record.c:350:\n',
    /^it does not speak TLS there$/,
    /http:\/\//,
  ],
  [
    'Client network socket disconnected before secure TLS connection was established',
    /^it closed the connection before it had spoken TLS$/,
    /http:\/\//,
  ],
  [
    'write EPROTO 80CB:error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:SSL alert number 40\n',
    /^it refused the TLS handshake$/,
    /certificate of the client/,
  ],
  [
    '80CB:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:SSL alert number 116\n',
    /^it refused the TLS handshake$/,
    /certificate of the client/,
  ],
  [
    'Proxy response (407) !== 200 when HTTP Tunneling',
    /^the proxy refused to connect \(407\)$/,
    /HTTPS_PROXY/,
  ],
  ['Connect Timeout Error (attempted address: docs.example:443)', /^it did not answer in time$/, /VPN/],
  ['connect ETIMEDOUT 10.0.0.1:443', /^it did not answer in time$/, /proxy/],
  ['bad port', /^requests to that port are blocked/, /another one/],
  ['read ECONNRESET', /^it closed the connection/, /https:\/\//],
  ['other side closed', /^it closed the connection/, /https:\/\//],
  ['connect EHOSTUNREACH 10.0.0.1:443', /^there is no way to it from here$/, /network/],
])('%s', (message, reason, fix) => {
  const failure = networkFailure(message, HOST);
  expect(failure?.reason).toMatch(reason);
  expect(failure?.fix).toMatch(fix);
  expect(failure?.fix).toMatch(/\.$/);
});

test('a message that is not known is not explained', () => {
  expect(networkFailure('something else', HOST)).toBeUndefined();
});
