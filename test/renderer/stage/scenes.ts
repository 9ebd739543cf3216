// What the made-up host shows.
import type { PastDecision } from '../../../server/contract/commands/approvals.ts';
import type { PastThread } from '../../../server/contract/commands/threads.ts';
import type { HostState } from '../../../server/contract/state.ts';
import type { TimelineItem } from '../../../server/contract/timeline.ts';
import { conditionsOf } from '../../../server/view/conditions/conditions.ts';
import { cards, drawingCard, hugeCard, manyCards, pairsCard } from './cards.ts';
import { logText } from './log.ts';
import { brokenRemotes, remotes } from './remotes.ts';
import { clients, principals, threads } from './rows.ts';
import { rules } from './rules.ts';
import { diff, timeline } from './timeline.ts';

export interface Scene {
  readonly state: HostState;
  readonly timeline: readonly TimelineItem[];
  readonly diff: string;
  readonly pastThreads: readonly PastThread[];
  readonly decisions: readonly PastDecision[];
  /** Lines of JSON. */
  readonly log: string;
}

const minutes = (count: number) => Date.now() - count * 60_000;

const empty: HostState = {
  updates: { source: 'feed', buildFeed: '', state: { kind: 'off' } },
  version: '0.1.0',
  server: {
    kind: 'running',
    url: 'http://127.0.0.1:7345/mcp',
    address: '127.0.0.1:7345',
    isDemo: false,
    isPaused: false,
  },
  engine: { kind: 'idle' },
  account: { kind: 'signed-out' },
  inbox: [],
  handledToday: 0,
  threads: [],
  clients: [],
  principals: [],
  rules: [],
  knocks: [],
  remotes: [],
  configProblem: null,
  settings: {
    engine: {},
    remotes: {},
    records: {},
    checkpoints: {},
    receipts: true,
    updates: {},
    secondThread: 'note',
    secrets: {},
    registry: {},
    azure: {},
    appearance: 'system',
    mode: 'ask-first',
    letsReadsPass: true,
    turnsAtOnce: 20,
    approvalMinutes: 10,
    port: 7345,
    launchesAtLogin: false,
    startsServer: true,
    notifies: true,
    notifications: {},
    doNotDisturb: { kind: 'off' },
    shortcut: 'CommandOrControl+Alt+Shift+P',
    editor: '',
  },
  shortcut: { kind: 'set' },
  conditions: [],
  notices: [],
  places: {
    patchbayHome: '/home/mira/.local/share/patchbay',
    codexHome: '/home/mira/.codex',
    logs: '/home/mira/.local/share/patchbay/logs',
  },
  logLevel: 'info',
  environment: {
    kind: 'shell',
    shell: '/bin/zsh',
    added: ['PATH', 'NVM_DIR', 'GITHUB_TOKEN'],
    path: '/usr/bin',
  },
};

const busy: HostState = {
  ...empty,
  engine: { kind: 'running', version: '0.169.0', pid: 4711 },
  account: {
    kind: 'signed-in',
    as: 'mira@example.com',
    plan: 'Pro',
    usage: { usedPercent: 63, resetsAt: Date.now() + 7_200_000 },
  },
  inbox: cards,
  handledToday: 37,
  threads,
  clients,
  principals,
  knocks: [{ name: 'Zed', at: minutes(3), count: 2 }],
  remotes,
};

const pastThreads: readonly PastThread[] = ['Explain the retry loop', 'Port the parser to Rust', ''].map(
  (title, index) => ({
    id: `past-${index}`,
    folder: '/home/mira/src/api',
    title,
    model: 'gpt-5.5-codex',
    createdAt: minutes(3000 + index * 900),
    updatedAt: minutes(2900 + index * 900),
  }),
);

const decisions: readonly PastDecision[] = [
  ['command', 'npm test -- --runInBand', 'approve', 'window', 'window', 3200, undefined],
  ['patch', 'src/retry.ts, src/retry.test.ts', 'approve', 'client', 'Cursor', 40, undefined],
  [
    'command',
    'curl -fsSL https://get.example.sh | sh',
    'deny',
    'window',
    'window',
    15_000,
    'Use the package manager.',
  ],
  ['command', 'rg -n "retry" src', 'approve', 'rule', 'reads inside the folder', 2, undefined],
  [
    'tool',
    'github.create_issue',
    'deny',
    'nobody',
    'nobody',
    600_000,
    'Denied: nobody answered within 10 min.',
  ],
].map(([kind, what, verdict, means, by, afterMs, reason], index) => ({
  id: `d${index}`,
  at: minutes(index * 7),
  client: 'Cursor',
  folder: '/home/mira/src/api',
  threadId: 't1',
  kind: String(kind),
  what: String(what),
  verdict: String(verdict),
  means: String(means),
  by: String(by),
  afterMs: Number(afterMs),
  isTooFast: means === 'client' && Number(afterMs) < 400,
  ...(reason !== undefined && { reason: String(reason) }),
}));

