// Claude Code and Gemini CLI: both connect to every configured server when they are asked to list them. Neither needs
// an account for that.
import { patchbayFile } from '../support/patchbay.ts';
import { type Check, cleanEnv, expectSaid, type Runtime, runClient } from './check.ts';
import { fetchClient } from './fetch.ts';

export async function listingChecks(around: Runtime): Promise<Check[]> {
  const claude = await fetchClient('claude', '@anthropic-ai/claude-code@2.1.330', 'cli-wrapper.cjs');
  const gemini = await fetchClient('gemini', '@google/gemini-cli@0.61.0', 'bundle/gemini.js');
  return [...claudeChecks(claude, around), ...geminiChecks(gemini, around)];
}

/** A name for each way in; `stranger` shows that a client does not say connected whatever happens. */
const ways = { http: '/mcp', sse: '/sse', stranger: '/mcp', stdio: undefined };
type Way = keyof typeof ways;

const does: Readonly<Record<Way, string>> = {
  http: 'connects over HTTP with a token',
  sse: 'connects over HTTP+SSE with a token',
  stdio: 'connects over stdio',
  stranger: 'is refused with another token',
};

function claudeChecks(program: string, around: Runtime): Check[] {
  const env = cleanEnv(around.clientHome, {
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  });
  const claude = (...args: string[]) =>
    runClient([process.execPath, program, 'mcp', ...args], { env, cwd: around.clientHome.folder });
  const listed = once(async () => {
    for (const way of ['http', 'sse', 'stranger'] as const) {
      const transport = way === 'sse' ? 'sse' : 'http';
      const header = ['--header', authorization(way, around)];
      await claude('add', '--transport', transport, way, urlOf(way, around), ...header, '--scope', 'user');
    }
    await claude('add', 'stdio', '--scope', 'user', '--', process.execPath, patchbayFile, 'mcp-server');
    return await claude('list');
  });
  return rows('Claude Code 2.1.330', async (way) => {
    const result = way === 'stranger' ? 'Failed to connect.* 401' : 'Connected';
    expectSaid(await listed(), new RegExp(`^${way}: .* - . ${result}`, 'm'));
  });
}

function geminiChecks(program: string, around: Runtime): Check[] {
  const env = cleanEnv(around.clientHome, { GEMINI_CLI_TRUST_WORKSPACE: 'true' });
  const gemini = (...args: string[]) =>
    runClient([process.execPath, program, 'mcp', ...args], { env, cwd: around.clientHome.folder });
  const listed = once(async () => {
    for (const way of ['http', 'sse', 'stranger'] as const) {
      const transport = way === 'sse' ? 'sse' : 'http';
      const header = ['-H', authorization(way, around)];
      await gemini('add', '-s', 'user', '-t', transport, way, urlOf(way, around), ...header);
    }
    await gemini('add', '-s', 'user', 'stdio', process.execPath, patchbayFile, 'mcp-server');
    return await gemini('list');
  });
  return rows('Gemini CLI 0.61.0', async (way) => {
    const result = way === 'stranger' ? 'Disconnected' : 'Connected';
    expectSaid(await listed(), new RegExp(`^. ${way}: .* - ${result}`, 'm'));
  });
}

function rows(client: string, check: (way: Way) => Promise<void>): Check[] {
  return (Object.keys(ways) as Way[]).map((way) => ({ client, does: does[way], run: () => check(way) }));
}

function urlOf(way: Way, { url }: Runtime): string {
  return new URL(ways[way] ?? '', url).href;
}

function authorization(way: Way, { token }: Runtime): string {
  return `Authorization: Bearer ${way === 'stranger' ? 'pb_another' : token}`;
}

/** What it gives the first time, each time. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
