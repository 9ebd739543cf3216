// Which log lines to show. Pure.
import { type Level, type LogLine, levels, textOf } from './log-line.ts';

export interface LogFilter {
  /** The least important level. */
  readonly level: Level;
  readonly session?: string | undefined;
  readonly thread?: string | undefined;
  readonly remote?: string | undefined;
  /** Searched for anywhere in a line, ignoring case. */
  readonly text: string;
  readonly isPattern: boolean;
}

export const everyLine: LogFilter = { level: 'debug', text: '', isPattern: false };
export const problemLines: LogFilter = { ...everyLine, level: 'warn' };

/** Whether every warning and error passes, and nothing else. */
export function showsAllProblems({ level, session, thread, remote, text }: LogFilter): boolean {
  return level === problemLines.level && !session && !thread && !remote && text === '';
}

/** @returns why the pattern is invalid, or undefined if it is valid */
export function patternProblem({ text, isPattern }: LogFilter): string | undefined {
  try {
    if (isPattern) new RegExp(text, 'iu');
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^Invalid regular expression: /, '');
  }
}

/** An invalid pattern matches nothing. A pattern may take forever on a line: call this where that does no harm. */
export function matcherOf(filter: LogFilter): (line: LogLine) => boolean {
  if (patternProblem(filter) !== undefined) return () => false;
  const { session, thread, remote, text, isPattern } = filter;
  const most = levels.indexOf(filter.level);
  const pattern = text === '' ? undefined : new RegExp(isPattern ? text : escaped(text), 'iu');
  return (line) =>
    levels.indexOf(line.level) <= most &&
    (session === undefined || line.session === session) &&
    (thread === undefined || line.thread === thread) &&
    (remote === undefined || line.remote === remote) &&
    (pattern === undefined || pattern.test(textOf(line)));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
