// The environment of the person's login shell. A program started from a dock or menu lacks what the shell's files set:
// PATH with npx and az, and variables with tokens.
import { spawn } from 'node:child_process';
import os from 'node:os';

export type ShellEnv =
  | { readonly kind: 'shell'; readonly shell: string; readonly variables: Readonly<Record<string, string>> }
  | { readonly kind: 'failed'; readonly shell: string; readonly message: string };

const TIMEOUT_MS = 5000;
const MARK = 'patchbay-environment-follows';
/** Variables of the shell itself, or of its parent. */
const NOT_TAKEN = /^(PWD|OLDPWD|SHLVL|_|TERM|ELECTRON_.*|PATCHBAY_.*)$/;

/** Asks the shell, at most 5 s. */
export function readShellEnv(env: NodeJS.ProcessEnv): Promise<ShellEnv> {
  const shell = env['SHELL'] || os.userInfo().shell || '/bin/sh';
  if (process.platform === 'win32') return Promise.resolve({ kind: 'shell', shell: '', variables: {} });
  const script = `printf '%s' ${MARK}; command env -0`;
  return new Promise((resolve) => {
    // A separate process group, so that what the shell's files start ends with it.
    const child = spawn(shell, ['-ilc', script], {
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const failed = (message: string) => resolve({ kind: 'failed', shell, message });
    const timer = setTimeout(() => {
      failed(`it did not answer within ${TIMEOUT_MS / 1000} s`);
      child.stdout.destroy();
      if (child.pid !== undefined) killGroup(child.pid);
    }, TIMEOUT_MS);
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      said += chunk;
    });
    child.once('error', ({ message }) => {
      clearTimeout(timer);
      failed(message);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      const at = said.indexOf(MARK);
      if (at < 0) return failed(`it ended with ${code} and said nothing`);
      resolve({ kind: 'shell', shell, variables: parse(said.slice(at + MARK.length)) });
    });
  });
}

/** The shell's PATH, and its variables that we do not have. */
export function mergeShellEnv(
  own: NodeJS.ProcessEnv,
  shell: Readonly<Record<string, string>>,
): { env: NodeJS.ProcessEnv; added: string[] } {
  const added = Object.keys(shell).filter((name) => own[name] === undefined);
  const taken = Object.fromEntries(added.map((name) => [name, shell[name]]));
  return { env: { ...own, ...taken, PATH: shell['PATH'] ?? own['PATH'] }, added };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The whole group has ended.
  }
}

function parse(output: string): Record<string, string> {
  const entries = output.split('\0').flatMap((line) => {
    const at = line.indexOf('=');
    return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
  });
  return Object.fromEntries(entries.filter(([name]) => !NOT_TAKEN.test(name)));
}