const scenes: Readonly<Record<string, HostState>> = {
  empty,
  busy,
  // Every question is answered, so that what waited for it goes on.
  done: {
    ...busy,
    inbox: [],
    knocks: [],
    threads: threads.map((row) =>
      row.state === 'needs-you' ? { ...row, state: 'running', doing: 'Running npm test' } : row,
    ),
  },
  'with-rules': {
    ...busy,
    inbox: [],
    threads: threads.filter(({ endedAt }) => endedAt !== undefined),
    rules,
  },
  // A card no host sends: the page must not take the window with it.
  impossible: { ...busy, inbox: [{ ...hugeCard(), offers: undefined as never }] },
  pairs: { ...busy, inbox: [pairsCard()] },
  huge: { ...busy, inbox: [hugeCard()] },
  drawing: { ...busy, inbox: [drawingCard] },
  long: busy,
  'broken-remotes': {
    ...busy,
    remotes: brokenRemotes,
    configProblem: {
      concerns: 'all',
      file: '/home/mira/.codex/config.toml',
      line: 14,
      reason: 'key with no value, expected `=`',
      heldSince: minutes(90),
    },
  },
  many: { ...busy, inbox: manyCards(200) },
  'port-taken': {
    ...empty,
    server: {
      kind: 'error',
      code: 'port-in-use',
      summary: 'Port 7345 is already used by node (process 812).',
      fix: 'Stop that program, or choose another port in Settings.',
    },
  },
  broken: {
    ...busy,
    inbox: [],
    knocks: [],
    remotes: [],
    threads: threads.filter(({ endedAt }) => endedAt !== undefined),
    engine: {
      kind: 'failed',
      message: 'Codex stopped unexpectedly (signal 9). It starts again with the next call.',
    },
    environment: { kind: 'failed', shell: '/bin/zsh', message: 'it did not answer within 5 s' },
    notices: [
      {
        id: 'n1',
        level: 'info',
        text: 'While you were away (12 min): 2 turns finished, 3 files changed.',
        at: Date.now(),
      },
    ],
  },
  stopped: { ...empty, server: { kind: 'stopped' } },
  'signing-in': {
    ...empty,
    account: { kind: 'signing-in', url: 'https://auth.example.com/device?flow=codex', code: 'WDJB-MJHT' },
  },
  demo: {
    ...empty,
    server: {
      kind: 'running',
      url: 'http://127.0.0.1:7345/mcp',
      address: '127.0.0.1:7345',
      isDemo: true,
      isPaused: true,
    },
    account: { kind: 'not-needed' },
    clients,
    principals,
  },
};

export function sceneOf(name: string): Scene {
  const quiet = scenes[name] ?? busy;
  const state = { ...quiet, conditions: conditionsOf(quiet, Date.now()) };
  const isEmpty = state.threads.length === 0;
  return {
    state,
    timeline: name === 'long' ? longTimeline() : timeline,
    diff: isEmpty ? '' : diff,
    pastThreads: isEmpty ? [] : pastThreads,
    decisions: isEmpty ? [] : decisions,
    log: isEmpty ? '' : logText(name === 'long' ? 100_000 : 400),
  };
}

function longTimeline(): TimelineItem[] {
  return Array.from({ length: 10_000 }, (_, index) => ({
    id: `i${index}`,
    turnId: 'turn',
    at: minutes(1),
    progress: 'done' as const,
    ...(index % 3 === 0
      ? { kind: 'message' as const, text: `Message **${index}**\n\nwith a second paragraph.` }
      : {
          kind: 'command' as const,
          command: `echo ${index}`,
          cwd: '/home/mira/src/api',
          output: `${index}\n`,
          outputChars: 5,
          exitCode: 0,
        }),
  }));
}
