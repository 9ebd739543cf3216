// awk scripts that only print their input and sums of it. The language can also run programs, write files and read
// others. The script is tokenised as awk does it: `/` starts a regex only where no value comes before it.

const SPACE = /[ \t]*/y;
const TEXT = /"(?:[^"\\\n]|\\[tn\\"])*"/y;
// A slash inside brackets ends a regex in some implementations and not in others, so brackets must not contain one
// here.
const REGEX = /\/(?:[^/\\\n[\]]|\[\^?[^\]/\\^[\n]+\]|\\[.()|+*?bdswBDSW$^{}])+\//y;
/** Not `0x1f` or `1e5`, since awk implementations disagree where these end. */
const NUMBER = /\d+(?![\w.])/y;
const NAME = /[a-z]\w*/y;
const VALUE_WORD = /(?:NR|NF|FNR|FILENAME)(?!\w)/y;
const COMPARISON = /==|!=|>=|<=|!~|[<>~]/y;

/** Keywords of the language, including those of single implementations. None of them is a variable. */
const RESERVED = new Set(
  'and asort asorti atan2 bindtextdomain break case close compl continue cos dcgettext dcngettext default delete do else exit exp fflush for func function gensub getline gsub if in index int isarray length log lshift match mktime next nextfile or patsplit print printf rand return rshift sin split sprintf sqrt srand strftime strtonum sub substr switch system systime tolower toupper typeof while xor'.split(
    ' ',
  ),
);

/** `{print $1}` and similar, for all lines or the matching ones. */
export function isPlainAwk(script: string): boolean {
  const reader = readerOf(script);
  return readRules(reader) && reader.isAtEnd();
}

interface Reader {
  /** Consumes the next token if it is this one. */
  take(shape: RegExp | string): boolean;
  /** Consumes a keyword. */
  word(word: string): boolean;
  /** Consumes a variable name. */
  variable(): boolean;
  isAtEnd(): boolean;
}

function readerOf(script: string): Reader {
  let at = 0;
  const match = (shape: RegExp): string | undefined => {
    shape.lastIndex = at;
    return shape.exec(script)?.[0];
  };
  const skipSpace = () => {
    at += match(SPACE)?.length ?? 0;
  };
  const take = (shape: RegExp | string): boolean => {
    skipSpace();
    const found = typeof shape === 'string' ? script.startsWith(shape, at) && shape : match(shape);
    if (!found) return false;
    at += found.length;
    return true;
  };
  return {
    take,
    word(word) {
      skipSpace();
      const isWord = script.startsWith(word, at) && !/\w/.test(script.charAt(at + word.length));
      return isWord && take(word);
    },
    variable() {
      skipSpace();
      const name = match(NAME);
      const isCall = name !== undefined && script.charAt(at + name.length) === '(';
      return name !== undefined && !RESERVED.has(name) && !isCall && take(name);
    },
    isAtEnd() {
      skipSpace();
      return at === script.length;
    },
  };
}

/** If a rule has no block, the next rule needs a `;` before it. */
function readRules(reader: Reader): boolean {
  while (true) {
    const hasPattern = readPattern(reader);
    if (hasPattern === 'broken') return false;
    const hasBlock = reader.take('{');
    if (hasBlock && !readBlock(reader)) return false;
    if (!hasBlock && !hasPattern) return false;
    const isSeparated = reader.take(';');
    if (reader.isAtEnd()) return true;
    if (!hasBlock && !isSeparated) return false;
  }
}

function readPattern(reader: Reader): boolean | 'broken' {
  if (reader.word('BEGIN') || reader.word('END')) return true;
  if (!readChecks(reader)) return false;
  return !reader.take(',') || readChecks(reader) || 'broken';
}

function readChecks(reader: Reader): boolean {
  do {
    if (!readCheck(reader)) return false;
  } while (reader.take('&&') || reader.take('||'));
  return true;
}

function readCheck(reader: Reader): boolean {
  if (reader.take(REGEX)) return true;
  if (reader.take('!')) return reader.take(REGEX);
  if (!readItem(reader)) return false;
  if (reader.take('%')) return reader.take(NUMBER) && reader.take('==') && reader.take(NUMBER);
  if (!reader.take(COMPARISON)) return true;
  return reader.take(REGEX) || readItem(reader);
}

function readBlock(reader: Reader): boolean {
  do {
    if (reader.take('}')) return true;
    if (!readStatement(reader)) return false;
  } while (reader.take(';'));
  return reader.take('}');
}

function readStatement(reader: Reader): boolean {
  if (reader.word('for')) {
    const isEach = reader.take('(') && reader.variable() && reader.word('in') && reader.variable();
    if (!isEach || !reader.take(')')) return false;
  }
  if (reader.word('print')) {
    if (readItem(reader)) return readMoreItems(reader);
    return true;
  }
  if (reader.word('printf')) {
    if (!reader.take(TEXT)) return false;
    return !reader.take(',') || (readItem(reader) && readMoreItems(reader));
  }
  if (!readVariable(reader)) return false;
  return reader.take('++') || ((reader.take('+=') || reader.take('=')) && readItem(reader));
}

/** A comma separates values; nothing or a space joins them. No `>` and no `|` here. */
function readMoreItems(reader: Reader): boolean {
  while (true) {
    const hasComma = reader.take(',');
    if (!readItem(reader)) return !hasComma;
  }
}

function readItem(reader: Reader): boolean {
  if (reader.take(TEXT) || reader.take(NUMBER) || reader.take(VALUE_WORD)) return true;
  if (reader.take('$')) return readFieldNumber(reader);
  if (reader.word('length')) return !reader.take('(') || (readItem(reader) && reader.take(')'));
  return readVariable(reader);
}

function readFieldNumber(reader: Reader): boolean {
  if (reader.take(NUMBER) || reader.take(VALUE_WORD)) return true;
  if (!reader.take('(')) return reader.variable();
  return reader.take(VALUE_WORD) && reader.take('-') && reader.take(NUMBER) && reader.take(')');
}

function readVariable(reader: Reader): boolean {
  if (!reader.variable()) return false;
  return !reader.take('[') || (readItem(reader) && reader.take(']'));
}
