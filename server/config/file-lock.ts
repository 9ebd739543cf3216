// One process at a time changes a file.
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const WAIT_MS = 5000;
const LOOK_AGAIN_MS = 20;

/**
 * Runs while no other process does so for this file. For what lasts milliseconds: waiting blocks.
 * @throws the file system's error when the lock is held for longer than any command takes, or cannot be made
 */
export function withFileLock<T>(file: string, run: () => T): T {
  const lock = `${file}.lock`;
  const deadline = Date.now() + WAIT_MS;
  while (!takeLock(lock, { deadline, longestMs: WAIT_MS })) pause(LOOK_AGAIN_MS);
  try {
    return run();
  } finally {
    fs.rmSync(lock, { recursive: true, force: true });
  }
}

/**
 * The same for what asks somebody else meanwhile; waiting does not block.
 * @param longestMs the work is over by then; a lock held for longer was left behind
 */
export async function whileLocked<T>(file: string, longestMs: number, run: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  const deadline = Date.now() + 2 * longestMs;
  while (!takeLock(lock, { deadline, longestMs })) await sleep(LOOK_AGAIN_MS);
  try {
    return await run();
  } finally {
    fs.rmSync(lock, { recursive: true, force: true });
  }
}

/** A folder is made by one process only. One that was left behind by a killed process is taken over. */
function takeLock(lock: string, limits: { deadline: number; longestMs: number }): boolean {
  try {
    fs.mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || Date.now() > limits.deadline) throw error;
    const heldSince = fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - heldSince > limits.longestMs) fs.rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
