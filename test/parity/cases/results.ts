// What calls of the tools answer, when all is well and when it is not.
import fs from 'node:fs';
import path from 'node:path';
import { script } from '../../support/fake-model.ts';
import type { Json } from '../../support/mcp-lines-client.ts';
import type { ParityCase, ParityGroup } from '../case.ts';
import { textOf, threadOf } from '../look.ts';
import type { ParityServer } from '../server.ts';

const HELLO = 'Hello from the fake model.';
const plain = {
  result: {
    content: [{ type: 'text', text: HELLO }],
    structuredContent: { threadId: '<uuid>', content: HELLO },
  },
};

const NOBODY = '00000000-0000-7000-8000-000000000000';

export const results: ParityGroup = {
  title: 'results',
  cases: [
    {
      name: 'codex',
      run: (server) => server.codex({ prompt: 'hello' }),
      old: plain,
      verdict: 'same',
    },
    {
      name: 'codex, the model says nothing',
      run: (server) => server.codex({ prompt: script({ parallel: [] }) }),
      old: {
        result: {
          content: [{ type: 'text', text: '' }],
          structuredContent: { threadId: '<uuid>', content: '' },
        },
      },
      verdict: 'same',
    },
    ...['threadId', 'conversationId'].map(
      (name): ParityCase => ({
        name: `codex-reply with ${name}`,
        async run(server) {
          const threadId = threadOf(await server.codex({ prompt: 'hello' }));
          const answer = await server.reply({ [name]: threadId, prompt: 'hello again' });
          return { isSameThread: threadOf(answer) === threadId, answer };
        },
        old: { isSameThread: true, answer: plain },
        verdict: 'same',
      }),
    ),
    {
      name: 'codex-reply to a thread of an earlier run',
      async run(server) {
        const threadId = threadOf(await server.codex({ prompt: 'hello' }));
        const earlier = await server.connect();
        const args = { cwd: server.folder, prompt: 'hello' };
        const first = await server.soon(earlier.request('tools/call', { name: 'codex', arguments: args }));
        await earlier.end(10_000);
        const answer = await server.reply({ threadId: threadOf(first), prompt: 'hello' });
        return { isOtherThread: threadOf(first) !== threadId, text: textOf(answer) };
      },
      old: { isOtherThread: true, text: { error: 'Session not found for thread_id: <uuid>' } },
      verdict: 'better',
      ours: { isOtherThread: true, text: HELLO },
      why: 'threads are resumed from disk',
    },
    {
      name: 'a second thread while the first one works',
      async run(server) {
        const slow = server.codex({ prompt: script({ text: 'slow', firstMs: 1500 }) });
        const fast = await server.codex({ prompt: 'hello' });
        const isSlowDone = await Promise.race([slow.then(() => true), Promise.resolve(false)]);
        return { fast: textOf(fast), isSlowDone, slow: textOf(await slow) };
      },
      old: { fast: HELLO, isSlowDone: false, slow: 'slow' },
      verdict: 'same',
    },
  ],
};

const PARSE = 'Failed to parse configuration for Codex tool: ';
const KEYS =
  '`prompt`, `model`, `cwd`, `approval-policy`, `sandbox`, `config`, `base-instructions`, `developer-instructions`, `compact-prompt`';

