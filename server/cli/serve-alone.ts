// `patchbay mcp-server` with plain words, while no host runs: a server in this process, whose first answer does not wait
// until the rest is loaded.
import fs from 'node:fs';
import { resolvePaths } from '../config/paths.ts';
import { answerEarly } from './early-answer.ts';
import { endWithOutput } from './output.ts';
import type { PlainWords } from './plain-words.ts';

/** @returns the exit code, when the client is gone */
export async function serveAlone(words: PlainWords): Promise<number> {
  endWithOutput(true);
  const { principalsFile } = resolvePaths({ codexHome: words.codexHome, env: process.env });
  const early = mayLackTools(principalsFile) ? undefined : answerEarly(process);
  await early?.looked;
  const { defaultOptions } = await import('../start/run-options.ts');
  const { mcpServer } = await import('./mcp-server.ts');
  return await mcpServer({ ...defaultOptions, ...words }, early?.stop());
}

/** Without the Codex tools, the introduction is another. */
function mayLackTools(principalsFile: string): boolean {
  try {
    return fs.readFileSync(principalsFile, 'utf8').includes('codexTools');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
