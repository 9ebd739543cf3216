// The ids that every log line of a call carries, without being passed as arguments.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { LogFields } from './log-fields.ts';

const storage = new AsyncLocalStorage<LogFields>();

/** Lines written while `run` runs, and by what it starts, carry these fields in addition to the surrounding ones. */
export function withLogFields<T>(fields: LogFields, run: () => T): T {
  return storage.run({ ...storage.getStore(), ...fields }, run);
}

/** For work that outlives the call that starts it: its lines are not about that call. */
export function withoutLogFields<T>(run: () => T): T {
  return storage.exit(run);
}

export function currentLogFields(): LogFields | undefined {
  return storage.getStore();
}
