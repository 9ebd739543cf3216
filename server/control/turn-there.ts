// Whether a turn could write in a folder now, for those who are not the host themselves.
import { controlPlaceOf } from '../config/control-place.ts';
import { turnRunsThere } from '../errors/checkpoints.ts';
import { threadIn } from '../host/thread-in.ts';
import { askStatus } from './ask-host.ts';

/** @throws turn-runs-there, control-folder-not-safe */
export async function refuseWhileTurnRuns(patchbayHome: string, folder: string): Promise<void> {
  const answer = await askStatus(controlPlaceOf(patchbayHome));
  if (answer.kind !== 'running') return;
  const there = threadIn(answer.status.runningThreads, folder);
  if (there) throw turnRunsThere(there.cwd, there.id);
}
