// Every text of a tool definition that a model may read, with its place: names and values at any depth.

export interface PlacedText {
  /** `description`, `inputSchema.properties.query.description`; a key itself ends in ` (name)`. */
  readonly place: string;
  readonly text: string;
}

/** Far more than any real definition has. */
const MOST_TEXTS = 2000;
/** Also of those without a text: a remote may send any. */
const MOST_VALUES = 50_000;
/** In characters, all together: looking through more would hold up everything else. */
const MOST_CHARACTERS = 20_000;
const DEEPEST = 40;
/** Words of JSON Schema and MCP; everything else that is a key was chosen by the author. */
const USUAL_KEY = /^(?:\$?[a-zA-Z]{1,24}|\$schema|\$defs|\$ref|\$id)$/;

export interface DefinitionTexts {
  readonly texts: readonly PlacedText[];
  /** Where it goes on beyond what is looked through; undefined if that is all. */
  readonly tooLongAt: string | undefined;
}

/** @param definition as the remote sent it; anything */
export function textsOf(definition: unknown): DefinitionTexts {
  const texts: PlacedText[] = [];
  let left = MOST_CHARACTERS;
  let valuesLeft = MOST_VALUES;
  let tooLongAt: string | undefined;

  function add(place: string, text: string): void {
    if (texts.length >= MOST_TEXTS || text.length > left) tooLongAt ??= place;
    if (texts.length >= MOST_TEXTS || left === 0) return;
    texts.push({ place, text: text.slice(0, left) });
    left = Math.max(0, left - text.length);
  }

  function walk(value: unknown, place: string, depth: number): void {
    valuesLeft -= 1;
    if (depth > DEEPEST || valuesLeft < 0) tooLongAt ??= place;
    if (tooLongAt !== undefined) return;
    if (typeof value === 'string') {
      add(place, value);
      return;
    }
    if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) {
        if (tooLongAt !== undefined) return;
        walk(one, `${place}[${index}]`, depth + 1);
      }
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (tooLongAt !== undefined) return;
      const inside = place === '' ? key : `${place}.${key}`;
      if (!USUAL_KEY.test(key)) add(`${inside} (name)`, key);
      walk(inner, inside, depth + 1);
    }
  }

  walk(definition, '', 0);
  return { texts, tooLongAt };
}
