// Colours code in a worker, so that no file can hold up the window.
import type { ElementContent, RootContent } from 'hast';
import { all, createLowlight } from 'lowlight';
import type { SyntaxAnswer, SyntaxRequest } from './syntax-messages.ts';
import type { Tokens } from './word-changes.ts';

const lowlight = createLowlight(all);

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
        if (text) lines.at(-1)?.push([text.length, kind]);
      }
    }
  }
  add(lowlight.highlight(language, texts.join('\n')).children, '');
  return lines;
}

/** `hljs-title function_` is a title. */
function kindOf(names: unknown): string {
  const [first] = Array.isArray(names) ? names : [];
  return String(first ?? '').replace(/^hljs-/, '');
}
