// The auth scenarios of the client half of the conformance suite start this program with the address of their mock
// server. It is a remote of Patchbay: a client calls its tools through /mcp/<remote>, and whenever the server wants a
// sign-in, the person signs in with `patchbay mcp login`.
import fs from 'node:fs';
import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { makeHome } from '../support/home.ts';
import { startHttp } from '../support/patchbay.ts';
import { httpTable } from '../support/remotes.ts';
import { signIn, writeSettings } from '../support/sign-in.ts';

const url = process.argv.at(-1) as string;
const { client_id: clientId, client_secret: clientSecret } = JSON.parse(
  process.env['MCP_CONFORMANCE_CONTEXT'] || '{}',
) as { client_id?: string; client_secret?: string };
const isModern = (process.env['MCP_CONFORMANCE_PROTOCOL_VERSION'] ?? '') >= '2026';
/** A person does not try for ever. */
const MAX_SIGN_INS = 3;

const home = makeHome();
if (clientSecret !== undefined) home.env['CLIENT_SECRET'] = clientSecret;
writeSettings(home, {
  remotes: {
    mock: {
      oauth: {
        clientMetadataUrl: 'https://conformance-test.local/client-metadata.json',
        ...(clientId !== undefined && { clientId }),
        ...(clientSecret !== undefined && { clientSecretEnv: 'CLIENT_SECRET' }),
      },
    },
  },
});
fs.writeFileSync(path.join(home.codexHome, 'config.toml'), httpTable('mock', url));
const server = await startHttp(home, ['--no-auth']);

async function callTools(): Promise<void> {
  const client = new Client(
    { name: 'conformance-driver', version: '1.0.0' },
    { capabilities: {}, ...(isModern && { versionNegotiation: { mode: 'auto' as const } }) },
  );
  try {
    await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mock`)));
    const { tools } = await client.listTools();
    for (const { name } of tools) {
      const result = await client.callTool({ name, arguments: {} });
      if (result.isError) throw new Error(JSON.stringify(result.content));
    }
  } finally {
    await client.close();
  }
}

try {
  for (let signIns = 0; signIns <= MAX_SIGN_INS; signIns += 1) {
    const problem = await callTools().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (problem === undefined) break;
    process.stderr.write(`${problem}\n`);
    if (signIns === MAX_SIGN_INS) break;
    const { code, stderr } = await signIn(home, 'mock');
    process.stderr.write(stderr);
    // The suite wants a client that will not go on with such a server to say so.
    if (code !== 0) {
      process.exitCode = 1;
      break;
    }
  }
} finally {
  await server.stop();
  home.remove();
}
