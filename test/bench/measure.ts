// What every benchmark measures with: contestants that take turns, robust statistics, the memory of a process.
import fs from 'node:fs';

/** One line of a result. `bar` is the most the value may be. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: number;
  readonly ok?: boolean;
}

export function row(name: string, value: number, unit: string, bar?: number): Row {
  return bar === undefined ? { name, value, unit } : { name, value, unit, bar, ok: value <= bar };
}

/**
 * Lets the contestants run round robin, each round begun by another one, so that whatever else the machine does
 * meets all of them alike. The n-th times of two contestants are neighbours and may be compared as a pair.
 * @param contestants each runs once and gives how long that took, ms; what it leaves out of that is not measured
 * @param options.warmUps rounds before the first that counts
 */
export async function takeTurns<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<number>>>,
  options: { rounds: number; warmUps: number },
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round < options.warmUps + options.rounds; round += 1) {
    for (let at = 0; at < names.length; at += 1) {
      const name = names[(round + at) % names.length] as Name;
      const ms = await contestants[name]();
      if (round >= options.warmUps) times[name].push(ms);
    }
  }
  return times;
}

/**
 * The times of the block of rounds in which the machine was quietest: the one whose median of the reference is
 * lowest. Chosen without looking at anybody else's times, so it favours nobody.
 */
export function quietest<Name extends string>(
  times: Readonly<Record<Name, readonly number[]>>,
  options: { reference: NoInfer<Name>; blocks: number },
): Record<Name, number[]> {
  const size = Math.ceil(times[options.reference].length / options.blocks);
  const blockAt = (name: Name, block: number) => times[name].slice(block * size, (block + 1) * size);
  const medians = Array.from({ length: options.blocks }, (_, block) =>
    median(blockAt(options.reference, block)),
  );
  const best = medians.indexOf(Math.min(...medians));
  const names = Object.keys(times) as Name[];
  return Object.fromEntries(names.map((name) => [name, blockAt(name, best)])) as Record<Name, number[]>;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** @param percent 0 to 100; values between two ranks are interpolated */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const rank = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  return below + (above - below) * (rank % 1);
}

/** The differences of neighbours: what `left` took longer than `right` in each round. */
export function differences(left: readonly number[], right: readonly number[]): number[] {
  return left.map((value, at) => value - (right[at] ?? Number.NaN));
}

export interface ProcessMemory {
  /** Resident: all pages in memory, those shared with other processes in full. */
  readonly rssBytes: number;
  /** Proportional: shared pages divided among those who share them. */
  readonly pssBytes: number;
}

/** Linux only: other systems do not count proportionally. */
export function memoryOf(pid: number): ProcessMemory {
  const text = fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const bytesOf = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) * 1024;
  return { rssBytes: bytesOf('Rss'), pssBytes: bytesOf('Pss') };
}

/** The processor time a process has used so far, its children not counted, ms. Linux only; in steps of 10 ms. */
export function processorMsOf(pid: number): number {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field, the name, may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
