// Settings files as people have them, made at random: foreign entries, comments, layouts, line breaks. Each is text of which
// the part that is ours is known.
import type { KnownClient } from '../../server/connect/clients.ts';
import { partsFor } from '../../server/connect/plan.ts';
import type { Random } from '../fuzz/random.ts';

export interface GeneratedSettings {
  /** Undefined: there is no file. */
  readonly text: string | undefined;
  /** Where an entry that leads to Patchbay, or to `codex mcp-server`, stands; the text around it is somebody else's. */
  readonly own: { readonly name: string; readonly before: string; readonly after: string } | undefined;
  /** Whether the place of entries has others. */
  readonly hasOthers: boolean;
}

export function generateSettings(client: KnownClient, random: Random): GeneratedSettings {
  const { format, container } = client;
  if (random.chance(0.03)) return { text: undefined, own: undefined, hasOthers: false };
  const content = { json: jsonContent, toml: tomlContent, yaml: yamlContent }[format](
    container[0] ?? '',
    random.chance(0.35) ? ownEntry(client, random) : undefined,
    random,
  );
  const mark = random.chance(0.15) ? '\ufeff' : '';
  const withBreaks = (text: string) => (content.isCrlf ? text.replaceAll('\n', '\r\n') : text);
  const [before = '', ownText, after = ''] = content.text.split(MARK).map(withBreaks);
  const text = mark + before + (ownText ?? '') + after;
  const own = ownText === undefined ? undefined : { name: content.name, before: mark + before, after };
  return { text, own, hasOthers: content.hasOthers };
}

/** Stands before and behind what is ours. */
const MARK = '\u0001';

interface Content {
  readonly text: string;
  readonly name: string;
  readonly hasOthers: boolean;
  readonly isCrlf: boolean;
}

const words = [
  'a',
  'Ünï-cödé',
  '日本',
  'with "quotes"',
  'path\\to',
  '🦀',
  'http://x/y#z',
  'it’s',
  'true',
  '',
  '# no',
];
const scalar = (random: Random): unknown =>
  random.pick([1, -2.5, true, false, random.pick(words), `${random.pick(words)} ${random.below(99)}`]);

function foreignEntry(random: Random): Record<string, unknown> {
  return random.pick([
    { command: 'npx', args: ['-y', '@scope/server'], env: { KEY: random.pick(words) } },
    { command: '/usr/bin/other', args: [] },
    { command: 'x', env: JSON.parse('{"__proto__": "a", "constructor": "b"}') },
    { url: 'https://example.com/mcp', headers: { Authorization: 'Bearer of-somebody-else' } },
    { command: 'uvx', args: ['x'], nested: { deep: { deeper: [1, { deepest: random.pick(words) }] } } },
  ]);
}

/** Names of entries, each once. */
function foreignEntries(random: Random, limit: number): [name: string, entry: Record<string, unknown>][] {
  const names = random.chance(0.6)
    ? ['github', 'Ünï', 'two words', 'x.y', 'memory']
    : shuffled(oddNames, random);
  return names.slice(0, random.below(limit + 1)).map((name) => [name, foreignEntry(random)]);
}

/** Names that objects have by themselves, and those that formats have to quote. */
export const oddNames: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '',
  ' ',
  'a.b.c',
  'with "quotes"',
  "it's",
  'back\\slash',
  'true',
  'null',
  '- x',
  '? x: y',
  '#no',
  '日本 🦀',
  'line\nbreak',
  'n'.repeat(300),
];

function shuffled(names: readonly string[], random: Random): string[] {
  const left = [...names];
  return names.map(() => left.splice(random.below(left.length), 1)[0] ?? '');
}

/** An entry of an earlier Patchbay, or one that starts what is gone. */
function ownEntry(client: KnownClient, random: Random): OwnEntry {
  const [name, command, args] = random.pick([
    ['patchbay', '/old/node', ['/old/out/patchbay.js', 'mcp-server']],
    ['codex', 'codex', ['mcp-server', '-c', 'model="x"']],
  ] as const);
  const { leads } = partsFor(client, { kind: 'stdio', command, args, env: { CODEX_HOME: '/c' } });
  return [name, { ...leads, note: 'mine' }];
}

type OwnEntry = readonly [name: string, entry: Record<string, unknown>];

// JSON

