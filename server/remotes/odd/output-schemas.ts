// Whether a client can compile a JSON Schema: MCP SDK 1.x compiles the output schema of every tool it lists and gives
// the whole list up when one does not compile. Looks for what makes Ajv throw; what it is unsure of passes.
import { isObject, type Members } from './shapes.ts';

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const SCHEMA = new Set([
  ...['additionalItems', 'additionalProperties', 'contains', 'else', 'if', 'not', 'propertyNames', 'then'],
  ...['unevaluatedItems', 'unevaluatedProperties'],
]);
const SCHEMAS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const NAMED_SCHEMAS = new Set([
  '$defs',
  'definitions',
  'dependentSchemas',
  'patternProperties',
  'properties',
]);
/** Deeper or larger ones are no use to anybody, and cost every client its time. */
const MAX_DEPTH = 64;
const MAX_SCHEMAS = 20_000;

/** @returns what is wrong with it */
export function schemaProblem(root: Members): string | undefined {
  let count = 0;
  const ids = new Set<string>();

  function check(schema: unknown, depth: number): string | undefined {
    count += 1;
    if (depth > MAX_DEPTH || count > MAX_SCHEMAS) return 'it is too large';
    if (typeof schema === 'boolean') return undefined;
    if (!isObject(schema)) return 'a schema in it is neither an object nor true or false';
    for (const [word, value] of Object.entries(schema)) {
      const problem = checkWord(word, value, depth + 1);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  function checkAll(schemas: readonly unknown[], depth: number): string | undefined {
    for (const schema of schemas) {
      const problem = check(schema, depth);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  function checkWord(word: string, value: unknown, depth: number): string | undefined {
    if (SCHEMA.has(word)) return check(value, depth);
    if (SCHEMAS.has(word)) {
      return Array.isArray(value) && value.length > 0
        ? checkAll(value, depth)
        : `its ${word} is no list of schemas`;
    }
    if (NAMED_SCHEMAS.has(word)) {
      if (!isObject(value)) return `its ${word} are no schemas with names`;
      const pattern = word === 'patternProperties' ? Object.keys(value).find(isNoPattern) : undefined;
      return pattern === undefined ? checkAll(Object.values(value), depth) : 'it has an invalid pattern';
    }
    switch (word) {
      case 'items':
        return Array.isArray(value) ? checkAll(value, depth) : check(value, depth);
      case 'type':
        return [value].flat().every((one) => TYPES.includes(one as string))
          ? undefined
          : 'it has a type that does not exist';
      case 'pattern':
        return isNoPattern(value) ? 'it has an invalid pattern' : undefined;
      case 'enum':
        return Array.isArray(value) && value.length > 0 ? undefined : 'its enum is no list of values';
      case 'required':
        return Array.isArray(value) ? undefined : 'its required is no list of names';
      case '$ref':
        return leads(value) ? undefined : 'it refers to what is not in it';
      case '$id':
      case '$anchor':
        return repeats(`${word} ${value}`) ? `it has two schemas with the same ${word}` : undefined;
      default:
        return undefined;
    }
  }

  function repeats(id: string): boolean {
    if (ids.has(id)) return true;
    ids.add(id);
    return false;
  }

  /** Of references with a pointer; nobody may fetch what one to another place leads to. */
  function leads(reference: unknown): boolean {
    if (typeof reference !== 'string') return false;
    if (!reference.startsWith('#')) return hasId(root);
    if (reference !== '#' && !reference.startsWith('#/')) return true;
    let place: unknown = root;
    for (const step of reference.split('/').slice(1)) {
      const name = decoded(step).replaceAll('~1', '/').replaceAll('~0', '~');
      if (typeof place !== 'object' || place === null || !Object.hasOwn(place, name)) return hasId(root);
      place = (place as Members)[name];
    }
    return true;
  }

  return check(root, 0);
}

/** Then references start from there, and are the client's to resolve. */
function hasId(root: Members): boolean {
  return typeof root['$id'] === 'string';
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

function isNoPattern(pattern: unknown): boolean {
  try {
    // Ajv compiles with this flag.
    new RegExp(String(pattern), 'u');
    return typeof pattern !== 'string';
  } catch {
    return true;
  }
}
