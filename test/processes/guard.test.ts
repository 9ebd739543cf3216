// Real hosts, real trees, real deaths. A small host program uses the guard as Patchbay does and obeys this file.
// Linux only: it reads /proc itself, so as not to trust what it tests.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { createProcessGuard } from '../../server/processes/guard.ts';
import { lookAgain, plantTree } from '../../server/processes/members.ts';
import type { ProcessInfo } from '../../server/processes/tree.ts';

// The tools' Node, which runs .ts; the one that runs vitest may be older.
const NODE = fileURLToPath(new URL('../../node_modules/node/bin/node', import.meta.url));
const GUARD_URL = new URL('../../server/processes/guard.ts', import.meta.url).href;
const WATCHDOG_FILE = fileURLToPath(new URL('../../server/processes/watchdog-main.ts', import.meta.url));
const PATIENCE_MS = 20_000;

/** Commands come in as JSON lines, each is answered by one. Everything else on stdout is a report. */
const HOST_PROGRAM = `
  import { spawn } from 'node:child_process';
  import { createInterface } from 'node:readline';
  import { createProcessGuard } from '${GUARD_URL}';
  const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
  const guard = createProcessGuard({
    watchdogFile: process.env.WATCHDOG_FILE,
    onProblem: (problem) => say({ problem }),
  });
  const children = new Map();
  const commands = {
    start({ script, detached }) {
      const child = spawn('sh', ['-c', script], { detached, stdio: ['pipe', 'pipe', 'inherit'] });
      children.set(child.pid, child);
      createInterface({ input: child.stdout }).on('line', (line) => say({ from: child.pid, line }));
      child.on('exit', () => say({ ended: child.pid }));
      return child.pid;
    },
    tell: ({ pid, line }) => void children.get(pid).stdin.write(line + '\\n'),
    watch: ({ pid, mark }) => guard.watch(pid, mark),
    release: ({ pid }) => guard.release(pid),
    close: () => guard.close(),
    // Nothing of the host's own keeps it alive after this.
    leave() {
      input.close();
      process.stdin.destroy();
      for (const child of children.values()) {
        child.unref();
        child.stdin.unref();
        child.stdout.unref();
      }
    },
  };
  const input = createInterface({ input: process.stdin });
  input.on('line', async (line) => {
    const command = JSON.parse(line);
    say({ answer: (await commands[command.name](command)) ?? null });
  });
  process.stdin.on('end', () => process.exit());
`;

/** Like the engine: ends when its stdin does. Says the pids of what it starts; each line on stdin makes an orphan. */
const TREE_SCRIPT = `
  (trap '' TERM HUP INT; exec sleep 1000 </dev/null >/dev/null) & echo stubborn $!
  setsid sleep 1000 >/dev/null & echo own-session $!
  sh -c 'sleep 1000 >/dev/null & echo middle $$; echo orphan $!; wait' &
  while read -r name; do (sleep 1000 >/dev/null & echo $name $!); done
`;
const TREE_NAMES = ['stubborn', 'own-session', 'middle', 'orphan'];

interface Stat {
  state: string;
  parent: number;
  startedAt: string;
}

/** One process, not whoever has its pid later. */
interface Known {
  name: string;
  pid: number;
  startedAt: string;
}

const started: Known[] = [];

afterEach(() => {
  for (const known of started.splice(0)) if (isRunning(known)) process.kill(known.pid, 'SIGKILL');
});

