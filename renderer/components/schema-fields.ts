// Converts the JSON schema of an MCP form to fields, and the values entered to its content. Schema: MCP elicitation
// (flat objects of primitives). Unknown types are edited as JSON.
import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import { words } from '../words.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface FieldBase {
  readonly name: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly isRequired: boolean;
}

export type Field = FieldBase &
  (
    | { readonly kind: 'text'; readonly inputType: 'text' | 'email' | 'url' | 'date' | 'datetime-local' }
    | { readonly kind: 'number'; readonly isInteger: boolean; readonly min?: number; readonly max?: number }
    | { readonly kind: 'boolean' }
    | { readonly kind: 'choice' | 'choices'; readonly choices: readonly Choice[] }
    | { readonly kind: 'json' }
  );

/** The values of the fields; absent if nothing was entered. */
export type FieldValues = Readonly<Record<string, unknown>>;

type RawSchema = Readonly<Record<string, unknown>>;

const inputTypes = { email: 'email', uri: 'url', date: 'date', 'date-time': 'datetime-local' } as const;

export function fieldsOf(schema: unknown): Field[] {
  const { properties, required } = asObject(schema);
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(asObject(properties)).map(([name, raw]) =>
    fieldOf(name, asObject(raw), needed.includes(name)),
  );
}

export function defaultsOf(schema: unknown): FieldValues {
  const properties = Object.entries(asObject(asObject(schema)['properties']));
  const values = properties.map(([name, raw]) => [name, asObject(raw)['default']] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** @returns one sentence per invalid field; empty if all are valid */
export function problemsOf(schema: unknown, values: FieldValues): Readonly<Record<string, string>> {
  const fields = fieldsOf(schema);
  const isMissing = ({ name, isRequired }: Field) => isRequired && values[name] === undefined;
  const missing = fields.filter(isMissing).map(({ name }) => [name, words.form.required]);
  const errors = errorsOf(schema, values);
  const wrong = errors.flatMap((error) => {
    const name = error.instanceLocation.replace(/^#\/?/, '').split('/')[0];
    return name && error.keyword !== 'properties' ? [[name, sentence(error)]] : [];
  });
  return { ...Object.fromEntries(wrong.reverse()), ...Object.fromEntries(missing) };
}

/** How a text field shows a value; a time is shown in the person's own time zone. */
export function shownText(inputType: string, value: unknown): string {
  const text = String(value ?? '');
  if (inputType !== 'datetime-local') return text;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) return '';
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The value to send for a text field; undefined if it is empty or not a valid time. */
export function sentText(inputType: string, text: string): string | undefined {
  if (inputType !== 'datetime-local') return text || undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}

function fieldOf(name: string, raw: RawSchema, isRequired: boolean): Field {
  const base = {
    name,
    title: text(raw['title']) ?? name,
    description: text(raw['description']),
    isRequired,
  };
  const choices = choicesOf(raw);
  if (choices) return { ...base, kind: 'choice', choices };
  switch (raw['type']) {
    case 'string': {
      const format = text(raw['format']);
      const inputType =
        format && format in inputTypes ? inputTypes[format as keyof typeof inputTypes] : 'text';
      return { ...base, kind: 'text', inputType };
    }
    case 'number':
    case 'integer':
      return {
        ...base,
        kind: 'number',
        isInteger: raw['type'] === 'integer',
        ...(typeof raw['minimum'] === 'number' && { min: raw['minimum'] }),
        ...(typeof raw['maximum'] === 'number' && { max: raw['maximum'] }),
      };
    case 'boolean':
      return { ...base, kind: 'boolean' };
    case 'array': {
      const several = choicesOf(asObject(raw['items']));
      return several ? { ...base, kind: 'choices', choices: several } : { ...base, kind: 'json' };
    }
    default:
      return { ...base, kind: 'json' };
  }
}

/** `enum` with or without `enumNames`, or titled values in `oneOf` or `anyOf`. */
function choicesOf(raw: RawSchema): Choice[] | undefined {
  const titled = raw['oneOf'] ?? raw['anyOf'];
  if (Array.isArray(titled) && titled.every((one) => typeof asObject(one)['const'] === 'string')) {
    return titled.map(asObject).map((one) => ({
      value: String(one['const']),
      label: text(one['title']) ?? String(one['const']),
    }));
  }
  const values = raw['enum'];
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string')) return undefined;
  const names = Array.isArray(raw['enumNames']) ? raw['enumNames'] : [];
  return values.map((value, index) => ({ value, label: text(names[index]) ?? value }));
}

/** A schema that cannot be checked, for example with a broken pattern, is left to whoever asked. */
function errorsOf(schema: unknown, values: FieldValues): readonly OutputUnit[] {
  try {
    return new Validator(schema as Schema, '2020-12', false).validate(values).errors;
  } catch {
    return [];
  }
}

function sentence({ keyword, error }: OutputUnit): string {
  const known: Readonly<Record<string, string>> = words.form.problems;
  return known[keyword] ?? error;
}

function asObject(value: unknown): RawSchema {
  return typeof value === 'object' && value !== null ? (value as RawSchema) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
