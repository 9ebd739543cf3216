// Turns any record into one line of JSON. Fields named like secrets lose their value here already.
import { remembered } from '../base/remembered.ts';
import { isSecretName } from './redact.ts';

const MAX_VALUE_CHARS = 64 * 1024;

/**
 * @returns a function that never throws and never loses the record: if it cannot be serialised, its string fields remain
 */
export function createSerialiser(): (record: object) => string {
  // The same few names come again and again.
  const isSecret = remembered(isSecretName);
  return (record) => {
    try {
      return serialiseAll(record, isSecret);
    } catch (error) {
      const plain = Object.entries(record).filter(([, value]) => typeof value === 'string');
      return serialiseAll({ ...Object.fromEntries(plain), unserialisable: String(error) }, isSecret);
    }
  };
}

/** Cycles and BigInt become text; long values are cut, with a mark. */
function serialiseAll(record: object, isSecret: (name: string) => boolean): string {
  const ancestors: object[] = [];
  return JSON.stringify(record, function (this: object, key, value: unknown) {
    if (typeof value === 'string' && value !== '' && isSecret(key)) return '[REDACTED:field]';
    if (value instanceof Error) return fieldsOf(value);
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'string' && value.length > MAX_VALUE_CHARS) {
      return `${value.slice(0, MAX_VALUE_CHARS)}[cut: ${value.length} characters]`;
    }
    if (typeof value !== 'object' || value === null) return value;
    while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop();
    if (ancestors.includes(value)) return '[circular]';
    ancestors.push(value);
    return value;
  });
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
