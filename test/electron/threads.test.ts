// Threads as a whole, in the window: found by what was done in them, continued, forked, named and put away; with the
// real engine, which keeps them.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { ask, command, stateOf } from '../support/app.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { script } from '../support/fake-model.ts';
import { press, runFromPalette } from '../support/keys.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();
const SECRET = `ghp_${'a1B2'.repeat(9)}`;
const list = (page: Page) => page.getByRole('navigation', { name: 'Threads' });
const search = (page: Page) => page.getByRole('textbox', { name: 'Search everything said and done' });

test('a person finds threads by what was done in them, and continues, forks, names and archives them', async ({
  home,
  app,
  page,
  httpClient,
}) => {
  const client = await httpClient(await app.server('cursor'), { name: 'Cursor' });
  const { id } = await eventually(async () =>
    (await stateOf(page)).principals.find(({ name }) => name === 'cursor'),
  );
  await command(page, 'change-principal', { id, changes: { mode: 'as-the-call-says' } });
  const args = { cwd: home.folder, sandbox: 'workspace-write', 'approval-policy': 'on-request' };
  const run = async (...steps: Parameters<typeof script>) =>
    threadOf(await client.codex({ prompt: script(...steps), ...args }));
  const zebra = await run(
    'Look at animals',
    { exec: { cmd: `printf 'a\\nzeb''ra %s\\n' ${SECRET}` } },
    { text: 'All seen' },
  );
  await run('Something else', { text: 'Nothing here' });

  // A word of an output, at its place.
  await press(page, 'Control+2');
  await search(page).fill('"zebra [redacted"');
  const line = list(page).getByRole('button', { name: /^zebra \[REDACTED/ });
  await line.waitFor();
  await list(page)
    .getByRole('button', { name: /Something else/ })
    .waitFor({ state: 'detached' });
  await line.click();
  const entry = page.getByRole('log').locator('[aria-current]');
  await entry
    .getByText(/zebra \[REDACTED/)
    .first()
    .waitFor();
  await auditInBothThemes(page, 'threads-found');

  // It stays while one goes to another page, and one click clears it.
  await search(page).fill('no-thread-has-this');
  await list(page).getByText('No matching threads.').waitFor();
  await press(page, 'Control+1');
  await press(page, 'Control+2');
  await list(page).getByText('No matching threads.').waitFor();
  await list(page).getByRole('button', { name: 'Clear search and filters' }).click();
  await list(page)
    .getByRole('button', { name: /Look at animals/ })
    .click();

  // It goes on in the window, with what was before.
  await page
    .getByRole('textbox', { name: 'Continue this thread…' })
    .fill(script('And birds?', { text: 'A heron' }));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('log').getByText('A heron', { exact: true }).waitFor();
  await page.getByRole('log').getByText('All seen', { exact: true }).waitFor();
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByRole('row', { name: /^Turn 2 / }).waitFor();
  await page.getByRole('row', { name: /^All turns / }).waitFor();
  // What is still being said is in the window before it is in the record.
  const text = await eventually(async () => {
    const { text: now } = await command(page, 'thread-markdown', { threadId: zebra });
    return now.includes('> A heron') && now;
  });
  expect(text).toContain('zebra [REDACTED:github-token]');
  expect(text).not.toContain(SECRET);

  // A fork has its own name and its own future.
  const menu = (item: string) =>
    page
      .getByRole('button', { name: 'Actions for this thread' })
      .click()
      .then(() => page.getByRole('menuitem', { name: item }).click());
  await menu('Fork');
  await page.getByRole('heading', { name: /\(fork\)$/ }).waitFor();
  await page.getByRole('log').getByText('A heron', { exact: true }).waitFor();
  await page
    .getByRole('textbox', { name: 'Continue this thread…' })
    .fill(script('Fish?', { text: 'A pike' }));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('log').getByText('A pike', { exact: true }).waitFor();

  // A name, from the palette.
  await runFromPalette(page, 'Rename this');
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('Fish and birds');
  await name.press('Enter');
  await page.getByRole('heading', { name: 'Fish and birds' }).waitFor();
  await search(page).fill('"fish and birds"');
  await list(page)
    .getByRole('button', { name: /Fish and birds/ })
    .waitFor();
  await search(page).fill('');

  // Archived: out of the list, refused for its client, found where one looks for it, and back again.
  await list(page)
    .getByRole('button', { name: /Look at animals/ })
    .first()
    .click();
  await menu('Archive');
  await page.getByText('This thread is archived. Unarchive it to continue.').waitFor();
  expect(await ask(page, 'fork-thread', { threadId: zebra })).toMatchObject({
    error: { code: 'thread-archived' },
  });
  expect(textOf(await client.reply({ threadId: zebra, prompt: 'more' }))).toContain('is archived');
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByRole('switch', { name: 'Archived threads' }).click();
  await list(page)
    .getByRole('button', { name: /Look at animals/ })
    .click();
  await menu('Unarchive');
  await page.getByRole('textbox', { name: 'Continue this thread…' }).waitFor();
  expect(textOf(await client.reply({ threadId: zebra, prompt: script({ text: 'back' }) }))).toBe('back');
});

test('a thread of another program is found by what was said and says why it cannot go on here; one of an earlier run goes on', async ({
  home,
  app,
  page: _page,
  httpClient,
}) => {
  const server = await app.server('other');
  const client = await httpClient(server, { name: 'Other' });
  const otter = script('Look for otters', { text: 'An otter by the river' });
  const goesOn = threadOf(await client.codex({ prompt: otter, cwd: home.folder, sandbox: 'read-only' }));
  const prompt = script({ text: 'A walrus in the corner' });
  const threadId = threadOf(await client.codex({ prompt, cwd: home.folder, sandbox: 'read-only' }));
  await app.restart(() => {
    // As if another program had started it: nothing of ours is left of it.
    fs.rmSync(path.join(home.patchbayHome, 'records', `${threadId}.jsonl`));
    const threads = path.join(home.patchbayHome, 'threads.jsonl');
    const lines = fs.readFileSync(threads, 'utf8').split('\n');
    fs.writeFileSync(threads, lines.filter((one) => !one.includes(threadId)).join('\n'));
  });
  const again = await app.page();
  await press(again, 'Control+2');
  await search(again).fill('walrus');
  const found = list(again)
    .getByRole('button', { name: /walrus/ })
    .first();
  await found.waitFor();
  await found.click();
  await again.getByText('Another program started this thread.').waitFor();
  expect(await ask(again, 'continue-thread', { threadId, text: 'more' })).toMatchObject({
    error: { code: 'thread-of-others' },
  });
  // A client goes on in a thread of the earlier run: what was before is shown with it, and found there.
  const { url } = await app.server('third');
  const later = await httpClient({ url, token: server.token }, { name: 'Other' });
  await later.reply({ threadId: goesOn, prompt: script({ text: 'And a beaver' }) });
  await search(again).fill('"otter by the river"');
  await list(again)
    .getByRole('button', { name: /^An otter by the river/ })
    .click();
  const log = again.getByRole('log');
  await log.locator('[aria-current]').getByText('An otter by the river').waitFor();
  await log.getByText('And a beaver', { exact: true }).waitFor();
  await again.getByRole('heading', { name: /^Look for otters/ }).waitFor();
});
