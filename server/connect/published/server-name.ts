// What may be asked of a registry. What a person has pasted may be anything, also a password, so a text is looked up only if it is
// the name of a server as the schema of server.json has it, and no secret.

import { isOpaque } from '../../logging/redact/plausible.ts';
import { createRedactor } from '../../logging/redact.ts';

/** Reverse DNS, one slash, one word; `@VERSION` may follow. */
const SERVER_NAME = /^[a-z\d-]+(?:\.[a-z\d-]+)+\/[a-z\d._-]+(?:@[a-z\d._+-]+)?$/i;
/** In characters. The schema has 200 for a name and 255 for a version. */
const LONGEST_NAME = 456;

export const LOOKS_SECRET = 'it looks like a secret, and was sent nowhere';

/** Whether the text has the form of a server's name. It may hold a secret all the same. */
export function isServerName(text: string): boolean {
  return text.length <= LONGEST_NAME && SERVER_NAME.test(text);
}

/** Whether a text must not be told to a registry. */
export function looksSecret(text: string): boolean {
  return createRedactor().find(text).length > 0 || (!isServerName(text) && text.split(/\s+/).some(isOpaque));
}
