import type { RuleRow } from '../../../server/contract/rules.ts';

const minutes = (count: number) => Date.now() - count * 60_000;
const at = (count: number) => new Date(minutes(count)).toISOString();

/** One of each kind and state. */
export const rules: readonly RuleRow[] = [
  {
    id: 'r_1f0a2b3c',
    rule: {
      id: 'r_1f0a2b3c',
      decision: 'allow',
      about: {
        kind: 'command',
        program: 'npm',
        resolvedPath: '/usr/bin/npm',
        argumentPrefix: ['test'],
      },
      scope: { folder: '/home/mira/src/api' },
      until: { kind: 'revoked' },
      origin: { how: 'card', at: at(2900), who: 'window' },
    },
    about: '`npm test` with any arguments after it',
    sentence: 'Allow `npm test` with any arguments after it, in /home/mira/src/api',
    state: { kind: 'active' },
    question: 'Run npm test -- --runInBand?',
    uses: 41,
    lastUsedAt: minutes(12),
  },
  {
    id: 'r_2f0a2b3c',
    rule: {
      id: 'r_2f0a2b3c',
      decision: 'deny',
      about: { kind: 'command', program: 'git', argumentPrefix: ['push'] },
      scope: {},
      until: { kind: 'revoked' },
      origin: { how: 'command-line', at: at(9000), who: 'mira' },
    },
    about: '`git push` with any arguments after it',
    sentence: 'Deny `git push` with any arguments after it',
    state: { kind: 'active' },
    uses: 2,
    lastUsedAt: minutes(4000),
  },
  {
    id: 'r_3f0a2b3c',
    rule: {
      id: 'r_3f0a2b3c',
      decision: 'ask',
      about: { kind: 'patch', globs: ['src/generated/**'] },
      scope: { folder: '/home/mira/src/web' },
      until: { kind: 'revoked' },
      origin: { how: 'page', at: at(400), who: 'window' },
      isPaused: true,
    },
    about: 'changes to src/generated/**',
    sentence: 'Ask about changes to src/generated/**, in /home/mira/src/web',
    state: { kind: 'paused' },
    uses: 0,
  },
  {
    id: 'r_4f0a2b3c',
    rule: {
      id: 'r_4f0a2b3c',
      decision: 'allow',
      about: { kind: 'tool', remote: 'github', tool: 'search_issues' },
      scope: { client: { id: 'p1', name: 'cursor' } },
      until: { kind: 'day', endsAt: at(-300) },
      origin: { how: 'card', at: at(60), who: 'window' },
    },
    about: 'github.search_issues',
    sentence: 'Allow calls of github.search_issues for cursor',
    state: { kind: 'active' },
    uses: 5,
    lastUsedAt: minutes(8),
  },
];
