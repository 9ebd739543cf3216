// How many small requests a second Patchbay answers, and what each costs in processor time, beside a server that is
// the official SDK and nothing else.
import { startFakeModel } from '../support/fake-model.ts';
import { benchHome } from './contestants.ts';
import { processorMsOf, quietest, type Row, row, sum, takeTurns } from './measure.ts';
import { type RequestServer, requestServers, type Way, ways } from './request-servers.ts';

const REQUESTS = 800;
const ROUNDS = 32;
const WARM_UPS = 8;
const BLOCKS = 4;
/** At least 0.95 of the bare SDK's requests a second. */
const MAX_TIMES_BARE = 1.05;

export async function benchRequests(): Promise<Row[]> {
  const model = await startFakeModel();
  const home = benchHome(model.baseUrl);
  const servers = await requestServers(home);
  try {
    const rows: Row[] = [];
    for (const way of ways) {
      for (const method of way.methods) rows.push(...(await compare(way, method, servers)));
    }
    return rows;
  } finally {
    await servers.close();
    await model.close();
    home.remove();
  }
}

async function compare(
  way: Way,
  method: string,
  { open }: Awaited<ReturnType<typeof requestServers>>,
): Promise<Row[]> {
  const contestants = { patchbay: await open('patchbay', way), bare: await open('bare', way) };
  const processorMs = { patchbay: 0, bare: 0 };
  const roundOf = (name: keyof typeof contestants) => async () => {
    const server: RequestServer = contestants[name];
    const before = processorMsOf(server.pid);
    const startedAt = performance.now();
    await server.ask(method, REQUESTS);
    const ms = performance.now() - startedAt;
    processorMs[name] += processorMsOf(server.pid) - before;
    return ms;
  };
  const all = await takeTurns(
    { patchbay: roundOf('patchbay'), bare: roundOf('bare') },
    { rounds: ROUNDS, warmUps: WARM_UPS },
  );
  await Promise.all([contestants.patchbay.end(), contestants.bare.end()]);
  const times = quietest(all, { reference: 'bare', blocks: BLOCKS });
  const perSecond = (ms: readonly number[]) => (1000 * ms.length * REQUESTS) / sum(ms);
  const each = (ms: number) => ms / (REQUESTS * (ROUNDS + WARM_UPS));
  const name = `${method}, ${way.name}`;
  return [
    row(`${name}: requests a second`, perSecond(times.patchbay), ''),
    row(`${name}: of the bare SDK`, perSecond(times.bare), ''),
    row(`${name}: time, to the bare SDK`, sum(times.patchbay) / sum(times.bare), 'times', MAX_TIMES_BARE),
    row(`${name}: processor time of each`, each(processorMs.patchbay), 'ms'),
    row(
      `${name}: processor time, to the bare SDK`,
      processorMs.patchbay / processorMs.bare,
      'times',
      MAX_TIMES_BARE,
    ),
  ];
}
