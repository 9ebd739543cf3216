// A door is a way in; a lane is one client that comes through it, case after case.
import type { Random } from './random.ts';

export interface Case {
  readonly index: number;
  readonly random: Random;
  /** Only these parts, by number, are sent; absent: all. */
  readonly only?: ReadonlySet<number> | undefined;
  /** What was sent; filled while the case runs. */
  readonly sent: SentPart[];
}

export interface SentPart {
  readonly part: number;
  readonly bytes: Buffer;
}

export interface Lane {
  /** Sends one case and looks at what comes back. @throws Defect */
  run(one: Case): Promise<void>;
  close(): Promise<void>;
}

/** A Patchbay that serves HTTP. */
export interface Target {
  /** Where threads work. */
  readonly folder: string;
  /** What no answer may hold. */
  readonly secrets: readonly string[];
  readonly port: number;
  /** Of two principals. */
  readonly tokens: readonly [string, string];
}

export interface Door {
  readonly name: string;
  openLane(): Promise<Lane>;
}

/** Unique in a run; `Number()` of it without the point is unique too. */
export function idOf(one: Case, at: number): string {
  return `${one.index}.${String(at).padStart(2, '0')}`;
}

/** Whether this part of a case is to be sent. It has drawn its random numbers either way. */
export function takes(one: Case, at: number, bytes: Buffer): boolean {
  if (one.only && !one.only.has(at)) return false;
  one.sent.push({ part: at, bytes });
  return true;
}
