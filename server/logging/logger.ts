// Log lines: an event with fields becomes one JSON line, is redacted once as a finished string, and only then
// reaches the file and stderr. stdout belongs to MCP.
import fs from 'node:fs';
import path from 'node:path';
import { redact } from './redact.ts';

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
  /** Resolves when every line so far is in the file. */
  close(): Promise<void>;
}

/** electron-log is loaded when the first client has been answered. */
const LOAD_AFTER_MS = 1000;
const MAX_FILE_BYTES = 5 * 1024 * 1024;
const GENERATIONS = 5;
const MAX_FILES = 20;
const MAX_LINE_CHARS = 64 * 1024;

/**
 * @param options.folder where the file goes; it and its folder are readable by the owner alone
 * @param options.fileLevel least important level written to the file
 * @param options.stderrLevel least important level written to stderr, as readable text
 */
export function openLog(options: { folder: string; fileLevel: LogLevel; stderrLevel: LogLevel }): LogSink {
  const file = path.join(options.folder, `patchbay-${process.pid}.jsonl`);
  const sink = openFileSink(file);

  function write(level: LogLevel, event: string, fields: LogFields): void {
    const record = { time: new Date().toISOString(), level, event, ...fields };
    if (isAtLeast(level, options.fileLevel)) sink.write(redact(serialise(record)));
    if (isAtLeast(level, options.stderrLevel)) process.stderr.write(`${redact(readable(record))}\n`);
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

  return { logger: loggerWith({}), close: () => sink.close() };
}

function isAtLeast(level: LogLevel, threshold: LogLevel): boolean {
  return logLevels.indexOf(level) <= logLevels.indexOf(threshold);
}

/** Never throws and never loses the record: what cannot be written at all leaves its plain fields. */
function serialise(record: object): string {
  try {
    return serialiseAll(record);
  } catch (error) {
    const plain = Object.entries(record).filter(([, value]) => typeof value === 'string');
    return serialiseAll({ ...Object.fromEntries(plain), unserialisable: String(error) });
  }
}

/** Cycles and BigInt are written as text, long values are cut with a mark. */
function serialiseAll(record: object): string {
  const ancestors: object[] = [];
  const line = JSON.stringify(record, function (this: object, _key, value: unknown) {
    if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
    if (typeof value === 'bigint') return String(value);
    if (typeof value === 'string' && value.length > MAX_LINE_CHARS) {
      return `${value.slice(0, MAX_LINE_CHARS)}[cut: ${value.length} characters]`;
    }
    if (typeof value !== 'object' || value === null) return value;
    while (ancestors.length > 0 && ancestors.at(-1) !== this) ancestors.pop();
    if (ancestors.includes(value)) return '[circular]';
    ancestors.push(value);
    return value;
  });
  return line;
}

function readable(record: { time: string; level: string; event: string }): string {
  const { time, level, event, ...fields } = record;
  const details = Object.keys(fields).length > 0 ? ` ${serialise(fields)}` : '';
  return `${time.slice(11, 19)} ${level.padEnd(5)} ${event}${details}`;
}

/**
 * electron-log keeps the file. It is loaded after start-up, since answering a client's first message comes first;
 * lines written before wait here, and are written directly if the process ends sooner.
 */
function openFileSink(file: string) {
  let waiting: string[] | undefined = [];
  let writeLine: ((line: string) => void) | undefined;

  let loadNow = () => {};
  const ready = new Promise<void>((resolve) => {
    loadNow = resolve;
    setTimeout(resolve, LOAD_AFTER_MS).unref();
  }).then(async () => {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    removeOldFiles(path.dirname(file));
    writeLine = await openElectronLog(file);
    for (const line of waiting ?? []) writeLine(line);
    waiting = undefined;
  });
  ready.catch((error: Error) => process.stderr.write(`Patchbay cannot write its log: ${error.message}\n`));

  const writeWaitingNow = () => {
    if (!waiting?.length) return;
    try {
      fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      fs.appendFileSync(file, `${waiting.join('\n')}\n`, { mode: 0o600 });
      waiting = undefined;
    } catch {
      // The folder is not writable, which has been said on stderr.
    }
  };
  process.once('exit', writeWaitingNow);

  return {
    write(line: string): void {
      if (writeLine) writeLine(line);
      else waiting?.push(line);
    },
    async close(): Promise<void> {
      loadNow();
      await ready.catch(() => undefined);
      process.off('exit', writeWaitingNow);
    },
  };
}

async function openElectronLog(file: string): Promise<(line: string) => void> {
  const { default: electronLog } = await import('electron-log/node');
  const log = electronLog.create({ logId: file });
  log.transports.console.level = false;
  const target = log.transports.file;
  // In a bundle it finds no package to name its files after, and would write nothing.
  target.setAppName('patchbay');
  target.level = 'silly';
  target.resolvePathFn = () => file;
  target.maxSize = MAX_FILE_BYTES;
  target.writeOptions = { mode: 0o600, flag: 'a', encoding: 'utf8' };
  target.format = ({ message }) => message.data;
  target.archiveLogFn = (oldFile) => rotate(oldFile.path);
  return (line) => log.info(line);
}

/** `x.jsonl` becomes `x.1.jsonl`, that one `x.2.jsonl`, and so on up to the last generation. */
function rotate(file: string): void {
  const nameOf = (generation: number) =>
    generation === 0 ? file : file.replace(/\.jsonl$/, `.${generation}.jsonl`);
  for (let generation = GENERATIONS - 2; generation >= 0; generation -= 1) {
    if (fs.existsSync(nameOf(generation))) fs.renameSync(nameOf(generation), nameOf(generation + 1));
  }
}

/** Every process writes a file of its own; only the newest are kept. */
function removeOldFiles(folder: string): void {
  const files = fs
    .readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => path.join(folder, name))
    .map((name) => ({ name, time: fs.statSync(name, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((left, right) => right.time - left.time);
  for (const old of files.slice(MAX_FILES)) fs.rmSync(old.name, { force: true });
}
