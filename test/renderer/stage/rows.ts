import type { ClientRow, PrincipalRow, ThreadRow } from '../../../server/contract/state.ts';

const minutes = (count: number) => Date.now() - count * 60_000;
const base = {
  principal: 'p1',
  who: 'Cursor',
  folder: '/home/mira/src/api',
  branch: 'main',
  model: 'gpt-5.5-codex',
  sandbox: 'workspace-write',
  approvalPolicy: 'untrusted',
  network: false,
} as const;

export const threads: readonly ThreadRow[] = [
  {
    ...base,
    id: 't1',
    title: 'Fix the flaky test in the retry module and explain why it failed',
    state: 'needs-you',
    doing: 'Waits for an answer: npm test',
    startedAt: minutes(4),
    tokens: { total: 48_211, input: 45_100, output: 3111, contextWindow: 272_000 },
  },
  {
    ...base,
    id: 't2',
    who: 'Claude Code',
    title: 'Add a README',
    state: 'running',
    doing: 'Reading src/server/index.ts',
    startedAt: minutes(1),
  },
  {
    ...base,
    id: 't3',
    folder: '/home/mira/src/web',
    branch: 'feature/very-long-branch-name-for-layout',
    title: 'Upgrade vite to 8',
    state: 'done',
    startedAt: minutes(60),
    endedAt: minutes(52),
  },
  {
    ...base,
    id: 't4',
    folder: '/home/mira/src/web',
    title: 'Remove the old router',
    state: 'failed',
    startedAt: minutes(90),
    endedAt: minutes(89),
  },
  {
    ...base,
    id: 't5',
    title: 'Explain the retry loop',
    state: 'interrupted',
    startedAt: minutes(300),
    endedAt: minutes(299),
    sandbox: 'read-only',
  },
];

export const clients: readonly ClientRow[] = [
  {
    id: 'c1',
    name: 'Cursor',
    version: '2.3.1',
    protocol: '2025-11-25',
    transport: 'http',
    principal: 'p1',
    isConnected: true,
    since: minutes(42),
    lastCallAt: minutes(4),
  },
  {
    id: 'c2',
    name: 'claude-code',
    version: '3.0.4',
    protocol: '2026-07-28',
    transport: 'relay',
    principal: 'local',
    isConnected: true,
    since: minutes(12),
    lastCallAt: minutes(1),
  },
  {
    id: 'c3',
    name: 'Visual Studio Code',
    version: '1.125.0',
    protocol: '2025-11-25',
    transport: 'http',
    principal: 'p2',
    isConnected: false,
    since: minutes(400),
  },
];

export const principals: readonly PrincipalRow[] = [
  {
    id: 'p1',
    name: 'cursor',
    createdAt: minutes(40_000),
    lastUsedAt: minutes(4),
    mode: 'ask-first',
    hasOwnMode: false,
    ceiling: { sandbox: 'workspace-write', allowNever: false, allowNetwork: false },
    mayApprove: false,
    folder: '/home/mira/src/api',
  },
  {
    id: 'p2',
    name: 'vscode',
    createdAt: minutes(9000),
    mode: 'look-only',
    hasOwnMode: true,
    ceiling: { sandbox: 'danger-full-access', allowNever: true, allowNetwork: true },
    mayApprove: true,
  },
  {
    id: 'local',
    name: 'local',
    mode: 'ask-first',
    hasOwnMode: false,
    ceiling: { sandbox: 'workspace-write', allowNever: false, allowNetwork: false },
    mayApprove: false,
  },
];
