// `patchbay token leash`: how far one turn of a client goes before a person is asked. A running host reads the change
// with the next turn.
import { principalIdOf } from '../config/client-names.ts';
import { controlPlaceOf } from '../config/control-place.ts';
import { ensureHome, resolvePaths } from '../config/paths.ts';
import { openPrincipalsFile } from '../config/principals-file.ts';
import { capNames, DEFAULT_STALL_MINUTES, hasCaps, type Leash } from '../contract/leash.ts';
import { amountText } from '../contract/leash-words.ts';
import { askStatus } from '../control/ask-host.ts';
import { leashNotNow } from '../errors/leash.ts';

/** What the command line says: new values, or that there are to be none. */
export type LeashWords = Leash & { readonly none?: boolean };

/**
 * Changes what is named, and prints the leash as it is then.
 * @throws token-not-found, leash-not-now, file-broken, file-in-use
 */
export async function changeLeash(name: string, { none = false, ...changes }: LeashWords): Promise<void> {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  const id = principalIdOf(name, paths.tokensFile);
  const file = openPrincipalsFile(paths.principalsFile);
  if (none || Object.keys(changes).length > 0) {
    await requireNobodyElseTypes(paths.patchbayHome);
    const leash = none ? changes : { ...file.of(id).leash, ...changes };
    file.change(id, { leash: Object.keys(leash).length > 0 ? leash : null });
  }
  process.stdout.write(
    `${name}\t${leashText(openPrincipalsFile(paths.principalsFile).of(id).leash ?? {})}\n`,
  );
}

/** A command of Codex with network access or without a sandbox could run this as well. @throws leash-not-now */
async function requireNobodyElseTypes(patchbayHome: string): Promise<void> {
  const answer = await askStatus(controlPlaceOf(patchbayHome));
  if (answer.kind !== 'running') return;
  const exposed = answer.status.runningThreads.filter(({ isExposed }) => isExposed);
  if (exposed.length > 0) throw leashNotNow(exposed.map(({ id }) => id));
}

function leashText(leash: Leash): string {
  const caps = capNames.flatMap((cap) => {
    const most = leash[cap];
    return most === undefined ? [] : [amountText(cap, most)];
  });
  const silence = `silence is reported after ${leash.stallMinutes ?? DEFAULT_STALL_MINUTES} min`;
  return [hasCaps(leash) ? `at most ${caps.join(', ')} a turn` : 'no limits', silence].join('; ');
}
