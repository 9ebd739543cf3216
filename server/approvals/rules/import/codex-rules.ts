// Codex `.rules` files. Only `prefix_rule(...)` with literal values is read: the files are programs in Starlark, and
// what else one of them does is not known.
import { quote } from 'shlex';
import type { Candidate } from './candidate.ts';

const DECISIONS = { allow: 'allow', prompt: 'ask', forbidden: 'deny' } as const;
/** Rules that one line with alternatives may become. */
const MAX_ALTERNATIVES = 50;
const TOKEN = /\s+|#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[[\](),=]|\w+/y;

type Literal = string | readonly Literal[];

export function readCodexRules(text: string): Candidate[] {
  return statementsOf(text).flatMap((source) => {
    try {
      return candidatesOf(source);
    } catch (error) {
      if (!(error instanceof NotLiteral)) throw error;
      return [{ kind: 'left-out', source, why: error.message } as const];
    }
  });
}

class NotLiteral extends Error {}

function candidatesOf(source: string): Candidate[] {
  const { pattern, decision = 'allow' } = callOf(source);
  if (typeof decision !== 'string' || !Object.hasOwn(DECISIONS, decision))
    throw new NotLiteral('its decision is none of allow, prompt and forbidden');
  if (!Array.isArray(pattern) || pattern.length === 0) throw new NotLiteral('it has no list as pattern');
  const commands = pattern.reduce<readonly (readonly string[])[]>(
    (begun, word) => begun.flatMap((words) => wordsOf(word).map((one) => [...words, one])),
    [[]],
  );
  if (commands.length > MAX_ALTERNATIVES)
    throw new NotLiteral(`it is more than ${MAX_ALTERNATIVES} commands`);
  return commands.map((words) => ({
    kind: 'wanted',
    source,
    wanted: {
      decision: DECISIONS[decision as keyof typeof DECISIONS],
      about: { kind: 'command', text: words.map(quote).join(' ') },
    },
  }));
}

function wordsOf(word: Literal): readonly string[] {
  const words = typeof word === 'string' ? [word] : word;
  if (!words.every((one) => typeof one === 'string')) throw new NotLiteral('its pattern has lists in lists');
  return words as readonly string[];
}

/** @returns the named arguments of `prefix_rule(…)` */
function callOf(source: string): Readonly<Record<string, Literal>> {
  const tokens = tokensOf(source);
  const take = (token: string) => {
    if (tokens.shift() !== token) throw new NotLiteral('only prefix_rule(…) with literal values is read');
  };
  const value = (): Literal => {
    const token = tokens.shift() ?? '';
    if (token !== '[') return textOf(token);
    const list: Literal[] = [];
    while (tokens[0] !== ']') {
      list.push(value());
      if (tokens[0] !== ']') take(',');
    }
    take(']');
    return list;
  };
  take('prefix_rule');
  take('(');
  const named: Record<string, Literal> = {};
  while (tokens[0] !== ')') {
    const name = tokens.shift() ?? '';
    take('=');
    named[name] = value();
    if (tokens[0] !== ')') take(',');
  }
  take(')');
  if (tokens.length > 0) throw new NotLiteral('there is something after it');
  return named;
}

function textOf(token: string): string {
  if (!/^["']/.test(token)) throw new NotLiteral(`${token} is not literal text`);
  const inner = token.slice(1, -1);
  if (/\\[^\\"']/.test(inner)) throw new NotLiteral('its text has escapes');
  return inner.replace(/\\(.)/g, '$1');
}

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const [token] = TOKEN.exec(source) ?? [];
    if (token === undefined) throw new NotLiteral('only prefix_rule(…) with literal values is read');
    if (!/^(?:\s|#)/.test(token)) tokens.push(token);
  }
  return tokens;
}

/** A statement begins where a line does, and goes on in the lines that are indented or close its brackets. */
function statementsOf(text: string): string[] {
  const statements: string[][] = [];
  for (const line of text.split(/\r?\n/)) {
    const isOfLast = /^[\s)\]]/.test(line) && statements.length > 0;
    if (isOfLast) statements.at(-1)?.push(line);
    else if (line !== '' && !line.startsWith('#')) statements.push([line]);
  }
  return statements.map((lines) => lines.join('\n').trim()).filter(Boolean);
}
