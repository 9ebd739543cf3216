// What a comparison with `codex mcp-server` 0.153.4 is made of.
import type { ParityServer } from './server.ts';

/** Stands for an answer that does not come. */
export const NO_ANSWER = 'no answer';

/** Cases that share one server of each kind, run one after the other. */
export interface ParityGroup {
  readonly title: string;
  /** What the client declares; forms by default. */
  readonly capabilities?: Readonly<Record<string, unknown>>;
  /** What config.toml says besides the model; `retries` is that of the fake model's. */
  readonly config?: string;
  /** Further arguments of `patchbay mcp-server`. */
  readonly args?: readonly string[];
  readonly cases: readonly ParityCase[];
}

export type ParityCase = {
  /** What is done or asked. */
  readonly name: string;
  /** Drives one server and gives what was seen; ids and places may stay in it, they are taken out afterwards. */
  run(server: ParityServer): Promise<unknown>;
  /** What 0.153.4 does. */
  readonly old: unknown;
  /** What is wrong with ours, as long as it is. */
  readonly defect?: string;
} & (Same | Other);

interface Same {
  readonly verdict: 'same';
}

interface Other {
  readonly verdict: 'better' | 'different';
  /** What ours does instead. */
  readonly ours: unknown;
  /** Why, in one line. */
  readonly why: string;
}

/** What ours has to do. */
export function expectedOfOurs(parityCase: ParityCase): unknown {
  return parityCase.verdict === 'same' ? parityCase.old : parityCase.ours;
}
