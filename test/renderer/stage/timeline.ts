import type { TimelineItem } from '../../../server/contract/timeline.ts';

const base = { turnId: 'turn', at: Date.now() - 200_000, progress: 'done' } as const;

export const timeline: readonly TimelineItem[] = [
  {
    ...base,
    id: '1',
    kind: 'prompt',
    by: 'Cursor',
    text: 'Fix the flaky test in the retry module and explain why it failed.',
  },
  {
    ...base,
    id: '2',
    kind: 'reasoning',
    text: '**Looking at the retry module**\n\nThe test is flaky, so timing is likely involved. I should look at `src/retry.ts` first.',
  },
  {
    ...base,
    id: '3',
    kind: 'plan',
    explanation: 'Small steps, the test first.',
    steps: [
      { text: 'Read the module and its test', status: 'completed' },
      { text: 'Run the test alone', status: 'inProgress' },
      { text: 'Fix the cause', status: 'pending' },
    ],
  },
  {
    ...base,
    id: '4',
    kind: 'command',
    command: `/bin/bash -lc 'rg -n "retry" src'`,
    cwd: '/home/mira/src/api',
    output:
      'src/retry.ts:3:export async function retry(task, times) {\nsrc/index.ts:9:  await retry(work, 3);\n',
    outputChars: 90,
    exitCode: 0,
    durationMs: 84,
  },
  {
    ...base,
    id: '5',
    kind: 'question',
    approvalId: 'x',
    asks: 'Run npm test?',
    decision: { verdict: 'approve', means: 'window', by: 'window', afterMs: 3200 },
  },
  {
    ...base,
    id: '6',
    kind: 'command',
    command: `/bin/bash -lc 'npm test'`,
    cwd: '/home/mira/src/api',
    output: `\u001b[1m\u001b[46m RUN \u001b[0m \u001b[36mv5.1.1\u001b[0m\n\n \u001b[32m✓\u001b[0m src/delay.test.ts \u001b[2m(2 tests)\u001b[0m\n \u001b[31m❯\u001b[0m src/retry.test.ts \u001b[2m(1 test | \u001b[31m1 failed\u001b[0m\u001b[2m)\u001b[0m\n   \u001b[31m× retries\u001b[0m\n\u001b[2J\u001b]0;title\u0007 Tests  \u001b[31m1 failed\u001b[0m | \u001b[32m2 passed\u001b[0m\n`,
    outputChars: 90_000,
    exitCode: 1,
    durationMs: 4210,
    progress: 'failed',
  },
  {
    ...base,
    id: '7',
    kind: 'tool',
    server: 'github',
    tool: 'search_issues',
    arguments: { query: 'flaky retry' },
    result: '{"total": 0}',
    durationMs: 640,
  },
  {
    ...base,
    id: '7b',
    kind: 'tool',
    server: 'linear',
    tool: 'list',
    arguments: {},
    error: "linear hasn't answered for 30 s.",
    durationMs: 30_000,
    progress: 'failed',
  },
  {
    ...base,
    id: '8',
    kind: 'message',
    text: 'The test waits for **100 ms**, but the retry delay is *also* 100 ms, so it is a race.\n\n1. I make the delay a parameter.\n2. The test passes `0`.\n\n```ts\nawait retry(task, { times: 3, delayMs: 0 });\n```\n\nSee [the docs](https://vitest.dev/guide/) and <b>no html</b>.\n\n| before | after |\n|---|---|\n| 100 ms | 0 ms |\n',
  },
  {
    ...base,
    id: '9',
    kind: 'patch',
    isCut: false,
    changes: [
      {
        path: '/home/mira/src/api/src/retry.ts',
        kind: { type: 'update', move_path: null },
        diff: '@@ -1,3 +1,3 @@\n export const times = 3;\n-export const delayMs = 100;\n+export const delayMs = 0;\n // end\n',
      },
    ],
  },
  { ...base, id: '10', kind: 'notice', level: 'warning', text: 'The model was busy; trying again (2 of 5).' },
  {
    ...base,
    id: '11',
    kind: 'question',
    approvalId: 'q',
    asks: 'Run curl https://example.com?',
    decision: {
      verdict: 'deny',
      means: 'client',
      by: 'Cursor',
      afterMs: 12_000,
      reason: 'No network, please.',
    },
  },
  { ...base, id: '12', kind: 'search', query: 'vitest fake timers' },
  {
    ...base,
    id: '13',
    kind: 'turn-end',
    outcome: 'completed',
    durationMs: 61_000,
    tokens: { total: 48_211, input: 45_100, cached: 30_000, output: 3111, reasoning: 600 },
    did: '3 files, 2 commands, tests passed after the last edit',
    checkpoint: 4,
  },
  { ...base, id: '14', kind: 'prompt', by: 'Cursor', text: 'Now run all tests.' },
  {
    ...base,
    id: '15',
    kind: 'command',
    command: 'npm test',
    cwd: '/home/mira/src/api',
    output: 'starting…\n',
    outputChars: 10,
    progress: 'running',
  },
  {
    ...base,
    id: '16',
    kind: 'question',
    approvalId: 'command',
    asks: 'Run npm test -- --runInBand?',
    progress: 'running',
  },
];

export const diff = `diff --git a/src/retry.ts b/src/retry.ts
index 1..2 100644
--- a/src/retry.ts
+++ b/src/retry.ts
@@ -1,3 +1,3 @@
 export const times = 3;
-export const delayMs = 100;
+export const delayMs = 0;
 // end
diff --git a/README.md b/README.md
new file mode 100644
--- /dev/null
+++ b/README.md
@@ -0,0 +1,3 @@
+# api
+
+Retries things.
`;
