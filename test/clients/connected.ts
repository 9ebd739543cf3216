// Clients whose settings `patchbay connect` has written: they connect, after they have written the file again themselves
// nothing is to be changed, and without the entry they know nothing of Patchbay.
import fs from 'node:fs';
import path from 'node:path';
import { patchbayFile } from '../support/patchbay.ts';
import { type Check, cleanEnv, expectSaid, type Runtime, runClient } from './check.ts';
import { fetchClient } from './fetch.ts';

interface Listing {
  readonly id: string;
  readonly client: string;
  /** Asks it to connect to all servers it knows, and to say which it reached. */
  readonly command: readonly string[];
  /** What it says of a server that it reached, and of none. */
  readonly reached: RegExp;
  readonly none: RegExp;
}

export async function connectedChecks(around: Runtime): Promise<Check[]> {
  const claude = await fetchClient('claude', '@anthropic-ai/claude-code@2.1.330', 'cli-wrapper.cjs');
  const gemini = await fetchClient('gemini', '@google/gemini-cli@0.61.0', 'bundle/gemini.js');
  const opencode = await fetchClient('opencode', 'opencode-ai@1.18.33', 'bin/opencode.exe');
  const built = `opencode-${process.platform}-${process.arch}/bin/opencode`;
  const listings: Listing[] = [
    {
      id: 'claude-code',
      client: 'Claude Code 2.1.330',
      command: [process.execPath, claude, 'mcp', 'list'],
      reached: /^patchbay: .* - . Connected/m,
      none: /No MCP servers configured/,
    },
    {
      id: 'gemini',
      client: 'Gemini CLI 0.61.0',
      command: [process.execPath, gemini, 'mcp', 'list'],
      reached: /^. patchbay: .* - Connected/m,
      none: /No MCP servers configured/,
    },
    {
      id: 'opencode',
      client: 'opencode 1.18.33',
      command: [path.resolve(path.dirname(opencode), '../..', built), 'mcp', 'list'],
      reached: /✓ patchbay .*connected/,
      none: /No MCP servers configured/,
    },
  ];
  return listings.flatMap((listing) =>
    (['stdio', 'http'] as const).map((way) => ({
      client: listing.client,
      does: `was connected by patchbay, ${way === 'stdio' ? 'over stdio' : 'over HTTP with a token'}`,
      run: () => connectAndTakeOut(around, listing, way),
    })),
  );
}

async function connectAndTakeOut(
  { clientHome, home }: Runtime,
  { id, command, reached, none }: Listing,
  way: 'stdio' | 'http',
): Promise<void> {
  const folder = clientHome.makeFolder(`${id}-${way}`);
  const config = clientHome.makeFolder(`${id}-${way}/.config`);
  const env = cleanEnv(home, {
    HOME: folder,
    XDG_CONFIG_HOME: config,
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    GEMINI_CLI_TRUST_WORKSPACE: 'true',
  });
  const patchbay = (...words: string[]) =>
    runClient([process.execPath, patchbayFile, 'connect', id, '--yes', ...words], { env, cwd: folder });
  const words = way === 'http' ? ['--http'] : [];
  await patchbay(...words);
  expectSaid(await runClient(command, { env, cwd: folder }), reached);
  expectSaid(await patchbay(...words), /is already connected, nothing changed/);
  await patchbay('--remove');
  expectSaid(await runClient(command, { env, cwd: folder }), none);
  fs.rmSync(folder, { recursive: true });
}
