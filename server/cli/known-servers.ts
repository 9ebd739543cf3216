// What somebody names on the command line and config.toml does not have now, so that a typing error shows at once.
import type { Paths } from '../config/paths.ts';
import type { ToolName } from '../contract/tool-name.ts';
import { configFileIn, readEntries } from '../remotes/entries.ts';
import { readPinsFile } from '../remotes/pins-file.ts';

/** @returns a sentence; undefined for a server that can be used, and where config.toml cannot be read */
export function whyUnknownRemote(remote: string, { codexHome }: Paths): string | undefined {
  const file = configFileIn(codexHome);
  try {
    const entries = readEntries(file);
    const entry = entries.find(({ name }) => name === remote);
    const names = entries.map(({ name }) => name).join(', ');
    if (!entry) return `${file} has no MCP server named ${remote}. It has ${names === '' ? 'none' : names}.`;
    return entry.kind === 'disabled' ? `${remote} is switched off in ${file}.` : undefined;
  } catch {
    // What is wrong with the file is said elsewhere.
    return undefined;
  }
}

/** The same for a tool, as far as the server has listed its tools before. */
export function whyUnknownTool({ remote, tool }: ToolName, paths: Paths): string | undefined {
  const why = whyUnknownRemote(remote, paths);
  if (why !== undefined) return why;
  try {
    const known = Object.keys(readPinsFile(paths.remoteToolsFile).get(remote)?.tools ?? {});
    return known.length === 0 || known.includes(tool)
      ? undefined
      : `${remote} has not listed a tool named ${tool}. It has ${known.join(', ')}.`;
  } catch {
    return undefined;
  }
}
