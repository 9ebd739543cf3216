// A person makes rules in the window, on the card of a question and on the Rules page, and takes them back.
import fs from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright';
import { describe } from 'vitest';
import { ask, command, resize, stateOf, USUAL_SIZE } from '../support/app.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { addFile, script } from '../support/fake-model.ts';
import type { TestHome } from '../support/home.ts';
import { chooseWithKeys, press } from '../support/keys.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { type TestClient, textOf, threadOf } from '../support/patchbay.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

const running = (cmd: string) => script({ exec: { cmd } }, { text: 'told: $LAST_OUTPUT' });
const made = (home: TestHome, name: string) => fs.existsSync(path.join(home.folder, name));
const offer = (page: Page) => page.getByRole('button', { name: /^Always allow/ });
const dialog = (page: Page) => page.getByRole('dialog');
const preview = (page: Page) => dialog(page).getByRole('region', { name: /^The rule/ });

/** Starts a turn in the folder that asks before everything. */
function call(client: TestClient, home: TestHome, cmd: string) {
  return client.codex({ prompt: running(cmd), cwd: home.folder, sandbox: 'workspace-write' });
}

async function waitingCard(page: Page, text: string): Promise<void> {
  const article = page.locator('article[data-keys=live]').filter({ hasText: text });
  await article.waitFor();
}

async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('button', { name }).click();
}

