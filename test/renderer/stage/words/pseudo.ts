// A language nobody speaks, which shows what is no text of ours and where there is too little room: each text has accents,
// is two fifths longer, and stands in brackets.

const accented: Readonly<Record<string, string>> = {
  ...{ A: 'Å', C: 'Ç', D: 'Ð', E: 'É', I: 'Î', N: 'Ñ', O: 'Ö', S: 'Š', U: 'Û', Y: 'Ý', Z: 'Ž' },
  ...{
    a: 'å',
    c: 'ç',
    d: 'ð',
    e: 'é',
    g: 'ğ',
    i: 'î',
    n: 'ñ',
    o: 'ö',
    s: 'š',
    t: 'ţ',
    u: 'û',
    y: 'ý',
    z: 'ž',
  },
};
const OPEN = '⟦';
const CLOSE = '⟧';
const GROWTH = 0.4;

/** @returns the same shape; what its functions return is replaced as well */
export function pseudoWords<Value>(value: Value): Value {
  if (typeof value === 'string') return pseudoText(value) as Value;
  if (Array.isArray(value)) return value.map((one) => pseudoWords(one)) as Value;
  if (typeof value === 'function') {
    return ((...given: unknown[]) => pseudoWords(value(...given))) as Value;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, pseudoWords(one)])) as Value;
}

/** What is left of a text that was shown when all of ours is taken out of it. */
export function withoutPseudo(text: string): string {
  let rest = text;
  let before: string;
  do {
    before = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  } while (rest !== before);
  return rest;
}

/** Text in brackets is left alone: it is a word of ours that another one contains. */
function pseudoText(text: string): string {
  if (!/\p{L}/u.test(text)) return text;
  const longer = '~~~~ '.repeat(Math.ceil((text.length * GROWTH) / 5)).trim();
  const parts = text.split(/(⟦.*⟧)/s);
  return `${OPEN}${parts.map((part) => (part.startsWith(OPEN) ? part : accentsOn(part))).join('')} ${longer}${CLOSE}`;
}

function accentsOn(text: string): string {
  return [...text].map((letter) => accented[letter] ?? letter).join('');
}
