// `patchbay mcp-server` as clients and people mostly start it. It is understood without the rest of the command line,
// which takes longer to load than the client's first answer may take.
import { parseArgs } from 'node:util';
import { DEPTH_VARIABLE } from '../config/loops.ts';
import { type LogLevel, logLevels } from '../contract/log-levels.ts';

/** On stdio, the only options of `mcp-server` with which it makes no difference to the client whether it is relayed. */
export interface PlainWords {
  /** Absent: stdio. */
  readonly port?: number;
  /** False over HTTP alone. */
  readonly needsToken: boolean;
  readonly codexHome?: string | undefined;
  readonly logLevel?: LogLevel | undefined;
}

const options = {
  'codex-home': { type: 'string' },
  'log-level': { type: 'string' },
  port: { type: 'string' },
  'no-auth': { type: 'boolean' },
} as const;

/**
 * @param args the words after `patchbay`
 * @returns undefined for other commands, with other options, and inside another Patchbay
 */
export function plainWordsOf([command, ...args]: readonly string[]): PlainWords | undefined {
  if (command !== 'mcp-server' || Number(process.env[DEPTH_VARIABLE] ?? 0) > 0) return undefined;
  try {
    const { values, tokens } = parseArgs({ args, options, tokens: true });
    const word = values['log-level'] ?? process.env['PATCHBAY_LOG'];
    const logLevel = logLevels.find((level) => level === word);
    const codexHome = values['codex-home'];
    // The command line looks at each of them.
    const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    if (new Set(names).size < names.length) return undefined;
    // The command line says what is wrong with it.
    if (codexHome?.trim() === '') return undefined;
    const { port, 'no-auth': isOpen = false } = values;
    if (word !== logLevel || (isOpen && port === undefined)) return undefined;
    if (port === undefined) return { codexHome, logLevel, needsToken: true };
    return isPort(port) ? { codexHome, logLevel, needsToken: !isOpen, port: Number(port) } : undefined;
  } catch {
    return undefined;
  }
}

function isPort(word: string): boolean {
  return /^(?:0|[1-9]\d{0,4})$/.test(word) && Number(word) <= 65_535;
}
