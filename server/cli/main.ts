#!/usr/bin/env node
// The `patchbay` command.
import module from 'node:module';
import path from 'node:path';
import { resolvePaths } from '../config/paths.ts';
import { exitCodes } from '../errors/errors.ts';
import { makeFolder } from '../files/folders.ts';
import { reportFailure } from './report.ts';

// Who closes our stderr, or has no room for it, does not end us.
process.stderr.on('error', () => undefined);
keepCompiledCode();
const words = process.argv.slice(2);
const exitCode = await relay();
// The client is gone: nothing that is still under way counts.
if (exitCode !== undefined) process.exit(exitCode);
const { runCommandLine } = await import('./command-line.ts');
await runCommandLine(words);

/** @returns undefined when there is nothing to relay to */
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
 * Node keeps the compiled code between starts (from 22.8 on), which takes a third off the time to the first answer.
 * In our own folder, since whoever can write the cache can run code.
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