function jsonContent(container: string, own: OwnEntry | undefined, random: Random): Content {
  const isCrlf = random.chance(0.3);
  const mayComment = random.chance(0.6);
  const layout: JsonLayout = {
    random,
    mayComment,
    hasTrailingCommas: random.chance(0.3),
    unit: random.pick(['  ', '    ', '\t']),
    isOneLine: random.chance(0.1),
  };
  const others = foreignEntries(random, 4);
  const entries: [string, unknown][] = [...others];
  if (own) entries.splice(random.below(entries.length + 1), 0, [own[0], { [MARK]: own[1] }]);
  const members: [string, unknown][] = [];
  for (let count = random.below(4); count > 0; count -= 1) {
    members.push([
      `key${count}`,
      random.pick([scalar(random), [], {}, [scalar(random)], { in: scalar(random) }]),
    ]);
  }
  const hasContainer = own !== undefined || random.chance(0.8);
  if (hasContainer) {
    members.splice(random.below(members.length + 1), 0, [container, Object.fromEntries(entries)]);
  }
  const head = mayComment && !layout.isOneLine && random.chance(0.4) ? '// settings\n' : '';
  const body = printJson(Object.fromEntries(members), '', layout);
  const text = `${head}${body}${random.pick(['', '\n', '\n\n'])}`;
  if (!own && random.chance(0.05)) {
    return { text: random.pick(['', '\n', '// nothing\n']), name: '', hasOthers: false, isCrlf };
  }
  return { text, name: own?.[0] ?? '', hasOthers: hasContainer && others.length > 0, isCrlf };
}

interface JsonLayout {
  readonly random: Random;
  readonly mayComment: boolean;
  readonly hasTrailingCommas: boolean;
  readonly unit: string;
  readonly isOneLine: boolean;
}

function printJson(value: unknown, indent: string, layout: JsonLayout): string {
  const { random, mayComment, hasTrailingCommas, unit, isOneLine } = layout;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (MARK in value) {
    return `${MARK}${printJson((value as Record<string, unknown>)[MARK], indent, layout)}${MARK}`;
  }
  const isList = Array.isArray(value);
  const [open, close] = isList ? '[]' : '{}';
  const items = isList
    ? value.map((item) => [undefined, item] as const)
    : Object.entries(value).map(([key, item]) => [key, item] as const);
  if (items.length === 0) {
    const inside = isOneLine ? '' : random.pick(['', ' ', `\n${indent}`]);
    return `${open}${mayComment && !isOneLine && random.chance(0.2) ? ' /* none yet */ ' : inside}${close}`;
  }
  const isInline = isOneLine || random.chance(isList ? 0.7 : 0.15);
  const inner = indent + unit;
  const printed = items.map(([key, item], index) => {
    const isLast = index === items.length - 1;
    const comma = isLast && !hasTrailingCommas ? '' : ',';
    const name = key === undefined ? '' : `${JSON.stringify(key)}:${random.pick(['', ' ', '  '])}`;
    const text = `${name}${printJson(item, isInline ? indent : inner, layout)}`;
    if (isInline) return `${text}${comma}`;
    const above = mayComment && random.chance(0.15) ? `${inner}// about the next, "quoted" {\n` : '';
    const beside = mayComment && random.chance(0.2) ? random.pick([' // beside }', ' /* beside */']) : '';
    const blank = random.chance(0.1) ? '\n' : '';
    return random.chance(0.5)
      ? `${blank}${above}${inner}${text}${comma}${beside}\n`
      : `${blank}${above}${inner}${text}${beside.startsWith(' //') ? '' : beside}${comma}\n`;
  });
  return isInline
    ? `${open}${printed.join(random.pick(['', ' ']))}${close}`
    : `${open}\n${printed.join('')}${indent}${close}`;
}

// TOML

function tomlContent(container: string, own: OwnEntry | undefined, random: Random): Content {
  const isCrlf = random.chance(0.3);
  const others = foreignEntries(random, 4);
  const top = [
    'model = "gpt-5"  # the best',
    'notify = [\'say\', "done"]',
    'limit = 1_000_000',
    'since = 2026-01-02T03:04:05Z',
    'text = """\n[mcp_servers.patchbay]\nnot = "a table"\n"""',
    'matrix = [\n[1, 2],\n  [3, 4], # no header\n]',
    'sub.key.dotted = true',
  ].filter(() => random.chance(0.4));
  const blocks = [
    ...others.map(([name, entry]) => tomlTable(container, name, entry, random)),
    ...[
      '[profiles.fast]\nmodel = "mini"',
      '[[hooks]]\nname = "a"\n\n[[hooks]]\nname = "b"',
      '[features] # on\nx = true',
    ].filter(() => random.chance(0.3)),
  ];
  if (own) {
    const table = `${MARK}${tomlTable(container, own[0], own[1], random)}${MARK}`;
    blocks.splice(random.below(blocks.length + 1), 0, table);
  }
  const comment = () => (random.chance(0.2) ? '# a word about what follows\n' : '');
  const gap = () => random.pick(['\n', '\n\n']);
  const lines = [...top, ...blocks].map((block) => `${comment()}${block}${gap()}`).join('');
  const text = random.chance(0.05) ? '' : random.chance(0.2) ? lines.replace(/\n+$/, '') : lines;
  return {
    text: own && text === '' ? lines : text,
    name: own?.[0] ?? '',
    hasOthers: text !== '' && text.endsWith('\n'),
    isCrlf,
  };
}

