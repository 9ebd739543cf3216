// The only place where secrets are removed from text. Everything that is logged passes here as a finished string,
// after serialisation, so nothing nested, quoted or thrown can get past. One pass finds anchors; rules look only
// there.
import { addressAnchors } from './redact/address-secrets.ts';
import { type Anchor, createAnchors } from './redact/anchors.ts';
import { createAssignmentRule } from './redact/assignments.ts';
import { isAlphanumeric } from './redact/boundaries.ts';
import { commandAnchors } from './redact/command-options.ts';
import { encodedAnchors } from './redact/encoded.ts';
import { schemeRule } from './redact/header-values.ts';
import { formsOf } from './redact/known.ts';
import { labelAnchors } from './redact/labels.ts';
import { generatedAfter, isGenerated, isUuid } from './redact/near.ts';
import { isOpaque, looksRandom } from './redact/plausible.ts';
import { hexKeyRule, privateKeyRule, puttyKeyRule } from './redact/private-keys.ts';
import { kindOfName } from './redact/secret-names.ts';
import { PLACEHOLDER, type Rule, type Span } from './redact/span.ts';
import { spokenAnchors } from './redact/spoken.ts';
import { statementAnchors } from './redact/statements.ts';
import { vendorAnchors } from './redact/vendors.ts';

export interface Redactor {
  /** Replaces what looks like a credential, or is known to be one, with `[REDACTED:kind]`. Idempotent. */
  redact(text: string): string;
  /** The secrets in a text, in order. */
  find(text: string): Span[];
  /** From now on this value is a secret wherever it appears, also encoded. Values under 6 characters are ignored. */
  know(value: string): void;
}

/** Words in names that announce a secret, and other marks near one. */
const NAME_WORDS =
  'pass pwd secret token key auth cred cookie code sig verifier assertion jwt saml sid identity_header identity-header otp psk mnemonic seed_phrase connect.sid sessid sessionid identified kennwort motdepasse honeycomb dockerconfigjson sql_alchemy_conn uptrace-dsn appid api_hash s0_legacy s2_access s2_unauth';
/** Words that are also the start of many ordinary words, with the character before them. */
const WHOLE_WORDS = '_pat -pat "pat \'pat _pw "pin _pin';
/** Words of two letters, with the character after them. */
const SHORT_NAMES = 'pw= pw: pw" pw\\ pat= pat: psw= psw:';
/**
 * Query parameters of URLs; elsewhere these are ordinary words. `state` and `nonce` tie a sign-in to the browser that
 * started it.
 */
const QUERY_NAMES =
  '?state= &state= ?nonce= &nonce= ?key= &key= _session= -session= ?ak= &ak= ?sk= &sk= ?sso= &sso= ?ticket= &ticket= ?tok= &tok= ?tk= &tk= ?license= &license= ?sign= &sign= ?session= &session= sp_dc= cf_clearance= __cf_bm= /login?t= magic?t=';
const SHORT_OPTIONS = 'tkpasTKPAS';
/** Not names of secrets, but a generated value close after them is one. */
const NEAR_WORDS =
  'webhook hooks. auth-header csrf xsrf magic invit reset-pass resetpass confirm/ verify/ unsubscribe';
/** A replacement may bring parts of a secret together, so the pass is repeated. */
const MAX_PASSES = 4;
const LONGEST_PLACEHOLDER = 40;

