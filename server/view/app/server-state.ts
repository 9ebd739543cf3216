// The server's part of the state: running, or not running and why.

import type { HostState, ServerProblem } from '../../contract/state.ts';
import { knownError } from '../../errors/error.ts';
import type { AppRun } from './app-run.ts';

export const stoppedParts = {
  server: { kind: 'stopped' },
  engine: { kind: 'idle' },
  account: { kind: 'unknown' },
} as const satisfies Partial<HostState>;

export function runningParts(
  { service: { url }, runtime }: AppRun,
  { demoFolder: _, ...places }: HostState['places'],
): Partial<HostState> {
  const { isDemo } = runtime.options;
  const demo = isDemo ? { demoFolder: runtime.clientFolder } : {};
  return {
    server: { kind: 'running', url, address: new URL(url).host, isDemo, isPaused: false },
    places: { ...places, codexHome: runtime.paths.codexHome, ...demo },
  };
}

/** @param redact a problem may quote a file or an answer */
export function problemOf(error: unknown, redact: (text: string) => string): ServerProblem {
  const { code, summary, fixInWindow: fix } = knownError(error);
  return { kind: 'error', code, summary: redact(summary), fix };
}
