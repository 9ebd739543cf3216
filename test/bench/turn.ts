// What Patchbay adds to a plain turn, over driving the engine directly with the same config, the same thread
// parameters and the same model, which answers at once.
import { startFakeModel } from '../support/fake-model.ts';
import { benchHome } from './contestants.ts';
import {
  differences,
  median,
  percentile,
  processorMsOf,
  quietest,
  type Row,
  row,
  takeTurns,
} from './measure.ts';
import { driveEngine, drivePatchbay } from './turn-drivers.ts';

const LATER_TURNS = 160;
const FIRST_TURNS = 40;
const WARM_UPS = 10;
const BLOCKS = 4;
const MAX_ADDED_MS = 10;

export async function benchTurn(): Promise<Row[]> {
  const model = await startFakeModel();
  const homes = [benchHome(model.baseUrl), benchHome(model.baseUrl), benchHome(model.baseUrl)] as const;
  const patchbay = await drivePatchbay(homes[0]);
  const engine = await driveEngine(homes[1]);
  const open = await driveEngine(homes[2], []);
  try {
    const processorMsBefore = processorMsOf(patchbay.pid);
    const later = await compare(LATER_TURNS, { patchbay: patchbay.laterTurn, engine: engine.laterTurn });
    const processorMs = processorMsOf(patchbay.pid) - processorMsBefore;
    const first = await compare(FIRST_TURNS, {
      patchbay: patchbay.firstTurn,
      engine: engine.firstTurn,
      open: open.firstTurn,
    });
    return [
      row('later turn through Patchbay, median', median(later.patchbay), 'ms'),
      row('later turn of the engine alone, median', median(later.engine), 'ms'),
      row('later turn: added, median', median(later.added), 'ms', MAX_ADDED_MS),
      row('later turn: added, 90th percentile', percentile(later.added, 90), 'ms'),
      row('later turn: processor time of Patchbay', processorMs / (WARM_UPS + LATER_TURNS), 'ms'),
      row('first turn through Patchbay, median', median(first.patchbay), 'ms'),
      row('first turn of the engine alone, median', median(first.engine), 'ms'),
      row('first turn: added, median', median(first.added), 'ms'),
      row('first turn of an engine that is denied no folder, median', median(first.open), 'ms'),
    ];
  } finally {
    await Promise.all([patchbay.end(), engine.end(), open.end()]);
    await model.close();
    for (const home of homes) home.remove();
  }
}

async function compare<Name extends string>(
  rounds: number,
  drivers: Readonly<Record<Name | 'patchbay' | 'engine', () => Promise<number>>>,
) {
  const all = await takeTurns(drivers, { rounds, warmUps: WARM_UPS });
  const times = quietest(all, { reference: 'engine', blocks: BLOCKS });
  return { ...times, added: differences(times.patchbay, times.engine) };
}
