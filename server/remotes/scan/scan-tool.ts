// Looks through a tool definition for what could poison a model: hidden characters, orders to the model, names of other tools.
// It marks words for a person and decides nothing. Pure.
import { textsOf } from './definition-texts.ts';
import { hiddenSpans, mixedWordSpans, outOfSightSpans, type Span } from './hidden.ts';
import { type InstructionKind, instructionRules } from './instruction-rules.ts';
import { readable } from './readable.ts';

export type FindingKind =
  | InstructionKind
  | 'hidden'
  | 'out-of-sight'
  | 'lookalike'
  | 'encoded'
  | 'shadow'
  | 'too-long';

/** Words of a definition that a person should look at. */
export interface ToolFinding extends Span {
  readonly kind: FindingKind;
  /** Where: `inputSchema.properties.query.description`. */
  readonly place: string;
  /** The whole text of that place; `start` and `end` are in it. */
  readonly text: string;
}

const MOST_FINDINGS = 50;
/** In characters of JSON. A longer one is not even parsed: it has far more than is looked through. */
const LONGEST_JSON = 500_000;
const BASE64 = /(?<![\w+/=-])[A-Za-z0-9+/_-]{32,}={0,2}(?![\w+/=])/g;
/** Too many for an abbreviation. */
const SPACED = /(?<!\S)(?:\p{L}[ \t]+){8,}\p{L}(?!\S)/gu;
const SECRET_PATH = /^(?:~|\/root|\/home\/\w+)?\/?\.(?:ssh|aws|gnupg|netrc|env)\b|^\/etc\/(?:passwd|shadow)/;
const VALUE_PLACE = /\.(?:default|const|examples?|enum)(?:\[\d+\])*$/;

/**
 * @param definition as the remote sent it; anything
 * @param shadows who else has a tool of this name
 * @returns in the order of the definition
 */
export function scanTool(definition: unknown, shadows: readonly string[] = []): ToolFinding[] {
  const { texts, tooLongAt } = textsOf(definition);
  const found = texts.flatMap(({ place, text }) =>
    findingsIn(text, place).map((one): ToolFinding => ({ ...one, place, text })),
  );
  const { name } = (definition ?? {}) as { name?: unknown };
  if (shadows.length > 0 && typeof name === 'string') {
    found.unshift({ kind: 'shadow', place: 'name', text: name, start: 0, end: name.length });
  }
  if (tooLongAt !== undefined) {
    found.unshift({ kind: 'too-long', place: tooLongAt, text: '', start: 0, end: 0 });
  }
  return found.slice(0, MOST_FINDINGS);
}

/**
 * Whether it has words that a person should look at. What cannot be looked through has.
 * @param json a definition
 */
export function isSuspicious(json: string): boolean {
  if (json.length > LONGEST_JSON) return true;
  try {
    return scanTool(JSON.parse(json)).length > 0;
  } catch {
    return true;
  }
}

type PlacedFinding = Span & { readonly kind: FindingKind };

function findingsIn(text: string, place: string): PlacedFinding[] {
  const as = (kind: FindingKind) => (span: Span) => ({ kind, ...span });
  return withoutOverlaps([
    ...hiddenSpans(text).map(as('hidden')),
    ...outOfSightSpans(text).map(as('out-of-sight')),
    ...mixedWordSpans(text).map(as('lookalike')),
    ...instructions(text),
    ...encoded(text),
    ...(VALUE_PLACE.test(place) && SECRET_PATH.test(text)
      ? [{ kind: 'secrets' as const, start: 0, end: text.length }]
      : []),
  ]);
}

function instructions(original: string): PlacedFinding[] {
  const { text, places } = readable(original);
  return instructionRules.flatMap(({ kind, pattern }) =>
    [...text.matchAll(pattern)].map(({ index, 0: found }) => ({
      kind,
      start: places[index] ?? 0,
      end: (places[index + found.length - 1] ?? original.length - 1) + 1,
    })),
  );
}

/** Orders in base64, and words with blanks between their letters. */
function encoded(text: string): PlacedFinding[] {
  const as = ({ index, 0: found }: RegExpExecArray) => ({
    kind: 'encoded' as const,
    start: index,
    end: index + found.length,
  });
  return [...[...text.matchAll(SPACED)].map(as), ...inBase64(text).map(as)];
}

function inBase64(text: string): RegExpExecArray[] {
  return [...text.matchAll(BASE64)].filter(([found]) => {
    const decoded = Buffer.from(found, 'base64').toString('utf8');
    const isText = /^[\p{L}\p{N}\p{P}\p{Z}\p{S}\s]+$/u.test(decoded);
    return isText && instructions(decoded).length > 0;
  });
}

/** Of those that say something about the same words, the first one that begins there. */
function withoutOverlaps(found: readonly PlacedFinding[]): PlacedFinding[] {
  const sorted = [...found].sort((one, other) => one.start - other.start || other.end - one.end);
  const kept: PlacedFinding[] = [];
  for (const one of sorted) if (one.start >= (kept.at(-1)?.end ?? 0)) kept.push(one);
  return kept;
}
