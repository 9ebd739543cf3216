// Log lines: an event with fields becomes one JSON line, is redacted once as a finished string, and only then
// reaches the file and stderr. stdout belongs to MCP.
import path from 'node:path';
import { createListeners } from '../base/listeners.ts';
import { type LogLevel, logLevels } from '../contract/log-levels.ts';
import { currentLogFields } from './context.ts';
import { openFileSink } from './file-sink.ts';
import type { LogFields } from './log-fields.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { createSerialiser } from './serialise.ts';

export interface Logger {
  error(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  debug(event: string, fields?: LogFields): void;
  /** A logger whose lines all carry these fields. */
  with(fields: LogFields): Logger;
}

export interface LogSink {
  readonly logger: Logger;
  /** The redactor of the lines: a value it knows never appears in a line again. */
  readonly redactor: Redactor;
  /** The newest file of this log. */
  readonly file: string;
  /** The least important level that goes into the file. */
  readonly level: LogLevel;
  /** Sets the least important level for the file from now on; stderr keeps its own. */
  setLevel(level: LogLevel): void;
  /** Calls back with every line that goes into the file, redacted. @returns a function that ends this */
  onLine(listener: (line: string) => void): () => void;
  /** Resolves when every line so far is in the file. */
  close(): Promise<void>;
}

/**
 * @param options.folder where the file goes; it and its folder are readable by the owner alone
 * @param options.fileLevel least important level written to the file
 * @param options.stderrLevel least important level written to stderr, as readable text
 */
export function openLog(options: { folder: string; fileLevel: LogLevel; stderrLevel: LogLevel }): LogSink {
  const file = path.join(options.folder, `patchbay-${process.pid}.jsonl`);
  const sink = openFileSink(file);
  const listeners = createListeners<[line: string]>();
  const redactor = createRedactor();
  const serialise = createSerialiser(redactor.find);
  const { stderrLevel } = options;
  let { fileLevel } = options;

  function write(level: LogLevel, event: string, fields: LogFields): void {
    if (!isAtLeast(level, fileLevel) && !isAtLeast(level, stderrLevel)) return;
    const record = { time: new Date().toISOString(), level, event, ...currentLogFields(), ...fields };
    const line = redactor.redact(serialise(record));
    if (isAtLeast(level, fileLevel)) {
      sink.write(line);
      listeners.tell(line);
    }
    if (isAtLeast(level, stderrLevel)) process.stderr.write(`${readable(record, line)}\n`);
  }

  function loggerWith(bound: LogFields): Logger {
    const at = (level: LogLevel) => (event: string, fields?: LogFields) =>
      write(level, event, { ...bound, ...fields });
    return {
      error: at('error'),
      warn: at('warn'),
      info: at('info'),
      debug: at('debug'),
      with: (fields) => loggerWith({ ...bound, ...fields }),
    };
  }

  return {
    logger: loggerWith({}),
    redactor,
    file,
    get level() {
      return fileLevel;
    },
    setLevel(level) {
      fileLevel = level;
    },
    onLine: listeners.add,
    close: () => sink.close(),
  };
}

function isAtLeast(level: LogLevel, threshold: LogLevel): boolean {
  return logLevels.indexOf(level) <= logLevels.indexOf(threshold);
}

/** @param line the record, serialised and redacted */
function readable(
  { time, level, event }: { time: string; level: string; event: string },
  line: string,
): string {
  const beginning = JSON.stringify({ time, level, event }).slice(0, -1);
  const fields = line.startsWith(`${beginning},`) ? ` {${line.slice(beginning.length + 1)}` : '';
  return `${time.slice(11, 19)} ${level.padEnd(5)} ${event}${fields}`;
}
