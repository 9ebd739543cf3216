// One process at a time changes a file. The lock is a folder beside the file with one entry, which names its holder. A
// lock whose holder was killed is taken over by renaming that entry, which only one waiting process can do.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileInUse } from '../errors/errors.ts';

/** How long to wait for one holder while this process is blocked. */
const BLOCKED_MS = 1000;
/** Blocking work takes milliseconds; a lock held for longer was left behind. */
const LONGEST_BLOCKING_WORK_MS = 5000;
const LOOK_AGAIN_MS = 20;
const LOOK_AGAIN_BLOCKING_MS = 5;

/**
 * Runs `work` while holding the lock of this file. For work of a few milliseconds: waiting blocks, for at most a
 * second per holder.
 * @throws file-in-use, and the file system's error when the lock cannot be made
 */
export function withFileLock<T>(file: string, run: () => T): T {
  const claim = claimFor(file);
  const patience = patienceWith(file, BLOCKED_MS);
  while (!claim.take(LONGEST_BLOCKING_WORK_MS)) {
    patience.check(claim.holder());
    pause(LOOK_AGAIN_BLOCKING_MS);
  }
  try {
    return run();
  } finally {
    claim.release();
  }
}

/**
 * The same for asynchronous work; waiting does not block.
 * @param longestMs the longest the work can take; a lock held for longer was left behind
 * @throws file-in-use, and the file system's error when the lock cannot be made
 */
export async function whileLocked<T>(file: string, longestMs: number, run: () => Promise<T>): Promise<T> {
  const claim = claimFor(file);
  const patience = patienceWith(file, 2 * longestMs);
  while (!claim.take(longestMs)) {
    patience.check(claim.holder());
    await sleep(LOOK_AGAIN_MS);
  }
  try {
    return await run();
  } finally {
    claim.release();
  }
}

/** Gives up when one holder keeps the lock for too long. While holders change, it keeps waiting. */
function patienceWith(file: string, waitMs: number) {
  let waitsFor: string | undefined;
  let deadline = 0;
  return {
    /** @throws file-in-use */
    check(holder: string | undefined): void {
      const now = Date.now();
      if (holder === undefined || holder !== waitsFor) deadline = now + waitMs;
      else if (now > deadline) throw fileInUse(file, pidOf(holder));
      waitsFor = holder;
    },
  };
}

function claimFor(file: string) {
  const lock = `${file}.lock`;
  const id = randomUUID();
  const own = `${process.pid}.${os.hostname()}.${id}`;

  /** The name of the entry; undefined if nobody holds the lock. */
  function holder(): string | undefined {
    try {
      return fs.readdirSync(lock)[0];
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Created elsewhere and then moved here, so that a lock always has its entry. */
  function makeLock(): boolean {
    const prepared = `${lock}-${id}`;
    fs.mkdirSync(prepared, { mode: 0o700 });
    fs.mkdirSync(path.join(prepared, own));
    try {
      removeIfEmpty(lock);
      fs.renameSync(prepared, lock);
      return true;
    } catch (error) {
      fs.rmSync(prepared, { recursive: true, force: true });
      // Another process was quicker. Windows reports EPERM.
      if (['EEXIST', 'ENOTEMPTY', 'EPERM'].includes(codeOf(error) ?? '')) return false;
      throw error;
    }
  }

  function takeOver(from: string): boolean {
    try {
      // This updates the folder's modification time, from which the holding time is counted.
      fs.renameSync(path.join(lock, from), path.join(lock, own));
      return true;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    }
  }

  return {
    holder,
    /** @param longestMs how long a holder may keep the lock */
    take(longestMs: number): boolean {
      const from = holder();
      if (from === undefined) return makeLock();
      return (isDead(from) || ageMsOf(lock) > longestMs) && takeOver(from);
    },
    /** Does nothing if another process has taken the lock over. */
    release(): void {
      try {
        fs.rmdirSync(path.join(lock, own));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return;
        throw error;
      }
      removeIfEmpty(lock);
    },
  };
}

/**
 * Whether a process is alive is known only for this machine; containers that share a folder have different host names.
 */
function isDead(holder: string): boolean {
  const pid = pidOf(holder);
  if (!holder.startsWith(`${pid}.${os.hostname()}.`)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

function pidOf(holder: string): number {
  return Number.parseInt(holder, 10);
}

function ageMsOf(folder: string): number {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  return stat ? Date.now() - stat.mtimeMs : 0;
}

function removeIfEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error) ?? '')) throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
