// The one place where secrets leave a text. Everything that is logged passes here as a finished string, after it was
// serialised, so that nothing nested, quoted or thrown can slip by. One pass finds anchors; rules look only there.
import { addressAnchors } from './redact/addresses.ts';
import { type Anchor, createAnchors } from './redact/anchors.ts';
import { createAssignmentRule } from './redact/assignments.ts';
import { commandAnchors } from './redact/commands.ts';
import { encodedAnchors } from './redact/encoded.ts';
import { schemeRule } from './redact/headers.ts';
import { formsOf } from './redact/known.ts';
import { labelAnchors } from './redact/labels.ts';
import { kindOfName } from './redact/names.ts';
import { isOpaque } from './redact/plausible.ts';
import { hexKeyRule, privateKeyRule, puttyKeyRule } from './redact/private-keys.ts';
import { PLACEHOLDER, type Rule, type Span } from './redact/span.ts';
import { vendorAnchors } from './redact/vendors.ts';

export interface Redactor {
  /** Replaces what looks like a credential, or is known as one, by `[REDACTED:kind]`. Idempotent. */
  redact(text: string): string;
  /** The secrets in a text, in order. */
  find(text: string): Span[];
  /** From now on this value is a secret wherever it appears, also encoded. Values under 6 characters are ignored. */
  know(value: string): void;
}

/** Words in names that announce a secret, and other places where one may stand. */
const NAME_WORDS =
  'pass pwd secret token key auth cred cookie code sig verifier assertion jwt saml sid identity_header identity-header otp psk mnemonic seed_phrase connect.sid sessid sessionid identified kennwort motdepasse honeycomb dockerconfigjson sql_alchemy_conn uptrace-dsn appid api_hash';
/** Those that are the beginning of many ordinary words, with what stands before them. */
const WHOLE_WORDS = '_pat -pat "pat \'pat _pw "pin _pin';
/** Of an address: elsewhere these are words. `state` and `nonce` tie a sign-in to the browser that began it. */
const QUERY_NAMES = '?state= &state= ?nonce= &nonce= ?key= &key=';
/** Replacing may bring together what was apart. */
const MOST_PASSES = 4;
const LONGEST_PLACEHOLDER = 40;

export function createRedactor(): Redactor {
  const assignmentRule = createAssignmentRule();
  const anchors = createAnchors([
    ...NAME_WORDS.split(' ').map((word) => anyCase(word, assignmentRule)),
    ...WHOLE_WORDS.split(' ').map((word) => anyCase(word, wholeWord(assignmentRule))),
    ...['bearer', 'basic'].map((word) => anyCase(word, schemeRule)),
    anyCase('identified by ', identifiedRule),
    anyCase('-----begin ', privateKeyRule),
    anyCase('private-lines:', puttyKeyRule),
    anyCase('priv:', hexKeyRule),
    ...QUERY_NAMES.split(' ').map((word) => anyCase(word, queryRule)),
    ...addressAnchors,
    ...commandAnchors,
    ...labelAnchors,
    ...encodedAnchors((text) => anchors.find(text).length > 0),
    ...['d', 'k'].flatMap((name) => [
      anyCase(`"${name}":`, jsonWebKeyRule),
      anyCase(`"${name}\\":`, jsonWebKeyRule),
    ]),
    anyCase(PLACEHOLDER.toLowerCase(), placeholderRule),
    ...vendorAnchors,
  ]);

  const known = new Set<string>();

  function redactOnce(text: string): string {
    const spans = anchors.find(text);
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
    find: anchors.find,
    redact(text) {
      let current = text;
      for (let pass = 0; pass < MOST_PASSES; pass += 1) {
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

/** Whether the value of a field of this name is a secret, whatever it looks like. */
export function isSecretName(name: string): boolean {
  const kind = kindOfName(name);
  return kind !== undefined && kind !== 'weak' && kind !== 'key';
}

function anyCase(literal: string, rule: Rule): Anchor {
  return { literal, isCaseSensitive: false, rule };
}

/** Asks behind the character that the word begins with, when the word ends there. */
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
  if (value === undefined || !isOpaque(value.replaceAll(/%[0-9a-f]{2}/gi, ''))) return undefined;
  return { from: at, start: at + name.length, end: QUERY_VALUE.lastIndex, kind: 'secret' };
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

/** What was replaced already is passed over. */
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
