// `npm run test:conformance`: the official conformance suite against Patchbay over HTTP, for both eras: the Codex tools
// alone, through /mcp/<remote> a fixture server that offers what the suite calls by name, and through /mcp/<remote> the
// mock servers of its client half, those about signing in included. What does not pass is listed by name and reason in
// the expected-failures files; the suite fails on any other failure and on an entry that does not fail any more.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeHome } from '../support/home.ts';
import { type Eras, serveOffering } from '../support/offering/serve.ts';
import { startHttp } from '../support/patchbay.ts';
import { httpTable } from '../support/remotes.ts';

const revisions = ['2025-11-25', '2026-07-28'];
const suite = path.resolve('node_modules/@modelcontextprotocol/conformance/dist/index.js');

const output = fs.mkdtempSync(path.join(os.tmpdir(), 'conformance-'));
let passed = 0;
let failed = 0;

/** @param of whose expected failures hold */
async function check(url: string, revision: string, of: 'codex' | 'remote'): Promise<void> {
  const file = of === 'codex' ? `${revision}.yml` : `remote-${revision}.yml`;
  const expected = path.join(import.meta.dirname, `expected-failures-${file}`);
  const args = ['server', '--url', url, '--requirements', revision, '--expected-failures', expected];
  await run([...args, '-o', output], `${of} ${revision}`);
}

async function run(args: readonly string[], name: string): Promise<void> {
  const child = spawn(process.execPath, [suite, ...args], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  process.stdout.write(`\n${name}: ${code === 0 ? 'as expected' : 'FAILED'}\n`);
  if (code === 0) passed += 1;
  else failed += 1;
}

async function checkCodex(): Promise<void> {
  const home = makeHome();
  const server = await startHttp(home, ['--demo', '--no-auth']);
  try {
    for (const revision of revisions) await check(server.url, revision, 'codex');
  } finally {
    await server.stop();
    home.remove();
  }
}

async function checkRemote(eras: Eras): Promise<void> {
  const home = makeHome();
  const remote = await serveOffering(eras);
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), httpTable('offering', remote.url));
  const server = await startHttp(home, ['--no-auth']);
  try {
    for (const revision of revisions) await check(`${server.url}/offering`, revision, 'remote');
  } finally {
    await server.stop();
    await remote.close();
    home.remove();
  }
}

const clientScenarios: Readonly<Record<string, readonly string[]>> = {
  '2025-11-25': ['initialize', 'tools_call', 'elicitation-sep1034-client-defaults', 'sse-retry'],
  '2026-07-28': [
    'tools_call',
    'request-metadata',
    'sep-2322-client-request-state',
    'http-standard-headers',
    'http-custom-headers',
    'http-invalid-tool-headers',
    'json-schema-ref-no-deref',
  ],
};

const signInScenarios = [
  'metadata-default',
  'metadata-var1',
  'metadata-var2',
  'metadata-var3',
  'basic-cimd',
  'scope-from-www-authenticate',
  'scope-from-scopes-supported',
  'scope-omitted-when-undefined',
  'scope-step-up',
  'scope-retry-limit',
  'token-endpoint-auth-basic',
  'token-endpoint-auth-post',
  'token-endpoint-auth-none',
  'pre-registration',
];

const authScenarios: Readonly<Record<string, readonly string[]>> = {
  '2025-03-26': ['2025-03-26-oauth-metadata-backcompat', '2025-03-26-oauth-endpoint-fallback'],
  '2025-11-25': signInScenarios,
  '2026-07-28': [
    ...signInScenarios,
    'resource-mismatch',
    'offline-access-scope',
    'offline-access-not-supported',
    'authorization-server-migration',
    'iss-supported',
    'iss-not-advertised',
    'iss-supported-missing',
    'iss-wrong-issuer',
    'iss-unexpected',
    'iss-normalized',
    'metadata-issuer-mismatch',
  ],
};

/** The suite's mock servers are remotes. */
async function checkUpstream(
  program: string,
  revision: string,
  scenarios: readonly string[] = [],
): Promise<void> {
  const driver = path.join(import.meta.dirname, program);
  for (const scenario of scenarios) {
    const what = ['--scenario', scenario, '--spec-version', revision, '--timeout', '120000', '-o', output];
    const args = ['client', '--command', `${process.execPath} ${driver}`, ...what];
    await run(args, `upstream ${revision} ${scenario}`);
  }
}

try {
  await checkCodex();
  await checkRemote('both');
  for (const revision of revisions) {
    await checkUpstream('client-driver.ts', revision, clientScenarios[revision]);
  }
  for (const [revision, scenarios] of Object.entries(authScenarios)) {
    const named = scenarios.map((scenario) => `auth/${scenario}`);
    await checkUpstream('auth-driver.ts', revision, named);
  }
} finally {
  fs.rmSync(output, { recursive: true, force: true });
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
