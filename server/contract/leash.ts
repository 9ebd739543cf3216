// How far one turn of a client goes before a person is asked whether it may go on, and when its silence is reported.

export const capNames = ['minutes', 'tokens', 'commands', 'files'] as const;
export type CapName = (typeof capNames)[number];

/**
 * What a turn may spend. An absent member has no cap.
 * `minutes`: time in which the turn works; it stands still while a question waits.
 * `tokens`: everything the model reads and writes, cached input included.
 * `commands`: those that are run.
 * `files`: those that patches change.
 */
export type Caps = { readonly [Name in CapName]?: number | undefined };

export interface Leash extends Caps {
  /** How long a turn may be silent before that is reported; DEFAULT_STALL_MINUTES if absent. */
  readonly stallMinutes?: number | undefined;
}

export const DEFAULT_STALL_MINUTES = 5;

/** How much more of its first cap a turn gets with each yes. */
export const MORE_PERCENT = 20;

/** About a week: a timer cannot be set for longer than 24 days. */
export const MAX_MINUTES = 10_000;
export const MAX_COUNT = 1_000_000_000;

/** Whether a leash can have this value: minutes can have fractions, the rest is counted. */
export function isLeashValue(name: keyof Leash, value: number): boolean {
  if (name === 'minutes' || name === 'stallMinutes') return value > 0 && value <= MAX_MINUTES;
  return Number.isInteger(value) && value > 0 && value <= MAX_COUNT;
}

/** What a turn has spent. */
export type Amounts = Readonly<Record<CapName, number>>;

/** What a turn has spent so far, for a display that goes on by itself. */
export interface Spent {
  readonly tokens: number;
  readonly commands: number;
  readonly files: number;
  /** Time in which it worked, up to `since`. */
  readonly workedMs: number;
  /** In ms since 1970; absent while the time stands still. */
  readonly since?: number;
  readonly caps: Caps;
}

/** @param now in ms since 1970 */
export function amountsOf({ tokens, commands, files, workedMs, since }: Spent, now: number): Amounts {
  const worked = workedMs + (since === undefined ? 0 : Math.max(0, now - since));
  return { minutes: worked / 60_000, tokens, commands, files };
}

export function hasCaps(caps: Caps): boolean {
  return capNames.some((name) => caps[name] !== undefined);
}

/** For each member the lower one. */
export function lowestCaps(left: Caps, right: Caps): Caps {
  const lowest = capNames.flatMap((name) => {
    const given = [left[name], right[name]].filter((cap) => cap !== undefined);
    return given.length > 0 ? [[name, Math.min(...given)]] : [];
  });
  return Object.fromEntries(lowest);
}
