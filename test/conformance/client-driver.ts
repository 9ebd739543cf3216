// The client half of the conformance suite starts this program with the address of its mock server. It puts Patchbay
// between: the mock server is a remote, and the client the scenario needs is connected to /mcp/<remote>.
import fs from 'node:fs';
import path from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { makeHome } from '../support/home.ts';
import { startHttp } from '../support/patchbay.ts';
import { httpTable } from '../support/remotes.ts';

const url = process.argv.at(-1) as string;
const scenario = process.env['MCP_CONFORMANCE_SCENARIO'] ?? '';
/** What the scenario wants called, where it says so. */
const { toolCalls } = JSON.parse(process.env['MCP_CONFORMANCE_CONTEXT'] || '{}') as {
  toolCalls?: { name: string; arguments: Record<string, unknown> }[];
};
const isModern = (process.env['MCP_CONFORMANCE_PROTOCOL_VERSION'] ?? '') >= '2026';

const home = makeHome();
fs.writeFileSync(path.join(home.codexHome, 'config.toml'), httpTable('mock', url));
const server = await startHttp(home, ['--no-auth']);
const capabilities = { elicitation: { form: { applyDefaults: true } } };
const client = new Client(
  { name: 'conformance-driver', version: '1.0.0' },
  { capabilities, ...(isModern && { versionNegotiation: { mode: 'auto' as const } }) },
);
client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: {} }));

/** A mock server may refuse a call; what it saw is what counts. */
function report(error: unknown): void {
  process.stderr.write(`${error}\n`);
}

/** Arguments that fit the schema of any tool of the mock servers. */
function argumentsFor(schema: { properties?: Record<string, { type?: string }> }): Record<string, unknown> {
  const values: Record<string, unknown> = { number: 3, integer: 3, boolean: true, string: 'words' };
  const entries = Object.entries(schema.properties ?? {});
  return Object.fromEntries(entries.map(([name, { type }]) => [name, values[type ?? 'string'] ?? 'words']));
}

try {
  await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mock`)));
  const {
    tools: canTools,
    prompts: canPrompts,
    resources: canResources,
  } = client.getServerCapabilities() ?? {};
  const tools = canTools && scenario !== 'initialize' ? (await client.listTools()).tools : [];
  const fitting = tools.map(({ name, inputSchema }) => ({
    name,
    arguments: argumentsFor(inputSchema as never),
  }));
  for (const call of toolCalls ?? fitting) await client.callTool(call).catch(report);
  if (canPrompts) {
    for (const { name } of (await client.listPrompts()).prompts) await client.getPrompt({ name });
  }
  if (canResources) {
    for (const { uri } of (await client.listResources()).resources) await client.readResource({ uri });
  }
} finally {
  await client.close();
  await server.stop();
  home.remove();
}
