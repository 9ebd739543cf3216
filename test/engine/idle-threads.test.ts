// Threads in which nothing happens: their MCP servers end, and the next call goes on as if they had not. The host runs
// in this process, with an idle time that a test can wait for.
import fs from 'node:fs';
import type { Desk } from '../../server/approvals/broker.ts';
import { resolvePaths } from '../../server/config/paths.ts';
import { anonymousPrincipal } from '../../server/config/principals.ts';
import { defaultCeiling } from '../../server/contract/ceiling.ts';
import { startHost } from '../../server/host/start-host.ts';
import type { Logger } from '../../server/logging/logger.ts';
import { script } from '../support/fake-model.ts';
import { test as base, expect } from '../support/fixtures.ts';
import { openHttpDoor } from '../support/http-door.ts';
import { connectHttp, type TestClient, textOf, threadOf } from '../support/patchbay.ts';
import { eventually, processesOf } from '../support/processes.ts';
import { probeFile, probeTable } from '../support/remotes.ts';

const IDLE_MS = 3000;
const silent: Logger = { error() {}, warn() {}, info() {}, debug() {}, with: () => silent };

const test = base.extend<{ questions: string[]; client: TestClient }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  questions: async ({}, use) => use([]),

  /** Of a host whose person approves every question for the whole thread. */
  client: async ({ home, model, questions }, use) => {
    home.writeConfig({ baseUrl: model.baseUrl, extra: probeTable('probe') });
    const desk: Desk = {
      asked: ({ threadId }) => void questions.push(threadId),
      decided: () => undefined,
      askerFor: () => ({
        id: 'desk',
        means: 'terminal',
        name: 'the test',
        ask: async () => ({ verdict: 'approve-for-thread' }),
      }),
    };
    const principal = anonymousPrincipal(defaultCeiling);
    const host = startHost({
      paths: resolvePaths({ env: home.env }),
      env: home.env,
      logger: silent,
      approvalDeadlineMs: 600_000,
      threadIdleMs: IDLE_MS,
      desks: [desk],
      ownAddresses: () => [],
    });
    const server = await openHttpDoor(principal, {
      openSession: () => host.openSession(principal, { transport: 'http' }),
      logger: silent,
    });
    const client = await connectHttp({ url: server.url, token: '' });
    await use(client);
    await client.close();
    await server.close();
    await host.close();
  },
});

test('a thread that is idle ends its MCP servers, unless something would be lost, and goes on with the next call', async ({
  home,
  model,
  client,
  questions,
}) => {
  const servers = () => processesOf(home.root).filter(({ command }) => command.includes(probeFile)).length;
  const cwd = home.folder;
  const sandbox = 'workspace-write';
  const touch = { exec: { cmd: `touch ${home.root}/outside`, escalate: true } };

  const background = { exec: { cmd: 'until [ -e stop ]; do sleep 0.1; done', yieldMs: 300 } };
  const [working, approved] = (
    await Promise.all([
      client.codex({ prompt: script(background, { text: 'it runs' }), cwd, sandbox }),
      client.codex({ prompt: script(touch, { text: 'touched' }), cwd, sandbox }),
    ])
  ).map(threadOf) as [string, string];
  // The only one that will go: it must still be there when the others are.
  const plain = threadOf(await client.codex({ prompt: 'the first prompt', cwd, sandbox }));
  expect(questions).toEqual([approved]);
  expect(servers()).toBe(3);

  // The plain one goes; a command of the second still runs, and the third was given something for as long as it lasts.
  await eventually(() => servers() === 2);
  const told = await client.reply({ threadId: approved, prompt: script(touch, { text: 'again' }) });
  expect([textOf(told), questions.length]).toEqual(['again', 1]);

  fs.writeFileSync(`${cwd}/stop`, '');
  await eventually(() => servers() === 1);

  const prompt = script(
    { exec: { cmd: `touch inside; touch ${home.root}/not-inside; ls` } },
    { mcp: { server: 'probe', tool: 'echo', args: {} } },
    { text: 'still here' },
  );
  const [reply, other] = await Promise.all([
    client.reply({ threadId: plain, prompt }),
    client.reply({ threadId: working, prompt: 'hello' }),
  ]);
  expect([textOf(reply), textOf(other)]).toEqual(['still here', 'Hello from the fake model.']);
  const said = model.requests.map(({ body }) => JSON.stringify(body));
  const asked = said.filter((text) => text.includes('touch inside'));
  expect(asked.every((text) => text.includes('the first prompt'))).toBe(true);
  expect([fs.existsSync(`${cwd}/inside`), fs.existsSync(`${home.root}/not-inside`)]).toEqual([true, false]);
  expect(servers()).toBe(3);
});
