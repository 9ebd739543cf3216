// What each answer to a question leads to: whether the thing is done, and what the call answers.
import fs from 'node:fs';
import path from 'node:path';
import { addFile, script } from '../../support/fake-model.ts';
import { NO_ANSWER, type ParityCase, type ParityGroup } from '../case.ts';
import { lastRequest, textOf } from '../look.ts';
import { hasFile, type ParityServer } from '../server.ts';

interface Effect {
  /** Whether the command ran or the patch was applied. */
  readonly isDone: boolean;
  readonly answer: unknown;
}

const done: Effect = { isDone: true, answer: 'done' };
const denied: Effect = { isDone: false, answer: 'done' };
const hangs: Effect = { isDone: false, answer: NO_ANSWER };
const stopped: Effect = { isDone: false, answer: { error: 'The turn was stopped.' } };

interface Row {
  readonly name: string;
  readonly answer: object | undefined;
  readonly old: Effect;
  readonly ours?: Effect;
  readonly why?: string;
}

const rows: Row[] = [
  { name: 'approved', answer: { result: { decision: 'approved' } }, old: done },
  {
    name: 'approved_for_session',
    answer: { result: { decision: 'approved_for_session' } },
    old: done,
  },
  {
    name: 'accept with the decision beside it',
    answer: { result: { action: 'accept', content: {}, decision: 'approved' } },
    old: done,
  },
  {
    name: 'accept',
    answer: { result: { action: 'accept', content: {} } },
    old: denied,
    ours: done,
    why: 'the answer of the MCP specification counts',
  },
  {
    name: 'accept with the decision in its content',
    answer: { result: { action: 'accept', content: { decision: 'approved' } } },
    old: denied,
    ours: done,
    why: 'the answer to the schema counts',
  },
  { name: 'denied', answer: { result: { decision: 'denied' } }, old: denied },
  {
    name: 'denied with a reason',
    answer: { result: { decision: { denied: { rejection: 'no thanks' } } } },
    old: denied,
  },
  { name: 'timed_out', answer: { result: { decision: 'timed_out' } }, old: denied },
  { name: 'decline', answer: { result: { action: 'decline' } }, old: denied },
  { name: 'garbage', answer: { result: { nonsense: true } }, old: denied },
  {
    name: 'abort',
    answer: { result: { decision: 'abort' } },
    old: hangs,
    ours: stopped,
    why: 'the call is answered',
  },
  {
    name: 'cancel',
    answer: { result: { action: 'cancel' } },
    old: denied,
    ours: stopped,
    why: 'cancel stops the turn, decline denies',
  },
  {
    name: 'a JSON-RPC error',
    answer: { error: { code: -32601, message: 'Method not found' } },
    old: hangs,
    ours: denied,
    why: 'denied, and the call is answered',
  },
];

const unanswered: Row = {
  name: 'no answer',
  answer: undefined,
  old: hangs,
  ours: denied,
  why: 'denied after the deadline',
};

const command = { exec: { cmd: 'touch ran', escalate: true } };
const patch = { patch: addFile('ran', 'ran') };

export const answers: ParityGroup = {
  title: 'answers to questions',
  cases: [
    ...rows.map((row) => effectOf(row, 'command', command)),
    ...rows.map((row) => effectOf(row, 'patch', patch)),
    {
      name: 'the reason of a denial reaches the model',
      async run(server) {
        server.client.answer = () => ({ result: { decision: { denied: { rejection: 'no thanks' } } } });
        const prompt = script(command, { text: 'done' });
        await server.codex({ prompt, sandbox: 'read-only', 'approval-policy': 'on-request' });
        return JSON.stringify(lastRequest(server)).includes('no thanks');
      },
      old: true,
      verdict: 'same',
    },
    {
      name: 'approved_execpolicy_amendment',
      async run(server) {
        const amendment = { proposed_execpolicy_amendment: ['touch', 'amended'] };
        server.client.answer = () => ({
          result: { decision: { approved_execpolicy_amendment: amendment } },
        });
        const prompt = script({ exec: { cmd: 'touch amended', escalate: true } }, { text: 'done' });
        await server.codex({ prompt, sandbox: 'read-only', 'approval-policy': 'on-request' });
        const isRuleWritten = fs.existsSync(path.join(server.home.codexHome, 'rules/default.rules'));
        return { isDone: hasFile(server, 'amended'), isRuleWritten };
      },
      old: { isDone: true, isRuleWritten: true },
      verdict: 'better',
      ours: { isDone: true, isRuleWritten: false },
      why: 'approved once: no permanent rule for every thread',
    },
    {
      name: 'approved_for_session is not asked again in the thread',
      async run(server) {
        let asked = 0;
        server.client.answer = () => {
          asked += 1;
          return { result: { decision: 'approved_for_session' } };
        };
        const prompt = script(command, command, { text: 'done' });
        await server.codex({ prompt, sandbox: 'read-only', 'approval-policy': 'on-request' });
        return asked;
      },
      old: 1,
      verdict: 'same',
    },
  ],
};

export const noAnswers: ParityGroup = {
  title: 'questions that stay open',
  args: ['--approval-timeout', '1'],
  cases: [effectOf(unanswered, 'command', command), effectOf(unanswered, 'patch', patch)],
};

export const withoutForms: ParityGroup = {
  title: 'a client that cannot be asked',
  capabilities: {},
  cases: [
    {
      name: 'a command that needs approval',
      async run(server) {
        const prompt = script(command, { text: 'done' });
        return effect(server, prompt);
      },
      old: hangs,
      verdict: 'better',
      ours: denied,
      why: 'denied at once: nothing is sent to a client that did not declare elicitation',
    },
    {
      name: 'whether it is asked all the same',
      async run(server) {
        const from = server.client.messages.length;
        const prompt = script(command, { text: NO_ANSWER });
        const call = server.codex({ prompt, sandbox: 'read-only', 'approval-policy': 'on-request' });
        const question = server.client.find(({ method }) => method === 'elicitation/create', from);
        return Promise.race([question.then(() => 'asked'), call.then(() => 'not asked')]);
      },
      old: 'asked',
      verdict: 'better',
      ours: 'not asked',
      why: 'MCP, elicitation: only clients that declare it',
    },
  ],
};

function effectOf(row: Row, what: string, step: Parameters<typeof script>[0]): ParityCase {
  const { old, ours, why = '' } = row;
  const name = `${row.name} (${what})`;
  const run: ParityCase['run'] = async (server) => {
    server.client.answer = () => row.answer;
    return effect(server, script(step as never, { text: 'done' }));
  };
  return ours ? { name, run, old, verdict: 'better', ours, why } : { name, run, old, verdict: 'same' };
}

async function effect(server: ParityServer, prompt: string): Promise<Effect> {
  const args = { prompt, sandbox: 'read-only', 'approval-policy': 'on-request' };
  const answer = textOf(await server.codex(args));
  return { isDone: hasFile(server, 'ran'), answer };
}
