// The tests that `codex mcp-server` had itself (codex-rs/mcp-server, tests/suite/codex_tool.rs), as far as they can
// be seen from outside. That a question equals the expected object is in questions.ts.
import fs from 'node:fs';
import path from 'node:path';
import { script, updateFile } from '../../support/fake-model.ts';
import type { Json } from '../../support/mcp-lines-client.ts';
import type { ParityGroup } from '../case.ts';
import { lastRequest, questionsOf, textOf } from '../look.ts';
import { hasFile, type ParityServer } from '../server.ts';

export const upstream: ParityGroup = {
  title: "upstream's own tests",
  cases: [
    {
      name: 'a shell command that is approved runs, and the call answers',
      async run(server) {
        server.client.answer = () => ({ result: { decision: 'approved' } });
        const prompt = script(
          { exec: { cmd: 'touch created_by_shell_tool.txt', escalate: true } },
          { text: 'File created!' },
        );
        const from = server.client.messages.length;
        const answer = textOf(await server.codex({ prompt, 'approval-policy': 'on-request' }));
        const questions = questionsOf(server, from).length;
        return { questions, isCreated: hasFile(server, 'created_by_shell_tool.txt'), answer };
      },
      old: { questions: 1, isCreated: true, answer: 'File created!' },
      verdict: 'same',
    },
    {
      name: 'a patch that is approved is applied, and the call answers',
      async run(server) {
        const file = path.join(server.folder, 'destination_file.txt');
        fs.writeFileSync(file, 'original content\n');
        server.client.answer = () => ({ result: { decision: 'approved' } });
        const patch = updateFile('destination_file.txt', 'original content', 'modified content');
        const prompt = script({ patch }, { text: 'Patch has been applied successfully!' });
        const from = server.client.messages.length;
        const args = { prompt, sandbox: 'read-only', 'approval-policy': 'on-request' };
        const answer = textOf(await server.codex(args));
        const { codex_changes, codex_reason, codex_grant_root } = questionsOf(server, from)[0];
        const absent = [codex_reason, codex_grant_root].every((field) => field === undefined);
        return { codex_changes, absent, text: fs.readFileSync(file, 'utf8'), answer };
      },
      old: {
        codex_changes: {
          '<folder>/destination_file.txt': {
            type: 'update',
            unified_diff: '@@ -1 +1 @@\n-original content\n+modified content\n',
            move_path: null,
          },
        },
        absent: true,
        text: 'modified content\n',
        answer: 'Patch has been applied successfully!',
      },
      verdict: 'same',
    },
    {
      name: 'base instructions reach the model',
      async run(server) {
        const words = 'You are a helpful assistant.';
        await server.codex({ prompt: 'hello', 'base-instructions': words });
        const { instructions } = lastRequest(server);
        // The newer engine sends them as the first message of the developer.
        return instructions ?? developerTexts(server)[0];
      },
      old: 'You are a helpful assistant.',
      verdict: 'same',
    },
    {
      name: 'developer instructions are a developer message of their own words',
      async run(server) {
        const words = 'Foreshadow upcoming tool calls.';
        await server.codex({ prompt: 'hello', 'developer-instructions': words });
        return developerTexts(server).filter((text) => text.includes('Foreshadow'));
      },
      old: ['Foreshadow upcoming tool calls.'],
      verdict: 'same',
    },
    {
      name: 'the model of the call is asked',
      async run(server) {
        await server.codex({ prompt: 'hello', model: 'gpt-5.4' });
        return lastRequest(server).model;
      },
      old: 'gpt-5.4',
      verdict: 'same',
    },
    {
      name: 'settings of the call reach the model',
      async run(server) {
        await server.codex({ prompt: 'hello', config: { model_reasoning_effort: 'low' } });
        return lastRequest(server).reasoning?.effort;
      },
      old: 'low',
      verdict: 'same',
    },
  ],
};

function developerTexts(server: ParityServer): string[] {
  const { input } = lastRequest(server) as { input: Json[] };
  return input
    .filter(({ role }) => role === 'developer')
    .flatMap(({ content }) => content.map(({ text }: { text: string }) => text));
}