/** Presses Tab until it has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let pressed = 0; pressed < 60; pressed += 1) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await press(page, 'Tab');
  }
  throw new Error('Tab does not lead there');
}

async function forgetRules(page: Page): Promise<void> {
  for (const { id } of await rulesOf(page)) await command(page, 'revoke-rule', { id });
}

async function rulesOf(page: Page) {
  return (await stateOf(page)).rules;
}

describe('a rule', () => {
  test('saved on the card answers the second question, and revoked on its page brings the question back in the same thread', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const client = await httpClient(await app.server('mouse'), { name: 'Cursor' });
    const first = call(client, home, 'touch m1 && ls');
    await waitingCard(page, 'touch m1');
    // It is not an answer: nothing is focused, and the answers are apart from it.
    expect(await offer(page).textContent()).toBe('Always allow touch m1 && ls in work for mouse…');
    await offer(page).click();
    await preview(page).getByText('Allow touch m1 with no other arguments').waitFor();
    await expect.poll(() => preview(page).textContent()).toContain('You have answered no questions here yet');
    expect(made(home, 'm1')).toBe(false);
    await auditInBothThemes(page, 'window-rule-dialog');
    await dialog(page).getByRole('button', { name: 'Save rule and approve' }).click();

    const threadId = threadOf(await first);
    expect(made(home, 'm1')).toBe(true);
    const [rule] = await rulesOf(page);
    const { questionId } = rule?.rule.origin ?? {};
    expect(rule).toMatchObject({
      rule: {
        decision: 'allow',
        about: { program: 'touch', argumentPrefix: ['m1'], isExact: true },
        scope: { folder: fs.realpathSync(home.folder), client: { name: 'mouse' } },
        until: { kind: 'revoked' },
        origin: { how: 'card', questionId: expect.any(String) },
      },
      state: { kind: 'active' },
    });
    const audit = fs.readFileSync(path.join(home.patchbayHome, 'audit.jsonl'), 'utf8');
    expect(audit).toContain(`"id":"${questionId}"`);

    const reply = () => client.reply({ threadId, prompt: running('touch m1 && ls') });
    fs.rmSync(path.join(home.folder, 'm1'));
    await reply();
    expect(made(home, 'm1')).toBe(true);

    // From what it has decided, a click leads to it.
    await goTo(page, 'Threads');
    await page
      .getByRole('button', { name: /touch m1/ })
      .first()
      .click();
    await page.getByText('Approved by your rule').waitFor();
    await page.getByRole('button', { name: /^Allow touch m1/ }).click();
    const entry = page.getByRole('region', { name: /^Allow “touch m1”/ });
    await entry.getByText('used once').waitFor();
    await entry.getByText('from the question “touch m1 && ls”').waitFor();
    await entry.getByRole('button', { name: /^Revoke/ }).click();
    await entry.getByRole('button', { name: /^Undo/ }).click();
    await entry.getByText('Allow', { exact: true }).waitFor();
    await entry.getByRole('button', { name: /^Revoke/ }).click();
    await entry.getByText('Revoked', { exact: true }).waitFor();
    await eventually(async () => (await rulesOf(page)).length === 0);

    fs.rmSync(path.join(home.folder, 'm1'));
    const third = reply();
    await goTo(page, 'Inbox');
    await waitingCard(page, 'touch m1');
    expect(made(home, 'm1')).toBe(false);
    await page.getByRole('button', { name: 'Deny', exact: true }).click();
    await third;
    expect(made(home, 'm1')).toBe(false);
  });

  test('is made wider, read, compared with the past, saved and paused with the keyboard alone', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    await forgetRules(page);
    const client = await httpClient(await app.server('keys'));
    const earlier = call(client, home, 'touch k1 other');
    await waitingCard(page, 'touch k1');
    await press(page, 'Control+Backspace');
    await earlier;

    const first = call(client, home, 'touch k1 k2');
    await waitingCard(page, 'touch k1 k2');
    await tabTo(page, offer(page));
    await press(page, 'Enter');
    // Nothing that is pressed without looking saves it.
    await dialog(page).getByRole('button', { name: 'Cancel' }).and(page.locator(':focus')).waitFor();
    await press(page, 'Control+Enter');
    expect(made(home, 'k1')).toBe(false);
    await tabTo(page, dialog(page).getByRole('combobox', { name: 'What' }));
    await chooseWithKeys(page, '“touch k1” with any arguments after it');
    await preview(page).getByText('Allow touch k1 with any arguments after it').waitFor();
    await expect
      .poll(() => preview(page).textContent())
      .toMatch(/1 of the last \d+ questions? here, including 1 that you denied/);
    await preview(page).getByRole('listitem').getByText('touch k1 other').waitFor();
    await tabTo(page, dialog(page).getByRole('button', { name: 'Save rule and approve' }));
    await press(page, 'Space');
    const threadId = threadOf(await first);
    expect(made(home, 'k2')).toBe(true);

    await client.reply({ threadId, prompt: running('touch k1 k3') });
    expect(made(home, 'k3')).toBe(true);
    // Where it stands that it has decided, it is one key away from being paused.
    const { items } = await command(page, 'timeline', { threadId, start: 0, limit: 100 });
    const [rule] = await rulesOf(page);
    expect(items.filter(({ kind }: { kind: string }) => kind === 'question').at(-1)).toMatchObject({
      decision: { means: 'rule', rules: [rule?.id] },
    });
    await goTo(page, 'Activity');
    const row = page.getByRole('row').filter({ hasText: 'touch k1 k3' });
    await row.getByText('your rule').waitFor();
    await tabTo(page, row.getByRole('button', { name: /^Pause/ }));
    await press(page, 'Enter');
    await row.getByRole('button', { name: /^Resume/ }).waitFor();
    expect((await rulesOf(page))[0]?.state).toEqual({ kind: 'paused' });
    await auditInBothThemes(page, 'window-rule-decisions');

    const asked = client.reply({ threadId, prompt: running('touch k1 k4') });
    await press(page, 'Control+1');
    await waitingCard(page, 'touch k1 k4');
    await press(page, 'Control+Backspace');
    await asked;
  });

  test('is offered only where one could answer, and made only from what was shown', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    await forgetRules(page);
    const client = await httpClient(await app.server('careful'));
    const dangerous = call(client, home, 'rm -rf made');
    await waitingCard(page, 'rm -rf made');
    const card = (await stateOf(page)).inbox.find(({ state }) => state.kind === 'waiting');
    const asked = { id: card?.id ?? '', digest: card?.digest ?? '' };
    expect(await command(page, 'rule-offer', asked)).toEqual({});
    expect(await offer(page).count()).toBe(0);
    await press(page, 'Control+Backspace');
    await dangerous;

    const called = call(client, home, 'touch c1');
    await waitingCard(page, 'touch c1');
    const { id = '', digest = '' } =
      (await stateOf(page)).inbox.find(({ state }) => state.kind === 'waiting') ?? {};
    const choice = {
      parts: [{ kind: 'one-of' as const, at: 0 }],
      folder: 0,
      isForClient: true,
      until: 'revoked' as const,
    };
    const { digest: shown } = await command(page, 'preview-rule', { id, digest, choice });
    const wider = { ...choice, isForClient: false };
    for (const refused of [
      { id, digest, choice: wider, shown },
      { id, digest: 'another', choice, shown },
      { id, digest, choice: { ...choice, parts: [{ kind: 'one-of', at: 9 }] }, shown },
      { id, digest, choice: { ...choice, folder: 3 }, shown },
    ])
      expect(await ask(page, 'save-rule-and-approve', refused)).toMatchObject({
        error: { code: 'approval-changed' },
      });
    expect(await rulesOf(page)).toEqual([]);
    expect((await stateOf(page)).inbox.find((card) => card.id === id)?.state.kind).toBe('waiting');
    await press(page, 'Control+Backspace');
    expect(textOf(await called)).toContain('rejected');
    expect(made(home, 'c1')).toBe(false);
  });

  test('for files is about a folder of them; for two commands and this turn it is two rules that end with it', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    await forgetRules(page);
    const client = await httpClient(await app.server('files'));
    const patching = (file: string) =>
      client.codex({
        prompt: script({ patch: addFile(file, 'text') }, { text: 'done' }),
        cwd: home.folder,
        sandbox: 'workspace-write',
      });
    const first = patching('src/a/one.txt');
    await page.getByRole('heading', { name: /Change 1 file/ }).waitFor();
    await offer(page).click();
    await dialog(page).getByRole('combobox', { name: 'What' }).click();
    await page.getByRole('option', { name: 'changes of files src/a/**' }).click();
    await preview(page).getByText('Allow changes of files src/a/**').waitFor();
    await dialog(page).getByRole('button', { name: 'Save rule and approve' }).click();
    await first;
    await patching('src/a/b/two.txt');
    expect(made(home, 'src/a/b/two.txt')).toBe(true);

    const twice = { exec: { cmd: 'touch f1 && mkdir -p f2' } };
    const both = client.codex({
      prompt: script(twice, twice, { text: 'told' }),
      cwd: home.folder,
      sandbox: 'workspace-write',
    });
    await waitingCard(page, 'touch f1');
    await offer(page).click();
    await dialog(page).getByRole('combobox', { name: 'Until' }).click();
    await page.getByRole('option', { name: 'This turn ends' }).click();
    await preview(page)
      .getByText(/^Allow mkdir -p f2 with no other arguments .* until this turn ends\.$/)
      .waitFor();
    await dialog(page).getByRole('button', { name: 'Save rules and approve' }).click();
    const threadId = threadOf(await both);
    expect([made(home, 'f1'), made(home, 'f2')]).toEqual([true, true]);
    const { items } = await command(page, 'timeline', { threadId, start: 0, limit: 100 });
    const decisions = items.flatMap((item) =>
      item.kind === 'question' && item.decision ? [item.decision] : [],
    );
    expect(decisions.map(({ means, rules = [] }) => [means, rules.length])).toEqual([
      ['window', 0],
      ['rule', 2],
    ]);
    // They have ended with it.
    await eventually(async () => (await rulesOf(page)).map(({ rule }) => rule.about.kind).join() === 'patch');
  });
});

describe('the page of rules', () => {
  test('says how to get a first rule, makes, edits and tries rules, and suggests some', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    await forgetRules(page);
    await goTo(page, 'Rules');
    await page.getByText('No rules yet.').waitFor();
    await page.getByRole('button', { name: 'Add a rule…' }).click();
    await dialog(page).getByRole('textbox', { name: 'Command' }).fill('touch a; touch b');
    await dialog(page).getByRole('button', { name: 'Add rule' }).click();
    await dialog(page).getByText('not one simple command').waitFor();
    await dialog(page).getByRole('textbox', { name: 'Command' }).fill('touch');
    await dialog(page).getByRole('combobox', { name: 'Folder' }).fill(home.folder);
    await press(page, 'Tab');
    await auditInBothThemes(page, 'window-rule-form');
    await dialog(page).getByRole('button', { name: 'Add rule' }).click();
    const entry = page.getByRole('region', { name: /^Allow “touch” with any arguments after it/ });
    await entry.waitFor();

    await entry.getByRole('button', { name: /^Edit/ }).click();
    await dialog(page).getByRole('textbox', { name: 'Command' }).fill('touch p1');
    await dialog(page).getByRole('button', { name: 'Save' }).click();
    const edited = page.getByRole('region', { name: /^Allow “touch p1” with any arguments after it/ });
    await edited.waitFor();
    // It has a field for a command, too.
    await dialog(page).waitFor({ state: 'detached' });
    expect(await rulesOf(page)).toMatchObject([
      { rule: { scope: { folder: fs.realpathSync(home.folder) }, origin: { how: 'page' } } },
    ]);

    await page.getByRole('textbox', { name: 'Command' }).fill('touch p1 p2');
    await page.getByRole('combobox', { name: 'Folder' }).fill(home.folder);
    await press(page, 'Escape');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText('Allowed without asking').waitFor();
    await page.getByText(/^Rule r_[0-9a-f]{8}: allow touch p1/).waitFor();
    const tried = page.getByRole('textbox', { name: 'Command' });
    await tried.fill('touch p3');
    await tried.press('Enter');
    await page.getByText('You are asked', { exact: true }).waitFor();

    // Approved three times in a row, and never denied.
    const client = await httpClient(await app.server('often'), {
      onElicit: () => ({ action: 'accept', content: { decision: 'approved' } }),
    });
    const { id } = await eventually(async () =>
      (await stateOf(page)).principals.find(({ name }) => name === 'often'),
    );
    await command(page, 'change-principal', { id, changes: { mayApprove: true } });
    const exec = { exec: { cmd: 'touch often' } };
    await client.codex({
      prompt: script(exec, exec, exec, { text: 'done' }),
      cwd: home.folder,
      sandbox: 'workspace-write',
    });
    await goTo(page, 'Inbox');
    await goTo(page, 'Rules');
    await page
      .getByText(/Would have answered \d+ questions, none of them denied/)
      .first()
      .waitFor();
  });

  test('imports rules of a file after a look at each line, and exports them as text', async ({
    home,
    app,
    page,
  }) => {
    await forgetRules(page);
    const file = path.join(home.folder, 'default.rules');
    const lines = [
      'prefix_rule(pattern=["touch", "i1"], decision="allow")',
      'prefix_rule(pattern=["rm", "-rf"], decision="forbidden")',
      'prefix_rule(pattern=NAMES, decision="allow")',
    ];
    fs.writeFileSync(file, `${lines.join('\n')}\n`);
    await app.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, file);
    await goTo(page, 'Rules');
    await page.getByRole('button', { name: 'Import…' }).click();
    await dialog(page)
      .getByText(/^Allow touch i1 with any arguments after it everywhere/)
      .waitFor();
    await dialog(page)
      .getByText(/^Deny rm -rf/)
      .waitFor();
    await dialog(page)
      .getByText(/^Left out: /)
      .waitFor();
    await auditInBothThemes(page, 'window-rules-import');
    await resize(app, 720, 480);
    await keepPicture(page, 'window-rules-import-720');
    await resize(app, ...USUAL_SIZE);
    expect(await rulesOf(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Save 2 rules' }).click();
    await dialog(page).waitFor({ state: 'detached' });
    await eventually(async () => (await rulesOf(page)).length === 2);
    expect((await rulesOf(page)).map(({ rule }) => [rule.decision, rule.origin.how])).toEqual([
      ['allow', 'import'],
      ['deny', 'import'],
    ]);
    expect(fs.readFileSync(file, 'utf8')).toBe(`${lines.join('\n')}\n`);

    await page.getByRole('button', { name: 'Export…' }).click();
    await dialog(page).getByText('2 rules.').waitFor();
    await auditInBothThemes(page, 'window-rules-export');
    await dialog(page).getByRole('button', { name: 'Copy' }).click();
    const copied = await eventually(async () => {
      const text = await app.app.evaluate(({ clipboard }) => clipboard.readText());
      return text.includes('patchbay-rules') && text;
    });
    expect(JSON.parse(copied)).toMatchObject({
      format: 'patchbay-rules',
      rules: [{ decision: 'allow', about: { text: 'touch i1' } }, { decision: 'deny' }],
    });
    await press(page, 'Escape');

    await dialog(page).waitFor({ state: 'detached' });
    // What has been exported is known here already.
    fs.writeFileSync(file, copied);
    await page.getByRole('button', { name: 'Import…' }).click();
    await dialog(page).getByText('There is nothing to save.').waitFor();
    await dialog(page).getByText('Left out: there is such a rule already').first().waitFor();
    await press(page, 'Escape');
    await forgetRules(page);
  });

  test('lets rules become stricter alone while a thread runs that could make rules too', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    await forgetRules(page);
    const client = await httpClient(await app.server('exposed'));
    const { id: principal } = await eventually(async () =>
      (await stateOf(page)).principals.find(({ name }) => name === 'exposed'),
    );
    const ceiling = { sandbox: 'danger-full-access', allowNever: true, allowNetwork: true } as const;
    await command(page, 'change-principal', {
      id: principal,
      changes: { ceiling, mode: 'as-the-call-says' },
    });
    for (const text of ['touch x1', 'touch x2'])
      await command(page, 'add-rule', { decision: 'allow', about: { kind: 'command', text } });
    const added = await rulesOf(page);
    const [one, two] = ['touch x1', 'touch x2'].map((text) =>
      added.find(({ about }) => about.includes(text)),
    );
    await command(page, 'pause-rule', { id: one?.id ?? '', isPaused: true });

    const called = client.codex({
      prompt: running('touch x3'),
      cwd: home.folder,
      sandbox: 'danger-full-access',
      'approval-policy': 'untrusted',
    });
    await waitingCard(page, 'touch x3');
    await page.getByText(/^No rule can be made while/).waitFor();
    expect(await offer(page).count()).toBe(0);
    await goTo(page, 'Rules');
    await page.getByText(/^Rules can only become stricter now/).waitFor();
    await auditInBothThemes(page, 'window-rules-held');
    const paused = page.getByRole('region', { name: /“touch x1”/ });
    expect(await paused.getByRole('button', { name: /^Resume/ }).isDisabled()).toBe(true);
    expect(await ask(page, 'pause-rule', { id: one?.id, isPaused: false })).toMatchObject({
      error: { code: 'rules-not-now' },
    });
    const other = page.getByRole('region', { name: /“touch x2”/ });
    await other.getByRole('button', { name: /^Pause/ }).click();
    await other.getByText('Paused').waitFor();
    await other.getByRole('button', { name: /^Revoke/ }).click();
    await other.getByText('Revoked', { exact: true }).waitFor();
    expect((await rulesOf(page)).map(({ id }) => id)).not.toContain(two?.id);

    await goTo(page, 'Inbox');
    await waitingCard(page, 'touch x3');
    await press(page, 'Control+Backspace');
    await called;
    await goTo(page, 'Rules');
    await paused.getByRole('button', { name: /^Resume/ }).click();
    await paused.getByRole('button', { name: /^Pause/ }).waitFor();
  });
});
