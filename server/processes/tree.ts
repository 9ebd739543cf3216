// What the operating system says about processes, and the signals we send. The platforms differ in this file only.
// Linux is tested. macOS and Windows are written from their manuals and NOT tested (the `ps` line also works with
// Linux's procps, which is how its parser was tested).
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { treeMarkIn } from './tree-mark.ts';

export interface ProcessInfo {
  readonly pid: number;
  readonly parent: number;
  /** Process group and session; 0 where the platform does not say. */
  readonly group: number;
  readonly session: number;
  /** Pids are reused; pid and start time together identify a process. In the platform's own unit, increasing. */
  readonly startedAt: number;
  readonly state: 'running' | 'stopped' | 'dead';
  /** The mark of the guarded root it descends from. Linux only, and not set by `listFamilies`. */
  readonly mark?: string;
}

export type ProcessTable = ReadonlyMap<number, ProcessInfo>;

const isLinux = process.platform === 'linux';
const isWindows = process.platform === 'win32';

/** How often to look at a tree; 0 means never. Windows keeps the parent's pid after the parent has ended. */
export const SNAPSHOT_EVERY_MS = isLinux ? 1_000 : isWindows ? 0 : 3_000;

/** Windows cannot halt a process from outside. */
export const CAN_STOP = !isWindows;

/** Undefined when there is no such process. */
export function readProcess(pid: number): ProcessInfo | undefined {
  if (isLinux) return readEach([pid]).map(([, info]) => withMark(info))[0];
  return isWindows ? listWindows().get(pid) : listWithPs(['-p', String(pid)]).get(pid);
}

/** What is known of a process that is no longer there. */
export function endedProcess(pid: number): ProcessInfo {
  return { pid, parent: 0, group: 0, session: 0, startedAt: 0, state: 'dead' };
}

/** Every process that this user can see. */
export function listProcesses(): ProcessTable {
  if (isLinux) return new Map(readEach(numbersIn('/proc')).map(([pid, info]) => [pid, withMark(info)]));
  return isWindows ? listWindows() : listWithPs(['-ax']);
}

/** At least the processes with these pids and all their descendants, read as cheaply as possible. */
export function listFamilies(pids: Iterable<number>): ProcessTable {
  if (!isLinux || !canReadChildren()) return listProcesses();
  // A Set may grow while it is iterated.
  const family = new Set(pids);
  for (const pid of family) for (const child of childrenOf(pid)) family.add(child);
  return new Map(readEach(family));
}

/** Halts processes until they are killed: SIGSTOP can be neither caught nor ignored. Not on Windows. */
export function stopProcesses(processes: readonly ProcessInfo[]): void {
  for (const { pid } of processes) sendSignal(pid, 'SIGSTOP');
}

/**
 * Kills descendants before their ancestors: the kernel wakes the halted children of a parent that dies (SIGHUP and
 * SIGCONT to an orphaned process group), and they could start something before they are killed.
 */
export function killProcesses(processes: readonly ProcessInfo[]): void {
  if (isWindows) {
    const pids = processes.flatMap(({ pid }) => ['/PID', String(pid)]);
    if (pids.length > 0) outputOf('taskkill', ['/T', '/F', ...pids]);
    return;
  }
  const byPid = new Map(processes.map((info) => [info.pid, info]));
  const depthOf = (info: ProcessInfo): number => {
    const parent = byPid.get(info.parent);
    return parent ? depthOf(parent) + 1 : 0;
  };
  const deepestFirst = processes.map((info) => ({ pid: info.pid, depth: depthOf(info) }));
  deepestFirst.sort((a, b) => b.depth - a.depth);
  for (const { pid } of deepestFirst) sendSignal(pid, 'SIGKILL');
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  // Below 2 are init, "my group" and "everyone".
  if (pid < 2 || pid === process.pid) return;
  try {
    process.kill(pid, signal);
  } catch {
    // The process has ended or belongs to another user (sudo): nothing to do in either case.
  }
}

// Linux: /proc

function readEach(pids: Iterable<number>): [number, ProcessInfo][] {
  return [...pids].flatMap((pid) => {
    const info = readStat(pid);
    return info ? [[pid, info]] : [];
  });
}

function readStat(pid: number): ProcessInfo | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  // The command's name, in parentheses, may itself contain spaces and parentheses. proc_pid_stat(5) counts from 1.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => fields[number - 3] ?? '';
  if (!field(22)) return undefined;
  return {
    pid,
    parent: Number(field(4)),
    group: Number(field(5)),
    session: Number(field(6)),
    startedAt: Number(field(22)),
    state: stateOf(field(3)),
  };
}

function withMark(info: ProcessInfo): ProcessInfo {
  const mark = treeMarkIn(readProc(`/proc/${info.pid}/environ`));
  return mark === undefined ? info : { ...info, mark };
}

/**
 * Children belong to the thread that started them. The list is incomplete while children come and go, so it is never
 * relied on alone.
 */
function childrenOf(pid: number): number[] {
  return numbersIn(`/proc/${pid}/task`).flatMap((thread) =>
    readProc(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
}

/** Kernels may be built without CONFIG_PROC_CHILDREN; the large distributions have it. */
function canReadChildren(): boolean {
  return existsSync(`/proc/${process.pid}/task/${process.pid}/children`);
}

function numbersIn(directory: string): number[] {
  try {
    return readdirSync(directory).map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function readProc(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

// macOS (not tested): ps. It has no session numbers.

function listWithPs(which: string[]): ProcessTable {
  const output = outputOf('ps', [...which, '-o', 'pid=,ppid=,pgid=,stat=,lstart=']);
  const table = new Map<number, ProcessInfo>();
  for (const line of output.split('\n')) {
    const [, pid, parent, group, stat = '', start = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+)$/.exec(line) ?? [];
    if (pid === undefined) continue;
    table.set(Number(pid), {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: 0,
      startedAt: Date.parse(`${start.trim()} UTC`),
      state: stateOf(stat),
    });
  }
  return table;
}

// Windows (not tested): PowerShell. Slow (about a second), so used only when a root is registered and at the end.

function listWindows(): ProcessTable {
  const list =
    'Get-CimInstance Win32_Process | Where-Object CreationDate | ForEach-Object ' +
    '{ "$($_.ProcessId) $($_.ParentProcessId) $($_.CreationDate.ToFileTimeUtc())" }';
  const output = outputOf('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', list]);
  const table = new Map<number, ProcessInfo>();
  for (const line of output.split('\n')) {
    const [, pid, parent, start] = /^(\d+) (\d+) (\d+)\s*$/.exec(line) ?? [];
    if (pid === undefined) continue;
    table.set(Number(pid), {
      pid: Number(pid),
      parent: Number(parent),
      group: 0,
      session: 0,
      startedAt: Number(start),
      state: 'running',
    });
  }
  return table;
}

/** The state letter of Linux's stat and of ps. */
function stateOf(letters: string): ProcessInfo['state'] {
  if (/^[ZXx]/.test(letters)) return 'dead';
  return /^[Tt]/.test(letters) ? 'stopped' : 'running';
}

/** What the program printed, even if it failed: ps and taskkill fail when one process is gone. */
function outputOf(program: string, args: string[]): string {
  // lstart depends on the user's language and time zone, and the time zone changes twice a year.
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const { stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    env,
    windowsHide: true,
    maxBuffer: 16 << 20,
  });
  return stdout ?? '';
}