export function createRedactor(): Redactor {
  const assignmentRule = createAssignmentRule();
  const anchors = createAnchors([
    ...NAME_WORDS.split(' ').map((word) => anyCase(word, assignmentRule)),
    ...WHOLE_WORDS.split(' ').map((word) => anyCase(word, wholeWord(assignmentRule))),
    ...[...SHORT_NAMES.split(' '), 'pw '].map((word) => anyCase(word, assignmentRule)),
    ...['bearer', 'basic'].map((word) => anyCase(word, schemeRule)),
    anyCase('identified by ', identifiedRule),
    anyCase('-----begin ', privateKeyRule),
    anyCase('private-lines:', puttyKeyRule),
    anyCase('priv:', hexKeyRule),
    ...QUERY_NAMES.split(' ').map((word) => anyCase(word, queryRule)),
    ...addressAnchors,
    ...commandAnchors,
    ...labelAnchors,
    ...spokenAnchors,
    ...statementAnchors,
    ...NEAR_WORDS.split(' ').map((word) => anyCase(word, nearRule)),
    ...['state', 'nonce'].flatMap((name) =>
      ['"', "'", '\\'].map((quote) => anyCase(name + quote, fieldRule)),
    ),
    anyCase('value', changedValueRule),
    ...SHORT_OPTIONS.split('').map((letter) => ({
      literal: ` -${letter} `,
      isCaseSensitive: true,
      rule: shortOptionRule,
    })),
    ...encodedAnchors((text) => anchors.find(text).length > 0),
    ...['d', 'k'].flatMap((name) => [
      anyCase(`"${name}":`, jsonWebKeyRule),
      anyCase(`"${name}\\":`, jsonWebKeyRule),
    ]),
    anyCase(PLACEHOLDER.toLowerCase(), placeholderRule),
    ...vendorAnchors,
  ]);

  const known = new Set<string>();

  /** Zero-width characters, which can split a secret, are ignored. */
  function find(text: string): Span[] {
    return INVISIBLE.test(text) ? findVisible(text, anchors.find) : anchors.find(text);
  }

  function redactOnce(text: string): string {
    const spans = find(text).filter(({ start }) => !isInPlaceholder(text, start));
    if (spans.length === 0) return text;
    let clean = '';
    let at = 0;
    for (const { start, end, kind } of spans) {
      clean += `${text.slice(at, start)}${PLACEHOLDER}${kind}]`;
      at = end;
    }
    return clean + text.slice(at);
  }

  return {
    find,
    redact(text) {
      let current = text;
      for (let pass = 0; pass < MAX_PASSES; pass += 1) {
        const next = redactOnce(current);
        if (next === current) break;
        current = next;
      }
      return current;
    },
    know(value) {
      if (known.has(value)) return;
      known.add(value);
      for (const literal of formsOf(value)) anchors.add({ literal, isCaseSensitive: true, rule: knownRule });
    },
  };
}

/** Whether any value of a field with this name is a secret. */
export function isSecretName(name: string): boolean {
  const kind = kindOfName(name);
  return kind !== undefined && kind !== 'weak' && kind !== 'key' && kind !== 'bare-key';
}

/** A rule may match a placeholder as a value; it has been replaced already. */
const IN_PLACEHOLDER = /\[REDACTED:[\w-]*$/;
function isInPlaceholder(text: string, at: number): boolean {
  return (
    /[\w:-]/.test(text.charAt(at - 1)) &&
    IN_PLACEHOLDER.test(text.slice(Math.max(0, at - LONGEST_PLACEHOLDER), at))
  );
}
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff]/;
const INVISIBLES = /[\u200b-\u200d\u2060\ufeff]+/g;

function findVisible(text: string, findIn: (visible: string) => Span[]): Span[] {
  let visible = '';
  /** Maps a position in the visible text to one in the original text. */
  const gaps: { readonly at: number; readonly shift: number }[] = [];
  let last = 0;
  for (const { index, 0: run } of text.matchAll(INVISIBLES)) {
    visible += text.slice(last, index);
    last = index + run.length;
    gaps.push({ at: visible.length, shift: last - visible.length });
  }
  visible += text.slice(last);
  let next = 0;
  let shift = 0;
  const original = (place: number, isEnd: boolean): number => {
    while (next < gaps.length) {
      const gap = gaps[next];
      if (!gap || (isEnd ? gap.at >= place : gap.at > place)) break;
      ({ shift } = gap);
      next += 1;
    }
    return place + shift;
  };
  return findIn(visible).map((span) => {
    const start = original(span.start, false);
    return { from: Math.min(span.from, start), start, end: original(span.end, true), kind: span.kind };
  });
}

function anyCase(literal: string, rule: Rule): Anchor {
  return { literal, isCaseSensitive: false, rule };
}

/** Applies a rule after the word's first character, if the word ends there. */
function wholeWord(rule: Rule): Rule {
  return (text, at, word, examined) => {
    const isWhole = !/[A-Za-z]/.test(text.charAt(at + word.length));
    return isWhole ? rule(text, at + 1, word, examined) : undefined;
  };
}

const QUERY_VALUE = /[\w.~%+/=-]{12,4096}/y;
const queryRule: Rule = (text, at, name) => {
  QUERY_VALUE.lastIndex = at + name.length;
  const value = QUERY_VALUE.exec(text)?.[0];
  if (
    value === undefined ||
    (/session|ticket/.test(name) && isUuid(value)) ||
    !isOpaque(value.replaceAll(/%[0-9a-f]{2}/gi, ''))
  )
    return undefined;
  return { from: at, start: at + name.length, end: QUERY_VALUE.lastIndex, kind: 'secret' };
};

