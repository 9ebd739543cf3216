// How people name one tool of a remote: `github/create_issue`. A name with other characters stands in double quotes, as a
// JSON string: `github/"create issue"`, `"my server"/search`.

export interface ToolName {
  /** Its name in config.toml. */
  readonly remote: string;
  readonly tool: string;
}

/** What stands for itself only in quotes: blanks, patterns, quotes, what cannot be seen. */
const NEEDS_QUOTES = /[\s"*?\p{Cc}\p{Cf}]/u;
const QUOTED = /^"(?:[^"\\]|\\.)*"/s;

/** @returns a text that readToolName reads as these names */
export function toolNameText({ remote, tool }: ToolName): string {
  return `${remote.includes('/') ? JSON.stringify(remote) : written(remote)}/${written(tool)}`;
}

/** @returns `fault`, a clause, where the text does not name one tool */
export function readToolName(text: string): ToolName | { readonly fault: string } {
  const first = (QUOTED.exec(text) ?? /^[^/]*/.exec(text))?.[0] ?? '';
  const second = text.slice(first.length + 1);
  if (text[first.length] !== '/' || first === '' || second === '')
    return { fault: 'it is not the name of a server, a slash and the name of a tool' };
  const fault = faultOf(first) ?? faultOf(second);
  return fault === undefined ? { remote: nameOf(first), tool: nameOf(second) } : { fault };
}

/** Identifies a tool among those that limits name. A slash in the remote's name would leave open where it ends. */
export function toolKey(remote: string, tool: string): string {
  return `${remote.includes('/') ? JSON.stringify(remote) : remote}/${tool}`;
}

function written(name: string): string {
  return NEEDS_QUOTES.test(name) ? JSON.stringify(name) : name;
}

function faultOf(part: string): string | undefined {
  if (part.startsWith('"')) return nameOf(part) === '' ? `${part} is not text in double quotes` : undefined;
  if (/[*?]/.test(part))
    return `${part} looks like a pattern; if that is the whole name, write it in double quotes`;
  return NEEDS_QUOTES.test(part) ? `${part} has a blank or a quote; write it in double quotes` : undefined;
}

/** @returns empty for what cannot be read */
function nameOf(part: string): string {
  if (!part.startsWith('"')) return part;
  try {
    const name: unknown = JSON.parse(part);
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}
