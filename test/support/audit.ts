// What Patchbay wrote down about the decisions in a test home.
import fs from 'node:fs';
import path from 'node:path';
import type { TestHome } from './home.ts';

/** Whether the time of a question is over and nobody has answered it. */
export function isUnanswered({ patchbayHome }: Pick<TestHome, 'patchbayHome'>): boolean {
  const file = path.join(patchbayHome, 'audit.jsonl');
  return fs.existsSync(file) && fs.readFileSync(file, 'utf8').includes('"means":"nobody"');
}
