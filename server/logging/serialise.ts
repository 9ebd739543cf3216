// Turns any record into one line of JSON. Fields named like secrets lose their value here already.
import { remembered } from '../base/remembered.ts';
import { isSecretName, type Redactor } from './redact.ts';

const MAX_VALUE_CHARS = 64 * 1024;
/** How far behind the cut a secret that it would split is looked for. */
const BEYOND_CUT_CHARS = 16 * 1024;

/**
 * @param find finds secrets in a text: half of one would not be found any more
 * @returns a function that never throws and never loses the record: if it cannot be serialised, its string fields remain
 */
export function createSerialiser(find: Redactor['find']): (record: object) => string {
  // The same few names come again and again.
  const isSecret = remembered(isSecretName);
  const by = { isSecret, cut: (text: string) => cutOutsideSecrets(text, find) };
  return (record) => {
    try {
      return serialiseAll(record, by);
    } catch (error) {
      const plain = Object.entries(record).filter(([, value]) => typeof value === 'string');
      return serialiseAll({ ...Object.fromEntries(plain), unserialisable: String(error) }, by);
    }
  };
}

/** Cycles and BigInt become text; long values are cut, with a mark. */
function serialiseAll(
  record: object,
  { isSecret, cut }: { isSecret(name: string): boolean; cut(text: string): string },
): string {
  const ancestors: object[] = [];
  return JSON.stringify(record, function (this: object, key, value: unknown) {
    if (typeof value === 'string' && value !== '' && isSecret(key)) return '[REDACTED:field]';
    if (value instanceof Error) return fieldsOf(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'string' && value.length > MAX_VALUE_CHARS) {
      return `${cut(value)}[cut: ${value.length} characters]`;
    }
    if (typeof value !== 'object' || value === null) return value;
    while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop();
    if (ancestors.includes(value)) return '[circular]';
    ancestors.push(value);
    return value;
  });
}

/** The secret at the cut is left out as a whole. One that ends there too: what follows may be what shows that it is one. */
function cutOutsideSecrets(text: string, find: Redactor['find']): string {
  const spans = find(text.slice(0, MAX_VALUE_CHARS + BEYOND_CUT_CHARS));
  const split = spans.find(({ end }) => end >= MAX_VALUE_CHARS);
  return text.slice(0, Math.min(split?.from ?? MAX_VALUE_CHARS, MAX_VALUE_CHARS));
}

const DEEPEST_CAUSE = 5;

function fieldsOf(error: Error, depth = 0): object {
  const { name, message, stack, cause } = error;
  const code = (error as NodeJS.ErrnoException).code;
  const causes =
    cause instanceof Error && depth < DEEPEST_CAUSE
      ? { cause: fieldsOf(cause, depth + 1) }
      : cause !== undefined && !(cause instanceof Error) && { cause: String(cause) };
  return { name, message, ...(code !== undefined && { code }), stack, ...causes };
}
