// What forwarding a call to an MCP server on stdio costs, beside gateways from npm with the same server behind them.
import { benchBridges } from './bridges.ts';
import { benchHome } from './contestants.ts';
import { type Gateway, type GatewaySessions, gateways, openSessions } from './gateways.ts';
import { median, memoryOf, processorMsOf, type Row, row, takeTurns } from './measure.ts';
import { benchRemoteSessions } from './remote-sessions.ts';

type Name = keyof typeof gateways;
const names = Object.keys(gateways) as Name[];
const peers = names.filter((name) => name !== 'patchbay');

const loads = [
  { name: '1 session', sessions: 1, calls: 200 },
  { name: '16 sessions', sessions: 16, calls: 800 },
  { name: '50 sessions', sessions: 50, calls: 800 },
];
const ROUNDS = 8;
const WARM_UPS = 2;
/** Of the best peer's processor time. */
const MAX_OF_BEST_PEER = 0.5;

export async function benchRemotes(): Promise<Row[]> {
  const homes = names.map(() => benchHome('http://127.0.0.1:9'));
  const started = await Promise.all(names.map((name, at) => gateways[name](homes[at] as never)));
  try {
    const running = Object.fromEntries(names.map((name, at) => [name, started[at]])) as Record<Name, Gateway>;
    const rows: Row[] = [];
    for (const load of loads) rows.push(...(await compare(load, running)));
    const memory = (name: Name) => memoryOf(running[name].pid).rssBytes / 2 ** 20;
    return [
      ...rows,
      ...names.map((name) => row(`memory of ${name} then, resident`, memory(name), 'MiB')),
      ...(await benchRemoteSessions()),
      ...(await benchBridges()),
    ];
  } finally {
    await Promise.all(started.map(({ stop }) => stop()));
    for (const home of homes) home.remove();
  }
}

async function compare(
  load: (typeof loads)[number],
  running: Readonly<Record<Name, Gateway>>,
): Promise<Row[]> {
  const processorMs = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
  const opened = await Promise.all(names.map((name) => openSessions(running[name], load.sessions)));
  const sessions = Object.fromEntries(names.map((name, at) => [name, opened[at]])) as Record<
    Name,
    GatewaySessions
  >;
  const roundOf = (name: Name) => async () => {
    const before = processorMsOf(running[name].pid);
    const startedAt = performance.now();
    await sessions[name].call(load.calls);
    const ms = performance.now() - startedAt;
    processorMs[name] += processorMsOf(running[name].pid) - before;
    return ms;
  };
  const turns = Object.fromEntries(names.map((name) => [name, roundOf(name)])) as Record<
    Name,
    () => Promise<number>
  >;
  const times = await takeTurns(turns, { rounds: ROUNDS, warmUps: WARM_UPS });
  const perSecond = (name: Name) => (1000 * load.calls) / median(times[name]);
  const each = (name: Name) => processorMs[name] / (load.calls * (ROUNDS + WARM_UPS));
  const best = Math.min(...peers.map(each));
  return [
    ...names.map((name) => row(`${load.name}: calls a second, ${name}`, perSecond(name), '')),
    ...names.map((name) => row(`${load.name}: processor time of a call, ${name}`, each(name), 'ms')),
    row(`${load.name}: processor time, to the best peer`, each('patchbay') / best, 'times', MAX_OF_BEST_PEER),
    ...names.map((name) =>
      row(
        `${load.name}: wrong answers, ${name}`,
        sessions[name].wrong,
        '',
        name === 'patchbay' ? 0 : undefined,
      ),
    ),
  ];
}
