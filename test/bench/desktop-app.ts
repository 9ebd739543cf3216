// The built app in a real Electron for the benchmark: started as a person does, with nothing attached to it until it runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { WindowPlace } from '../../server/contract/ipc.ts';
import { linkTo } from '../../server/contract/links.ts';
import { electronCommand } from '../support/app.ts';
import type { Desktop } from '../support/desktop.ts';
import type { TestHome } from '../support/home.ts';
import { runPatchbay } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { connectDevTools, type DevTools } from './cdp.ts';
import { memoryOf, processorMsOf, sum } from './measure.ts';

export interface BenchApp {
  /** In ms since 1970. */
  readonly startedAt: number;
  /** The window's page, once there is one. */
  page(): Promise<DevTools>;
  /** Of the whole browser: traces. */
  browser(): Promise<DevTools>;
  /** Opens the window, at this place if one is given, as starting the app again with a link does. */
  openWindow(place?: WindowPlace): Promise<void>;
  /** @param token one of an earlier start of this home; a new one if it is not given */
  server(token?: string): Promise<{ url: string; token: string }>;
  /** Of its own processes, without the engine's. */
  pssBytes(): number;
  processorMs(): number;
  stop(): Promise<void>;
}

const WORDS = ['--password-store=basic', '--remote-debugging-port=0'];

export function startBenchApp(home: TestHome, desktop: Desktop, args: readonly string[] = []): BenchApp {
  fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
  fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), JSON.stringify({ version: 1, port: 0 }));
  const { program, words } = electronCommand();
  const env = { ...home.env, ...desktop.env, PATCHBAY_APP_OPTIONS: '{}' };
  const startedAt = Date.now();
  const child = spawn(program, [...words, ...WORDS, ...args], {
    env,
    cwd: home.folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const browserUrl = () =>
    eventually(() => /DevTools listening on (ws:\S+)/.exec(said)?.[1], { describe: () => said });
  const own = () => treeOf(child.pid ?? 0);

  return {
    startedAt,
    async page() {
      const { host } = new URL(await browserUrl());
      const url = await eventually(async () => {
        const targets = (await (await fetch(`http://${host}/json/list`)).json()) as Target[];
        return targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl;
      });
      const page = await connectDevTools(url);
      // Until it has begun to load there is nothing to ask.
      await eventually(() => page.evaluate<boolean>("typeof patchbay === 'object'").catch(() => false));
      return page;
    },
    browser: async () => connectDevTools(await browserUrl()),
    async openWindow(place) {
      const all = place ? [...words, linkTo(place)] : words;
      await once(spawn(program, all, { env, stdio: 'ignore' }), 'exit');
    },
    async server(known) {
      const token = known ?? (await runPatchbay(home, ['token', 'add', 'bench'])).stdout.trim();
      const url = await eventually(async () => {
        const { code, stdout: status } = await runPatchbay(home, ['status', '--json']);
        return code === 0 && (JSON.parse(status) as { url: string }).url;
      });
      return { url, token };
    },
    pssBytes: () => sum(own().map((pid) => memoryOf(pid).pssBytes)),
    processorMs: () => sum(own().map(processorMsOf)),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A process and what it has started, without the engine. Electron writes over its own environment, so nothing else names its processes. */
function treeOf(root: number): number[] {
  const parents = fs.readdirSync('/proc').flatMap((name) => {
    const stat = /^\d+$/.test(name) ? readProcess(name, 'stat') : '';
    const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    return parent === undefined ? [] : [[Number(name), Number(parent)] as const];
  });
  const childrenOf = (pid: number): number[] =>
    parents.filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...childrenOf(child)]);
  const isEngine = (pid: number) => readProcess(String(pid), 'cmdline').includes('\0app-server');
  return [root, ...childrenOf(root)].filter((pid) => !isEngine(pid));
}

/** Empty when it has ended. */
function readProcess(pid: string, what: 'stat' | 'cmdline'): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${what}`, 'utf8');
  } catch {
    return '';
  }
}

interface Target {
  readonly type: string;
  readonly webSocketDebuggerUrl: string;
}
