// `patchbay mcp login` with a browser that a test plays.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { TestHome } from './home.ts';
import { patchbayFile } from './patchbay.ts';

export interface SignInEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Where the person was sent; undefined when it did not come to that. */
  readonly url: string | undefined;
}

/** What a person can do at the terminal meanwhile. */
export interface Person {
  paste(address: string): void;
  /** Ctrl-C. */
  end(): void;
}

/** A browser of somebody who says yes: follows wherever it is sent, to the callback at last. */
async function agree(url: string): Promise<void> {
  const response = await fetch(url);
  await response.text();
}

/**
 * Runs it to its end.
 * @param options.browse what the person does with the address
 */
export async function signIn(
  home: TestHome,
  name: string,
  options: {
    args?: readonly string[];
    env?: Readonly<Record<string, string>>;
    /** Typed before anything is asked. */
    input?: string;
    browse?: (url: string, person: Person) => unknown;
  } = {},
): Promise<SignInEnd> {
  const { args = [], env = {}, input, browse = agree } = options;
  const child = spawn(process.execPath, [patchbayFile, 'mcp', 'login', name, '--no-browser', ...args], {
    env: { ...home.env, ...env },
    cwd: home.folder,
  });
  if (input !== undefined) child.stdin.write(`${input}\n`);
  let [stdout, stderr] = ['', ''];
  let url: string | undefined;
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    const found = /browser:\n(\S+)\n/.exec(stdout)?.[1];
    if (found === undefined || url !== undefined) return;
    url = found;
    void browse(found, {
      paste: (address) => child.stdin.write(`${address}\n`),
      end: () => child.kill('SIGINT'),
    });
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr, url };
}

/** Changes settings.json of a home. */
export function writeSettings({ patchbayHome }: TestHome, settings: Record<string, unknown>): void {
  fs.mkdirSync(patchbayHome, { recursive: true });
  fs.writeFileSync(
    path.join(patchbayHome, 'settings.json'),
    JSON.stringify({ version: 1, secrets: { store: 'file' }, ...settings }),
  );
}
