#!/usr/bin/env node
// The `patchbay` command.
import module from 'node:module';
import path from 'node:path';
import { resolvePaths } from '../config/paths.ts';
import { makeFolder } from '../files/folders.ts';
import { exitCodes } from './exit-codes.ts';
import { reportFailure } from './report.ts';

// A closed or full stderr must not end us.
process.stderr.on('error', () => undefined);
keepCompiledCode();
// Set by the installed command for this process alone: an Electron that Codex starts must not run as Node.
delete process.env['ELECTRON_RUN_AS_NODE'];
const words = process.argv.slice(2);
const exitCode = await relay();
// The client is gone, so nothing that still runs matters.
if (exitCode !== undefined) process.exit(exitCode);
const { runCommandLine } = await import('./command-line.ts');
await runCommandLine(words);

/** @returns undefined when there is no host to relay to */
async function relay(): Promise<number | undefined> {
  if (words[0] !== 'mcp-server') return undefined;
  const { relayToHost } = await import('./relay-to-host.ts');
  try {
    return await relayToHost(words);
  } catch (error) {
    reportFailure(error);
    return exitCodes.failed;
  }
}

/**
 * Node caches compiled code between starts (from 22.8 on), which saves a third of the time to the first answer. The
 * cache is in our own folder, because whoever can write it can run code.
 */
function keepCompiledCode(): void {
  try {
    const { patchbayHome } = resolvePaths({ env: process.env });
    makeFolder(patchbayHome);
    const { enableCompileCache } = module as { enableCompileCache?(folder: string): void };
    enableCompileCache?.(path.join(patchbayHome, 'cache'));
  } catch {
    // A folder that cannot be written is reported by the command itself, where it matters.
  }
}
