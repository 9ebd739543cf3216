// `patchbay open`: the window, a thread in it, or the question that has waited longest. It hands a link to the app, which
// opens places and does nothing else; where none runs, it starts one and returns as soon as that is the app.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { controlPlaceOf } from '../config/control-place.ts';
import { ensureHome, resolvePaths } from '../config/paths.ts';
import { linkTo, OLDEST_LINK } from '../contract/links.ts';
import { askStatus } from '../control/ask-host.ts';
import { appNotOpened, appNotStarted } from '../errors/desktop.ts';
import { APP_OPTIONS_VARIABLE } from '../start/run-options.ts';
import { exitCodes } from './exit-codes.ts';
import { appStart, whyNoApp } from './open-app.ts';

/** An older app that is asked to give way may take long: it asks the person first. */
const LONGEST_START_MS = 30_000;
const LOOK_EVERY_MS = 100;

/**
 * @param wish.oldest the question that has waited longest
 * @returns the exit code
 * @throws app-not-opened, app-not-started
 */
export async function openInApp(
  wish: { readonly thread: string | undefined; readonly oldest: boolean },
  env = process.env,
): Promise<number> {
  const { patchbayHome, appFile } = resolvePaths({ env });
  ensureHome(patchbayHome);
  const why = whyNoApp(env);
  if (why !== undefined) throw appNotOpened(lowerFirst(why), await waitingIn(patchbayHome));
  const before = writtenAt(appFile);
  const { file, args, env: appEnv } = appStart([linkOf(wish)]);
  const child = spawn(file, args, {
    // Of a terminal, what the shell sets counts; otherwise the app asks the login shell.
    env: process.stdin.isTTY ? { ...appEnv, [APP_OPTIONS_VARIABLE]: '{}' } : appEnv,
    stdio: 'ignore',
    detached: true,
  });
  const isOver = new AbortController();
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? exitCodes.failed));
  });
  try {
    return await Promise.race([ended, started(appFile, before, isOver.signal)]);
  } finally {
    isOver.abort();
    child.unref();
  }
}

function linkOf({ thread, oldest }: { thread: string | undefined; oldest: boolean }): string {
  if (oldest) return OLDEST_LINK;
  return linkTo(thread === undefined ? { page: 'inbox' } : { page: 'threads', threadId: thread });
}

/** Resolves when an app has become the one of this home. One that runs already ends our child instead. */
async function started(file: string, before: number, isOver: AbortSignal): Promise<number> {
  const until = Date.now() + LONGEST_START_MS;
  while (writtenAt(file) === before && !isOver.aborted) {
    if (Date.now() >= until) throw appNotStarted(LONGEST_START_MS);
    await sleep(LOOK_EVERY_MS);
  }
  return exitCodes.ok;
}

function writtenAt(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** @returns undefined where no host says it */
async function waitingIn(patchbayHome: string): Promise<number | undefined> {
  const answer = await askStatus(controlPlaceOf(patchbayHome));
  return answer.kind === 'running' ? answer.status.waitingApprovals : undefined;
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
