// The host of a test home as other programs of the same user see it, and homes whose path is too long for a socket.
import fs from 'node:fs';
import path from 'node:path';
import { controlPlaceOf } from '../../server/config/control-place.ts';
import { resolvePaths } from '../../server/config/paths.ts';
import { askStatus } from '../../server/control/ask-host.ts';
import { test as base } from './fixtures.ts';
import type { TestHome } from './home.ts';
import { type HttpPatchbay, type Place, startHttp } from './patchbay.ts';
import { eventually } from './processes.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
type Json = any;

interface HostFixtures {
  /** Another home in the test's home, with a path that no socket fits into. */
  longHome: TestHome;
  /** Starts an HTTP server in one of them; stopped when the test ends. */
  httpIn(home: TestHome, args?: readonly string[]): Promise<HttpPatchbay>;
}

export const test = base.extend<HostFixtures>({
  longHome: async ({ home }, use) => {
    const patchbayHome = path.join(home.root, 'a-long-name-'.repeat(10));
    fs.mkdirSync(patchbayHome, { mode: 0o700 });
    await use({ ...home, patchbayHome, env: { ...home.env, PATCHBAY_HOME: patchbayHome } });
    fs.rmSync(controlFolderOf({ patchbayHome }), { recursive: true, force: true });
  },

  // Named after what it needs to outlive it.
  httpIn: async ({ longHome: _ }, use) => {
    const started: HttpPatchbay[] = [];
    await use(async (home, args) => {
      const server = await startHttp(home, args);
      started.push(server);
      return server;
    });
    await Promise.all(started.map(({ child, stop }) => child.exitCode ?? child.signalCode ?? stop()));
  },
});

export { expect } from 'vitest';

/**
 * What `patchbay status --json` prints, asked as that command does but without a process; undefined when nothing runs,
 * or nothing that answers.
 */
export async function statusOf({ env }: Place): Promise<Json> {
  const { patchbayHome } = resolvePaths({ env });
  const answer = await askStatus(controlPlaceOf(patchbayHome)).catch(() => undefined);
  return answer?.kind === 'running' ? answer.status : undefined;
}

/** Waits until the host has this many sessions that came through a relay. */
export function relaysOf(home: Place, count: number): Promise<Json[]> {
  return eventually(async () => {
    const sessions: Json[] = (await statusOf(home))?.sessions ?? [];
    const relays = sessions.filter(({ transport }) => transport === 'relay');
    return relays.length === count && relays;
  });
}

export function controlFolderOf({ patchbayHome }: Pick<TestHome, 'patchbayHome'>): string {
  const place = controlPlaceOf(patchbayHome);
  if (place.kind !== 'folder') throw new Error('this test is about sockets in a folder');
  return place.folder;
}

export function socketsOf(home: TestHome): string[] {
  const folder = controlFolderOf(home);
  return fs.readdirSync(folder).map((name) => path.join(folder, name));
}
