// The watchdog: a separate program that outlives Patchbay by a moment. Lines `watch PID [MARK]` and `release PID` come
// in on stdin; when stdin ends, so has Patchbay, and every tree that is still registered is killed.
import { setTimeout as sleep } from 'node:timers/promises';
import { isSame, lookAgain, type ProcessTree, plantTree, treeOfMark } from './members.ts';
import {
  CAN_STOP,
  endedProcess,
  killProcesses,
  listFamilies,
  listProcesses,
  type ProcessInfo,
  readProcess,
  SNAPSHOT_EVERY_MS,
  stopProcesses,
} from './tree.ts';

/**
 * Gives up after this long: a process still alive by then cannot be killed (it is another user's, or stuck in the
 * kernel).
 */
const KILLING_MS = 1_500;
const STOPPING_MS = 300;
const BETWEEN_LOOKS_MS = 2;

/** Held by reference: new information replaces the tree even while it is being killed. */
interface Watched {
  tree: ProcessTree;
}

const watched = new Set<Watched>();
let timer: NodeJS.Timeout | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

let unfinishedLine = '';
process.stdin.setEncoding('latin1');
process.stdin.on('data', (chunk: string) => {
  const lines = (unfinishedLine + chunk).split('\n');
  unfinishedLine = lines.pop() ?? '';
  for (const line of lines) obey(line);
});
process.stdin.once('error', end);
process.stdin.once('end', end);

function obey(line: string): void {
  const [, verb, digits, mark] = /^(watch|release) (\d+)(?: ([\w-]+))?$/.exec(line) ?? [];
  if (verb === 'watch') watch(Number(digits), mark);
  if (verb === 'release') void release(Number(digits));
}

function watch(pid: number, mark: string | undefined): void {
  const found = readProcess(pid);
  // A root may end before this program has started. Then its mark alone tells what it has left.
  if (!found && mark === undefined) return;
  const root = { ...(found ?? endedProcess(pid)), ...(mark !== undefined && { mark }) };
  for (const { tree } of watched) if (isSame(tree.root, root)) return;
  watched.add({ tree: found ? plantTree(root, performance.now()) : treeOfMark(root, performance.now()) });
  takeSnapshot();
  if (SNAPSHOT_EVERY_MS > 0) timer ??= setInterval(takeSnapshot, SNAPSHOT_EVERY_MS);
}

async function release(pid: number): Promise<void> {
  const released = [...watched].filter(({ tree }) => tree.root.pid === pid);
  await killTrees(released);
  for (const each of released) watched.delete(each);
  if (watched.size > 0) return;
  clearInterval(timer);
  timer = undefined;
}

async function end(): Promise<void> {
  // A tree stays in the list while it is being released.
  await killTrees([...watched]);
  process.exit(0);
}

/** Remembers which process belongs to which tree, in case its parent ends. */
function takeSnapshot(): void {
  const pids = [...watched].flatMap(({ tree }) => [tree.root.pid, ...tree.members.keys()]);
  const table = listFamilies(pids);
  for (const each of watched) each.tree = lookAgain(each.tree, table, performance.now());
}

/** Kills everything in these trees. */
async function killTrees(trees: Watched[]): Promise<void> {
  // Before anything else: the engine ends within 25 ms after its stdin closes, and its children would lose their
  // parent.
  for (const { tree } of trees) stopRoot(tree.root);
  const deadline = performance.now() + KILLING_MS;
  for (;;) {
    const members = await haltedMembers(trees);
    // Including dead ones: a process whose first thread has ended looks dead while its other threads run.
    killProcesses(members);
    if (members.every(({ state }) => state === 'dead') || performance.now() > deadline) return;
    await sleep(BETWEEN_LOOKS_MS);
  }
}

function stopRoot(root: ProcessInfo): void {
  const now = CAN_STOP ? readProcess(root.pid) : undefined;
  if (now && isSame(now, root)) stopProcesses([now]);
}

/**
 * All processes of these trees, after making sure that none can start another: stops the running ones and looks again,
 * until two looks in a row find the same processes, all stopped. Killing at first sight would miss processes started
 * in the meantime.
 */
async function haltedMembers(trees: Watched[]): Promise<ProcessInfo[]> {
  const deadline = performance.now() + STOPPING_MS;
  let halted = new Set<number>();
  for (;;) {
    const table = listProcesses();
    for (const each of trees) each.tree = lookAgain(each.tree, table, performance.now());
    const members = trees.flatMap(({ tree }) => [...tree.members.values()]);
    const running = members.filter(({ state }) => state === 'running');
    const isSettled = running.length === 0 && members.every(({ pid }) => halted.has(pid));
    if (isSettled || !CAN_STOP || performance.now() > deadline) return members;
    stopProcesses(running);
    halted = new Set(members.filter(({ state }) => state !== 'running').map(({ pid }) => pid));
    await sleep(BETWEEN_LOOKS_MS);
  }
}