function tomlTable(container: string, name: string, entry: Record<string, unknown>, random: Random): string {
  const key = (word: string) => (/^[\w-]+$/.test(word) ? word : JSON.stringify(word));
  const header = `${container}.${key(name)}`;
  const inTables = random.chance(0.5);
  const plain: string[] = [];
  const tables: string[] = [];
  for (const [member, value] of Object.entries(entry)) {
    const isTable = typeof value === 'object' && !Array.isArray(value);
    if (isTable && inTables) {
      tables.push(
        `\n[${header}.${member}]\n${Object.entries(value as object)
          .map(([k, v]) => `${k} = ${tomlValue(v)}`)
          .join('\n')}`,
      );
    } else plain.push(`${member} = ${tomlValue(value)}${random.chance(0.1) ? ' # why' : ''}`);
  }
  return [`[${header}]`, ...plain, ...tables].join('\n');
}

function tomlValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key} = ${tomlValue(inner)}`)
      .join(', ')} }`;
  }
  return JSON.stringify(value);
}

// YAML

function yamlContent(container: string, own: OwnEntry | undefined, random: Random): Content {
  const isCrlf = random.chance(0.3);
  const others = foreignEntries(random, 4);
  const top = [
    'GOOSE_PROVIDER: anthropic # which',
    "quoted: 'it''s \"so\"'",
    'text: |\n  extensions:\n    not: this\n',
    'folded: >-\n  one\n  two',
    'list:\n- a\n-   b: 1\n    c: [x, y]',
    'anchor: &base {x: 1}\nalias: *base',
    'ünï: 日本 🦀',
  ].filter(() => random.chance(0.35));
  const indent = random.pick(['  ', '    ']);
  const blocks = others.map(([name, entry]) => yamlBlock(name, entry, indent, random));
  if (own)
    blocks.splice(
      random.below(blocks.length + 1),
      0,
      `${indent}${MARK}${yamlBlock(own[0], own[1], indent, random).trimStart()}${MARK}`,
    );
  const isFlow = !own && random.chance(0.15);
  const flow = `${container}: {${others.map(([name, entry]) => `${JSON.stringify(name)}: ${JSON.stringify(entry)}`).join(', ')}}`;
  const above = random.chance(0.3) ? `${indent}# the extensions\n` : '';
  const beside = random.chance(0.3) ? ' # of mine' : '';
  const block =
    blocks.length > 0 ? `${container}:${beside}\n${above}${blocks.join('\n')}` : `${container}:${beside}`;
  const hasContainer = own || random.chance(0.8);
  if (hasContainer) top.splice(random.below(top.length + 1), 0, isFlow ? flow : block);
  const start = random.chance(0.2) ? '---\n' : '';
  const comment = () => (random.chance(0.2) ? '# a word about what follows\n' : '');
  const lines = top.map((part) => `${comment()}${part}${random.pick(['\n', '\n\n'])}`).join('');
  return {
    text: `${start}${lines}`,
    name: own?.[0] ?? '',
    hasOthers: Boolean(hasContainer) && others.length > 0,
    isCrlf,
  };
}

function yamlBlock(name: string, entry: Record<string, unknown>, indent: string, random: Random): string {
  const key = /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
  if (random.chance(0.2)) return `${indent}${key}: ${JSON.stringify(entry)}`;
  const lines = Object.entries(entry).map(
    ([member, value]) => `${indent}${indent}${member}: ${JSON.stringify(value)}`,
  );
  if (random.chance(0.2))
    lines.push(`${indent}${indent}about: |\n${indent}${indent}  a text\n${indent}${indent}  of two lines`);
  return [`${indent}${key}:`, ...lines].join('\n');
}
