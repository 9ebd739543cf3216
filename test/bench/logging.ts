// The log: how fast lines are written with redaction, and what logging everything costs a turn.
import fs from 'node:fs';
import path from 'node:path';
import { openLog } from '../../server/logging/logger.ts';
import { startFakeModel } from '../support/fake-model.ts';
import { makeHome } from '../support/home.ts';
import { benchHome } from './contestants.ts';
import { differences, median, quietest, type Row, row, takeTurns } from './measure.ts';
import { drivePatchbay } from './turn-drivers.ts';

const LINES = 20_000;
const ROUNDS = 7;
const TURNS = 160;
const WARM_UPS = 10;
const BLOCKS = 4;
const MAX_TIMES = 1.05;

export async function benchLogging(): Promise<Row[]> {
  const { usOfLine, usOfSilentLine } = await measureLines();
  const turns = await measureTurns();
  const added = differences(turns.everything, turns.little);
  return [
    row('one line, redacted and in the file', usOfLine, 'µs'),
    row('lines a second', 1e6 / usOfLine, ''),
    row('one line that is not logged', usOfSilentLine, 'µs'),
    row('a turn that logs as little as can be, median', median(turns.little), 'ms'),
    row('a turn that logs everything, median', median(turns.everything), 'ms'),
    row('everything: added, median of neighbours', median(added), 'ms'),
    row('everything to little', 1 + median(added) / median(turns.little), 'times', MAX_TIMES),
  ];
}

async function measureLines(): Promise<{ usOfLine: number; usOfSilentLine: number }> {
  const home = makeHome();
  const folder = path.join(home.root, 'logs');
  const log = openLog({ folder, fileLevel: 'info', stderrLevel: 'error' });
  const each = (write: (at: number) => void) => {
    const ms = Array.from({ length: ROUNDS }, () => {
      const begin = performance.now();
      for (let at = 0; at < LINES; at += 1) write(at);
      return performance.now() - begin;
    });
    return (median(ms) * 1000) / LINES;
  };
  const [session, thread] = [crypto.randomUUID(), crypto.randomUUID()];
  const fields = (at: number) => ({
    session,
    thread,
    tool: 'codex',
    ms: at % 977,
    message: `call ${at} ended`,
  });
  try {
    // As in the long run: with the rotating file.
    await log.close();
    const usOfLine = each((at) => log.logger.info('call-ended', fields(at)));
    const usOfSilentLine = each((at) => log.logger.debug('call-ended', fields(at)));
    return { usOfLine, usOfSilentLine };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
    home.remove();
  }
}

/** Two servers side by side: one logs everything, one only errors on stderr and what matters in the file. */
async function measureTurns(): Promise<Record<'everything' | 'little', number[]>> {
  const model = await startFakeModel();
  const homes = (['debug', 'error'] as const).map((level) => {
    const home = benchHome(model.baseUrl);
    return { ...home, env: { ...home.env, PATCHBAY_LOG: level } };
  });
  const [everything, little] = await Promise.all(homes.map((home) => drivePatchbay(home)));
  if (!everything || !little) throw new Error('one of the two did not start');
  try {
    const times = await takeTurns(
      { everything: everything.laterTurn, little: little.laterTurn },
      { rounds: TURNS, warmUps: WARM_UPS },
    );
    return quietest(times, { reference: 'little', blocks: BLOCKS });
  } finally {
    await Promise.all([everything.end(), little.end()]);
    await model.close();
    for (const home of homes) home.remove();
  }
}
