// Many sessions with a remote at an address: what a call costs when there are many, and what one costs that is idle.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { httpTable } from '../support/remotes.ts';
import { benchHome } from './contestants.ts';
import { serveEcho } from './echo-remote.ts';
import { openSessions } from './gateway-sessions.ts';
import { processorMsOf, type Row, row } from './measure.ts';
import { endSession, openSession } from './session-client.ts';
import type { Question, Usage } from './sessions-server.ts';

const COUNTS = [50, 200];
const CALLS = 4000;
const IDLE_SESSIONS = 200;
/** Longer than all of this takes. */
const IDLE_MS = 10 * 60_000;

export async function benchRemoteSessions(): Promise<Row[]> {
  const echo = await serveEcho();
  const home = benchHome('http://127.0.0.1:1/v1');
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), httpTable('rem', echo.url));
  const server = fork(path.join(import.meta.dirname, 'sessions-server.ts'), [String(IDLE_MS)], {
    execArgv: ['--expose-gc'],
    env: home.env,
    cwd: home.folder,
  });
  const exited = once(server, 'exit');
  try {
    const url = (await ask(server, 'url')) as string;
    const rows: Row[] = [];
    for (const scope of ['codex', 'rem']) rows.push(...(await idle(server, `${url}/${scope}`, scope)));
    for (const count of COUNTS) rows.push(...(await busy(server, `${url}/rem`, count)));
    return rows;
  } finally {
    server.disconnect();
    await exited;
    home.remove();
    await echo.close();
  }
}

async function idle(server: ChildProcess, url: string, scope: string): Promise<Row[]> {
  // What the first ones load is not the price of a session.
  for (const id of await openIdle(url)) await endSession(url, id);
  const before = (await ask(server, 'usage')) as Usage;
  const ids = await openIdle(url);
  const full = (await ask(server, 'usage')) as Usage;
  for (const id of ids) await endSession(url, id);
  const kib = (bytes: number) => bytes / 1024 / IDLE_SESSIONS;
  const what = scope === 'rem' ? 'with a remote' : 'without a remote';
  return [
    row(`idle session ${what}, resident`, kib(full.rssBytes - before.rssBytes), 'KiB'),
    row(`idle session ${what}, of it on the heap`, kib(full.heapBytes - before.heapBytes), 'KiB'),
  ];
}

async function openIdle(url: string): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < IDLE_SESSIONS; at += 1) ids.push(await openSession(url));
  return ids;
}

async function busy(server: ChildProcess, url: string, count: number): Promise<Row[]> {
  const pid = server.pid as number;
  const sessions = await openSessions({ url, pid, stop: async () => undefined }, count);
  await sessions.call(CALLS / 4);
  const before = processorMsOf(pid);
  const startedAt = performance.now();
  await sessions.call(CALLS);
  const ms = performance.now() - startedAt;
  const name = `${count} sessions with a remote at an address`;
  return [
    row(`${name}: calls a second`, (1000 * CALLS) / ms, ''),
    row(`${name}: processor time of a call`, (processorMsOf(pid) - before) / CALLS, 'ms'),
    row(`${name}: wrong answers`, sessions.wrong, '', 0),
  ];
}

async function ask(server: ChildProcess, question: Question): Promise<unknown> {
  server.send(question);
  const [answer] = await once(server, 'message');
  return answer;
}
