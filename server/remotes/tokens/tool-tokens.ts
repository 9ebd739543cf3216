// What the tools of remotes cost whoever reads their list: tokens by remote and tool. Pure.
import { offeredNames } from '../offered-names.ts';
import type { CurrentTool } from '../pins.ts';

/** An estimate, in tokens. */
export interface RemoteTokens {
  readonly total: number;
  readonly tools: Readonly<Record<string, number>>;
}

/** By its hash: definitions are counted once. */
export type CountedDefinitions = Map<string, number>;

/** A tool as clients give it to a model: its name beside the Codex tools, its description, its input. */
export function asModelReads(remote: string, tool: string, definition: string): string {
  const [name = tool] = offeredNames([{ remote, tool }]).keys();
  const { description, inputSchema } = parsed(definition);
  return JSON.stringify({ name, description, parameters: inputSchema });
}

/** What is not counted yet. */
export function uncounted(
  listed: ReadonlyMap<string, ReadonlyMap<string, CurrentTool>>,
  known: CountedDefinitions,
): { readonly hash: string; readonly text: string }[] {
  const missing = [...listed].flatMap(([remote, tools]) =>
    [...tools]
      .filter(([, { hash }]) => !known.has(hash))
      .map(([tool, { hash, definition }]) => ({ hash, text: asModelReads(remote, tool, definition) })),
  );
  return [...new Map(missing.map((one) => [one.hash, one])).values()];
}

/** @returns for each remote with a list; what is not counted counts nothing */
export function tokensOf(
  listed: ReadonlyMap<string, ReadonlyMap<string, CurrentTool>>,
  known: CountedDefinitions,
): Map<string, RemoteTokens> {
  return new Map(
    [...listed].map(([remote, tools]) => {
      const counts = [...tools].map(([tool, { hash }]): [string, number] => [tool, known.get(hash) ?? 0]);
      const total = counts.reduce((sum, [, count]) => sum + count, 0);
      return [remote, { total, tools: Object.fromEntries(counts) }];
    }),
  );
}

function parsed(definition: string): { description?: unknown; inputSchema?: unknown } {
  try {
    return JSON.parse(definition);
  } catch {
    // Too long to be kept whole.
    return { description: definition };
  }
}
