// A text as a model understands it: without invisible characters, letters that only look different made equal. Places in it lead
// back to the text as it was.

export interface Readable {
  readonly text: string;
  /** For each character, and for the end: where it stood. */
  readonly places: readonly number[];
}

const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
/** Letters of other alphabets that look like Latin ones (the usual ones of Unicode's confusables). */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  е: 'e',
  з: '3',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  с: 'c',
  т: 't',
  у: 'y',
  х: 'x',
  ѕ: 's',
  ԁ: 'd',
  ո: 'n',
  ց: 'g',
  А: 'A',
  В: 'B',
  Е: 'E',
  К: 'K',
  М: 'M',
  Н: 'H',
  О: 'O',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
  І: 'I',
  Ѕ: 'S',
  α: 'a',
  ο: 'o',
  ρ: 'p',
  ν: 'v',
  ι: 'i',
  κ: 'k',
  τ: 't',
  υ: 'u',
  χ: 'x',
  Α: 'A',
  Β: 'B',
  Ε: 'E',
  Η: 'H',
  Ι: 'I',
  Κ: 'K',
  Μ: 'M',
  Ν: 'N',
  Ο: 'O',
  Ρ: 'P',
  Τ: 'T',
  Χ: 'X',
};
const HAS_LATIN = /\p{Script=Latin}/u;

export function readable(original: string): Readable {
  // Words of another language stay what they are.
  const isLatin = HAS_LATIN.test(original);
  const places: number[] = [];
  let text = '';
  let place = 0;
  for (const character of original) {
    const plain = readableCharacter(character, isLatin);
    // A run of blanks is one blank, or one line break: patterns need not look through it.
    const isBlank = /^\s$/.test(plain);
    if (isBlank && /^\s$/.test(text.at(-1) ?? '')) {
      if (plain === '\n' && !text.endsWith('\n')) text = `${text.slice(0, -1)}\n`;
    } else {
      for (let index = 0; index < plain.length; index += 1) places.push(place);
      text += plain;
    }
    place += character.length;
  }
  return { text: text.replace(/[’ʼ]/g, "'"), places: [...places, original.length] };
}

/** @returns empty for what is not seen */
function readableCharacter(character: string, isLatin: boolean): string {
  if (INVISIBLE.test(character)) return '';
  const plain = isLatin ? (LOOKALIKES[character] ?? character) : character;
  return plain.normalize('NFKC');
}
