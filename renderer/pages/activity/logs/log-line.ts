// Splits a log line, as the host writes it, into the parts of a row. Pure.

export type Level = 'error' | 'warn' | 'info' | 'debug';

/** The most important first. */
export const levels: readonly Level[] = ['error', 'warn', 'info', 'debug'];

export interface LogLine {
  /** ISO 8601; empty for an invalid line. */
  readonly time: string;
  readonly level: Level;
  readonly event: string;
  readonly message: string;
  readonly session?: string;
  readonly thread?: string;
  readonly remote?: string;
  /** Everything else, as text. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

const OWN = ['time', 'level', 'event', 'message', 'session', 'thread', 'remote'];

/** An incomplete line is shown unchanged. */
export function parseLogLine(text: string): LogLine {
  try {
    const record = JSON.parse(text) as Record<string, unknown>;
    const own = (name: string) => (typeof record[name] === 'string' ? record[name] : '');
    const level = levels.find((one) => one === record['level']) ?? 'info';
    const [session, thread, remote] = [own('session'), own('thread'), own('remote')];
    return {
      time: own('time'),
      level,
      event: own('event'),
      message: own('message'),
      ...(session && { session }),
      ...(thread && { thread }),
      ...(remote && { remote }),
      fields: Object.entries(record)
        .filter(([name]) => !OWN.includes(name))
        .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const),
    };
  } catch {
    return { time: '', level: 'info', event: '', message: text, fields: [] };
  }
}

/** The text for searching and copying: one line with everything. */
export function textOf({ time, level, event, message, session, thread, remote, fields }: LogLine): string {
  const ids = [
    ['session', session],
    ['thread', thread],
    ['remote', remote],
  ].filter(([, value]) => value !== undefined);
  const rest = [...ids, ...fields].map(([name, value]) => `${name}=${value}`);
  return [time, level, event, message, ...rest].filter(Boolean).join(' ');
}
