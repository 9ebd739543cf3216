// `npm run cross-talk`: 32 sessions with 32 calls each at a time, 20,480 calls in all, and nothing may go astray; then
// 16 sessions that call while config.toml is changed 100 times, and no call may be lost.
import fs from 'node:fs';
import path from 'node:path';
import { makeHome } from '../support/home.ts';
import { startHttp } from '../support/patchbay.ts';
import { eventually, processesOf } from '../support/processes.ts';
import { httpTable, probeFile, probeTable, serveEverything } from '../support/remotes.ts';
import { talkAcross } from './cross-talk.ts';
import { reloadUnderLoad, tablesAtFirst } from './reload-under-load.ts';

const home = makeHome();
const change = (...tables: string[]) =>
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), tables.join('\n'));
const everything = await serveEverything('streamableHttp', home.env);
change(probeTable('probe'), httpTable('everything', everything.url), ...tablesAtFirst.slice(0, 1));
const server = await startHttp(home);
let failed = 0;

function report(what: string, wrong: readonly unknown[], seen: object, startedAt: number): void {
  const seconds = (Date.now() - startedAt) / 1000;
  process.stdout.write(
    `${what}: ${JSON.stringify(seen)} in ${seconds.toFixed(1)} s, ${wrong.length} wrong\n`,
  );
  for (const one of wrong.slice(0, 20)) process.stdout.write(`  ${JSON.stringify(one)}\n`);
  if (wrong.length > 0) failed += 1;
}

try {
  const startedAt = Date.now();
  const { wrong, ...seen } = await talkAcross(server, { sessions: 32, parallel: 32, calls: 640 });
  report('cross-talk', wrong, seen, startedAt);
  const reloadedAt = Date.now();
  const { unexpected, answered } = await reloadUnderLoad({ change, server, sessions: 16, changes: 100 });
  report('reload', unexpected, { answered }, reloadedAt);
  const endedAt = Date.now();
  const remotes = () => processesOf(home.root).filter(({ command }) => command.includes(probeFile));
  await eventually(() => remotes().length === 0).catch(() => undefined);
  report('left behind', remotes(), {}, endedAt);
  process.stdout.write(`${3 - failed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await server.stop();
  await everything.stop();
  home.remove();
}
