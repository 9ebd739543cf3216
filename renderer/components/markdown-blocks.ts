/**
 * A growing text in blocks that can be shown one by one: only the last of them changes while more arrives.
 * Blocks end at blank lines, but not inside fenced code.
 */
export function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let current: string[] = [];
  let isInCode = false;
  for (const line of text.split('\n')) {
    if (/^\s*(?:```|~~~)/.test(line)) isInCode = !isInCode;
    if (line.trim() === '' && !isInCode) {
      if (current.length > 0) blocks.push(current.join('\n'));
      current = [];
    } else {
      current.push(line);
    }
  }
  return current.length > 0 ? [...blocks, current.join('\n')] : blocks;
}
