// Looks at the processes of this machine (Linux): which of them belong to a test home, and whether they are gone.
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

/** Processes whose environment or command line names this folder. */
export function processesOf(folder: string): RunningProcess[] {
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    if (Number(pid) === process.pid) return [];
    const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
    const isOurs = command.includes(folder) || read(`/proc/${pid}/environ`).includes(folder);
    return isOurs && command !== '' ? [{ pid: Number(pid), command }] : [];
  });
}

/** The `codex app-server` processes of a test home, without those that only say what is wrong in config.toml, and end. */
export function enginesOf(folder: string): RunningProcess[] {
  return processesOf(folder).filter(
    ({ command }) => /codex app-server/.test(command) && !command.includes('--print-startup-config'),
  );
}

const LEAST_PAUSE_MS = 10;
const MOST_PAUSE_MS = 100;

/** Polls until the check returns something else than undefined or false; fails with what `describe` says. */
export async function eventually<T>(
  check: () => T | Promise<T>,
  options: { withinMs?: number; describe?: () => string } = {},
): Promise<Exclude<T, undefined | false>> {
  const { withinMs = 40_000 } = options;
  const startedAt = Date.now();
  while (true) {
    const value = await check();
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
    const waitedMs = Date.now() - startedAt;
    if (waitedMs > withinMs) throw new Error(options.describe?.() ?? `not so within ${withinMs} ms`);
    // A look at a process or a window takes time from whoever is waited for.
    await sleep(Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, waitedMs / 5)));
  }
}

/** Waits until a program has written this to stderr: what it writes elsewhere may be read before. */
export function hasSaid(program: { stderr(): string }, words: string | RegExp): Promise<true> {
  return eventually(
    () => (typeof words === 'string' ? program.stderr().includes(words) : words.test(program.stderr())),
    { describe: () => `it has not said ${words}:\n${program.stderr()}` },
  );
}

/** Waits until no process of this folder is left. A quiet machine needs less than a second for their end. */
export function allGone(folder: string, withinMs = 40_000): Promise<true> {
  let known = processesOf(folder);
  return eventually(
    () => {
      // All processes are only looked through again when those that were found have ended.
      if (known.some(({ pid }) => read(`/proc/${pid}/cmdline`) !== '')) return false;
      known = processesOf(folder);
      return known.length === 0;
    },
    {
      withinMs,
      describe: () => `still running after ${withinMs} ms: ${JSON.stringify(processesOf(folder))}`,
    },
  );
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
