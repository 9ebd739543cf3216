// Whether a client can compile a JSON Schema: MCP SDK 1.x compiles the output schema of every tool it lists (Ajv 8 for
// draft-07, not strict, schemas not validated) and gives up the whole list if one does not compile. A JSON Schema
// keyword must have the right form; other words pass, since Ajv ignores them. Identifiers are refused, because two
// schemas of a list may share one.
import { isObject, type Members } from './shapes.ts';

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];
const SCHEMA = new Set([
  ...['additionalItems', 'additionalProperties', 'contains', 'contentSchema', 'else', 'if', 'not'],
  ...['propertyNames', 'then', 'unevaluatedItems', 'unevaluatedProperties'],
]);
const SCHEMAS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const NAMED_SCHEMAS = new Set([
  '$defs',
  'definitions',
  'dependentSchemas',
  'patternProperties',
  'properties',
]);
/** The `$` keywords that refer to nothing and change nothing. */
const PLAIN_DOLLAR_WORDS = new Set(['$comment', '$schema', '$vocabulary']);
/** With these, the meaning of a reference depends on more than this schema. */
const IDENTIFIERS = new Set(['$anchor', '$dynamicAnchor', '$dynamicRef', '$id', '$recursiveRef', 'id']);
/** Ajv keywords outside JSON Schema, which are valid only with some formats. */
const FOREIGN = new Set([
  'formatExclusiveMaximum',
  'formatExclusiveMinimum',
  'formatMaximum',
  'formatMinimum',
]);
/** Deeper or larger schemas are useless, and slow down every client. */
const MAX_DEPTH = 64;
const MAX_SCHEMAS = 20_000;

const isNumber = Number.isFinite;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isText = (value: unknown): boolean => typeof value === 'string';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isNames = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

/** Keyword → whether a value has the right form, for keywords without subschemas. */
const KEYWORDS: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ...['maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum'].map((word) => [word, isNumber] as const),
  ...[
    ...['maxContains', 'maxItems', 'maxLength', 'maxProperties'],
    ...['minContains', 'minItems', 'minLength', 'minProperties'],
  ].map((word) => [word, isCount] as const),
  ['multipleOf', (value) => isNumber(value) && Number(value) > 0],
  ['uniqueItems', isFlag],
  ['nullable', isFlag],
  ['enum', (value) => Array.isArray(value) && value.length > 0],
  ['required', isNames],
  ['dependentRequired', (value) => isObject(value) && Object.values(value).every(isNames)],
  ['pattern', isPattern],
  // Ajv looks the format up in an object.
  ['format', (value) => isText(value) && !(String(value) in Object.prototype)],
  ['type', (value) => value !== undefined && [value].flat().every((one) => TYPES.includes(one as string))],
]);

/** @returns what is wrong with it */
export function schemaProblem(root: Members): string | undefined {
  let count = 0;
  const schemas = new Set<unknown>();
  const references: { readonly from: Members; readonly to: unknown }[] = [];

  function check(schema: unknown, depth: number): string | undefined {
    count += 1;
    if (depth > MAX_DEPTH || count > MAX_SCHEMAS) return 'it is too large';
    if (typeof schema === 'boolean') return undefined;
    if (!isObject(schema)) return 'a schema in it is neither an object nor true or false';
    schemas.add(schema);
    for (const [word, value] of Object.entries(schema)) {
      const problem = checkWord(word, value, schema, depth + 1);
      if (problem !== undefined) return problem;
    }
    return nullableProblem(schema);
  }

  function checkAll(all: readonly unknown[], depth: number): string | undefined {
    for (const schema of all) {
      const problem = check(schema, depth);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  function checkWord(word: string, value: unknown, schema: Members, depth: number): string | undefined {
    if (SCHEMA.has(word)) return check(value, depth);
    if (SCHEMAS.has(word)) {
      return Array.isArray(value) && value.length > 0
        ? checkAll(value, depth)
        : `its ${word} is no list of schemas`;
    }
    if (NAMED_SCHEMAS.has(word)) {
      if (!isObject(value)) return `its ${word} are no schemas with names`;
      const isGood = word !== 'patternProperties' || Object.keys(value).every(isPattern);
      return isGood ? checkAll(Object.values(value), depth) : 'it has an invalid pattern';
    }
    if (IDENTIFIERS.has(word)) return `it has ${word}, by which other schemas could clash with it`;
    switch (word) {
      case 'items':
        return Array.isArray(value) ? checkAll(value, depth) : check(value, depth);
      case 'dependencies':
        return isObject(value)
          ? checkAll(
              Object.values(value).filter((one) => !isNames(one)),
              depth,
            )
          : 'its dependencies are no schemas with names';
      case '$ref':
        references.push({ from: schema, to: value });
        return undefined;
      default:
        return wordProblem(word, value, depth);
    }
  }

  /** References must lead to subschemas of this schema, and must not form a cycle of references only. */
  function referencesProblem(): string | undefined {
    const next = new Map<unknown, unknown>();
    for (const { from, to } of references) {
      const target = placeIn(root, to);
      if (typeof target !== 'boolean' && !schemas.has(target)) return 'it refers to what is not in it';
      next.set(from, target);
    }
    const good = new Set<unknown>();
    for (const { from } of references) {
      const way = new Set<unknown>();
      for (let at: unknown = from; next.has(at) && !good.has(at); at = next.get(at)) {
        if (way.has(at)) return 'its references lead in a circle';
        way.add(at);
      }
      for (const at of way) good.add(at);
    }
    return undefined;
  }

  return check(root, 0) ?? referencesProblem();
}

function wordProblem(word: string, value: unknown, depth: number): string | undefined {
  const hasShape = KEYWORDS.get(word);
  if (hasShape) return hasShape(value) ? undefined : `its ${word} cannot be read`;
  if (FOREIGN.has(word) || (word.startsWith('$') && !PLAIN_DOLLAR_WORDS.has(word)))
    return `it has the unknown word ${word}`;
  return isPlain(value, depth) ? undefined : `its ${word} is too deep, or has identifiers in it`;
}

/** Ajv takes `nullable` from OpenAPI. */
function nullableProblem({ nullable, type }: Members): string | undefined {
  if (nullable === undefined) return undefined;
  const types = [type ?? []].flat();
  const isClear = types.length > 0 && (nullable === true || !types.includes('null'));
  return isClear ? undefined : 'its nullable has no type, or contradicts it';
}

/** Ajv searches for identifiers even below unknown keywords. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > MAX_DEPTH) return false;
  return Object.entries(value).every(
    ([word, inner]) => !(word !== 'id' && IDENTIFIERS.has(word)) && isPlain(inner, depth + 1),
  );
}

/** @returns the target of a JSON pointer in a fragment; undefined for any other reference */
function placeIn(root: Members, reference: unknown): unknown {
  if (reference === '#') return root;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  let place: unknown = root;
  for (const step of reference.split('/').slice(1)) {
    const name = decoded(step)?.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!name || typeof place !== 'object' || place === null || !Object.hasOwn(place, name)) return undefined;
    place = (place as Members)[name];
  }
  return place;
}

function decoded(step: string): string | undefined {
  try {
    return decodeURIComponent(step);
  } catch {
    return undefined;
  }
}

function isPattern(pattern: unknown): boolean {
  if (typeof pattern !== 'string') return false;
  try {
    // Ajv compiles with this flag.
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}
