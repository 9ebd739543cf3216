// Programs in a language of their own, as an argument of sed, awk or jq: let pass only in shapes that print what was
// read. All three languages can run programs, write files or read other ones.

// A slash inside brackets ends a regex for some and not for others: brackets hold none here.
const BRACKETS = String.raw`\[\^?[^\]/\\^[\n]+\]`;
const REGEX = String.raw`/(?:[^/\\\n[\]{};]|${BRACKETS}|\\[.()|+*?bdswBDSW$^{}])*/`;
const SED_LINE = String.raw`(?:\d+|\$|${REGEX}I?)`;
const SED_ADDRESS = String.raw`(?:${SED_LINE}(?:,(?:${SED_LINE}|[+~]\d+))?!?)?`;
const SED_REPLACE = String.raw`s/(?:[^/\\\n[\]]|${BRACKETS}|\\[.()|+*?bdswBDSW$^{}\d])*/(?:[^/\\\n]|\\[\d&])*/[gpIi\d]*`;
const SED_COMMAND = `${SED_ADDRESS} ?(?:[pdq=]|${SED_REPLACE})`;
const SED = new RegExp(`^${SED_COMMAND}(?:; ?${SED_COMMAND})*;?$`);

/** Lines printed, left out, counted, or replaced in what is printed: never the commands `e`, `r`, `w` or a flag of theirs. */
export function isPlainSed(script: string): boolean {
  return SED.test(script);
}

const AWK_TEXT = String.raw`"(?:[^"\\\n]|\\[tn\\"])*"`;
const AWK_ITEM = String.raw`(?:\$(?:\d+|NF|\(NF-\d+\))|NR|NF|FNR|FILENAME|\d+|length(?:\(\$\d+\))?|${AWK_TEXT})`;
const AWK_CHECK = `(?:${AWK_ITEM} ?(?:==|!=|>=|<=|<|>|~|!~) ?(?:${AWK_ITEM}|${REGEX})|!?${REGEX})`;
const AWK_PATTERN = String.raw`(?:${AWK_CHECK}(?: ?(?:&&|\|\|) ?${AWK_CHECK})*)`;
// Between items a blank joins, a comma separates: nothing here can be `>` or `|`.
const AWK_PRINT = String.raw`\{ ?print(?: ?${AWK_ITEM}(?:(?:, ?| )${AWK_ITEM})*)? ?;? ?\}`;
const AWK = new RegExp(`^ ?(?:${AWK_PATTERN} ?)?(?:${AWK_PRINT})? ?$`);

/** `{print $1}` and its like, for all lines or those that match. */
export function isPlainAwk(script: string): boolean {
  return script.trim() !== '' && AWK.test(script);
}

/** Every word of a jq program that is no field: functions of what was read alone. `env`, `input`, `import` are not here. */
const JQ_WORDS = new Set(
  'add all and any arrays ascii_downcase ascii_upcase booleans capture ceil contains del elif else empty end endswith explode first flatten floor from_entries fromjson group_by has if implode index indices inside join keys keys_unsorted last length ltrimstr map map_values match max max_by min min_by not nulls numbers objects or paths pick reverse round rtrimstr scalars select sort sort_by split startswith strings sub gsub test then to_entries tojson tonumber tostring transpose true false null type unique unique_by values with_entries'.split(
    ' ',
  ),
);
const JQ_TOKEN =
  /"(?:[^"\\\n]|\\["\\nt/])*"|\.?[A-Za-z_]\w*|@(?:csv|tsv|json|text|html|uri|sh|base64)\b|\d+|[.[\]|,:(){}?=<>!+*/%;\s-]/y;

/** Paths, filters and functions of what was read: no variables, no environment, no modules, no other files. */
export function isPlainJq(program: string): boolean {
  const open: string[] = [];
  let before = '';
  JQ_TOKEN.lastIndex = 0;
  while (JQ_TOKEN.lastIndex < program.length) {
    const token = JQ_TOKEN.exec(program)?.[0];
    if (token === undefined) return false;
    if (/^\s$/.test(token)) continue;
    // `{name: …}`, and not `.[name:]`, which would be a function.
    const isKey =
      open.at(-1) === '{' && /^[{,]$/.test(before) && /^\s*:/.test(program.slice(JQ_TOKEN.lastIndex));
    if (/^[A-Za-z_]/.test(token) && !isKey && !JQ_WORDS.has(token)) return false;
    if (/^[{[(]$/.test(token)) open.push(token);
    if (/^[}\])]$/.test(token)) open.pop();
    before = token;
  }
  return program.trim() !== '';
}
