// The ids that every line of a call carries without anybody passing them on.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { LogFields } from './log-fields.ts';

const storage = new AsyncLocalStorage<LogFields>();

/** Lines written while this runs, and in what it starts, carry these fields besides those around it. */
export function withLogFields<T>(fields: LogFields, run: () => T): T {
  return storage.run({ ...storage.getStore(), ...fields }, run);
}

/** For what outlives the call that starts it: its lines are not about that call. */
export function withoutLogFields<T>(run: () => T): T {
  return storage.exit(run);
}

export function currentLogFields(): LogFields | undefined {
  return storage.getStore();
}
