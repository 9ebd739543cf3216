// `patchbay mcp-server` as clients start it: through the host, or in this process.
import { plainWordsOf } from './plain-words.ts';
import { relayToHost } from './relay-to-host.ts';
import { serveAlone } from './serve-alone.ts';

/**
 * Serves until the client is gone, and stores the exit code in `process.exitCode`.
 * @param args the words after `patchbay`
 * @returns false if other words are among them; then nothing was done
 * @throws nested-too-deep, and what starting a host throws
 */
export async function serveStdio(args: readonly string[]): Promise<boolean> {
  const words = plainWordsOf(args);
  if (!words) return false;
  const relayed = await relayToHost(words);
  // The client is gone, so nothing that still runs matters.
  if (relayed !== undefined) process.exit(relayed);
  process.exitCode = await serveAlone(words);
  return true;
}
