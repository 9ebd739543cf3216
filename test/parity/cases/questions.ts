// The questions a client is asked: every field that a host written for 0.153.4 reads.
import fs from 'node:fs';
import path from 'node:path';
import { addFile, script } from '../../support/fake-model.ts';
import type { Json } from '../../support/mcp-lines-client.ts';
import type { ParityCase, ParityGroup } from '../case.ts';
import { questionsOf } from '../look.ts';
import type { ParityServer } from '../server.ts';

const denied = { result: { decision: { denied: { rejection: 'no' } } } };
const emptySchema = { type: 'object', properties: {} };
const decisionWords = ['approved', 'approved_for_session', 'denied', 'abort'];

const exec = { exec: { cmd: 'touch x && echo hi', escalate: true, justification: 'Need to.' } };
const execFields = {
  threadId: '<uuid>',
  codex_elicitation: 'exec-approval',
  codex_mcp_tool_call_id: true,
  codex_event_id: '<uuid>',
  codex_call_id: '<call>',
  codex_command: ['<shell>', '-lc', 'touch x && echo hi'],
  codex_cwd: '<folder>',
};
const patchFields = {
  threadId: '<uuid>',
  codex_elicitation: 'patch-approval',
  codex_mcp_tool_call_id: true,
  codex_event_id: '<uuid>',
  codex_call_id: '<call>',
};

export const questions: ParityGroup = {
  title: 'questions',
  cases: [
    {
      name: 'the first request of the server has the id 0',
      async run(server) {
        server.client.answer = () => denied;
        await server.codex({ prompt: script(exec, { text: 'done' }) });
        return server.client.messages.find(({ method }) => method === 'elicitation/create')?.id;
      },
      old: 0,
      verdict: 'better',
      ours: 1,
      why: 'clients built on SDK 1.x cannot withdraw the dialog of a request with the id 0',
    },
    ofCommand('fields of the question about a command', (question) => fieldsOf(question), {
      old: execFields,
    }),
    ofCommand('how the command is parsed', (question) => question.codex_parsed_cmd, {
      old: [{ type: 'unknown', cmd: 'touch x && echo hi' }],
    }),
    ofCommand('message of the question about a command', (question) => question.message, {
      old: "Allow Codex to run `<shell> -lc 'touch x && echo hi'` in `<folder>`?",
      ours: "Allow Codex to run `<shell> -lc 'touch x && echo hi'` in `<folder>`?\nCodex says: Need to.",
      why: "the model's reason is shown",
    }),
    ofCommand('schema of the question about a command', schemaOf, {
      old: emptySchema,
      ours: decisionWords,
      why: 'a client without `codex_…` knowledge can show the choices',
    }),
    {
      name: 'how commands that read are parsed',
      async run(server) {
        fs.writeFileSync(path.join(server.folder, 'a.txt'), 'a');
        const cmd = 'cat a.txt && ls && rg foo src';
        const question = await ask(server, { exec: { cmd, escalate: true } });
        const [read, ...others] = question.codex_parsed_cmd;
        return [{ ...read, path: path.basename(read.path) }, ...others];
      },
      old: [
        { type: 'read', cmd: 'cat a.txt', name: 'a.txt', path: 'a.txt' },
        { type: 'list_files', cmd: 'ls', path: null },
        { type: 'search', cmd: 'rg foo src', query: 'foo', path: 'src' },
      ],
      verdict: 'same',
    },
    ofPatch('fields of the question about a patch', (question) => fieldsOf(question), {
      old: patchFields,
    }),
    ofPatch('the changes of a patch', (question) => question.codex_changes, {
      old: {
        '<folder>/a.txt': { type: 'update', unified_diff: '@@ -1 +1 @@\n-old\n+new\n', move_path: null },
        '<folder>/b.txt': { type: 'delete', content: 'bye\n' },
        '<folder>/c.txt': {
          type: 'update',
          unified_diff: '@@ -1 +1 @@\n-c\n+cc\n',
          move_path: '<folder>/d.txt',
        },
        '<folder>/new.txt': { type: 'add', content: 'hello\n' },
      },
    }),
    ofPatch('message of the question about a patch', firstLineAndDiff, {
      old: { first: 'Allow Codex to apply proposed code changes?', isDiffShown: false },
      ours: { first: 'Allow Codex to apply proposed code changes?', isDiffShown: true },
      why: 'files and diff are shown',
    }),
    ofPatch('schema of the question about a patch', schemaOf, {
      old: emptySchema,
      ours: decisionWords,
      why: 'a client without `codex_…` knowledge can show the choices',
    }),
    {
      name: 'a command inside the sandbox asks nothing',
      async run(server) {
        const from = server.client.messages.length;
        await server.codex({
          prompt: script({ exec: { cmd: 'echo hi' } }, { text: 'done' }),
          sandbox: 'workspace-write',
          'approval-policy': 'on-request',
        });
        return questionsOf(server, from).length;
      },
      old: 0,
      verdict: 'same',
    },
    {
      name: 'never asks nothing, and escalation is refused',
      async run(server) {
        const from = server.client.messages.length;
        const answer = await server.codex({
          prompt: script(exec, { text: '$LAST_OUTPUT' }),
          sandbox: 'read-only',
          'approval-policy': 'never',
        });
        const isTold = /approval policy is Never/.test(answer.result.content[0].text);
        return { questions: questionsOf(server, from).length, isTold };
      },
      old: { questions: 0, isTold: true },
      verdict: 'same',
    },
  ],
};

