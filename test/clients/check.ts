// What a client is asked to do, and how it is run: as a child process with a home that is thrown away.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { FakeModel } from '../support/fake-model.ts';
import type { TestHome } from '../support/home.ts';

/** One row of the table. */
export interface Check {
  readonly client: string;
  /** How it reaches Patchbay, and what it does there. */
  readonly does: string;
  /** Rejects with what went wrong. */
  run(): Promise<void>;
}

export interface Runtime {
  readonly model: FakeModel;
  /** Patchbay's; its config.toml names the model. */
  readonly home: TestHome;
  /** The client's own. */
  readonly clientHome: TestHome;
  /** The HTTP server of `home`. */
  readonly url: string;
  readonly token: string;
}

const RUN_WITHIN_MS = 180_000;

/** Runs a program to its end. @returns all that it said */
export async function runClient(
  command: readonly string[],
  options: { cwd: string; env: Record<string, string> },
): Promise<string> {
  const [program, ...args] = command as [string, ...string[]];
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said += chunk;
    });
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), RUN_WITHIN_MS);
  await once(child, 'close');
  clearTimeout(timer);
  if (child.exitCode !== 0) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}: ${said}`);
  return said;
}

/** The environment of a home, without what the machine's own clients may have left in it. */
export function cleanEnv(home: TestHome, more: Record<string, string> = {}): Record<string, string> {
  const kept = Object.entries(home.env).filter(
    ([name]) => !/^(ANTHROPIC|CLAUDE|GEMINI|GOOGLE|MCP)/.test(name),
  );
  return { ...Object.fromEntries(kept), ...more };
}

/** @throws when it was not said */
export function expectSaid(text: string, pattern: RegExp): void {
  if (!pattern.test(text)) throw new Error(`it does not say ${pattern}: ${text}`);
}