describe('the process guard', () => {
  test.each([
    ['in a session of its own', true],
    ['in the session of the host', false],
  ])('a killed host leaves nothing of a tree whose root is %s', async (_, detached) => {
    const host = await startHost();
    const bystander = await host.start('bystander', 'exec sleep 1000', { detached: false });
    const root = await host.start('root', TREE_SCRIPT, { detached });
    const tree = [root, ...(await host.named(root, TREE_NAMES))];
    await host.call('watch', { pid: root.pid });
    await host.afterSnapshot();
    await orphan(tree);
    const watchdog = host.watchdog();

    host.kill();

    await allGone([...tree, watchdog]);
    expect(isRunning(bystander), 'a process that nobody registered is alive').toBe(true);
  });

  test('killing the process group does not kill the watchdog', async () => {
    const host = await startHost();
    const root = await host.start('root', TREE_SCRIPT, { detached: false });
    const tree = [root, ...(await host.named(root, TREE_NAMES))];
    await host.call('watch', { pid: root.pid });
    await host.afterSnapshot();
    const watchdog = host.watchdog();

    process.kill(-host.pid, 'SIGKILL');

    await allGone([...tree, watchdog]);
  });

  test('a process that lost its parent after a regular look at the tree is killed', async () => {
    const host = await startHost();
    const root = await host.start('root', `read -r _; ${TREE_SCRIPT}`, { detached: false });
    await host.call('watch', { pid: root.pid });
    await host.afterSnapshot();
    await host.call('tell', { pid: root.pid, line: 'go' });
    const tree = [root, ...(await host.named(root, TREE_NAMES))];
    await regularLooks(host.watchdog());
    await orphan(tree);

    host.kill();

    await allGone(tree);
  });

  test('a daemon is found by the mark its root was registered with, even if the root shows none', async () => {
    const host = await startHost();
    const daemon = 'setsid sleep 1000 </dev/null >/dev/null & echo daemon $!';
    const script = `PATCHBAY_TREE=given setsid sh -c '${daemon}'; read -r _`;
    const root = await host.start('root', script);
    const tree = [root, ...(await host.named(root, ['daemon']))];
    await host.call('watch', { pid: root.pid, mark: 'given' });
    await host.afterSnapshot();

    host.kill();

    await allGone(tree);
  });

  test('a daemon is found by its mark, even if its root had ended before the watchdog looked', async () => {
    const host = await startHost();
    const daemon = 'PATCHBAY_TREE=given setsid sleep 1000 </dev/null >/dev/null & echo daemon $!; read -r _';
    const root = await host.start('root', daemon);
    const left = await host.named(root, ['daemon']);
    await host.call('tell', { pid: root.pid, line: 'end' });
    await allGone([root]);
    await host.call('watch', { pid: root.pid, mark: 'given' });

    host.kill();

    await allGone(left);
  });

  test('a process that lost its parent before any look is found by its session', async () => {
    const host = await startHost();
    const root = await host.start('root', TREE_SCRIPT, { detached: true });
    const tree = [root, ...(await host.named(root, TREE_NAMES))];
    await host.call('watch', { pid: root.pid });
    await host.afterSnapshot();
    await host.call('tell', { pid: root.pid, line: 'late' });
    const [late] = await host.named(root, ['late']);
    await eventually(() =>
      late && readStat(late.pid)?.parent !== root.pid ? '' : 'late still has its parent',
    );

    host.kill();

    await allGone([...tree, late as Known]);
  });

  test('closing kills everything, may be repeated, and roots registered later are guarded too', async () => {
    const host = await startHost();
    const roots = [
      await host.start('a', TREE_SCRIPT),
      await host.start('b', TREE_SCRIPT, { detached: false }),
    ];
    const trees = [...roots];
    for (const root of roots) {
      trees.push(...(await host.named(root, TREE_NAMES)));
      await host.call('watch', { pid: root.pid });
    }
    const watchdog = host.watchdog();

    await Promise.all([host.call('close'), host.call('close')]);

    await allGone([...trees, watchdog]);
    await host.call('close');
    const late = await host.start('late', 'exec sleep 1000');
    await host.call('watch', { pid: late.pid });
    host.kill();
    await allGone([late]);
    expect(host.problems).toEqual([]);
  });

  test('releasing a root that has ended kills what it left, and nothing else', async () => {
    const host = await startHost();
    const ended = await host.start('ended', TREE_SCRIPT, { detached: false });
    const other = await host.start('other', TREE_SCRIPT, { detached: false });
    const bystander = await host.start('bystander', 'exec sleep 1000', { detached: false });
    const left = await host.named(ended, TREE_NAMES);
    const kept = [other, ...(await host.named(other, TREE_NAMES)), bystander];
    await host.call('watch', { pid: ended.pid });
    await host.call('watch', { pid: other.pid });
    await host.afterSnapshot();
    process.kill(ended.pid, 'SIGKILL');
    await allGone([ended]);
    expect(left.filter(isRunning), 'the leftovers outlive their root').toEqual(left);

    await host.call('release', { pid: ended.pid });

    await allGone(left);
    await host.afterSnapshot();
    expect(kept.filter((known) => !isRunning(known))).toEqual([]);
    host.kill();
    await allGone(kept.filter((known) => known !== bystander));
  });

  test('releasing a living root kills it with its tree', async () => {
    const host = await startHost();
    const root = await host.start('root', TREE_SCRIPT);
    const tree = [root, ...(await host.named(root, TREE_NAMES))];
    await host.call('watch', { pid: root.pid });

    await host.call('release', { pid: root.pid });

    await allGone(tree);
  });

  test('a watchdog that dies is reported, replaced, and its successor guards the same roots', async () => {
    const host = await startHost();
    const root = await host.start('root', TREE_SCRIPT);
    const tree = [root, ...(await host.named(root, TREE_NAMES))];
    await host.call('watch', { pid: root.pid });
    const first = host.watchdog();

    process.kill(first.pid, 'SIGKILL');

    await eventually(() => (host.problems.length > 0 ? '' : 'no problem was reported'));
    expect(host.problems[0]).toContain('SIGKILL');
    await eventually(() =>
      host.watchdogs().some(({ pid }) => pid !== first.pid) ? '' : 'no second watchdog',
    );
    await host.afterSnapshot();
    await orphan(tree);
    host.kill();
    await allGone(tree);
    expect(host.problems).toHaveLength(1);
  });

  test('a watchdog ignores signals that ask it to end', async () => {
    const host = await startHost();
    const root = await host.start('root', TREE_SCRIPT);
    const tree = [root, ...(await host.named(root, TREE_NAMES))];
    await host.call('watch', { pid: root.pid });
    await host.afterSnapshot();
    const watchdog = host.watchdog();

    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(watchdog.pid, signal);

    await host.afterSnapshot();
    expect(isRunning(watchdog), 'the watchdog is alive').toBe(true);
    host.kill();
    await allGone([...tree, watchdog]);
    expect(host.problems).toEqual([]);
  });

  test('a watchdog with nothing to guard ends with its host', async () => {
    const host = await startHost();
    await host.afterSnapshot();
    const watchdog = host.watchdog();

    host.kill();

    await allGone([watchdog]);
  });

  test('a host that ends normally is not delayed, and leaves nothing behind', async () => {
    const host = await startHost();
    const root = await host.start('root', TREE_SCRIPT);
    const tree = [root, ...(await host.named(root, TREE_NAMES))];
    await host.call('watch', { pid: root.pid });
    await host.afterSnapshot();
    const watchdog = host.watchdog();

    await host.call('leave');

    await eventually(() =>
      host.child.exitCode === 0 ? '' : `the host is alive (exit code ${host.child.exitCode})`,
    );
    await allGone([...tree, watchdog]);
  });

  test('a watchdog that cannot run is reported at growing intervals, and affects nothing else', async () => {
    const host = await startHost({ watchdogFile: '/nowhere/watchdog.js' });
    const root = await host.start('root', 'exec sleep 1000');
    await host.call('watch', { pid: root.pid });

    await eventually(() =>
      host.problems.length >= 3 ? '' : `only ${host.problems.length} problems were reported`,
    );

    expect(host.problems.map((problem) => problem.match(/in (\d+) ms/)?.[1])).toEqual(['0', '1000', '2000']);
    await host.call('close');
    expect(isRunning(root)).toBe(true);
  });

  test('an invalid child process id is refused', () => {
    const guard = createProcessGuard({ watchdogFile: WATCHDOG_FILE, onProblem: () => {} });
    for (const pid of [0, 1, -1, 1.5, Number.NaN, process.pid])
      expect(() => guard.watch(pid)).toThrow(RangeError);
  });
});

