// What an idle HTTP session costs in memory, and whether that is given back when idle sessions are closed.
// The server runs in a process of its own; the clients here open sessions, stay silent and are forgotten.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { eventually } from '../support/processes.ts';
import { benchHome } from './contestants.ts';
import { type Row, row } from './measure.ts';
import { endSession, openSession } from './session-client.ts';
import type { Question, Usage } from './sessions-server.ts';

const SESSIONS = 1000;
const CLIENTS_AT_ONCE = 4;
/** Opened and gone before anything is measured: what the first ones load is not the price of a session. */
const WARM_UP_SESSIONS = 20;
/** Long enough to open them all on a loaded machine before the first is closed. */
const IDLE_MS = 15_000;
const RUNS = 2;

const MAX_KIB_A_SESSION = 100;
const MAX_KIB_LEFT = 5;
const MAX_KIB_GROWN = 15;

export async function benchSessions(): Promise<Row[]> {
  const runs: Run[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await fillTwice());
  const worst = (of: (run: Run) => number) => Math.max(...runs.map(of));
  const kib = (bytes: number) => bytes / 1024 / SESSIONS;
  const mib = (bytes: number) => bytes / 2 ** 20;
  return [
    row(
      'resident, each of the first 1000',
      kib(worst(({ start, full }) => full.rssBytes - start.rssBytes)),
      'KiB',
      MAX_KIB_A_SESSION,
    ),
    row('of it in use on the heap', kib(worst(({ start, full }) => full.heapBytes - start.heapBytes)), 'KiB'),
    row(
      'sessions left after their time',
      worst(({ end }) => end.sessions),
      '',
      0,
    ),
    row(
      'heap left of each closed session',
      kib(worst(({ start, end }) => end.heapBytes - start.heapBytes)),
      'KiB',
      MAX_KIB_LEFT,
    ),
    row(
      'resident, each of 1000 more after these',
      kib(worst(({ full, fullAgain }) => fullAgain.rssBytes - full.rssBytes)),
      'KiB',
      MAX_KIB_GROWN,
    ),
    row('whole server without sessions, resident', mib(worst(({ start }) => start.rssBytes)), 'MiB'),
    row('the same, proportional', mib(worst(({ start }) => start.pssBytes)), 'MiB'),
  ];
}

interface Run {
  readonly start: Usage;
  /** With 1000 idle sessions. */
  readonly full: Usage;
  /** When these were closed for being idle. */
  readonly end: Usage;
  /** With 1000 new ones. */
  readonly fullAgain: Usage;
}

async function fillTwice(): Promise<Run> {
  const home = benchHome('http://127.0.0.1:1/v1');
  const server = fork(path.join(import.meta.dirname, 'sessions-server.ts'), [String(IDLE_MS)], {
    execArgv: ['--expose-gc'],
    env: home.env,
    cwd: home.folder,
  });
  const exited = once(server, 'exit');
  try {
    const url = (await ask(server, 'url')) as string;
    const usage = () => ask(server, 'usage') as Promise<Usage>;

    for (const id of await openSessions(url, WARM_UP_SESSIONS)) await endSession(url, id);
    const start = await usage();
    await openSessions(url, SESSIONS);
    const full = requireAll(await usage());
    const end = await eventually(
      async () => {
        const now = await usage();
        return now.sessions === 0 && now;
      },
      { withinMs: 3 * IDLE_MS },
    );
    await openSessions(url, SESSIONS);
    return { start, full, end, fullAgain: requireAll(await usage()) };
  } finally {
    server.disconnect();
    await exited;
    home.remove();
  }
}

function requireAll(usage: Usage): Usage {
  if (usage.sessions === SESSIONS) return usage;
  throw new Error(`${usage.sessions} sessions are open instead of ${SESSIONS}: the machine is too slow.`);
}

async function ask(server: ChildProcess, question: Question): Promise<unknown> {
  server.send(question);
  const [answer] = await once(server, 'message');
  return answer;
}

/** @returns the ids of the sessions */
async function openSessions(url: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  let begun = 0;
  const open = async () => {
    while (begun < count) {
      begun += 1;
      ids.push(await openSession(url));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS_AT_ONCE }, open));
  return ids;
}
