// jq filters that only use their input. The language can also read the environment, other files and modules, and some
// functions of jq 1.6 never end.

/**
 * The allowed words of a jq program that are not fields: functions of the input only. `env`, `input`, `import` are
 * left out.
 */
const JQ_WORDS = new Set(
  'add all and any arrays ascii_downcase ascii_upcase booleans ceil contains del elif else empty end endswith explode first flatten floor from_entries fromjson group_by has if implode index indices inside join keys keys_unsorted last length ltrimstr map map_values max max_by min min_by not nulls numbers objects or paths pick reverse round rtrimstr scalars select sort sort_by split startswith strings test then to_entries tojson tonumber tostring transpose true false null type unique unique_by values with_entries'.split(
    ' ',
  ),
);
/** The inside of a string, up to its end or to `\(`, where a filter begins. */
const JQ_TEXT = /(?:[^"\\\n]|\\["\\nt/])*(?:"|\\\()/y;
const JQ_TOKEN =
  /\.?[A-Za-z_]\w*|@(?:csv|tsv|json|text|html|uri|sh|base64)\b|\d+|["[\]{}().|,:?=<>!+*/%;\s-]/y;

/** Each one can double the output. */
const MAX_COMMAS = 12;

/** Paths, filters and functions of the input: no variables, no environment, no modules, no other files. */
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
  const commas = program.split(',').length - 1;
  return program.trim() !== '' && !open.includes('"') && commas <= MAX_COMMAS;
}
