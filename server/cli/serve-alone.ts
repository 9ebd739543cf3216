// `patchbay mcp-server` with plain words, while no host runs: a server in this process, whose first answer does not wait
// until the rest is loaded.
import fs from 'node:fs';
import path from 'node:path';
import { type Paths, resolvePaths } from '../config/paths.ts';
import { defaultCeiling } from '../contract/ceiling.ts';
import { codexToolsWithin } from '../mcp/codex/offered-tools.ts';
import { answerEarly } from './early-answer.ts';
import { endWithOutput } from './output.ts';
import type { PlainWords } from './plain-words.ts';

/** @returns the exit code, when the client is gone */
export async function serveAlone(words: PlainWords): Promise<number> {
  endWithOutput(true);
  const paths = resolvePaths({ codexHome: words.codexHome, env: process.env });
  const early = isUsual(paths) ? answerEarly(process, toolsOf(paths)) : undefined;
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
    return /mcp_servers|\\[uUx]/.test(fs.readFileSync(path.join(codexHome, 'config.toml'), 'utf8'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** Whether the server is going to start, and to introduce itself as usual, as far as that is quickly seen. */
function isUsual({ patchbayHome, codexHome, settingsFile, principalsFile }: Paths): boolean {
  try {
    fs.accessSync(patchbayHome, fs.constants.W_OK | fs.constants.X_OK);
    if (fs.statSync(codexHome, { throwIfNoEntry: false })?.isDirectory() === false) return false;
    const [, { principals = {} }] = [fieldsIn(settingsFile), fieldsIn(principalsFile)];
    // Without the Codex tools, the introduction is another.
    return typeof principals === 'object' && !JSON.stringify(principals).includes('codexTools');
  } catch {
    return false;
  }
}

/** @throws when it cannot be read or is not JSON */
function fieldsIn(file: string): { readonly principals?: unknown } {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}
