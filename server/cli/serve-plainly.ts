// `patchbay mcp-server` as clients and people mostly start it: through the host, in this process, or over HTTP.
import { endWithOutput } from './output.ts';
import { plainWordsOf } from './plain-words.ts';
import { relayToHost } from './relay-to-host.ts';
import { serveAlone } from './serve-alone.ts';

/**
 * Serves until the client is gone, or over HTTP until a signal comes, and stores the exit code in `process.exitCode`.
 * @param args the words after `patchbay`
 * @returns false if other words are among them; then nothing was done
 * @throws nested-too-deep, and what starting a host throws
 */
export async function servePlainly(args: readonly string[]): Promise<boolean> {
  const words = plainWordsOf(args);
  if (!words) return false;
  if (words.port !== undefined) {
    endWithOutput(true);
    const { defaultOptions } = await import('../start/run-options.ts');
    const { mcpServer } = await import('./mcp-server.ts');
    process.exitCode = await mcpServer({ ...defaultOptions, ...words });
    return true;
  }
  const relayed = await relayToHost(words);
  // The client is gone, so nothing that still runs matters.
  if (relayed !== undefined) process.exit(relayed);
  process.exitCode = await serveAlone(words);
  return true;
}
