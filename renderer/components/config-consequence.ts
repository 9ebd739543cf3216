import type { ConfigProblem } from '../../server/contract/state.ts';
import { words } from '../words.ts';

/** Says what works and what does not while config.toml cannot be used. */
export function configConsequence({ concerns, heldSince }: ConfigProblem): string {
  const { configStops, configHeld, remotesUnaffected } = words.notices;
  if (concerns === 'codex') return `${configStops} ${remotesUnaffected}`;
  const time =
    heldSince && new Date(heldSince).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return `${configStops} ${configHeld(time || undefined)}`;
}
