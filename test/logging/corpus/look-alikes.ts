// What must come out unchanged although it looks random, or speaks of secrets.

import { proseKinds } from './look-alikes-prose.ts';
import type { LookAlikeKinds } from './sample.ts';
import { chars, uuid } from './text.ts';

const randomLooking: LookAlikeKinds = {
  'git-log': (r) => `commit ${chars(r, 'hex', 40)} (HEAD -> main, origin/main)`,
  'git-index': (r) => `index ${chars(r, 'hex', 7)}..${chars(r, 'hex', 7)} 100644`,
  'git-tree': (r) => `100644 blob ${chars(r, 'hex', 40)}\tserver/auth/token.ts`,
  'session-uuid': (r) => JSON.stringify({ session: uuid(r), thread: uuid(r), event: 'call-ended' }),
  'request-id': (r) => `x-request-id: ${uuid(r)}`,
  traceparent: (r) => `traceparent: 00-${chars(r, 'hex', 32)}-${chars(r, 'hex', 16)}-01`,
  etag: (r) => `ETag: W/"${chars(r, 'base64Url', 27)}"`,
  'digest-line': (r) => `sha256:${chars(r, 'hex', 64)}: Pull complete`,
  'docker-image': (r) => `Status: Downloaded newer image for node@sha256:${chars(r, 'hex', 64)}`,
  'npm-lock': (r) =>
    `"integrity": "sha512-${r.bytes(64).toString('base64')}", "resolved": "https://packages.example/a/-/a-1.0.0.tgz"`,
  'yarn-lock': (r) =>
    `"a@^1.0.0":\n  version "1.0.3"\n  resolved "https://r.example/a.tgz#${chars(r, 'hex', 40)}"`,
  'cargo-lock': (r) => `name = "secret-service"\nversion = "3.0.1"\nchecksum = "${chars(r, 'hex', 64)}"`,
  'go-sum': (r) => `golang.org/x/crypto v0.21.0 h1:${r.bytes(32).toString('base64')}`,
  'pip-hash': (r) => `requests==2.31.0 --hash=sha256:${chars(r, 'hex', 64)}`,
  'image-data': (r) => `<img src="data:image/png;base64,iVBORw0KGgo${r.bytes(240).toString('base64')}">`,
  'image-json': (r) =>
    JSON.stringify({ type: 'image', mimeType: 'image/png', data: r.bytes(300).toString('base64') }),
  'font-data': (r) => `src:url(data:font/woff2;base64,d09GMg${r.bytes(150).toString('base64')})`,
  'subresource-integrity': (r) => `<script integrity="sha384-${r.bytes(48).toString('base64')}" src="a.js">`,
  certificate: (r) => `-----BEGIN CERTIFICATE-----\n${chars(r, 'base64', 64)}\n-----END CERTIFICATE-----`,
  'public-key': (r) => `-----BEGIN PUBLIC KEY-----\n${chars(r, 'base64', 64)}\n-----END PUBLIC KEY-----`,
  'ssh-public': (r) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${chars(r, 'base64', 43)} bob@host`,
  'ssh-fingerprint': (r) => `SHA256:${chars(r, 'base64', 43)} bob@host (ED25519)`,
  'csp-nonce': (r) => `script-src 'nonce-${chars(r, 'base64Url', 22)}' 'strict-dynamic'`,
  'chunk-name': (r) => `dist/assets/index-${chars(r, 'base64Url', 8)}.js  120.31 kB`,
  'object-id': (r) => `{"_id":"${chars(r, 'hex', 24)}","n":1}`,
  'nano-id': (r) => `created document ${chars(r, 'base64Url', 21)}`,
  ulid: (r) => `event 01J${chars(r, 'upperDigits', 23)} stored`,
  'build-id': (r) => `BuildID[sha1]=${chars(r, 'hex', 40)}, stripped`,
  'stack-address': (r) => `0x${chars(r, 'hex', 16)} in tokenize_secret (parser.c:12)`,
  'mac-address': (r) => `link/ether ${Array.from({ length: 6 }, () => chars(r, 'hex', 2)).join(':')} brd`,
  'ipv6-address': (r) => `listening on [2001:db8::${chars(r, 'hex', 4)}]:8080`,
  'nix-store': (r) => `/nix/store/${chars(r, 'lowerDigits', 32)}-openssl-3.0.13`,
  'temp-path': (r) => `/tmp/token-cache-${chars(r, 'alphanumeric', 8)}/secret.test.ts`,
  'aws-arn': (r) =>
    `arn:aws:secretsmanager:us-east-1:${chars(r, 'digits', 12)}:secret:prod/db-${chars(r, 'alphanumeric', 6)}`,
  'client-id': (r) => `AZURE_CLIENT_ID=${uuid(r)} AZURE_TENANT_ID=${uuid(r)}`,
  'google-client-id': (r) =>
    `${chars(r, 'digits', 12)}-${chars(r, 'lowerDigits', 32)}.apps.googleusercontent.com`,
  'approval-digest': (r) => JSON.stringify({ event: 'approval-decided', digest: chars(r, 'hex', 64) }),
  'css-color': (r) => `--token-color: #${chars(r, 'hex', 6)}; --secret-gap: 12px;`,
  'chat-id': (r) => `{"id":"chatcmpl-${chars(r, 'alphanumeric', 29)}","object":"chat.completion"}`,
  'response-id': (r) => `{"id":"resp_${chars(r, 'hex', 48)}","usage":{"input_tokens":1204}}`,
  'call-id': (r) =>
    `{"type":"function_call","call_id":"call_${chars(r, 'alphanumeric', 24)}","name":"shell"}`,
  'key-id': (r) => `{"kid":"${chars(r, 'base64Url', 27)}","alg":"RS256","use":"sig"}`,
  'hash-in-url': (r) =>
    `https://cdn.example/${chars(r, 'hex', 32)}/app.${chars(r, 'hex', 20)}.js?v=${chars(r, 'hex', 8)}`,
  'git-remote': (r) => `origin\tgit@git.example:team/token-${chars(r, 'lower', 5)}.git (fetch)`,
  'mail-address': (r) => `Author: Bob <${chars(r, 'lower', 6)}@example.com>`,
  'url-with-at': (r) => `https://www.npmjs.com/package/@types/${chars(r, 'lower', 8)}`,
  'medium-url': (r) => `see https://blog.example/@${chars(r, 'lower', 7)}/tokens-${chars(r, 'hex', 12)}`,
};

export const lookAlikeKinds: LookAlikeKinds = { ...randomLooking, ...proseKinds };
