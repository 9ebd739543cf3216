// What a run needs: a fake model, one Patchbay that serves HTTP, and those on stdio, which either stand alone or pass
// their clients on to it.
import fs from 'node:fs';
import { startFakeModel } from '../support/fake-model.ts';
import { makeHome, type TestHome } from '../support/home.ts';
import { type HttpPatchbay, runPatchbay, startHttp } from '../support/patchbay.ts';
import { allGone } from '../support/processes.ts';
import type { Door, Target } from './door.ts';
import { httpLegacy } from './http-legacy.ts';
import { httpModern } from './http-modern.ts';
import { httpSse } from './http-sse.ts';
import type { Era } from './messages.ts';
import { openStdioLane, type StdioLane } from './stdio.ts';

export interface ServerProcess {
  readonly name: string;
  readonly pid: number;
  stderr(): string;
}

export interface Ground {
  readonly doors: readonly Door[];
  /** The servers that run now. */
  servers(): ServerProcess[];
  /** Rejects when a process is left. */
  close(): Promise<void>;
}

/**
 * Room for what servers hold, and little more: with all the room it wants V8 lets garbage lie, up to 400 MiB of it
 * here, and memory says nothing. What leaks more than this ends the process.
 */
const HEAP_FLAGS = '--max-old-space-size=96 --max-semi-space-size=2';

export async function openGround(): Promise<Ground> {
  const model = await startFakeModel();
  const [httpHome, stdioHome] = [makeHome(), makeHome()];
  for (const home of [httpHome, stdioHome]) {
    home.writeConfig({ baseUrl: model.baseUrl });
    home.env['NODE_OPTIONS'] = HEAP_FLAGS;
  }
  const http = await startHttp(httpHome);
  const target = await targetOf(http, httpHome);
  const onStdio = new Map<StdioLane, string>();

  const stdioDoor = (name: string, home: TestHome, era: Era): Door => ({
    name,
    async openLane() {
      const lane = await openStdioLane({ home, era, secrets: secretsOf(home) });
      onStdio.set(lane, name);
      return {
        run: lane.run,
        async close() {
          onStdio.delete(lane);
          await lane.close();
        },
      };
    },
  });

  return {
    doors: [
      stdioDoor('stdio 2025-11-25', stdioHome, 'legacy'),
      stdioDoor('stdio 2026-07-28', stdioHome, 'modern'),
      { name: 'HTTP 2025-11-25', openLane: () => httpLegacy(target) },
      { name: 'HTTP 2026-07-28', openLane: () => httpModern(target) },
      { name: 'HTTP+SSE 2024-11-05', openLane: () => httpSse(target) },
      stdioDoor('relay 2025-11-25', httpHome, 'legacy'),
      stdioDoor('relay 2026-07-28', httpHome, 'modern'),
    ],
    servers: () => [
      { name: 'HTTP', pid: http.child.pid as number, stderr: http.stderr },
      ...[...onStdio].map(([{ pid, stderr }, name]) => ({ name, pid, stderr })),
    ],
    async close() {
      await http.stop();
      await model.close();
      for (const home of [httpHome, stdioHome]) {
        await allGone(home.root);
        home.remove();
      }
    },
  };
}

/** Resident memory of a process in MiB; undefined where that cannot be read. */
export function memoryOf(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}

async function targetOf(http: HttpPatchbay, home: TestHome): Promise<Target> {
  const { stdout } = await runPatchbay(home, ['token', 'add', 'stranger']);
  return {
    port: Number(new URL(http.url).port),
    tokens: [http.token, stdout.trim()],
    folder: home.folder,
    secrets: secretsOf(home),
  };
}

function secretsOf(home: TestHome): string[] {
  return [home.codexHome, home.patchbayHome];
}
