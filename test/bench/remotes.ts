// What forwarding a call to an MCP server on stdio costs, beside gateways from npm with the same server behind them.
import { benchBridges } from './bridges.ts';
import { benchHome } from './contestants.ts';
import { type GatewaySessions, openSessions } from './gateway-sessions.ts';
import { type Gateway, gateways } from './gateways.ts';
import { median, memoryOf, processorMsOf, type Row, row, sum, takeTurns } from './measure.ts';
import { benchRemoteSessions } from './remote-sessions.ts';

type Name = keyof typeof gateways;
const names = Object.keys(gateways) as Name[];
const arrangements = ['isolated', 'shared'] as const;

const loads = [
  { name: '1 session', sessions: 1, calls: 200 },
  { name: '16 sessions', sessions: 16, calls: 400 },
  { name: '50 sessions', sessions: 50, calls: 400 },
];
const ROUNDS = 8;
const WARM_UPS = 2;
const MAX_OF_FLOOR = 1.4;
const MAX_OF_BEST_PEER = 0.6;

export async function benchRemotes(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const load of loads) rows.push(...(await compare(load)));
  return [...rows, ...(await benchRemoteSessions()), ...(await benchBridges())];
}

/** Started for each load: what went before leaves its traces in a process. */
async function compare(load: (typeof loads)[number]): Promise<Row[]> {
  const homes = names.map(() => benchHome('http://127.0.0.1:9'));
  const starting = names.map((name, at) => gateways[name].start(homes[at] as never));
  try {
    const started = await Promise.all(starting);
    const running = Object.fromEntries(names.map((name, at) => [name, started[at]])) as Record<Name, Gateway>;
    return await measure(load, running);
  } finally {
    // One that did not start has nothing to stop.
    const settled = await Promise.allSettled(starting);
    await Promise.all(settled.map((one) => one.status === 'fulfilled' && one.value.stop()));
    for (const home of homes) home.remove();
  }
}

async function measure(
  load: (typeof loads)[number],
  running: Readonly<Record<Name, Gateway>>,
): Promise<Row[]> {
  const opened = await Promise.all(names.map((name) => openSessions(running[name], load.sessions)));
  const sessions = Object.fromEntries(names.map((name, at) => [name, opened[at]])) as Record<
    Name,
    GatewaySessions
  >;
  const spent = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  const roundOf = (name: Name) => async () => {
    const before = processorMsOf(running[name].pid);
    const startedAt = performance.now();
    await sessions[name].call(load.calls);
    const ms = performance.now() - startedAt;
    spent[name].push(processorMsOf(running[name].pid) - before);
    return ms;
  };
  const turns = Object.fromEntries(names.map((name) => [name, roundOf(name)])) as Record<
    Name,
    () => Promise<number>
  >;
  const times = await takeTurns(turns, { rounds: ROUNDS, warmUps: WARM_UPS });
  for (const one of opened) one.close();
  const perSecond = (name: Name) => (1000 * load.calls) / median(times[name]);
  // The sum, because the system counts in steps of 10 ms.
  const each = (name: Name) => sum(spent[name].slice(WARM_UPS)) / (load.calls * ROUNDS);
  const ratios = arrangements.flatMap((arrangement) => {
    const among = names.filter((name) => gateways[name].arrangement === arrangement);
    const of = (kind: string) => among.filter((name) => gateways[name].kind === kind).map(each);
    const [ours = Number.NaN] = of('patchbay');
    const about = `${load.name}, ${arrangement}: processor time`;
    return [
      row(`${about}, to the floor`, ours / Math.min(...of('floor')), 'times', MAX_OF_FLOOR),
      row(`${about}, to the best peer`, ours / Math.min(...of('peer')), 'times', MAX_OF_BEST_PEER),
    ];
  });
  const wrong = (name: Name) => {
    const most = gateways[name].kind === 'patchbay' ? 0 : undefined;
    return row(`${load.name}: wrong answers, ${name}`, sessions[name].wrong, '', most);
  };
  const memory = (name: Name) => memoryOf(running[name].pid).rssBytes / 2 ** 20;
  return [
    ...names.map((name) => row(`${load.name}: calls a second, ${name}`, perSecond(name), '')),
    ...names.map((name) => row(`${load.name}: processor time of a call, ${name}`, each(name), 'ms')),
    ...ratios,
    ...names.map(wrong),
    ...(load === loads.at(-1)
      ? names.map((name) => row(`memory of ${name} then, resident`, memory(name), 'MiB'))
      : []),
  ];
}
