// Prevents guessing: after each wrong passphrase the next try is accepted only after a waiting time that doubles, and
// tries are checked one at a time.
import { backOffMs } from '../base/back-off.ts';
import type { PassphraseStore } from '../config/passphrase.ts';
import { passphraseLocked, passphraseNotSet, passphraseWrong } from '../errors/approvals.ts';

export interface PassphraseGate {
  /** @throws passphrase-not-set, passphrase-wrong, passphrase-locked */
  pass(passphrase: string): Promise<void>;
}

const LONGEST_WAIT_MS = 5 * 60_000;

export function createPassphraseGate(store: PassphraseStore): PassphraseGate {
  let failures = 0;
  let notBefore = 0;
  let last: Promise<void> = Promise.resolve();

  async function check(passphrase: string): Promise<void> {
    if (!store.isSet()) throw passphraseNotSet();
    const waitMs = notBefore - Date.now();
    if (waitMs > 0) throw passphraseLocked(waitMs);
    if (await store.verify(passphrase)) {
      failures = 0;
      return;
    }
    failures += 1;
    const nextWaitMs = backOffMs(failures, { longestMs: LONGEST_WAIT_MS });
    notBefore = Date.now() + nextWaitMs;
    throw passphraseWrong(nextWaitMs);
  }

  return {
    pass(passphrase) {
      const checked = last.then(() => check(passphrase));
      last = checked.catch(() => undefined);
      return checked;
    },
  };
}
