// The PATH on which rules look programs up: that of the host, which started the engine. A terminal may have another.
import { controlPlaceOf } from '../config/control-place.ts';
import type { Paths } from '../config/paths.ts';
import { askStatus } from '../control/ask-host.ts';

/** @returns the PATH of this process where no host runs */
export async function ruleSearchPath({ patchbayHome }: Paths): Promise<string> {
  const answer = await askStatus(controlPlaceOf(patchbayHome));
  const ofHost = answer.kind === 'running' ? answer.status.searchPath : undefined;
  return ofHost ?? process.env['PATH'] ?? '';
}
