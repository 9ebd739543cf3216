// The two kinds of log there are: of what serves, and of commands that do one thing and end.
import type { LogLevel } from '../contract/log-levels.ts';
import { type LogSink, openLog } from './logger.ts';

/** @param level what the person asked for; else the file has `info` and stderr `warn` */
export function openServerLog(folder: string, level: LogLevel | undefined): LogSink {
  return openLog({ folder, fileLevel: level === 'debug' ? 'debug' : 'info', stderrLevel: level ?? 'warn' });
}

/** What goes wrong in a command is its answer, so stderr has errors alone. */
export function openCommandLog(folder: string): LogSink {
  return openLog({ folder, fileLevel: 'info', stderrLevel: 'error' });
}
