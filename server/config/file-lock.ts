// One process at a time changes a file. For commands that last milliseconds: waiting blocks.
import fs from 'node:fs';

const WAIT_MS = 5000;
const LOOK_AGAIN_MS = 20;

/**
 * Runs while no other process does so for this file.
 * @throws the file system's error when the lock is held for longer than any command takes, or cannot be made
 */
export function withFileLock<T>(file: string, run: () => T): T {
  const lock = `${file}.lock`;
  const deadline = Date.now() + WAIT_MS;
  while (!takeLock(lock, deadline)) pause(LOOK_AGAIN_MS);
  try {
    return run();
  } finally {
    fs.rmSync(lock, { recursive: true, force: true });
  }
}

/** A folder is made by one process only. One that was left behind by a killed process is taken over. */
function takeLock(lock: string, deadline: number): boolean {
  try {
    fs.mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || Date.now() > deadline) throw error;
    const heldSince = fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - heldSince > WAIT_MS) fs.rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