type Look = (question: Json) => Json;
type Texts = { old: Json; ours?: Json; why?: string; defect?: string };

function ofCommand(name: string, look: Look, texts: Texts): ParityCase {
  return compared(name, texts, async (server) => look(await ask(server, exec)));
}

function ofPatch(name: string, look: Look, texts: Texts): ParityCase {
  return compared(name, texts, async (server) => {
    const files = { 'a.txt': 'old\n', 'b.txt': 'bye\n', 'c.txt': 'c\n' };
    for (const [file, text] of Object.entries(files)) {
      fs.writeFileSync(path.join(server.folder, file), text);
    }
    return look(await ask(server, { patch: everyChange() }));
  });
}

function compared(name: string, { old, ours, why, defect }: Texts, run: ParityCase['run']): ParityCase {
  if (ours === undefined) return { name, run, old, verdict: 'same', ...(defect && { defect }) };
  return { name, run, old, verdict: 'better', ours, why: why ?? '' };
}

/** The one question that this step of the model leads to; it is denied. */
async function ask(server: ParityServer, step: Parameters<typeof script>[0]): Promise<Json> {
  const from = server.client.messages.length;
  server.client.answer = () => denied;
  const prompt = script(step as never, { text: 'done' });
  await server.codex({ prompt, sandbox: 'read-only', 'approval-policy': 'on-request' });
  return questionsOf(server, from)[0];
}

/** Everything but message, schema and what is compared by itself. */
function fieldsOf(question: Json): Json {
  const { message, requestedSchema, codex_parsed_cmd, codex_changes, mode, ...fields } = question;
  const isCallId = /^\d+$/.test(fields.codex_mcp_tool_call_id);
  return { ...fields, codex_mcp_tool_call_id: isCallId };
}

function firstLineAndDiff({ message }: Json): Json {
  const [first, ...others] = message.split('\n');
  return { first, isDiffShown: ['-old', '+new', '+cc'].every((line) => others.includes(line)) };
}

function schemaOf({ requestedSchema }: Json): Json {
  return requestedSchema.properties.decision?.enum ?? requestedSchema;
}

function everyChange(): string {
  return [
    '*** Begin Patch',
    ...addFile('new.txt', 'hello').split('\n').slice(1, -1),
    '*** Update File: a.txt',
    '@@',
    '-old',
    '+new',
    '*** Delete File: b.txt',
    '*** Update File: c.txt',
    '*** Move to: d.txt',
    '@@',
    '-c',
    '+cc',
    '*** End Patch',
  ].join('\n');
}
