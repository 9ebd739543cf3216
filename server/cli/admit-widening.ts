// What lets a client do more needs the person at a terminal, as an answer does: the passphrase where one is set, and
// nothing that runs and could type it.
import { controlPlaceOf } from '../config/control-place.ts';
import { openPassphraseStore } from '../config/passphrase.ts';
import { resolvePaths } from '../config/paths.ts';
import { askStatus } from '../control/ask-host.ts';
import { clientAnswerSchema } from '../control/messages/clients.ts';
import { clientChangesNotNow } from '../errors/clients.ts';
import { sendChange } from './send-change.ts';

/**
 * Asks before a change that widens; without a passphrase it only looks at what runs.
 * @throws client-changes-not-now, and what sendChange throws
 */
export async function admitWidening(): Promise<void> {
  const { passphraseFile, patchbayHome } = resolvePaths({ env: process.env });
  if (openPassphraseStore(passphraseFile).isSet()) {
    await sendChange({ kind: 'clients', request: {}, answerSchema: clientAnswerSchema, alone: () => ({}) });
    return;
  }
  const answer = await askStatus(controlPlaceOf(patchbayHome));
  if (answer.kind !== 'running') return;
  const exposed = answer.status.runningThreads.filter(({ isExposed }) => isExposed);
  if (exposed.length > 0) throw clientChangesNotNow(exposed.map(({ id }) => id));
}
