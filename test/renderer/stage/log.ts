// A log as the host writes one.

const events: readonly (readonly [
  level: string,
  event: string,
  fields: Readonly<Record<string, unknown>>,
])[] = [
  ['info', 'session-opened', { session: 'c1', transport: 'http', client: 'Cursor 2.1.4' }],
  ['debug', 'tools-listed', { session: 'c1', count: 31, ms: 4 }],
  ['info', 'thread-started', { session: 'c1', thread: 't1', cwd: '/home/mira/src/api' }],
  ['info', 'remote-connected', { session: 'c1', remote: 'github', server: 'github-mcp', version: '1.4.0' }],
  [
    'warn',
    'remote-not-listed',
    { session: 'c2', remote: 'wiki', message: 'The MCP server wiki did not answer tools/list within 30 s.' },
  ],
  [
    'info',
    'approval-decided',
    { thread: 't1', verdict: 'approve', means: 'window', by: 'you', afterMs: 3200 },
  ],
  ['debug', 'engine-stderr', { message: 'retrying with Authorization: Bearer [REDACTED:authorization]' }],
  [
    'error',
    'remote-problem',
    {
      remote: 'wiki',
      message: 'connect ECONNREFUSED 127.0.0.1:9090',
      error: {
        name: 'Error',
        code: 'ECONNREFUSED',
        stack: 'Error: connect ECONNREFUSED\n    at TCP.onconnect',
      },
    },
  ],
  ['info', 'turn-ended', { thread: 't1', session: 'c1', kind: 'completed', ms: 18_400, tokens: 21_334 }],
];

export function logText(count: number): string {
  const begin = Date.now() - count * 900;
  return Array.from({ length: count }, (_, index) => logLine(index, begin + index * 900)).join('\n');
}

function logLine(index: number, at: number): string {
  const [level, event, fields] = events[(index * 7) % events.length] ?? ['info', 'line', {}];
  return JSON.stringify({ time: new Date(at).toISOString(), level, event, ...fields, n: index });
}
