// One app for each PATCHBAY_HOME. A second one of the same version only opens the first one's window; a newer one takes
// over: it asks the older one to quit, which asks the person if turns run, and waits until it has. What the older one
// answers is in a file, because Electron carries messages in one direction alone.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { app } from 'electron';
import semver from 'semver';
import { z } from 'zod';
import { version as ownVersion } from '../server/base/program.ts';
import { FILE_VERSION, readJsonFile, writeJsonFile } from '../server/files/json-file.ts';

const LOOK_EVERY_MS = 250;

const runningAppSchema = z.object({
  version: z.literal(FILE_VERSION),
  program: z.string(),
  /** The attempts that the person has refused. */
  refused: z.array(z.string()),
});

const attemptSchema = z.object({ program: z.string(), attempt: z.string() });

/**
 * Becomes the app of this home, and waits for an older one to end.
 *
 * @param file where the running app says its version
 * @returns false if another app stays
 */
export async function becomeTheApp(file: string): Promise<boolean> {
  const asking = { program: ownVersion, attempt: randomUUID() };
  while (!app.requestSingleInstanceLock(asking)) {
    const running = readRunning(file);
    if (!running || !isNewer(ownVersion, running.program)) return false;
    if (running.refused.includes(asking.attempt)) return false;
    await sleep(LOOK_EVERY_MS);
  }
  say(file, []);
  return true;
}

/**
 * The side of the running app.
 *
 * @param options.giveWay quits, or asks the person first; calls `onStay` if they want to stay
 * @returns what a second app has said → whether it is a newer one that waits for us
 */
export function hearNewerApps(options: {
  file: string;
  giveWay(newer: string, onStay: () => void): void;
}): (said: unknown) => boolean {
  const attempts = new Set<string>();
  return (said) => {
    const asking = attemptSchema.safeParse(said);
    if (!asking.success || !isNewer(asking.data.program, ownVersion)) return false;
    const { program, attempt } = asking.data;
    // It asks again and again.
    if (attempts.has(attempt)) return true;
    attempts.add(attempt);
    options.giveWay(program, () => say(options.file, [...attempts]));
    return true;
  };
}

function say(file: string, refused: readonly string[]): void {
  writeJsonFile(file, { version: FILE_VERSION, program: ownVersion, refused });
}

/** A file that cannot be read is none of an app that would give way. */
function readRunning(file: string): z.infer<typeof runningAppSchema> | undefined {
  try {
    return readJsonFile(file, () => runningAppSchema);
  } catch {
    return undefined;
  }
}

function isNewer(one: string, other: string): boolean {
  return semver.valid(one) !== null && semver.valid(other) !== null && semver.gt(one, other);
}
