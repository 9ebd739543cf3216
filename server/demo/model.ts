/**
 * The demo model, for trying Patchbay without an account. The real engine talks to it like any model. It follows four
 * small scripts, chosen by a word in the prompt. It keeps no state: a request contains the prompt and all later tool
 * outputs, and the answer depends only on those.
 */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { notesHeading, readmeName } from './demo-home.ts';
import { lastTurn, type ModelRequest, sendError, startResponsesServer } from './responses-server.ts';
import {
  customToolCall,
  functionCall,
  message,
  type OutputItem,
  reasoning,
  responseEvents,
  writeEvents,
} from './responses-stream.ts';

type Answer = { kind: 'items'; items: OutputItem[] } | { kind: 'failure'; message: string };

/** Receives the tools' answers since the prompt, the oldest first. */
type Conversation = (outputs: string[]) => Answer;

const wordMs = 20;

/** The first of these words in a prompt decides. */
const conversations = new Map<string, Conversation>([
  ['run', runCommand],
  ['test', runCommand],
  ['write', changeFile],
  ['add', changeFile],
  ['change', changeFile],
  ['readme', changeFile],
  ['error', failOnPurpose],
  ['fail', failOnPurpose],
]);

/** Listens on a free port of 127.0.0.1. `baseUrl` is for config.toml. */
export async function startDemoModel(): Promise<{ baseUrl: string; close(): Promise<void> }> {
  return startResponsesServer({ respond });
}

async function respond(request: ModelRequest, response: ServerResponse): Promise<void> {
  const { prompt, outputs } = lastTurn(request);
  const answer = conversationFor(prompt)(outputs);
  if (answer.kind === 'failure') {
    // Not 500: for that status the engine reports "high demand" instead of our message.
    sendError(response, 503, { message: answer.message, code: 'demo_failure' });
    return;
  }
  await writeEvents(response, responseEvents(request, answer.items), { wordMs });
  response.end();
}

function conversationFor(prompt: string): Conversation {
  const words = prompt.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  for (const word of words) {
    const conversation = conversations.get(word);
    if (conversation) return conversation;
  }
  return introduceItself;
}

function introduceItself(): Answer {
  return say(`I am Patchbay's demo model. I follow a small script on this computer and send nothing anywhere, \
so no account is needed. The Codex engine around me is the real one, and so are the questions it asks you.

Say a word to see more:

- **run**: I ask to run a harmless command in this folder
- **write**: I ask to change a file
- **fail**: I answer with an error, so that you see how a failed turn looks`);
}

function runCommand([output]: string[]): Answer {
  if (output !== undefined) return say(commandReport(output));
  return items(
    reasoning('**Looking around**\n\nOne harmless command shows the time and the files of this folder.'),
    functionCall({
      name: 'exec_command',
      args: {
        // The same in sh and PowerShell. Without `date`, the engine classifies it as a read, which a rule may let
        // pass.
        cmd: "echo 'Hello from the demo model.'; date; ls",
        yield_time_ms: 10_000,
        sandbox_permissions: 'require_escalated',
        justification: 'The demo model asks to print the time and to list this folder outside the sandbox.',
      },
    }),
  );
}

function commandReport(output: string): string {
  const [head = '', ...printed] = output.split('Output:\n');
  const exitCode = /^Process exited with code (-?\d+)$/m.exec(head)?.[1];
  if (exitCode !== undefined) {
    return `The command ran and ended with exit code ${exitCode}. It printed:\n\n${fenced(printed.join('Output:\n'))}`;
  }
  if (/^Process running/m.test(head)) return 'The command was started and still runs.';
  if (isDenied(output)) return 'The command did not run: it was denied.';
  return `The command did not run. This is what I was told:\n\n${fenced(output)}`;
}

/**
 * Adds a line to the README that every scratch folder starts with, so each run finds its place. In any other folder
 * that patch does not apply; then a new file is added. Adding a file that exists would replace it, so each name is tried
 * with a patch that never applies first: the refusal says whether there is such a file.
 */
function changeFile(outputs: string[]): Answer {
  const last = outputs.at(-1);
  const now = new Date().toISOString();
  if (last === undefined) {
    return items(
      reasoning('**Taking a note**\n\nThe README has a list of notes. One line goes on top of it.'),
      applyPatch(
        `*** Update File: ${readmeName}\n@@\n ${notesHeading}\n \n+- ${now}: the demo model was here.`,
      ),
    );
  }
  if (!last.startsWith('apply_patch verification failed')) return say(patchReport(last));
  const isMissing = last.includes('(os error 2)');
  const name = noteFile(isMissing ? outputs.length - 1 : outputs.length);
  if (!isMissing) return items(applyPatch(`*** Update File: ${name}\n@@\n-${randomUUID()}\n+`));
  return items(applyPatch(`*** Add File: ${name}\n+${notesHeading}\n+\n+- ${now}: the demo model was here.`));
}

/** `README.md`, `patchbay-demo.md`, `patchbay-demo-2.md`, … @param index from 0 */
function noteFile(index: number): string {
  if (index === 0) return readmeName;
  return index === 1 ? 'patchbay-demo.md' : `patchbay-demo-${index}.md`;
}

function patchReport(output: string): string {
  if (!/^Success\. /m.test(output)) {
    if (isDenied(output)) return 'Nothing was changed: the change was denied.';
    return `Nothing was changed. This is what I was told:\n\n${fenced(output)}`;
  }
  const changed = [...output.matchAll(/^[AMD] (.+)$/gm)].map(([, path]) => `\`${path}\``);
  return `The change is made: see ${changed.join(', ')}.`;
}

/** By a person, or because nobody could be asked: the engine calls both so. */
function isDenied(output: string): boolean {
  return output.includes('rejected by user');
}

function failOnPurpose(): Answer {
  return { kind: 'failure', message: 'The demo model failed on purpose, because the prompt asked for it.' };
}

function say(text: string): Answer {
  return items(message(text));
}

function items(...list: OutputItem[]): Answer {
  return { kind: 'items', items: list };
}

function applyPatch(hunks: string): OutputItem {
  return customToolCall('apply_patch', `*** Begin Patch\n${hunks}\n*** End Patch`);
}

/** The first lines, as a code block: a long list would take a minute to stream. */
function fenced(text: string): string {
  const lines = text.trimEnd().split('\n');
  const shown = lines.length > 20 ? [...lines.slice(0, 20), '…'] : lines;
  return `\`\`\`\n${shown.join('\n')}\n\`\`\``;
}
