// Whether text at the place of a secret looks like one, or like a word, a placeholder or code.

const STOP_WORDS = new Set(
  `true false null none nil undefined required optional missing invalid expired present absent set unset hidden empty
  string str number boolean bool object any bytes unknown type value token tokens password passwords passwd secret
  secrets key keys keyring file env bearer basic digest negotiate yes no on off enabled disabled failed ok error
  default auto read write text int integer redacted removed masked filtered changed unchanged pending the and for with
  current-password new-password one-time-code`.split(/\s+/),
);

const PLACEHOLDERS =
  /^(?:[*xX.•·_-]+$|!(?:secret|vault|env\w*|ref|sub|getatt|include|file)$|[<$%&[({]|\{\{|your[_-]|my[_-]|insert[_-]|some[_-]|env:|@|(?:process\.env|exports\.|module\.|init\.|import\.meta|os\.|system\.|config\.|settings\.|self\.|this\.|env\.|ctx\.|args\.|options\.|opts\.|req\.|request\.|params\.|props\.|await |new |z\.|t\.|typing\.|https?:\/\/|file:))/i;

const LONGEST_TECHNICAL = 20;
const ENDS_AS_EXAMPLE = /_here$|example$/i;
/** Types and algorithms, which also contain digits. */
const TECHNICAL =
  /^(?:(?:big|u)?int|float|utf-?|base|sha-?|md|hs|rs|es|ps|ed|aes-?|rc|oauth|http|ipv|win|x|log4|i18|k8)\d{1,4}(?:[-_]?[a-z]{1,12}|\[\])?$/i;

/** Whether a value is certainly not a secret: a word, a placeholder, a reference. */
export function isEmptyTalk(value: string): boolean {
  return (
    STOP_WORDS.has(value.toLowerCase()) ||
    PLACEHOLDERS.test(value) ||
    (value.length <= LONGEST_TECHNICAL && TECHNICAL.test(value)) ||
    isPath(value) ||
    ENDS_AS_EXAMPLE.test(value)
  );
}

/** Base64 may also start with a slash. */
function isPath(value: string): boolean {
  if (!value.startsWith('/')) return false;
  const isBase64 = /^[A-Za-z0-9+/]{20,}={0,2}$/.test(value);
  return !(isBase64 && /[A-Z]/.test(value) && /[a-z]/.test(value) && /\d/.test(value));
}

/** Letters and digits mixed, or cases mixed in the middle of a word: not the way people write prose. */
export function looksRandom(value: string, minimum = 8): boolean {
  return value.length >= minimum && isMixed(value) && !isEmptyTalk(value);
}

function isMixed(value: string): boolean {
  if (!/\d/.test(value)) return value.length >= 20 && /[a-z][A-Z]/.test(value) && /[A-Z][A-Z]/.test(value);
  return /[A-Za-z]/.test(value) || (value.length >= 12 && /^\d+$/.test(value));
}

/** A run without spaces that only a generator writes: long, of letters and digits, not joined words. */
export function isOpaque(value: string): boolean {
  if (!/^[\w+/=.~-]{16,}$/.test(value) || !looksRandom(value, 16)) return false;
  const runs = value.split(/[^A-Za-z0-9]+/).filter((run) => {
    return (/\d/.test(run) && /[A-Za-z]/.test(run)) || /[a-z][A-Z].*[a-z][A-Z].*[a-z][A-Z]/.test(run);
  });
  return runs.some((run) => run.length >= 12) || runs.length >= 3;
}
