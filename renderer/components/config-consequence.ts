import type { ConfigProblem } from '../../server/contract/state.ts';
import { words } from '../words.ts';

/** Says what works and what does not while config.toml cannot be used. */
export function configConsequence({ concerns, heldSince }: ConfigProblem): string {
  const { configStops, configHeld, remotesUnaffected } = words.notices;
  if (concerns === 'codex') return `${configStops} ${remotesUnaffected}`;
  return `${configStops} ${configHeld(heldSince === undefined ? undefined : words.time.ofDay(heldSince))}`;
}
