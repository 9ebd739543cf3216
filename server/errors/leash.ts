// Errors of the leash: what a turn may spend before a person is asked.
import { PatchbayError } from './error.ts';

const TO_GO_ON = 'What was done is kept. Say "continue" to the client to go on.';

/** A call asks for a longer leash than its client has. @param leash the most, such as `30 min` */
export function aboveLeash(asked: string, leash: string): PatchbayError {
  return new PatchbayError(
    'above-leash',
    `This call asks for ${asked} in \`limits\`, which is more than a turn of this client may use (${leash}).`,
    'Ask for less, or let the person who runs Patchbay lengthen the leash with `patchbay token leash`.',
    { fixInWindow: 'Let the client ask for less, or lengthen its leash on the page Clients.' },
  );
}

/** A call wants to limit a turn that began without limits. */
export function limitsTooLate(): PatchbayError {
  return new PatchbayError(
    'limits-too-late',
    'The turn that runs in this thread began without limits, and cannot be held any more.',
    'Pass `limits` with the call that begins a turn, or call again when this one has ended.',
  );
}

/** The engine does not announce what it is about to do, so it cannot be held. @param why a clause */
export function leashNotPossible(why: string): PatchbayError {
  return new PatchbayError(
    'leash-not-possible',
    `This turn has limits, and this Codex cannot be held to them: ${why}.`,
    'Use the Codex that comes with Patchbay, allow hooks in config.toml (`features.hooks`), or take the limits away.',
  );
}

/** A turn was stopped at a cap. @param words.at such as `3 commands`; @param words.used everything it has spent */
export function stoppedAtCap(words: { at: string; who: string; used: string }): PatchbayError {
  return new PatchbayError(
    'stopped-at-cap',
    `The turn was stopped at ${words.at}, its limit: ${words.who}. It used ${words.used}.`,
    'What was done is kept. To go on, send "continue" to this thread with codex-reply or codex-start.',
    { fixInWindow: TO_GO_ON },
  );
}

/** A turn was stopped because Codex went past the question. */
export function leashLost(): PatchbayError {
  return new PatchbayError(
    'leash-lost',
    'The turn was stopped because Codex did something without asking Patchbay whether it is within its limits.',
    'What was done is kept. To go on, send "continue" to this thread with codex-reply or codex-start.',
    { fixInWindow: TO_GO_ON },
  );
}
