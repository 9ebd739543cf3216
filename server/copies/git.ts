// The few calls of git that copies need. A repository is hostile until shown otherwise: one that names programs is refused
// before git runs in it, and whatever it or the person has configured, no hook, filter or monitor is started.
import { execFile } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { whyAskRepository } from '../approvals/reads/git-repository.ts';
import { newLook } from '../approvals/reads/named-paths.ts';
import { copyNotPossible } from '../errors/copies.ts';

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 50_000_000;

const SETTINGS = ['core.hooksPath', 'core.attributesFile', 'core.excludesFile'].flatMap((key) => [
  '-c',
  `${key}=${os.devNull}`,
]);
const WITHOUT_PROGRAMS = [...SETTINGS, '-c', 'core.fsmonitor=false', '-c', 'protocol.allow=never'];

export interface GitResult {
  /** null: it was stopped. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @throws copy-not-possible when git in this repository could start a program, or read elsewhere */
export function requirePlainRepository(root: string): void {
  const why = whyAskRepository({ folder: root, cwd: root, look: newLook() });
  if (why !== undefined) throw copyNotPossible(root, why);
}

/** @param folder where it runs: never one in which an agent could have changed `.git` */
export function runGit(folder: string, args: readonly string[], input = ''): Promise<GitResult> {
  const { PATH = '' } = process.env;
  const env = {
    PATH,
    LC_ALL: 'C',
    HOME: os.devNull,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: os.devNull,
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    // Nothing above is taken for the repository.
    GIT_CEILING_DIRECTORIES: path.dirname(folder),
  };
  return new Promise((resolve) => {
    const child = execFile(
      'git',
      [...WITHOUT_PROGRAMS, ...args],
      { cwd: folder, env, timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : null) : 0;
        const isMissing = error?.code === 'ENOENT';
        const why = isMissing ? 'git was not found on PATH' : (error?.message ?? '');
        resolve({ code, stdout, stderr: stderr.trim() || why });
      },
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
