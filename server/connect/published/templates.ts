// Values in a server.json that a person has to give, or that have places for them.
import type { InputJson, TemplateJson } from './server-json.ts';

/** Something a person can give, with what the publisher says about it. */
export interface Field {
  /** As it is asked for and set: `API_KEY`, `target_dir`. */
  readonly name: string;
  readonly description: string | undefined;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
  /** Used where the person gives nothing. */
  readonly usual: string | undefined;
  /** All that are allowed; empty if any is. */
  readonly choices: readonly string[];
  readonly isNumber: boolean;
}

/** A text with places in it. */
export type Template = readonly (string | Field)[];

/** Values by the name of their field. */
export type FieldValues = ReadonlyMap<string, string>;

export interface FilledText {
  /** Undefined: nobody needs it, and nobody has given it. */
  readonly text: string | undefined;
  /** Fields that have a placeholder in the text. */
  readonly missing: readonly Field[];
}

/** @param name of the value as a whole */
export function templateOf(json: TemplateJson, name: string): Template {
  if (json.value === undefined) return [fieldOf(json, name)];
  return templateIn(json.value, json.variables ?? {});
}

/** @param text with `{name}` for variables; other braces are text */
export function templateIn(text: string, variables: Readonly<Record<string, InputJson>>): Template {
  return text.split(/(\{[^{}]*\})/).flatMap((part): Template => {
    const name = part.startsWith('{') ? part.slice(1, -1) : '';
    const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (!variable) return part === '' ? [] : [part];
    return [variable.value ?? fieldOf(variable, name)];
  });
}

export function fieldsIn(template: Template): Field[] {
  return template.filter((part): part is Field => typeof part !== 'string');
}

/** @param isNeeded whether the whole has to be there */
export function fill(template: Template, values: FieldValues, isNeeded: boolean): FilledText {
  const givenFor = ({ name, usual }: Field) => values.get(name) ?? usual;
  const missing = fieldsIn(template).filter((field) => givenFor(field) === undefined);
  if (!isNeeded && missing.some(({ isRequired }) => !isRequired)) return { text: undefined, missing: [] };
  const parts = template.map((part) =>
    typeof part === 'string' ? part : (givenFor(part) ?? placeholderFor(part)),
  );
  return { text: parts.join(''), missing };
}

/** Letters that need no quotes anywhere, and keep an address an address. */
export function placeholderFor({ name }: Field): string {
  return `FILL-IN-${name.replace(/[^\w]+/g, '-')}`;
}

function fieldOf(json: InputJson, name: string): Field {
  const choices = json.choices ?? [];
  const isAllowed = json.default !== undefined && (choices.length === 0 || choices.includes(json.default));
  return {
    name,
    description: json.description,
    isRequired: json.isRequired ?? false,
    isSecret: json.isSecret ?? false,
    usual: isAllowed ? json.default : undefined,
    choices,
    isNumber: json.format === 'number',
  };
}

/** @returns what is wrong with a value for a field, as a clause; undefined if it can be used */
export function problemWith({ choices, isNumber }: Field, value: string): string | undefined {
  if (/[\0\r\n]/.test(value)) return 'it has more than one line';
  if (choices.length > 0 && !choices.includes(value)) return `it must be one of ${choices.join(', ')}`;
  return isNumber && !/^-?\d+(\.\d+)?$/.test(value) ? 'it must be a number' : undefined;
}
