// `patchbay token leash`: how far one turn of a client goes before a person is asked. A running host reads the change
// with the next turn. A longer leash needs the person.
import { isWidening } from '../approvals/widening.ts';
import { principalIdOf } from '../config/client-names.ts';
import { ensureHome, resolvePaths } from '../config/paths.ts';
import { openPrincipalsFile } from '../config/principals-file.ts';
import { capNames, DEFAULT_STALL_MINUTES, hasCaps, type Leash } from '../contract/leash.ts';
import { amountText } from '../contract/leash-words.ts';
import { admitWidening } from './admit-widening.ts';

/** What the command line says: new values, or that there are to be none. */
export type LeashWords = Leash & { readonly none?: boolean };

/**
 * Changes what is named, and prints the leash as it is then.
 * @throws token-not-found, file-broken, file-in-use, and what admitWidening throws
 */
export async function changeLeash(name: string, { none = false, ...changes }: LeashWords): Promise<void> {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  const id = principalIdOf(name, paths.tokensFile);
  const file = openPrincipalsFile(paths.principalsFile);
  if (none || Object.keys(changes).length > 0) {
    const leashAfter = (before: Leash = {}) => (none ? changes : { ...before, ...changes });
    const { leash: before = {} } = file.of(id);
    if (isWidening({ leash: { before, after: leashAfter(before) } }, Date.now())) await admitWidening();
    file.change(id, (record) => {
      const leash = leashAfter(record.leash);
      return { leash: Object.keys(leash).length > 0 ? leash : null };
    });
  }
  process.stdout.write(
    `${name}\t${leashText(openPrincipalsFile(paths.principalsFile).of(id).leash ?? {})}\n`,
  );
}

function leashText(leash: Leash): string {
  const caps = capNames.flatMap((cap) => {
    const most = leash[cap];
    return most === undefined ? [] : [amountText(cap, most)];
  });
  const silence = `silence is reported after ${leash.stallMinutes ?? DEFAULT_STALL_MINUTES} min`;
  return [hasCaps(leash) ? `at most ${caps.join(', ')} a turn` : 'no limits', silence].join('; ');
}