const nearRule: Rule = (text, at, word, examined) => {
  return generatedAfter(text, at + word.length, examined, { isPath: true }).map(({ start, end }) => ({
    from: at,
    start,
    end,
    kind: 'secret',
  }));
};

/** A one-letter option does not announce a secret, but a generated value after it is one. */
const OPTION_VALUE = /\\*["']?([A-Za-z0-9][\w+/~.-]{19,4095}={0,2})(?=[\s"'\\]|$)/dy;
const shortOptionRule: Rule = (text, at, option) => {
  OPTION_VALUE.lastIndex = at + option.length;
  const place = OPTION_VALUE.exec(text)?.indices?.[1];
  if (!place) return undefined;
  const [start, end] = place;
  return isGenerated(text.slice(start, end)) ? { from: at, start, end, kind: 'secret' } : undefined;
};

/** `'state': 'x'`, `"nonce":"x"` */
const FIELD = /\\{0,64}["']?\s?(?::|=>|=)\s?\\{0,64}["']([\w.~%+/=-]{12,4096})/dy;
const fieldRule: Rule = (text, at, name) => {
  if (isAlphanumeric(text.charCodeAt(at - 1)) || text.charAt(at - 1) === '_') return undefined;
  FIELD.lastIndex = at + name.length;
  const place = FIELD.exec(text)?.indices?.[1];
  if (!place) return undefined;
  const [start, end] = place;
  return isOpaque(text.slice(start, end)) ? { from: at, start, end, kind: 'secret' } : undefined;
};

/** `New value: x`, if the text before mentions a secret. */
const CHANGED_VALUE = /(?:\s(?:is|was))?\s?[:=]\s{1,4}\\*["'`]?([^\s"'`\\,;]{8,400})/diy;
const SPEAKS_OF_SECRET =
  /pass(?:word|wd|phrase)|secret|token|credential|api.?key|access.?key|private.?key|\bpin\b/i;
const LOOK_BACK = 240;
const changedValueRule: Rule = (text, at, name) => {
  if (!' :='.includes(text.charAt(at + name.length) || '.')) return undefined;
  CHANGED_VALUE.lastIndex = at + name.length;
  const place = CHANGED_VALUE.exec(text)?.indices?.[1];
  if (!place) return undefined;
  const [start, end] = place;
  const value = text.slice(start, end);
  const isSure = /(?:new|old|current|generated|previous|plain|secret|its)[ _-]$/i.test(
    text.slice(Math.max(0, at - 12), at),
  );
  if (value.includes(PLACEHOLDER) || !(isSure ? looksRandom(value, 8) : isGenerated(value))) return undefined;
  const around = text.slice(Math.max(0, at - LOOK_BACK), at) + text.slice(end, end + 60).split('\n')[0];
  return SPEAKS_OF_SECRET.test(around) ? { from: at, start, end, kind: 'secret' } : undefined;
};

const knownRule: Rule = (_text, at, literal) => {
  return { from: at, start: at, end: at + literal.length, kind: 'known' };
};

/** The private part of a JSON Web Key. */
const WEB_KEY = /\s?\\*"([\w-]{40,})\\*"/y;
const jsonWebKeyRule: Rule = (text, at, literal) => {
  WEB_KEY.lastIndex = at + literal.length;
  const value = WEB_KEY.exec(text)?.[1];
  if (value === undefined) return undefined;
  const start = text.indexOf(value, at + literal.length);
  return { from: at, start, end: start + value.length, kind: 'private-key' };
};

/** Skips placeholders of earlier replacements. */
const placeholderRule: Rule = (text, at) => {
  const length = text.slice(at, at + LONGEST_PLACEHOLDER).indexOf(']') + 1;
  return length === 0 ? undefined : { from: at, start: at, end: at + length, kind: '' };
};

const IDENTIFIED = /(?:values )?\\*["']([^"'\\]{3,200})/iy;
const identifiedRule: Rule = (text, at, literal) => {
  IDENTIFIED.lastIndex = at + literal.length;
  const value = IDENTIFIED.exec(text)?.[1];
  if (value === undefined || value.startsWith(PLACEHOLDER)) return undefined;
  const end = IDENTIFIED.lastIndex;
  return { from: at, start: end - value.length, end, kind: 'password' };
};
