// One HTTP server for all tests of a file that leave nothing behind in it, and what such tests expect of answers.
import path from 'node:path';
import { expect } from 'vitest';
import type { FakeModel } from './fake-model.ts';
import { test as base, useHome, useModel } from './fixtures.ts';
import type { TestHome } from './home.ts';
import { type HttpPatchbay, runPatchbay, startHttp } from './patchbay.ts';
import { acceptBoth, bearer, type RawAnswer } from './raw-http.ts';

/** A server with its home and its model. */
export interface SharedHttp extends HttpPatchbay {
  readonly home: TestHome;
  readonly model: FakeModel;
}

export const test = base.extend<{ server: SharedHttp }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
    ({}, use) =>
      useModel((model) =>
        useHome(model, async (home) => {
          const server = await startHttp(home);
          await use({ ...server, home, model });
          await server.stop();
        }),
      ),
    { scope: 'file' },
  ],
});

/** What lets a request in. */
export function allowed({ token }: Pick<HttpPatchbay, 'token'>): Record<string, string> {
  return { ...acceptBoth, ...bearer(token) };
}

/** Fails when an answer is not JSON, or tells something of the inside of the server. */
export function expectRefusal(answer: RawAnswer, status: number, what?: string): void {
  expect(answer.status, what).toBe(status);
  expect(answer.headers['content-type'], what).toMatch(/^application\/json/);
  expect(answer.json, what).toMatchObject({ jsonrpc: '2.0', error: { code: expect.any(Number) } });
  expect(answer.json.error.message, what).not.toBe('');
  expect(answer.text, what).not.toMatch(/<!doctype|<html|<pre|\\n\s+at |node_modules|\.patchbay-test-/i);
  expect(answer.text, what).not.toContain(path.resolve('.'));
}

/** Makes a token with `patchbay token add`. */
export async function addToken(home: TestHome, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runPatchbay(home, ['token', 'add', ...args]);
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}
