// Turns that wait because as many run as may: what the person and the client see, and how they get their place.
import { command, stateOf } from '../support/app.ts';
import { script } from '../support/fake-model.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { textOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

test('say why and where they stand in line, in the window and to their client, until there is a place', async ({
  home,
  app,
  page,
  httpClient,
}) => {
  await command(page, 'change-settings', { changes: { turnsAtOnce: 1 } });
  const messages: (string | undefined)[] = [];
  const onprogress = ({ message }: { message?: string }) => messages.push(message);
  const { codex } = await httpClient(await app.server('line'));
  const stateNow = async (title: string) =>
    (await stateOf(page)).threads.find((thread) => thread.title.startsWith(title))?.state;
  const first = codex({ prompt: script('Paint the fence', { hang: true }), cwd: home.folder });
  await eventually(async () => (await stateNow('Paint the fence')) === 'running');
  const second = codex({ prompt: script('Mow the lawn', { hang: true }), cwd: home.folder });
  await eventually(async () => (await stateNow('Mow the lawn')) === 'waiting');
  const third = codex(
    { prompt: script('Rake the leaves', { text: 'Raked.' }), cwd: home.folder },
    { onprogress },
  );

  // At home, among the threads, on its own page, and to the client.
  const line = page.getByRole('region', { name: 'Waiting to start' });
  await line.getByRole('button', { name: /Mow the lawn.*One turn runs at a time; 1st in line/ }).waitFor();
  await line.getByRole('button', { name: /Rake the leaves.*One turn runs at a time; 2nd in line/ }).click();
  await page.getByRole('main').getByText('One turn runs at a time; 2nd in line').last().waitFor();
  await eventually(() => messages.includes('One turn runs at a time; 2nd in line'));

  // Another number applies without a restart.
  await page.getByRole('navigation', { name: 'Pages' }).getByText('Settings').click();
  const field = page.getByRole('textbox', { name: 'Turns at once' });
  await field.fill('0');
  await field.press('Enter');
  await page.getByText(/a number from 1 to 1000/).waitFor();
  await field.fill('2');
  await field.press('Enter');
  await eventually(async () => (await stateNow('Mow the lawn')) === 'running');
  await eventually(() => messages.includes('2 turns run at once; 1st in line'));
  expect(await stateNow('Rake the leaves')).toBe('waiting');

  // One that ends makes room.
  const { threads } = await stateOf(page);
  const idOf = (title: string) => threads.find((thread) => thread.title.startsWith(title))?.id ?? '';
  await command(page, 'stop-turn', { threadId: idOf('Paint the fence') });
  expect(textOf(await third)).toBe('Raked.');

  // One in line can be stopped, and never begins.
  await command(page, 'change-settings', { changes: { turnsAtOnce: 1 } });
  const fourth = codex({ prompt: script('Burn the leaves', { text: 'Burnt.' }), cwd: home.folder });
  await eventually(async () => (await stateNow('Burn the leaves')) === 'waiting');
  await page.getByRole('navigation', { name: 'Pages' }).getByText('Threads').click();
  await page.getByRole('button', { name: /Burn the leaves/ }).click();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  expect(textOf(await fourth)).not.toContain('Burnt');
  await eventually(async () => (await stateNow('Burn the leaves')) === 'interrupted');

  await command(page, 'stop-turn', { threadId: idOf('Mow the lawn') });
  await Promise.all([first, second]);
  await command(page, 'change-settings', { changes: { turnsAtOnce: 20 } });
});