describe('members of a tree', () => {
  const root = processInfo({ pid: 100, parent: 10, startedAt: 1000 });
  const look = (tree: ReturnType<typeof plantTree>, processes: ProcessInfo[], nowMs = 1000) =>
    lookAgain(tree, new Map(processes.map((info) => [info.pid, info])), nowMs);
  const pids = (tree: ReturnType<typeof plantTree>) => [...tree.members.keys()].sort();

  test('are its descendants, even when their parent is gone', () => {
    const child = processInfo({ pid: 101, parent: 100, startedAt: 1001 });
    const grandchild = processInfo({ pid: 102, parent: 101, startedAt: 1002 });
    const full = look(plantTree(root, 0), [root, child, grandchild]);
    expect(pids(full)).toEqual([100, 101, 102]);
    const born = processInfo({ pid: 103, parent: 102, startedAt: 1003 });
    expect(pids(look(full, [root, { ...grandchild, parent: 1 }, born]))).toEqual([100, 102, 103]);
  });

  test('are not processes that reuse the pid of one, nor their children', () => {
    const child = processInfo({ pid: 101, parent: 100, startedAt: 1001 });
    const full = look(plantTree(root, 0), [root, child]);
    const stranger = processInfo({ pid: 101, parent: 50, startedAt: 9000 });
    const strangersChild = processInfo({ pid: 104, parent: 101, startedAt: 9001 });
    expect(pids(look(full, [root, stranger, strangersChild]))).toEqual([100]);
  });

  test('are not processes that only share the session or group in which the root was started', () => {
    const born = processInfo({ pid: 100, parent: 10, group: 10, session: 5, startedAt: 1000 });
    const sibling = processInfo({ pid: 105, parent: 10, group: 10, session: 5, startedAt: 1005 });
    expect(pids(look(plantTree(born, 0), [born, sibling]))).toEqual([100]);
  });

  test('are processes in a session or group that a member started, while that is certain', () => {
    const leader = processInfo({ pid: 101, parent: 100, group: 101, session: 101, startedAt: 1001 });
    const full = look(plantTree(root, 0), [root, leader], 1000);
    const inSession = processInfo({ pid: 106, parent: 1, group: 106, session: 101, startedAt: 1006 });
    const inGroup = processInfo({ pid: 107, parent: 1, group: 101, session: 5, startedAt: 1007 });
    const found = look(full, [root, inSession, inGroup], 2000);
    expect(pids(found)).toEqual([100, 106, 107]);
    const later = processInfo({ pid: 108, parent: 1, group: 108, session: 101, startedAt: 1008 });
    expect(pids(look(found, [root, inSession, later], 3000)), 'its number is in use').toEqual([
      100, 106, 108,
    ]);
    expect(
      pids(look(full, [root, inSession, inGroup], 60_000)),
      'its number may mean another by now',
    ).toEqual([100]);
  });

  test('are found through a parent missing from the table, if the platform still names it', () => {
    const child = processInfo({ pid: 101, parent: 100, startedAt: 1001 });
    expect(pids(look(plantTree(root, 0), [child]))).toEqual([101]);
    const older = processInfo({ pid: 102, parent: 100, startedAt: 900 });
    expect(pids(look(plantTree(root, 0), [older]))).toEqual([]);
  });
});

