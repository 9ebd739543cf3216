// The environment of the person's login shell. What is started from a dock or a menu lacks what the shell's files set:
// PATH with npx and az, and the variables that hold tokens.
import { execFile } from 'node:child_process';
import os from 'node:os';

export type ShellEnv =
  | { readonly kind: 'shell'; readonly shell: string; readonly variables: Readonly<Record<string, string>> }
  | { readonly kind: 'failed'; readonly shell: string; readonly message: string };

const TIMEOUT_MS = 5000;
const MARK = 'patchbay-environment-follows';
/** Of the shell itself, or of who started it. */
const NOT_TAKEN = /^(PWD|OLDPWD|SHLVL|_|TERM|ELECTRON_.*|PATCHBAY_.*)$/;

/** Asks the shell, at most 5 s. */
export function readShellEnv(env: NodeJS.ProcessEnv): Promise<ShellEnv> {
  const shell = env['SHELL'] || os.userInfo().shell || '/bin/sh';
  if (process.platform === 'win32') return Promise.resolve({ kind: 'shell', shell: '', variables: {} });
  const script = `printf '%s' ${MARK}; command env -0`;
  return new Promise((resolve) => {
    const options = { env, timeout: TIMEOUT_MS, killSignal: 'SIGKILL', maxBuffer: 8 * 1024 * 1024 } as const;
    const child = execFile(shell, ['-ilc', script], options, (error, stdout) => {
      const at = stdout.indexOf(MARK);
      if (at >= 0) return resolve({ kind: 'shell', shell, variables: parse(stdout.slice(at + MARK.length)) });
      const message = error?.killed
        ? `it did not answer within ${TIMEOUT_MS / 1000} s`
        : (error?.message ?? 'no answer');
      resolve({ kind: 'failed', shell, message });
    });
    child.stdin?.end();
  });
}

/** The shell's PATH, and its variables that are not set here. */
export function mergeShellEnv(
  own: NodeJS.ProcessEnv,
  shell: Readonly<Record<string, string>>,
): { env: NodeJS.ProcessEnv; added: string[] } {
  const added = Object.keys(shell).filter((name) => own[name] === undefined);
  const taken = Object.fromEntries(added.map((name) => [name, shell[name]]));
  return { env: { ...own, ...taken, PATH: shell['PATH'] ?? own['PATH'] }, added };
}

function parse(output: string): Record<string, string> {
  const entries = output.split('\0').flatMap((line) => {
    const at = line.indexOf('=');
    return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
  });
  return Object.fromEntries(entries.filter(([name]) => !NOT_TAKEN.test(name)));
}
