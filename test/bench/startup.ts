// From the spawn of `patchbay mcp-server` to its answer to `initialize`, beside the same of the engine alone; and from
// there to its list of tools, and to an answer for which the whole server has to be loaded. Homes are used before and the
// compile cache is warm, as on every start but the first. The packaged app, whose command runs Electron as Node, is asked too.
import fs from 'node:fs';
import path from 'node:path';
import type { TestHome } from '../support/home.ts';
import { benchHome, startBareNode, startEngine, startPackaged, startPatchbay, timed } from './contestants.ts';
import type { LinesChild } from './lines.ts';
import { median, quietest, type Row, row, takeTurns } from './measure.ts';
import { packageApp } from './packaged.ts';

const ROUNDS = 60;
const BLOCKS = 4;
const MAX_TIMES_THE_ENGINE = 1.2;
const MAX_TIMES_THE_ENGINE_FIRST = 2;
const MAX_MS_TO_THE_TOOLS = 60;

export async function benchStartup(): Promise<Row[]> {
  const app = packageApp();
  // Nobody calls the model here.
  const home = benchHome('http://127.0.0.1:1/v1');
  try {
    const all = await takeTurns(
      {
        patchbay: () => startAndEnd(startPatchbay, home),
        first: () => {
          fs.rmSync(path.join(home.patchbayHome, 'cache'), { recursive: true, force: true });
          return startAndEnd(startPatchbay, home);
        },
        tools: () => afterIntroduction(home, 'tools/list'),
        server: () => afterIntroduction(home, 'ping'),
        engine: () => startAndEnd(startEngine, home),
        node: () => startAndEnd(startBareNode, home),
        packaged: () => startAndEnd((its) => startPackaged(its, app), home),
        electron: () => startAndEnd((its) => startBareNode(its, app.electron), home),
      },
      { rounds: ROUNDS, warmUps: 3 },
    );
    const times = quietest(all, { reference: 'engine', blocks: BLOCKS });
    const patchbay = median(times.patchbay);
    const engine = median(times.engine);
    const first = median(times.first);
    const packaged = median(times.packaged);
    return [
      row('Patchbay, median', patchbay, 'ms'),
      row('Patchbay without its compile cache, median', first, 'ms'),
      row('engine alone, median', engine, 'ms'),
      row('bare Node, median', median(times.node), 'ms'),
      row('Patchbay to engine', patchbay / engine, 'times', MAX_TIMES_THE_ENGINE),
      row('Patchbay without its cache, to engine', first / engine, 'times', MAX_TIMES_THE_ENGINE_FIRST),
      row('tools/list after it, median', median(times.tools), 'ms', MAX_MS_TO_THE_TOOLS),
      row('the whole server after it, median', median(times.server), 'ms'),
      row('command of the packaged app, median', packaged, 'ms'),
      row('bare Electron as Node, median', median(times.electron), 'ms'),
      row('command of the packaged app, to engine', packaged / engine, 'times', MAX_TIMES_THE_ENGINE),
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

async function afterIntroduction(home: TestHome, method: string): Promise<number> {
  const child = await startPatchbay(home);
  const { ms } = await timed(() => child.request(method, {}));
  await child.end();
  return ms;
}
