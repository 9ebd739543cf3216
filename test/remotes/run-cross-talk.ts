// `npm run cross-talk`: 32 sessions with 32 calls each at a time, 20,480 calls in all, and nothing may go astray.
import fs from 'node:fs';
import path from 'node:path';
import { makeHome } from '../support/home.ts';
import { startHttp } from '../support/patchbay.ts';
import { httpTable, probeTable, serveEverything } from '../support/remotes.ts';
import { talkAcross } from './cross-talk.ts';

const home = makeHome();
const everything = await serveEverything('streamableHttp', home.env);
const tables = probeTable('probe') + httpTable('everything', everything.url);
fs.writeFileSync(path.join(home.codexHome, 'config.toml'), tables);
const server = await startHttp(home);
try {
  const startedAt = Date.now();
  const { wrong, ...seen } = await talkAcross(server, { sessions: 32, parallel: 32, calls: 640 });
  const seconds = (Date.now() - startedAt) / 1000;
  process.stdout.write(`${JSON.stringify(seen)} in ${seconds.toFixed(1)} s\n`);
  for (const one of wrong.slice(0, 20)) process.stdout.write(`${one}\n`);
  process.stdout.write(`${seen.calls - wrong.length} passed, ${wrong.length} failed\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await server.stop();
  await everything.stop();
  home.remove();
}
