// Lines with which another client adds a server: `claude mcp add …`, `codex mcp add …`, `gemini mcp add …`, `claude mcp
// add-json …`, `code --add-mcp …`. Options as their help texts of autumn 2026 have them.
import { jsonSettings } from '../json-settings.ts';
import { NotUnderstood } from './not-understood.ts';
import { type PastedServer, pastedServer } from './pasted-server.ts';

/** Options with one value that say nothing about the server itself. */
const PASSED_OVER = [
  ...['-s', '--scope', '-t', '--transport', '--timeout', '--description', '--type'],
  ...['--include-tools', '--exclude-tools', '--callback-port', '--client-id'],
];
const SWITCHES = ['--trust', '--client-secret', '-g', '--global'];
/** Options that may come several times, or once with several values. */
const MANY: Readonly<Record<string, { readonly into: 'env' | 'headers'; readonly value: RegExp }>> = {
  '-e': { into: 'env', value: /^([A-Za-z_]\w*)=([\s\S]*)$/ },
  '--env': { into: 'env', value: /^([A-Za-z_]\w*)=([\s\S]*)$/ },
  '-H': { into: 'headers', value: /^([^:\s]+):\s*([\s\S]*)$/ },
  '--header': { into: 'headers', value: /^([^:\s]+):\s*([\s\S]*)$/ },
};

/** @returns undefined for a line that starts a server itself @throws NotUnderstood */
export function addedServer(words: readonly string[]): PastedServer | undefined {
  const [first, second, ...rest] = words;
  if (first === '--add-mcp' && second !== undefined) return fromJson(undefined, second);
  if (first !== 'mcp') return undefined;
  if (second === 'add') return fromWords(rest);
  if (second === 'add-json') {
    const [name, json] = rest.filter((word, index) => !isOptionPart(rest, word, index));
    if (name !== undefined && json !== undefined) return fromJson(name, json);
  }
  if (second === 'add-json' || second === 'add-from-claude-desktop') {
    throw new NotUnderstood('the line says nothing about a server');
  }
  // A server may have `mcp` as its first argument: `supabase mcp`, `deno mcp`.
  return undefined;
}

function isOptionPart(words: readonly string[], word: string, index: number): boolean {
  return word.startsWith('-') || PASSED_OVER.includes(words[index - 1] ?? '');
}

function fromJson(name: string | undefined, json: string): PastedServer {
  const entry = jsonSettings.parse(json);
  const own = entry['name'];
  return pastedServer(name ?? (typeof own === 'string' ? own : 'server'), entry);
}

function fromWords(given: readonly string[]): PastedServer {
  const words = given.flatMap((word, index) =>
    given.indexOf('--') >= 0 && index > given.indexOf('--') ? [word] : parted(word),
  );
  const pairs: Record<'env' | 'headers', [string, string][]> = { env: [], headers: [] };
  const names: string[] = [];
  let url: string | undefined;
  let bearer: string | undefined;
  let program: readonly string[] = [];

  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const many = Object.hasOwn(MANY, word) ? MANY[word] : undefined;
    if (word === '--') {
      // Where options with many values come first, the name comes behind it.
      const rest = words.slice(at + 1);
      names.push(...rest.splice(0, names.length === 0 ? 1 : 0));
      program = rest;
      break;
    }
    if (many) {
      const values = valuesAt(words, at + 1, many.value);
      if (values.length === 0) throw new NotUnderstood(`${word} has no value that can be read`);
      pairs[many.into].push(...values);
      at += values.length;
    } else if (word === '--url' || word === '--bearer-token-env-var') {
      at += 1;
      if (word === '--url') url = words[at];
      else bearer = words[at];
    } else if (PASSED_OVER.includes(word)) at += 1;
    else if (SWITCHES.includes(word)) continue;
    else if (word.startsWith('-')) throw new NotUnderstood(`Patchbay does not know its option ${word}`);
    else if (names.length === 0) names.push(word);
    else if (/^https?:\/\//i.test(word)) url = word;
    else {
      program = words.slice(at);
      break;
    }
  }
  const [name] = names;
  const [command, ...args] = program;
  if (name === undefined) throw new NotUnderstood('the line names no server');
  if (url === undefined && command === undefined) {
    throw new NotUnderstood('the line names no program and no address');
  }
  const headers = Object.fromEntries(pairs.headers);
  return pastedServer(
    name,
    url === undefined
      ? { command, args, env: Object.fromEntries(pairs.env) }
      : { url, headers, ...(bearer !== undefined && { bearer_token_env_var: bearer }) },
  );
}

/** `--env=A=1` as two words. */
function parted(word: string): string[] {
  const [, option, value] = /^(--[a-z-]+)=([\s\S]*)$/.exec(word) ?? [];
  return option === undefined || value === undefined ? [word] : [option, value];
}

function valuesAt(words: readonly string[], from: number, pattern: RegExp): [string, string][] {
  const values: [string, string][] = [];
  for (const word of words.slice(from)) {
    const [, name, value] = pattern.exec(word) ?? [];
    if (name === undefined || value === undefined || /^https?$/i.test(name)) break;
    values.push([name, value]);
  }
  return values;
}
