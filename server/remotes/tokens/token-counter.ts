// How many tokens a text is for a model: an estimate with o200k_base, the encoding of OpenAI's models since 2024. Others differ by some
// percent. The tokenizer is large (2.4 MB of code, 75 MB of memory), so it is loaded when something is to be counted.

/** Longer runs without a blank cost the square of their length, and a remote may send any. A cut costs one token at most. */
const PIECE = 2000;

/** @returns a function that counts the tokens of a text */
export async function openTokenCounter(): Promise<(text: string) => number> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  // The names of special tokens are text like any other here.
  const asText = { disallowedSpecial: new Set<string>() };
  return (text) => {
    let count = 0;
    for (let start = 0; start < text.length; start += PIECE) {
      count += countTokens(text.slice(start, start + PIECE), asText);
    }
    return count;
  };
}
