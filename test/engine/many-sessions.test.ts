// Many clients at once, each with its own folder, its own command and its own person who answers: nothing is crossed.
import fs from 'node:fs';
import path from 'node:path';
import { script } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import { type CodexResult, runPatchbay, type TestClient, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';

const SESSIONS = 20;

interface Participant {
  /** A word that nobody else's command, folder or file contains. */
  readonly name: string;
  readonly folder: string;
  readonly isAllowed: boolean;
  readonly client: TestClient;
  /** Everything its client has received, as JSON. */
  readonly received: readonly string[];
  /** Answers its open question. */
  answer(): void;
}

test('20 simultaneous sessions of two tokens each see and get only their own', async ({
  http,
  httpClient,
  home,
}) => {
  const server = await http();
  const allTokens = [server.token, (await runPatchbay(home, ['token', 'add', 'extra'])).stdout.trim()];
  const join = async (index: number): Promise<Participant> => {
    const name = `heron-${String(index).padStart(2, '0')}`;
    const token = allTokens[index % 2] as string;
    const isAllowed = index % 3 !== 0;
    let answer: (result: unknown) => void = () => {};
    const client = await httpClient(
      { url: server.url, token },
      {
        name,
        onElicit: () =>
          new Promise((resolve) => {
            answer = resolve;
          }),
      },
    );
    return {
      name,
      folder: home.makeFolder(name),
      isAllowed,
      client,
      received: record(client),
      answer: () => answer(isAllowed ? { action: 'accept' } : { action: 'decline' }),
    };
  };
  const everybody = await Promise.all(Array.from({ length: SESSIONS }, (_, index) => join(index)));

  const calls = everybody.map(({ name, folder, client }) =>
    client.codex(
      {
        prompt: script({ exec: { cmd: `echo ${name} | tee ${name}.txt` } }, { text: '$LAST_OUTPUT' }),
        cwd: folder,
        sandbox: 'workspace-write',
        'approval-policy': 'untrusted',
      },
      { onprogress: () => {} },
    ),
  );
  await eventually(() => everybody.every(({ client }) => client.elicitations.length === 1), {
    withinMs: 40_000,
  });
  for (const { name, folder, client } of everybody) {
    expect(client.elicitations.map(({ params }) => params.message)).toEqual([
      `Allow Codex to run \`/bin/bash -lc 'echo ${name} | tee ${name}.txt'\` in \`${folder}\`?`,
    ]);
  }
  for (const participant of mixed(everybody)) participant.answer();
  const results = await Promise.all(calls);

  expect(new Set(results.map(threadOf)).size).toBe(SESSIONS);
  for (const [index, each] of everybody.entries()) expectOwnOnly(each, results[index] as CodexResult);
  const names = everybody.map(({ name }) => name);
  for (const { name, received } of everybody) {
    expect(names.filter((word) => received.some((message) => message.includes(word)))).toEqual([name]);
  }

  // A thread goes on for its token in any session, and for no other token.
  const [first] = everybody as [Participant];
  const goOn = (thread: number) =>
    first.client.reply({ prompt: 'go on', threadId: threadOf(results[thread] as CodexResult) });
  expect((await goOn(1)).isError).toBe(true);
  expect((await goOn(2)).isError).toBeUndefined();
});

function expectOwnOnly({ name, folder, isAllowed, received }: Participant, result: CodexResult): void {
  expect(result.isError).toBeUndefined();
  expect(textOf(result)).toMatch(isAllowed ? new RegExp(`\\b${name}\\b`) : /rejected by user/);
  expect(fs.readdirSync(folder)).toEqual(isAllowed ? [`${name}.txt`] : []);
  if (isAllowed) expect(fs.readFileSync(path.join(folder, `${name}.txt`), 'utf8')).toBe(`${name}\n`);
  const threads = received.flatMap((message) => [...message.matchAll(/"threadId":"([^"]+)"/g)]);
  expect(new Set(threads.map(([, threadId]) => threadId))).toEqual(new Set([threadOf(result)]));
}

/** Keeps what comes in, before the client makes sense of it. */
function record({ client }: TestClient): readonly string[] {
  const received: string[] = [];
  const { transport } = client;
  const deliver = transport?.onmessage;
  if (!transport || !deliver) throw new Error('the client is not connected');
  transport.onmessage = (message, extra) => {
    received.push(JSON.stringify(message));
    deliver(message, extra);
  };
  return received;
}

/** Each once, neighbours far apart. */
function mixed<T>(all: readonly T[]): T[] {
  return all.map((_, index) => all[(index * 7 + 3) % all.length] as T);
}