function processInfo(
  given: Partial<ProcessInfo> & Pick<ProcessInfo, 'pid' | 'parent' | 'startedAt'>,
): ProcessInfo {
  return { group: 5, session: 5, state: 'running', ...given };
}

/** A host with the guard, in a session of its own so that a test gone wrong ends no one else. */
async function startHost({ watchdogFile = WATCHDOG_FILE } = {}) {
  const child = spawn(NODE, ['--input-type=module', '-e', HOST_PROGRAM], {
    detached: true,
    env: { ...process.env, WATCHDOG_FILE: watchdogFile, NODE_OPTIONS: '' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const known = remember('host', child.pid);
  const problems: string[] = [];
  const pidsSaid = new Map<string, number>();
  const waiting: ((answer: unknown) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (text) => {
    const message = JSON.parse(text);
    if ('answer' in message) waiting.shift()?.(message.answer);
    if ('problem' in message) problems.push(message.problem);
    if ('line' in message) {
      const [name, pid] = message.line.split(' ');
      pidsSaid.set(`${message.from} ${name}`, Number(pid));
    }
  });

  const call = (name: string, details: object = {}) => {
    const answer = new Promise<unknown>((resolve) => waiting.push(resolve));
    child.stdin.write(`${JSON.stringify({ name, ...details })}\n`);
    const late = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
      throw new Error(`the host did not answer ${name} ${JSON.stringify(details)}`);
    });
    return Promise.race([answer, late]);
  };
  const start = async (name: string, script: string, { detached = true } = {}) =>
    remember(name, Number(await call('start', { script, detached })));
  /** What a root's script said under these names. */
  const named = async (root: Known, names: string[]) => {
    await eventually(() => {
      const missing = names.filter((name) => !pidsSaid.has(`${root.pid} ${name}`));
      return missing.length === 0
        ? ''
        : `${root.name} (${root.pid}) did not say the pid of ${missing.join(', ')}`;
    });
    return names.map((name) => remember(`${root.name}'s ${name}`, pidsSaid.get(`${root.pid} ${name}`)));
  };
  const watchdogs = () => childrenOf(known.pid).filter((pid) => commandOf(pid).includes(WATCHDOG_FILE));
  return {
    child,
    pid: known.pid,
    problems,
    call,
    start,
    named,
    watchdogs: () => watchdogs().map((pid) => remember('watchdog', pid)),
    watchdog: () => remember('watchdog', watchdogs()[0]),
    kill: () => child.kill('SIGKILL'),
    /** Orders are obeyed one after the other, and each `watch` looks at all trees. */
    async afterSnapshot() {
      const marker = await start('marker', 'exec sleep 1000');
      await call('watch', { pid: marker.pid });
      await call('release', { pid: marker.pid });
      await allGone([marker]);
    },
  };
}

/** Ends the middle of a tree, so that the process below it belongs to init. */
async function orphan(tree: Known[]): Promise<void> {
  const middle = tree.find(({ name }) => name.endsWith('middle'));
  const child = tree.find(({ name }) => name.endsWith('orphan'));
  if (!middle || !child) throw new Error('this tree has no middle');
  process.kill(middle.pid, 'SIGKILL');
  await eventually(() =>
    readStat(child.pid)?.parent === middle.pid ? 'the orphan still has its parent' : '',
  );
  expect(isRunning(child), 'the orphan outlives its parent').toBe(true);
}

/** Waits until the watchdog has read much at three times well apart: the second look lies wholly in between. */
async function regularLooks(watchdog: Known): Promise<void> {
  const bytesRead = () => Number(/rchar: (\d+)/.exec(readProc(`/proc/${watchdog.pid}/io`))?.[1]);
  let looks = 0;
  let before = bytesRead();
  let lookedAt = performance.now();
  await eventually(() => {
    // One line of /proc/PID/stat has more bytes than this; what else wakes a Node process has eight.
    if (bytesRead() - before > 100 && performance.now() - lookedAt > 600) {
      looks += 1;
      lookedAt = performance.now();
      before = bytesRead();
    }
    return looks >= 3 ? '' : `the watchdog (${watchdog.pid}) looked only ${looks} times`;
  });
}

async function allGone(processes: Known[]): Promise<void> {
  await eventually(() => {
    const alive = processes.filter(isRunning);
    const described = alive.map(({ name, pid }) => `${name} (${pid}, ${JSON.stringify(readStat(pid))})`);
    return alive.length === 0 ? '' : `still alive: ${described.join(', ')}`;
  });
}

/** Waits until nothing is wrong. */
async function eventually(whatIsWrong: () => string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const wrong = whatIsWrong();
    if (!wrong) return;
    if (performance.now() > deadline) throw new Error(`after ${PATIENCE_MS} ms ${wrong}`);
    await sleep(20);
  }
}

function remember(name: string, pid: number | undefined): Known {
  const stat = pid === undefined ? undefined : readStat(pid);
  if (pid === undefined || !stat) throw new Error(`${name} (${pid}) is not there`);
  const known = { name, pid, startedAt: stat.startedAt };
  started.push(known);
  return known;
}

function isRunning({ pid, startedAt }: Known): boolean {
  const stat = readStat(pid);
  return stat?.startedAt === startedAt && !/[ZX]/.test(stat.state);
}

function readStat(pid: number): Stat | undefined {
  const text = readProc(`/proc/${pid}/stat`);
  const [state, parent, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const startedAt = rest[17];
  return state && startedAt ? { state, parent: Number(parent), startedAt } : undefined;
}

function childrenOf(pid: number): number[] {
  const all = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return all.filter((each) => {
    const stat = readStat(each);
    return stat?.parent === pid && stat.state !== 'Z';
  });
}

function commandOf(pid: number): string {
  return readProc(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

function readProc(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
