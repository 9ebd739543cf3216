// Runs the benchmarks, all or the one named with --only, prints what they measured, writes it into
// docs/benchmarks.md, and ends with 1 when a bar is missed. They measure the built product: build it first.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchCheckpoints } from './checkpoints.ts';
import { benchDesktop } from './desktop.ts';
import { benchDiffs } from './diffs.ts';
import { benchHttpStartup } from './http-startup.ts';
import { benchLists } from './lists.ts';
import { benchLogging } from './logging.ts';
import { benchRedaction } from './redaction.ts';
import { benchRelay } from './relay.ts';
import { benchRemotes } from './remotes.ts';
import { tableOf, writeResult } from './report.ts';
import { benchRequests } from './requests.ts';
import { benchRules } from './rules.ts';
import { benchSessions } from './sessions.ts';
import { benchStartup } from './startup.ts';
import { benchTimelines } from './timelines.ts';
import { benchTurn } from './turn.ts';

const benchmarks = {
  startup: benchStartup,
  'http-startup': benchHttpStartup,
  relay: benchRelay,
  turn: benchTurn,
  requests: benchRequests,
  sessions: benchSessions,
  remotes: benchRemotes,
  lists: benchLists,
  redaction: benchRedaction,
  rules: benchRules,
  checkpoints: benchCheckpoints,
  logging: benchLogging,
  desktop: benchDesktop,
  diffs: benchDiffs,
  timelines: benchTimelines,
};
const document = path.resolve(import.meta.dirname, '../../docs/benchmarks.md');

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
const chosen = Object.entries(benchmarks).filter(([name]) => only === undefined || name === only);
if (chosen.length === 0) throw new Error(`--only takes one of ${Object.keys(benchmarks).join(', ')}.`);

for (const [name, bench] of chosen) {
  process.stdout.write(`\n${name}\n`);
  const rows = await bench();
  process.stdout.write(`${tableOf(rows)}\n`);
  writeResult(document, name, rows);
  if (rows.some(({ ok }) => ok === false)) process.exitCode = 1;
}
