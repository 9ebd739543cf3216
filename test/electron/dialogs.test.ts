// What is asked before something ends.
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { command, stateOf } from '../support/app.ts';
import { expect, test } from '../support/app-fixtures.ts';
import { answerDialogs } from '../support/dialogs.ts';
import { type FakeModel, script } from '../support/fake-model.ts';
import { eventually } from '../support/processes.ts';

const hanging = script({ hang: true });

function turnRuns(model: FakeModel): Promise<unknown> {
  return eventually(() => model.openAnswers() > 0);
}

describe('quitting', () => {
  test('ends the app after its server was stopped', async ({ start }) => {
    const app = await start();
    await app.server();
    await command(await app.page(), 'stop-server', {});
    await app.stop();
  });

  test('while a turn runs can be cancelled, or ends the turn', async ({
    desktop: { bus },
    home,
    model,
    start,
    httpClient,
  }) => {
    const app = await start({ args: ['--hidden'] });
    const client = await httpClient(await app.server());
    const called = client.codex({ prompt: hanging, cwd: home.folder });
    await turnRuns(model);
    const cancelled = await answerDialogs(app, 'Cancel');
    await bus.choose('Quit');
    const [asked] = await eventually(async () => (await cancelled()).length > 0 && cancelled());
    expect(asked).toMatchObject({
      message: '1 turn is running.',
      buttons: ['Quit when turns finish', 'Stop and quit', 'Cancel'],
    });
    await bus.entry('Running, 1 client, 1 turn');

    await answerDialogs(app, 'Stop and quit');
    const ended = once(app.app.process(), 'exit');
    // It may be gone before it says that it was clicked.
    await bus.choose('Quit').catch(() => undefined);
    await ended;
    expect(JSON.stringify((await called).content)).toContain('Patchbay is stopping');
  });

  test('"when they finish" lets the turns finish, and starts no other', async ({
    desktop: { bus },
    home,
    start,
    httpClient,
  }) => {
    const app = await start({ args: ['--hidden'], settings: { mode: 'as-the-call-says' } });
    const client = await httpClient(await app.server());
    // Until the file is there.
    const cmd = 'touch begun; until [ -e go-on ]; do sleep 0.05; done';
    const slow = script({ exec: { cmd, yieldMs: 30_000 } }, { text: 'at last' });
    const free = { sandbox: 'workspace-write', 'approval-policy': 'on-request' };
    const called = client.codex({ prompt: slow, cwd: home.folder, ...free });
    await eventually(() => fs.existsSync(path.join(home.folder, 'begun')));
    const ended = once(app.app.process(), 'exit');
    await answerDialogs(app, 'Quit when turns finish');
    await bus.choose('Quit');
    await bus.entry('Resume');
    const refused = await client.codex({ prompt: 'hello', cwd: home.folder });
    expect(refused).toMatchObject({ isError: true });
    fs.writeFileSync(path.join(home.folder, 'go-on'), '');
    expect((await called).content).toMatchObject([{ text: 'at last' }]);
    await ended;
  });
});

describe('the tray', () => {
  test('asks before it stops the turns, and before it stops the server', async ({
    desktop: { bus },
    home,
    model,
    start,
    httpClient,
  }) => {
    const app = await start();
    const page = await app.page();
    const client = await httpClient(await app.server());
    const called = client.codex({ prompt: hanging, cwd: home.folder });
    await turnRuns(model);
    const cancelled = await answerDialogs(app, 'Cancel');
    await bus.choose('Deny everything and stop all turns…');
    await bus.choose('Stop server…');
    const asked = await eventually(async () => (await cancelled()).length === 2 && cancelled());
    expect(asked).toMatchObject([
      { message: 'Deny everything and stop all turns?', detail: '1 turn will be stopped.' },
      { message: 'Stop the server?', detail: expect.stringMatching(/^1 turn is running. Clients cannot/) },
    ]);
    expect((await stateOf(page)).threads[0]?.state).toBe('running');

    await answerDialogs(app, 'Stop');
    await bus.choose('Deny everything and stop all turns…');
    await called;
    await eventually(async () => (await stateOf(page)).threads[0]?.state === 'interrupted');
    await bus.choose('Stop server…');
    await bus.entry('Start server');
    expect((await stateOf(page)).server.kind).toBe('stopped');
    await command(page, 'start-server', {});
    await bus.entry(/^Running/);
  });
});
