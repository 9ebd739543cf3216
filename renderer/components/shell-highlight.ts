// Highlights a command or JSON as a tree of spans. The text itself is never changed.
import type { Root, RootContent } from 'hast';
import bash from 'highlight.js/lib/languages/bash';
import json from 'highlight.js/lib/languages/json';
import { createLowlight } from 'lowlight';

const lowlight = createLowlight({ bash, json });
/** A longer text is not highlighted, because that would be noticeably slow. */
const MAX_HIGHLIGHTED_CHARS = 50_000;

/** @returns the nodes of the highlighted text; a single text node if it is too long to highlight */
export function highlight(text: string, language: 'bash' | 'json'): Root['children'] {
  if (text.length > MAX_HIGHLIGHTED_CHARS) return [{ type: 'text', value: text }];
  return lowlight.highlight(language, text).children as RootContent[];
}
