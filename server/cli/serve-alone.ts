// `patchbay mcp-server` with plain words, while no host runs: a server in this process, whose first answer does not wait
// until the rest is loaded.
import path from 'node:path';
import { type Paths, resolvePaths } from '../config/paths.ts';
import { defaultCeiling } from '../contract/ceiling.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { codexToolsWithin } from '../mcp/codex/offered-tools.ts';
import { fieldsIn, isUsualHome } from '../start/usual-home.ts';
import { answerEarly } from './early-answer.ts';
import { endWithOutput } from './output.ts';
import type { PlainWords } from './plain-words.ts';

/** @returns the exit code, when the client is gone */
export async function serveAlone(words: PlainWords): Promise<number> {
  endWithOutput(true);
  const paths = resolvePaths({ codexHome: words.codexHome, env: process.env });
  const early = isUsualHome(paths) ? answerEarly(process, toolsOf(paths)) : undefined;
  await early?.looked;
  const { defaultOptions } = await import('../start/run-options.ts');
  const { mcpServer } = await import('./mcp-server.ts');
  return await mcpServer({ ...defaultOptions, ...words }, early?.stop());
}

/** @returns undefined where a remote may have some too, or a person has decided something about this client */
function toolsOf({ codexHome, principalsFile }: Paths): readonly object[] | undefined {
  if (JSON.stringify(fieldsIn(principalsFile)).includes('"local"') || mayHaveRemotes(codexHome))
    return undefined;
  return codexToolsWithin({ ceiling: defaultCeiling, limits: {} });
}

/** Without reading TOML, which writes a letter of a quoted key as an escape if it likes. */
function mayHaveRemotes(codexHome: string): boolean {
  try {
    return /mcp_servers|\\[uUx]/.test(readRegularFile(path.join(codexHome, 'config.toml')).toString('utf8'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
