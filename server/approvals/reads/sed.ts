// sed scripts that only print their input. The language can also write files and run programs.

// A slash inside brackets ends a regex in some implementations and not in others, so brackets must not contain one
// here.
const BRACKETS = String.raw`\[\^?[^\]/\\^[\n]+\]`;
const REGEX = String.raw`/(?:[^/\\\n[\]{};]|${BRACKETS}|\\[.()|+*?bdswBDSW$^{}])*/`;
const SED_LINE = String.raw`(?:\d+|\$|${REGEX}I?)`;
const SED_ADDRESS = String.raw`(?:${SED_LINE}(?:,(?:${SED_LINE}|[+~]\d+))?!?)?`;
const SED_REPLACE = String.raw`s/(?:[^/\\\n[\]]|${BRACKETS}|\\[.()|+*?bdswBDSW$^{}\d])*/(?:[^/\\\n]|\\[\d&])*/[gpIi\d]*`;
const SED_COMMAND = `${SED_ADDRESS} ?(?:[pdq=]|${SED_REPLACE})`;
const SED = new RegExp(`^${SED_COMMAND}(?:; ?${SED_COMMAND})*;?$`);

/** Commands that print, drop, count or substitute lines: never `e`, `r`, `w` or a flag with that meaning. */
export function isPlainSed(script: string): boolean {
  return SED.test(script);
}