export const errors: ParityGroup = {
  title: 'error results',
  cases: [
    refusal('codex without arguments', (server) => server.request('tools/call', { name: 'codex' }), {
      old: 'Missing arguments for codex tool-call; the `prompt` field is required.',
    }),
    refusal('codex without a prompt', (server) => server.codex({}), {
      old: `${PARSE}missing field \`prompt\``,
    }),
    refusal('an unknown argument', (server) => server.codex({ prompt: 'x', bogus: 1 }), {
      old: `${PARSE}unknown field \`bogus\`, expected one of ${KEYS}`,
      ours: `${PARSE}unknown field \`bogus\`, expected one of ${KEYS}, \`profile\`, \`limits\`, \`include-plan-tool\``,
      why: 'more arguments are known',
    }),
    refusal('an unknown sandbox', (server) => server.codex({ prompt: 'x', sandbox: 'bogus' }), {
      old: `${PARSE}unknown variant \`bogus\`, expected one of \`read-only\`, \`workspace-write\`, \`danger-full-access\``,
    }),
    refusal('an unknown policy', (server) => server.codex({ prompt: 'x', 'approval-policy': 'bogus' }), {
      old: `${PARSE}unknown variant \`bogus\`, expected \`on-request\` or \`never\``,
      ours: `${PARSE}unknown variant \`bogus\`, expected one of \`untrusted\`, \`on-failure\`, \`on-request\`, \`never\``,
      why: 'more policies are known',
    }),
    refusal('a prompt that is a number', (server) => server.codex({ prompt: 5 }), {
      old: `${PARSE}invalid type: number, expected a string`,
    }),
    {
      name: 'a provider that is not there',
      async run(server) {
        const { error } = textOf(await server.codex({ prompt: 'x', config: { model_provider: 'nonexist' } }));
        return error.split(':')[0];
      },
      old: 'Failed to load Codex configuration from overrides',
      verdict: 'different',
      ours: '`config` may not set `model_provider`',
      why: 'a call may not choose providers at all; the keys it may set are listed',
    },
    refusal(
      'codex-reply without arguments',
      (server) => server.request('tools/call', { name: 'codex-reply' }),
      {
        old: 'Missing arguments for codex-reply tool-call; the `thread_id` and `prompt` fields are required.',
      },
    ),
    refusal('codex-reply without a thread', (server) => server.reply({ prompt: 'x' }), {
      old: 'Failed to parse thread_id: either threadId or conversationId must be provided',
    }),
    refusal('codex-reply with no UUID', (server) => server.reply({ prompt: 'x', threadId: 'zzz' }), {
      old: 'Failed to parse thread_id: invalid character: expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-], found `z` at 1',
    }),
    refusal('codex-reply without a prompt', (server) => server.reply({ threadId: NOBODY }), {
      old: `${PARSE}missing field \`prompt\``,
    }),
    refusal('codex-reply to an unknown thread', (server) => server.reply({ prompt: 'x', threadId: NOBODY }), {
      old: 'Session not found for thread_id: <uuid>',
      ours: 'Session not found for thread_id: <uuid> (threads belong to the client that started them; start a new one with the codex tool).',
      why: 'it says what to do',
    }),
    {
      name: 'the thread in an error of codex-reply',
      async run(server) {
        const { result } = await server.reply({ prompt: 'x', threadId: NOBODY });
        return result.structuredContent?.threadId;
      },
      old: '<uuid>',
      verdict: 'same',
    },
    refusal(
      'the model answers 401',
      (server) => server.codex({ prompt: script({ error: { status: 401, message: 'bad key' } }) }),
      {
        old: 'unexpected status 401 Unauthorized: bad key, url: http://<model>/v1/responses',
        ours: 'unexpected status 401 Unauthorized: bad key, url: http://<model>/v1/responses\nCodex is not signed in to its model provider (it answered 401). Run `codex login` in a terminal, or start Patchbay with --demo to try it without an account.',
        why: 'the same, and what to do',
      },
    ),
    refusal(
      'the model answers 500',
      (server) => server.codex({ prompt: script({ error: { status: 500 } }) }),
      {
        old: "We're currently experiencing high demand, which may cause temporary errors.",
        ours: 'We’re currently experiencing high demand, which may cause temporary errors.',
        why: 'the words of the newer engine',
      },
    ),
    refusal(
      'the model is cut off',
      (server) => server.codex({ prompt: script({ cut: { text: 'one two' } }) }),
      {
        old: 'stream disconnected before completion: Transport error: network error: error decoding response body',
      },
    ),
    {
      name: 'the thread in an error of the model',
      async run(server) {
        const { result } = await server.codex({ prompt: script({ error: { status: 429 } }) });
        const { threadId, content } = result.structuredContent;
        return { threadId, isSameText: content === result.content[0].text };
      },
      old: { threadId: '<uuid>', isSameText: true },
      verdict: 'same',
    },
  ],
};

const accepted: [string, Record<string, unknown>, string][] = [
  ['profile', { profile: 'fast' }, `unknown field \`profile\`, expected one of ${KEYS}`],
  [
    'the policy untrusted',
    { 'approval-policy': 'untrusted' },
    'unknown variant `untrusted`, expected `on-request` or `never`',
  ],
  [
    'the policy on-failure',
    { 'approval-policy': 'on-failure' },
    'unknown variant `on-failure`, expected `on-request` or `never`',
  ],
  ['camelCase', { approvalPolicy: 'never' }, `unknown field \`approvalPolicy\`, expected one of ${KEYS}`],
  [
    'include-plan-tool',
    { 'include-plan-tool': true },
    `unknown field \`include-plan-tool\`, expected one of ${KEYS}`,
  ],
];

export const otherReleases: ParityGroup = {
  title: 'arguments of other releases',
  cases: accepted.map(([name, args, old]) => ({
    name,
    async run(server) {
      const profile = path.join(server.home.codexHome, 'fast.config.toml');
      fs.writeFileSync(profile, 'model_reasoning_effort = "low"\n');
      return textOf(await server.codex({ prompt: 'hello', ...args }));
    },
    old: { error: PARSE + old },
    verdict: 'better',
    ours: HELLO,
    why: 'callers in the wild still send it',
  })),
};

/** A call that ends in an error with this text; without `ours` in the same one. */
function refusal(
  name: string,
  call: (server: ParityServer) => Promise<Json>,
  texts: { old: string; ours?: string; why?: string },
): ParityCase {
  const { ours, why = '' } = texts;
  const old = { error: texts.old };
  const run = async (server: ParityServer) => textOf(await call(server));
  if (ours === undefined) return { name, run, old, verdict: 'same' };
  return { name, run, old, verdict: 'different', ours: { error: ours }, why };
}
