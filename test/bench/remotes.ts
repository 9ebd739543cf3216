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

/** So many calls in a round, before and after the warm-up. What a process does between rounds counts too, so those are long. */
const loads = [
  { name: '1 session', sessions: 1, calls: 250, warmCalls: 1000 },
  { name: '16 sessions', sessions: 16, calls: 500, warmCalls: 2000 },
  { name: '50 sessions', sessions: 50, calls: 500, warmCalls: 2000 },
];
/** A host runs for a day: what counts comes after so many calls, for everybody. */
const WARM_UP_CALLS = 10_000;
/** So many at once in turns, so that nobody rests for long. */
const WARM_UP_PART = 1000;
const ROUNDS = 8;
/** Before that, the first calls of a process: code that V8 has not optimized yet. */
const COLD = { rounds: 4, warmUps: 1 };
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
  const cold = await takeRounds(load.calls, running, sessions, COLD);
  const done = load.calls * (COLD.rounds + COLD.warmUps);
  const parts = Math.ceil((WARM_UP_CALLS - done) / WARM_UP_PART);
  await takeRounds(WARM_UP_PART, running, sessions, { rounds: parts, warmUps: 0 });
  const warm = await takeRounds(load.warmCalls, running, sessions, { rounds: ROUNDS, warmUps: 0 });
  for (const one of opened) one.close();
  const perSecond = (name: Name) => (1000 * load.warmCalls) / median(warm.times[name]);
  const ratios = arrangements.flatMap((arrangement) => {
    const among = names.filter((name) => gateways[name].arrangement === arrangement);
    const to = (kind: string, { each }: Rounds) => {
      const of = (what: string) => among.filter((name) => gateways[name].kind === what).map(each);
      const [ours = Number.NaN] = of('patchbay');
      return ours / Math.min(...of(kind));
    };
    const about = `${load.name}, ${arrangement}: processor time`;
    return [
      row(`${about}, to the floor`, to('floor', warm), 'times', MAX_OF_FLOOR),
      row(`${about}, to the best peer`, to('peer', warm), 'times', MAX_OF_BEST_PEER),
      row(`${about} of the first ${done} calls, to the floor`, to('floor', cold), 'times'),
      row(`${about} of the first ${done} calls, to the best peer`, to('peer', cold), 'times'),
    ];
  });
  const wrong = (name: Name) => {
    const most = gateways[name].kind === 'patchbay' ? 0 : undefined;
    return row(`${load.name}: wrong answers, ${name}`, sessions[name].wrong, '', most);
  };
  const memory = (name: Name) => memoryOf(running[name].pid).rssBytes / 2 ** 20;
  return [
    ...names.map((name) => row(`${load.name}: calls a second, ${name}`, perSecond(name), '')),
    ...names.map((name) => row(`${load.name}: processor time of a call, ${name}`, warm.each(name), 'ms')),
    ...ratios,
    ...names.map(wrong),
    ...(load === loads.at(-1)
      ? names.map((name) => row(`memory of ${name} then, resident`, memory(name), 'MiB'))
      : []),
  ];
}

interface Rounds {
  /** Of each round, ms. */
  readonly times: Record<Name, number[]>;
  /** Processor time of a call, ms. */
  each(name: Name): number;
}

async function takeRounds(
  calls: number,
  running: Readonly<Record<Name, Gateway>>,
  sessions: Readonly<Record<Name, GatewaySessions>>,
  { rounds, warmUps }: { rounds: number; warmUps: number },
): Promise<Rounds> {
  const spent = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  const roundOf = (name: Name) => async () => {
    const before = processorMsOf(running[name].pid);
    const startedAt = performance.now();
    await sessions[name].call(calls);
    const ms = performance.now() - startedAt;
    spent[name].push(processorMsOf(running[name].pid) - before);
    return ms;
  };
  const turns = Object.fromEntries(names.map((name) => [name, roundOf(name)])) as Record<
    Name,
    () => Promise<number>
  >;
  const times = await takeTurns(turns, { rounds, warmUps });
  // The sum, because the system counts in steps of 10 ms.
  return { times, each: (name) => sum(spent[name].slice(warmUps)) / (calls * rounds) };
}
