// A run: cases on a few lanes for each door, the memory of every server at the first tenth and at the end, and for
// each failure the fewest bytes that bring it about again.
import type { Case, Door, Lane, SentPart } from './door.ts';
import { type Ground, memoryOf, openGround } from './ground.ts';
import { randomFor } from './random.ts';

export interface FuzzOptions {
  readonly seed: number;
  /** How many cases, from 0 on. */
  readonly count: number;
  /** Only this one. */
  readonly only?: number | undefined;
  /** Only doors with this in their name. */
  readonly door?: string | undefined;
  /** Told now and then how far it is. */
  onProgress?(done: number): void;
}

export interface Failure {
  readonly index: number;
  readonly door: string;
  readonly what: string;
  /** The fewest that fail alone, else all of the case. */
  readonly sent: readonly Buffer[];
  /** Whether the case fails on a fresh server too. */
  readonly isAlone: boolean;
}

export interface Memory {
  readonly server: string;
  /** MiB of resident memory after the first tenth of the cases, and at the end. */
  readonly early: number;
  readonly late: number;
}

export interface Report {
  /** Cases by door. */
  readonly done: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
  readonly memory: readonly Memory[];
  /** What standard error says that it never should, and memory that grew. */
  readonly problems: readonly string[];
}

const LANES = 2;
const MAX_FAILURES = 10;
const MAX_SHRUNK = 3;

/**
 * A server may use so much more at the end than after a tenth of the cases. With the heap that ground.ts gives it,
 * memory moved by 8 MiB over 15000 cases; a leak of 1 KiB a case would show as 70 MiB in a run of 100000.
 */
export const GROWTH_MIB = 48;

export async function runFuzz(options: FuzzOptions): Promise<Report> {
  const ground = await openGround();
  const found: FoundFailure[] = [];
  const early = new Map<number, number>();
  const counters = new Map<string, number>();
  let done = 0;
  let report: Pick<Report, 'memory' | 'problems'>;

  const whenDone = () => {
    done += 1;
    if (done === Math.ceil(options.count / 10)) {
      for (const { pid } of ground.servers()) early.set(pid, memoryOf(pid) ?? 0);
    }
    if (done % 1000 === 0) options.onProgress?.(done);
  };

  try {
    const lanes = await Promise.all(
      ground.doors.map(async (door, at) => {
        if (!door.name.includes(options.door ?? '')) return [];
        const cases = casesOf(options, at, ground.doors.length);
        counters.set(door.name, 0);
        const count = () => {
          counters.set(door.name, (counters.get(door.name) ?? 0) + 1);
          whenDone();
        };
        return await runDoor({ door, cases, seed: options.seed, found, count });
      }),
    );
    report = lookAt(ground, early);
    for (const lane of lanes.flat()) await lane.close().catch((error) => found.push(atTheEnd(error)));
  } finally {
    await ground.close();
  }
  const failures: Failure[] = [];
  for (const failure of found.slice(0, MAX_SHRUNK)) failures.push(await shrink(options.seed, failure));
  failures.push(
    ...found.slice(MAX_SHRUNK).map((failure) => ({ ...failure, sent: bytesOf(failure), isAlone: false })),
  );
  return { done: counters, failures, ...report };
}

interface FoundFailure {
  readonly index: number;
  readonly door: string;
  readonly what: string;
  readonly parts: readonly SentPart[];
}

/** Door `at` of `doors` takes every so manieth case. */
function* casesOf({ count, only }: FuzzOptions, at: number, doors: number): Generator<number> {
  if (only !== undefined) {
    if (only % doors === at) yield only;
    return;
  }
  for (let index = at; index < count; index += doors) yield index;
}

/** Runs the cases on some lanes. @returns the lanes, still open */
async function runDoor(run: {
  door: Door;
  cases: Generator<number>;
  seed: number;
  found: FoundFailure[];
  count(): void;
}): Promise<Lane[]> {
  const { door, cases, seed, found } = run;
  const runLane = async () => {
    let lane = await door.openLane();
    for (const index of { [Symbol.iterator]: () => ({ next: () => cases.next() }) }) {
      const one: Case = { index, random: randomFor(seed, index), sent: [] };
      try {
        await lane.run(one);
      } catch (error) {
        found.push({ index, door: door.name, what: (error as Error).message, parts: one.sent });
        if (found.length >= MAX_FAILURES) break;
        await lane.close().catch(() => undefined);
        lane = await door.openLane();
      }
      run.count();
    }
    return lane;
  };
  return await Promise.all(Array.from({ length: LANES }, runLane));
}

function lookAt(ground: Ground, early: ReadonlyMap<number, number>): Pick<Report, 'memory' | 'problems'> {
  const servers = ground.servers();
  const memory = servers.flatMap(({ name, pid }) => {
    const before = early.get(pid);
    return before ? [{ server: name, early: before, late: memoryOf(pid) ?? 0 }] : [];
  });
  const grown = memory
    .filter((one) => one.late > one.early + GROWTH_MIB)
    .map((one) => `the memory of ${one.server} grew from ${one.early} to ${one.late} MiB`);
  const said = servers.flatMap(({ name, stderr }) => {
    const line = stderr()
      .split('\n')
      .find((text) => /unhandled|^Uncaught|MaxListeners/i.test(text));
    return line === undefined ? [] : [`${name} says: ${line}`];
  });
  return { memory, problems: [...grown, ...said] };
}

/** Drops part after part of a case as long as what is left fails on a fresh server. */
async function shrink(seed: number, failure: FoundFailure): Promise<Failure> {
  const { index, door, what } = failure;
  const fails = async (parts: readonly SentPart[]) => {
    const ground = await openGround();
    try {
      const lane = await (ground.doors.find(({ name }) => name === door) as Door).openLane();
      const only = new Set(parts.map(({ part }) => part));
      const one: Case = { index, random: randomFor(seed, index), only, sent: [] };
      const hasFailed = await lane.run(one).then(
        () => false,
        () => true,
      );
      await lane.close().catch(() => undefined);
      return hasFailed;
    } finally {
      await ground.close().catch(() => undefined);
    }
  };
  let left = failure.parts;
  const isAlone = index >= 0 && (await fails(left));
  for (const part of isAlone ? failure.parts : []) {
    const fewer = left.filter((other) => other !== part);
    if (fewer.length > 0 && (await fails(fewer))) left = fewer;
  }
  return { index, door, what, sent: left.map(({ bytes }) => bytes), isAlone };
}

function atTheEnd(error: unknown): FoundFailure {
  return { index: -1, door: 'at the end', what: (error as Error).message, parts: [] };
}

function bytesOf({ parts }: FoundFailure): Buffer[] {
  return parts.map(({ bytes }) => bytes);
}
