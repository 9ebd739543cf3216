// Log lines: an event with fields becomes one JSON line, is redacted once as a finished string, and only then
// reaches the file and stderr. stdout belongs to MCP.
import path from 'node:path';
import { currentLogFields } from './context.ts';
import { openFileSink } from './file-sink.ts';
import { createRedactor, type Redactor } from './redact.ts';
import { serialise } from './serialise.ts';

export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What a line is about. `session` and `thread` are set whenever there is one. */
export interface LogFields {
  readonly session?: string | undefined;
  readonly thread?: string | undefined;
  readonly [name: string]: unknown;
}

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
  /** What the lines are redacted with: a value it is told of never reaches a line again. */
  readonly redactor: Redactor;
  /** From now on the least important level of the file and of stderr. */
  setLevel(level: LogLevel): void;
  /** Resolves when every line so far is in the file. */
  close(): Promise<void>;
}

/**
 * @param options.folder where the file goes; it and its folder are readable by the owner alone
 * @param options.fileLevel least important level written to the file
 * @param options.stderrLevel least important level written to stderr, as readable text
 */
export function openLog(options: { folder: string; fileLevel: LogLevel; stderrLevel: LogLevel }): LogSink {
  const sink = openFileSink(path.join(options.folder, `patchbay-${process.pid}.jsonl`));
  const redactor = createRedactor();
  let { fileLevel, stderrLevel } = options;

  function write(level: LogLevel, event: string, fields: LogFields): void {
    const record = { time: new Date().toISOString(), level, event, ...currentLogFields(), ...fields };
    if (isAtLeast(level, fileLevel)) sink.write(redactor.redact(serialise(record)));
    if (isAtLeast(level, stderrLevel)) process.stderr.write(`${redactor.redact(readable(record))}\n`);
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
    setLevel(level) {
      fileLevel = level;
      stderrLevel = level;
    },
    close: () => sink.close(),
  };
}

function isAtLeast(level: LogLevel, threshold: LogLevel): boolean {
  return logLevels.indexOf(level) <= logLevels.indexOf(threshold);
}

function readable(record: { time: string; level: string; event: string }): string {
  const { time, level, event, ...fields } = record;
  const details = Object.keys(fields).length > 0 ? ` ${serialise(fields)}` : '';
  return `${time.slice(11, 19)} ${level.padEnd(5)} ${event}${details}`;
}
