// What the tools of remotes cost a model that reads their list, for the window. Counted while the window asks, each definition once.
import { tokensFile } from '../../base/program.ts';
import type { Remotes } from '../../remotes/remotes.ts';
import { countInWorker } from '../../remotes/tokens/token-worker.ts';
import {
  type CountedDefinitions,
  type RemoteTokens,
  tokensOf,
  uncounted,
} from '../../remotes/tokens/tool-tokens.ts';

/** @returns a function that counts the tools of all remotes, by remote */
export function createTokenCounts({
  registry,
  pins,
}: Pick<Remotes, 'registry' | 'pins'>): () => Promise<Record<string, RemoteTokens>> {
  const known: CountedDefinitions = new Map();
  return async () => {
    const listed = new Map(
      registry
        .usable()
        .map((config) => [config.name, pins.listedBy(config)] as const)
        .filter(([, tools]) => tools.size > 0),
    );
    const missing = uncounted(listed, known);
    if (missing.length > 0) {
      const counts = await countInWorker(
        tokensFile,
        missing.map(({ text }) => text),
      );
      for (const [index, { hash }] of missing.entries()) known.set(hash, counts[index] ?? 0);
    }
    return Object.fromEntries(tokensOf(listed, known));
  };
}
