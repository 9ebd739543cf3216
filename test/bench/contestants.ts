// What is compared: Patchbay on stdio, and the engine that it runs, driven without it. Both in homes of their own
// with the same config.toml, in an environment without anything that would change how Node or the engine starts.
import { bundledEngine } from '../../server/engine/process/binary.ts';
import { makeHome, type TestHome } from '../support/home.ts';
import { patchbayFile } from '../support/patchbay.ts';
import { type LinesChild, startLines } from './lines.ts';
import type { PackagedApp } from './packaged.ts';

const clientInfo = { name: 'bench', title: 'Bench', version: '1.0.0' };

/** A home for one contestant; `remove` it in the end. */
export function benchHome(baseUrl: string): TestHome {
  const home = makeHome();
  home.writeConfig({ baseUrl });
  const kept = Object.entries(home.env).filter(([name]) => !/^(NODE_|npm_|VITEST|V8_)/.test(name));
  return { ...home, env: Object.fromEntries(kept) };
}

/** Starts `patchbay mcp-server` and resolves when it has answered `initialize`. */
export async function startPatchbay(home: TestHome, args: readonly string[] = []): Promise<LinesChild> {
  return await introduce(home, process.execPath, [patchbayFile, 'mcp-server', ...args]);
}

/** The same with the command of the packaged app. */
export async function startPackaged(home: TestHome, { launcher }: PackagedApp): Promise<LinesChild> {
  return await introduce(home, launcher, ['mcp-server']);
}

async function introduce({ env, folder }: TestHome, command: string, args: string[]): Promise<LinesChild> {
  const child = startLines(command, args, { cwd: folder, env });
  await child.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
  return child;
}

/** Starts `codex app-server` and resolves when it has answered `initialize`. */
export async function startEngine({ env, folder }: TestHome): Promise<LinesChild> {
  const child = startLines(bundledEngine().file, ['app-server'], {
    cwd: folder,
    env: { RUST_LOG: 'error', ...env },
  });
  const capabilities = { experimentalApi: true, requestAttestation: false };
  await child.request('initialize', { clientInfo, capabilities });
  return child;
}

/**
 * Starts Node with a program that answers the first line: what no MCP server in Node can be faster than.
 * @param node Node itself, or an Electron that runs as Node
 */
export async function startBareNode({ env, folder }: TestHome, node = process.execPath): Promise<LinesChild> {
  const program = `process.stdin.once('data', (line) => console.log(JSON.stringify({ id: JSON.parse(line).id })))`;
  const asNode = { ...env, ELECTRON_RUN_AS_NODE: '1' };
  const child = startLines(node, ['-e', program], { cwd: folder, env: asNode });
  await child.request('initialize', {});
  return child;
}

/** How long the work takes, ms. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const startedAt = performance.now();
  const value = await work();
  return { ms: performance.now() - startedAt, value };
}
