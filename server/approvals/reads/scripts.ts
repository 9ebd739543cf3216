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
// No name that awk knows: each would have to be followed by something that is not in these shapes.
const AWK_NAME = String.raw`(?!(?:getline|print|printf|next|exit|return|delete|function|func|in|if|else|while|for|do|length)\b)[a-z]\w{0,15}\b(?!\()`;
const AWK_FIELD = String.raw`\$(?:\d+|NF|\(NF-\d+\)|${AWK_NAME})`;
const AWK_ITEM = String.raw`(?:${AWK_FIELD}|NR|NF|FNR|FILENAME|\d+|length(?:\((?:${AWK_FIELD})?\))?|${AWK_NAME}(?:\[(?:${AWK_FIELD}|${AWK_NAME})\])?|${AWK_TEXT})`;
const AWK_CHECK = `(?:${AWK_ITEM} ?(?:==|!=|>=|<=|<|>|~|!~) ?(?:${AWK_ITEM}|${REGEX})|!?${REGEX}|${AWK_ITEM} ?% ?\\d+ ?== ?\\d+)`;
const AWK_CHECKS = String.raw`${AWK_CHECK}(?: ?(?:&&|\|\|) ?${AWK_CHECK})*`;
const AWK_PATTERN = `(?:BEGIN|END|${AWK_CHECKS}(?:, ?${AWK_CHECKS})?)`;
// Between items a blank or nothing joins, a comma separates: nothing here can be `>` or `|`.
const AWK_ITEMS = `${AWK_ITEM}(?:(?:, ?| ?)${AWK_ITEM})*`;
const AWK_PRINT = `(?:print(?: ${AWK_ITEMS})?|print(?=["$])${AWK_ITEMS}|printf ?${AWK_TEXT}(?:, ?${AWK_ITEMS})?)`;
const AWK_COUNT = String.raw`${AWK_NAME}(?:\[(?:${AWK_FIELD}|${AWK_NAME})\])?(?:\+\+| ?\+?= ?(?:${AWK_ITEM}))`;
const AWK_STATEMENT = String.raw`(?:for ?\(${AWK_NAME} in ${AWK_NAME}\) ?)?(?:${AWK_PRINT}|${AWK_COUNT})`;
const AWK_BLOCK = String.raw`\{ ?(?:${AWK_STATEMENT}(?: ?; ?${AWK_STATEMENT})*)? ?;? ?\}`;
const AWK_RULE = `(?:${AWK_PATTERN} ?${AWK_BLOCK}|${AWK_PATTERN}|${AWK_BLOCK})`;
const AWK = new RegExp(`^ ?${AWK_RULE}(?: ?;? ?${AWK_RULE})* ?$`);
/** Longer ones are not worth the time such a shape can take. */
const MAX_AWK_LENGTH = 200;

/** `{print $1}` and its like, for all lines or those that match, and sums of them. */
export function isPlainAwk(script: string): boolean {
  return script.length <= MAX_AWK_LENGTH && AWK.test(script);
}

/** Every word of a jq program that is no field: functions of what was read alone. `env`, `input`, `import` are not here. */
const JQ_WORDS = new Set(
  'add all and any arrays ascii_downcase ascii_upcase booleans capture ceil contains del elif else empty end endswith explode first flatten floor from_entries fromjson group_by has if implode index indices inside join keys keys_unsorted last length ltrimstr map map_values match max max_by min min_by not nulls numbers objects or paths pick reverse round rtrimstr scalars select sort sort_by split startswith strings sub gsub test then to_entries tojson tonumber tostring transpose true false null type unique unique_by values with_entries'.split(
    ' ',
  ),
);
/** The inside of a string, up to its end or to `\(`, where a filter begins. */
const JQ_TEXT = /(?:[^"\\\n]|\\["\\nt/])*(?:"|\\\()/y;
const JQ_TOKEN =
  /\.?[A-Za-z_]\w*|@(?:csv|tsv|json|text|html|uri|sh|base64)\b|\d+|["[\]{}().|,:?=<>!+*/%;\s-]/y;

/** Paths, filters and functions of what was read: no variables, no environment, no modules, no other files. */
export function isPlainJq(program: string): boolean {
  const open: string[] = [];
  let before = '';
  let at = 0;
  const next = (shape: RegExp) => {
    shape.lastIndex = at;
    const found = shape.exec(program)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  while (at < program.length) {
    const token = open.at(-1) === '"' ? next(JQ_TEXT) : next(JQ_TOKEN);
    if (token === undefined) return false;
    if (/^\s$/.test(token)) continue;
    if (open.at(-1) === '"') {
      if (token.endsWith('"')) open.pop();
      else open.push('(');
      before = token;
      continue;
    }
    // `{name: …}`, and not `.[name:]`, which would be a function.
    const isKey = open.at(-1) === '{' && /^[{,]$/.test(before) && /^\s*:/.test(program.slice(at));
    if (/^[A-Za-z_]/.test(token) && !isKey && !JQ_WORDS.has(token)) return false;
    if (/^["{[(]$/.test(token)) open.push(token);
    if (/^[}\])]$/.test(token)) open.pop();
    before = token;
  }
  return program.trim() !== '' && !open.includes('"');
}
