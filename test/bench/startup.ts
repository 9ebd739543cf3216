// From the spawn of `patchbay mcp-server` to its answer to `initialize`, beside the same of the engine alone.
// Homes are used before and the compile cache is warm, as on every start but the first.
import type { TestHome } from '../support/home.ts';
import { benchHome, startBareNode, startEngine, startPatchbay, timed } from './contestants.ts';
import type { LinesChild } from './lines.ts';
import { median, quietest, type Row, row, takeTurns } from './measure.ts';

const ROUNDS = 60;
const BLOCKS = 4;
const MAX_TIMES_THE_ENGINE = 1.5;

export async function benchStartup(): Promise<Row[]> {
  // Nobody calls the model here.
  const home = benchHome('http://127.0.0.1:1/v1');
  try {
    const all = await takeTurns(
      {
        patchbay: () => startAndEnd(startPatchbay, home),
        engine: () => startAndEnd(startEngine, home),
        node: () => startAndEnd(startBareNode, home),
      },
      { rounds: ROUNDS, warmUps: 3 },
    );
    const times = quietest(all, { reference: 'engine', blocks: BLOCKS });
    const patchbay = median(times.patchbay);
    const engine = median(times.engine);
    return [
      row('Patchbay, median', patchbay, 'ms'),
      row('engine alone, median', engine, 'ms'),
      row('bare Node, median', median(times.node), 'ms'),
      row('Patchbay to engine', patchbay / engine, 'times', MAX_TIMES_THE_ENGINE),
    ];
  } finally {
    home.remove();
  }
}

/** The end is not timed, but waited for: Node writes its compile cache then, and nobody runs beside the next one. */
async function startAndEnd(start: (home: TestHome) => Promise<LinesChild>, home: TestHome): Promise<number> {
  const { ms, value } = await timed(() => start(home));
  await value.end();
  return ms;
}
