// Colours code in a worker, so that no file can hold up the window.
import type { ElementContent, RootContent } from 'hast';
import { all, createLowlight } from 'lowlight';
import type { SyntaxAnswer, SyntaxRequest } from './syntax-messages.ts';
import type { Tokens } from './word-changes.ts';

const lowlight = createLowlight(all);

/** The colour of each kind of word. */
const colours: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    builtin: ['keyword', 'built_in', 'literal', 'type', 'selector-tag', 'name'],
    string: ['string', 'regexp', 'attr', 'addition', 'quote'],
    variable: ['variable', 'subst', 'number', 'symbol', 'bullet', 'attribute'],
    meta: ['title', 'meta', 'section', 'link', 'selector-class', 'selector-id'],
    comment: ['comment'],
  }).flatMap(([colour, kinds]) => kinds.map((kind) => [kind, colour])),
);

addEventListener('message', ({ data }: MessageEvent<SyntaxRequest>) => {
  const { id, extension, segments } = data;
  const lines = lowlight.registered(extension)
    ? segments.flatMap(({ lines: texts, skip }) => tokensOf(texts, extension).slice(skip))
    : [];
  postMessage({ id, lines } satisfies SyntaxAnswer);
});

function tokensOf(texts: readonly string[], language: string): Tokens[] {
  const lines: [number, string][][] = [[]];
  function add(nodes: readonly (RootContent | ElementContent)[], kind: string) {
    for (const node of nodes) {
      if (node.type === 'element') add(node.children, kindOf(node.properties['className']) || kind);
      if (node.type !== 'text') continue;
      for (const [index, text] of node.value.split('\n').entries()) {
        if (index > 0) lines.push([]);
        if (text) addTo(lines.at(-1), text.length, kind);
      }
    }
  }
  add(lowlight.highlight(language, texts.join('\n')).children, '');
  return lines;
}

/** Neighbours of one colour are one token. */
function addTo(line: [number, string][] | undefined, length: number, kind: string): void {
  const last = line?.at(-1);
  if (last?.[1] === kind) last[0] += length;
  else line?.push([length, kind]);
}

/** `hljs-title function_` is a title. What has no colour costs an element for nothing. */
function kindOf(names: unknown): string {
  const [first] = Array.isArray(names) ? names : [];
  return colours[String(first ?? '').replace(/^hljs-/, '')] ?? '';
}
