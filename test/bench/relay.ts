// From the spawn of `patchbay mcp-server` to its answer to `initialize` while a host runs, to which it relays, beside
// the same with a server of its own.
import { startHttp } from '../support/patchbay.ts';
import { benchHome, startPatchbay, timed } from './contestants.ts';
import { median, quietest, type Row, row, takeTurns } from './measure.ts';

const ROUNDS = 40;
const BLOCKS = 4;
const MAX_TIMES_STANDALONE = 1.2;

export async function benchRelay(): Promise<Row[]> {
  const home = benchHome('http://127.0.0.1:1/v1');
  const host = await startHttp(home);
  const start = async (args: readonly string[]) => {
    const { ms, value } = await timed(() => startPatchbay(home, args));
    await value.end();
    return ms;
  };
  try {
    const all = await takeTurns(
      { relay: () => start([]), standalone: () => start(['--standalone']) },
      { rounds: ROUNDS, warmUps: 3 },
    );
    const times = quietest(all, { reference: 'standalone', blocks: BLOCKS });
    const [relay, standalone] = [median(times.relay), median(times.standalone)];
    return [
      row('through the relay, median', relay, 'ms'),
      row('standalone, median', standalone, 'ms'),
      row('relay to standalone', relay / standalone, 'times', MAX_TIMES_STANDALONE),
    ];
  } finally {
    await host.stop();
    home.remove();
  }
}
