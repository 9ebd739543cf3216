// Schema errors as sentences for a person: the library's own messages name TypeScript types, which the person may not
// know.
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const EXPECTED: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  string: 'text',
};

/** What TOML calls a table and JSON an object. */
type NameOfObjects = 'a table' | 'an object';

/**
 * @param whole the value that was checked
 * @param object how an object is called where it was written
 * @returns a clause about the value at the issue's path: `must be text, not a number`
 */
export function issueWords(issue: Issue, whole: unknown, object: NameOfObjects = 'a table'): string {
  const given = valueAt(whole, issue.path);
  switch (issue.code) {
    case 'invalid_type': {
      const isObject = issue.expected === 'object' || issue.expected === 'record';
      const expected = isObject ? object : EXPECTED[issue.expected];
      if (expected === undefined) return 'has a value that cannot be used';
      if (issue.expected === 'int' && typeof given === 'number') return 'must be a whole number';
      return given === undefined
        ? `is missing: it must be ${expected}`
        : `must be ${expected}, not ${kindOf(given, object)}`;
    }
    case 'invalid_value':
      return issue.values.length === 1
        ? `must be ${shown(issue.values[0])}`
        : `must be one of ${issue.values.map(shown).join(', ')}`;
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') {
        return issue.minimum === 1 ? 'must not be empty' : `must have a length of ${issue.minimum} or more`;
      }
      return `must be ${issue.inclusive ? `${issue.minimum} or more` : `more than ${issue.minimum}`}`;
    case 'too_big':
      if (issue.origin === 'string' || issue.origin === 'array') {
        return `must have a length of ${issue.maximum} or less`;
      }
      return `must be ${issue.inclusive ? `${issue.maximum} or less` : `less than ${issue.maximum}`}`;
    case 'unrecognized_keys':
      return `has unknown members: ${issue.keys.join(', ')}`;
    case 'invalid_format':
      return 'is not in the form it must have';
    case 'custom':
      return issue.message;
    default:
      return 'has a value that cannot be used';
  }
}

function valueAt(whole: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (value: unknown, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    whole,
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}

function kindOf(value: unknown, object: NameOfObjects): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a date';
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : String(value);
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? 'text' : object;
}
