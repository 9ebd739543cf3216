// The one place where secrets leave a text. Everything that is logged passes here as a finished string, after it was
// serialised, so that nothing nested, quoted or thrown can slip by. One pass finds anchors; rules look only there.
import { commandPasswordRule, curlUserRule, userPartRule } from './redact/addresses.ts';
import { type Anchor, createAnchors } from './redact/anchors.ts';
import { assignmentRule } from './redact/assignments.ts';
import { schemeRule } from './redact/headers.ts';
import { formsOf } from './redact/known.ts';
import { kindOfName } from './redact/names.ts';
import { privateKeyRule } from './redact/private-keys.ts';
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
  'pass pwd secret token key auth credential cookie code sig verifier assertion jwt saml sid identity_header otp psk mnemonic seed_phrase connect.sid sessid sessionid identified';
/** Replacing may bring together what was apart. */
const MAX_PASSES = 4;
const LONGEST_PLACEHOLDER = 40;

export function createRedactor(): Redactor {
  const anchors = createAnchors([
    ...NAME_WORDS.split(' ').map((word) => anyCase(word, assignmentRule)),
    ...['bearer', 'basic'].map((word) => anyCase(word, schemeRule)),
    anyCase('identified by ', identifiedRule),
    anyCase('-----begin ', privateKeyRule),
    anyCase('://', userPartRule),
    ...[' -u', '"-u', '--user', '--proxy-user'].map((word) => anyCase(word, curlUserRule)),
    ...['sshpass ', 'mysql', 'redis-cli '].map((word) => anyCase(word, commandPasswordRule)),
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

/** Whether the value of a field of this name is a secret, whatever it looks like. */
export function isSecretName(name: string): boolean {
  const kind = kindOfName(name);
  return kind !== undefined && kind !== 'weak';
}

function anyCase(literal: string, rule: Rule): Anchor {
  return { literal, isCaseSensitive: false, rule };
}

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
