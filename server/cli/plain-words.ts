// `patchbay mcp-server` as clients start it. It is understood without the rest of the command line, which takes longer to
// load than the client's first answer may take.
import { parseArgs } from 'node:util';
import { DEPTH_VARIABLE } from '../config/loops.ts';
import { type LogLevel, logLevels } from '../contract/log-levels.ts';

/** The only options of `mcp-server` with which it makes no difference to the client whether it is relayed. */
export interface PlainWords {
  readonly codexHome?: string | undefined;
  readonly logLevel?: LogLevel | undefined;
}

/**
 * @param args the words after `patchbay`
 * @returns undefined for other commands, with other options, and inside another Patchbay
 */
export function plainWordsOf([command, ...args]: readonly string[]): PlainWords | undefined {
  if (command !== 'mcp-server' || Number(process.env[DEPTH_VARIABLE] ?? 0) > 0) return undefined;
  try {
    const options = { 'codex-home': { type: 'string' }, 'log-level': { type: 'string' } } as const;
    const { values } = parseArgs({ args, options });
    const word = values['log-level'] ?? (process.env['PATCHBAY_LOG'] || undefined);
    const logLevel = logLevels.find((level) => level === word);
    const codexHome = values['codex-home'];
    // The command line says what is wrong with it.
    if (codexHome?.trim() === '') return undefined;
    return word === logLevel ? { codexHome, logLevel } : undefined;
  } catch {
    return undefined;
  }
}
