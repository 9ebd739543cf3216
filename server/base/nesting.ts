// How deep JSON may be nested. Real messages are about a dozen levels deep; whoever walks through a hostile one, such as
// JSON.stringify, would exhaust the stack.

/** Of lists and objects inside each other, the message itself included. */
export const MAX_NESTING = 200;

export const TOO_DEEP = `it is nested more than ${MAX_NESTING} levels deep`;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Looks at the text, because a parsed message that is only brackets takes a hundred times its memory. */
export function isTooDeep(json: string): boolean {
  if (json.length <= MAX_NESTING) return false;
  return !visitBrackets(json, (_at, depth) => depth <= MAX_NESTING);
}

/** @returns an object's own members, with every list and object among them empty: no deeper than two levels */
export function outlineOf(json: string): string {
  let outline = '';
  let from = 0;
  visitBrackets(json, (at, depth, before) => {
    if (depth === 2 && before === 1) outline += json.slice(from, at + 1);
    if (depth === 1 && before === 2) from = at;
    return true;
  });
  return outline + json.slice(from);
}

/**
 * @param visit called with each bracket outside of strings, and how many are open after and before it; ends with false
 * @returns whether it came to the end
 */
function visitBrackets(json: string, visit: (at: number, depth: number, before: number) => boolean): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) isInString = false;
      continue;
    }
    const before = depth;
    if (code === QUOTE) isInString = true;
    else if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
    if (depth !== before && !visit(at, depth, before)) return false;
  }
  return true;
}
