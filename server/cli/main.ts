#!/usr/bin/env node
// The `patchbay` command.
import module from 'node:module';
import path from 'node:path';
import { resolvePaths } from '../config/paths.ts';
import { makeFolder } from '../files/folders.ts';
import { exitCodes } from './exit-codes.ts';
import { endWithOutput } from './output.ts';
import { reportFailure } from './report.ts';

/** Of newer Node than the oldest we run on. */
interface CompileCache {
  enableCompileCache?(folder: string): void;
  flushCompileCache?(): void;
}

const FLUSH_AFTER_MS = 3000;

// A closed or full stderr must not end us.
process.stderr.on('error', () => undefined);
keepCompiledCode();
// Set by the installed command for this process alone: an Electron that Codex starts must not run as Node.
delete process.env['ELECTRON_RUN_AS_NODE'];
const words = process.argv.slice(2);
if (words.length === 1 && ['--version', '-V'].includes(words[0] ?? '')) {
  // Answered without the rest of the command line, which takes longer to load.
  const { version } = await import('../base/program.ts');
  endWithOutput(false);
  process.stdout.write(`${version}\n`);
} else if (words[0] !== 'mcp-server' || !(await servesPlainly())) {
  const { runCommandLine } = await import('./command-line.ts');
  await runCommandLine(words);
}

async function servesPlainly(): Promise<boolean> {
  const { servePlainly } = await import('./serve-plainly.ts');
  try {
    return await servePlainly(words);
  } catch (error) {
    reportFailure(error);
    process.exit(exitCodes.failed);
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
    const { enableCompileCache, flushCompileCache } = module as CompileCache;
    enableCompileCache?.(path.join(patchbayHome, 'cache'));
    // Node writes it at the end, which a client that kills its servers does not wait for.
    if (flushCompileCache) setTimeout(flushCompileCache, FLUSH_AFTER_MS).unref();
  } catch {
    // A folder that cannot be written is reported by the command itself, where it matters.
  }
}
