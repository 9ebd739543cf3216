// A person changes what is asked before they approve it: what runs is what was shown, and Codex is told what happened.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { describe } from 'vitest';
import { HOLD_MS } from '../../renderer/pages/inbox/press-guard.ts';
import type { ApprovalCard } from '../../server/contract/approval-card.ts';
import { command, resize, stateOf, USUAL_SIZE } from '../support/app.ts';
import { expect } from '../support/app-fixtures.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { type FakeModel, script } from '../support/fake-model.ts';
import { press } from '../support/keys.ts';
import { testOfOneApp } from '../support/one-app.ts';
import { type CodexResult, runPatchbay, textOf, threadOf } from '../support/patchbay.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

const BEFORE = Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join('');
const twoHunks = `*** Begin Patch
*** Update File: a.txt
@@
-line 2
+LINE 2
@@
-line 20
+LINE 20
*** Add File: ../outside.txt
+out
*** End Patch
`;

interface ModelInput {
  readonly input: readonly { role?: string; content?: readonly { text?: string }[] }[];
}

/** What Patchbay has told the model last. */
function noteTo(model: FakeModel): string | undefined {
  const known = model.requests.at(-1)?.body as ModelInput | undefined;
  const texts = (known?.input ?? []).flatMap(({ role, content = [] }) => (role === 'user' ? content : []));
  return texts.findLast(({ text }) => text?.startsWith('<patchbay_note>'))?.text;
}

/** A card that was just answered may still be there as one that waits. */
async function waitingCard(page: Page, about: RegExp): Promise<ApprovalCard> {
  return eventually(async () =>
    (await stateOf(page)).inbox.find(
      ({ state, subject }) => state.kind === 'waiting' && about.test(JSON.stringify(subject)),
    ),
  );
}

interface Receipt {
  readonly files: readonly { readonly path: string; readonly added?: number; readonly removed?: number }[];
  readonly decisions: readonly { readonly what: string; readonly verdict: string; readonly by: string }[];
  readonly commands: readonly { readonly command: string }[];
}

function receiptOf({ structuredContent }: CodexResult): Receipt {
  return (structuredContent as unknown as { receipt: Receipt }).receipt;
}

describe('a question that is changed before it is approved', () => {
  test('of two hunks and a file makes the one that is ticked, and Codex and the receipt know that', async ({
    home,
    model,
    app,
    page,
    httpClient,
  }) => {
    const file = path.join(home.folder, 'a.txt');
    fs.writeFileSync(file, BEFORE);
    const client = await httpClient(await app.server('patching'));
    const prompt = script('Shout twice', { patch: twoHunks }, { text: 'told: $LAST_OUTPUT' });
    const called = client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });

    await page.getByRole('heading', { name: /Change 2 files/ }).waitFor();
    await page.locator('article[data-keys=live]').waitFor();
    await press(page, 'e');
    await page.getByText('3 of 3 changes ticked').waitFor();
    await page.getByRole('checkbox', { name: 'Change 1 of 2 in a.txt' }).uncheck();
    await page.getByText('outside.txt is outside the folder of the thread').waitFor();
    await keepPicture(page, 'edit-patch-problem');
    const approve = page.getByRole('button', { name: 'Approve edited' });
    expect(await approve.isEnabled()).toBe(false);
    await page.getByRole('checkbox', { name: /^Add .*outside\.txt/ }).uncheck();
    await page.getByText('1 of 3 changes ticked').waitFor();
    await page.getByRole('heading', { name: 'Change 1 file? +1 −1' }).waitFor();
    await page.getByText("Changes these files in the thread's folder and nothing else.").waitFor();
    await auditInBothThemes(page, 'edit-patch');
    await resize(app, 480, 360);
    expect(await page.evaluate('document.body.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0);
    await keepPicture(page, 'edit-patch-480');
    await resize(app, ...USUAL_SIZE);
    await approve.click();

    const result = await called;
    expect(fs.readFileSync(file, 'utf8')).toBe(BEFORE.replace('line 20\n', 'LINE 20\n'));
    expect(fs.existsSync(path.join(home.folder, '../outside.txt'))).toBe(false);
    expect(textOf(result)).toContain('rejected by user');
    expect(noteTo(model)).toContain('only a part of this patch');
    expect(noteTo(model)).toContain(
      'Changed a.txt\n@@ -20,3 +20,3 @@\n line 19\n-line 20\n+LINE 20\n line 21\n',
    );
    const { files, decisions } = receiptOf(result);
    expect(files).toEqual([{ path: 'a.txt', change: 'changed', added: 1, removed: 1 }]);
    expect(decisions).toMatchObject([
      { verdict: 'approve-edited', by: 'window', what: expect.stringContaining('(1 of 3 parts)') },
    ]);
    const record = fs.readFileSync(
      path.join(home.patchbayHome, 'records', `${threadOf(result)}.jsonl`),
      'utf8',
    );
    const blamed = await runPatchbay(home, ['blame', `${file}:21`]);
    expect(blamed.stdout).toMatch(/patch, approved in the window {2}21\) LINE 20/);
    expect(record).toMatch(/"verdict":"approve-edited","edited":\{"subject":\{"kind":"patch"/);
  });

  test('leaves the next patch of its thread a question like any other', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const file = path.join(home.folder, 'a.txt');
    fs.writeFileSync(file, BEFORE);
    const client = await httpClient(await app.server('patching-on'));
    const hunk = (line: number) => `@@\n-line ${line}\n+LINE ${line}\n`;
    const patchOf = (...lines: number[]) =>
      `*** Begin Patch\n*** Update File: a.txt\n${lines.map(hunk).join('')}*** End Patch\n`;
    const prompt = script('Shout', { patch: patchOf(2, 20) }, { patch: patchOf(10) }, { text: 'done' });
    const called = client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    await waitingCard(page, /LINE 20/);
    await page.locator('article[data-keys=live]').waitFor();
    await press(page, 'e');
    await page.getByRole('checkbox', { name: 'Change 1 of 2 in a.txt' }).uncheck();
    await page.getByRole('button', { name: 'Approve edited' }).click();

    const { id, digest, subject } = await waitingCard(page, /LINE 10/);
    expect(subject).not.toHaveProperty('overlaps');
    await command(page, 'decide', { id, digest, verdict: 'approve' });
    expect(textOf(await called)).toContain('done');
    expect(fs.readFileSync(file, 'utf8')).toBe(
      BEFORE.replace('line 20\n', 'LINE 20\n').replace('line 10\n', 'LINE 10\n'),
    );
  });

  test('as a command runs once as it was written, with its dangers shown before', async ({
    home,
    model,
    app,
    page,
    httpClient,
  }) => {
    fs.mkdirSync(path.join(home.folder, 'build'));
    fs.writeFileSync(path.join(home.folder, 'keep.txt'), '');
    const wanted = 'rm -r build && echo "it\'s gone" > done.txt';
    const client = await httpClient(await app.server('commanding'));
    const prompt = script(
      'Tidy up',
      { exec: { cmd: 'rm -r .' } },
      { exec: { cmd: wanted } },
      { exec: { cmd: wanted } },
      { text: 'told: $LAST_OUTPUT' },
    );
    const called = client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });

    await page.getByRole('heading', { name: 'Run a command?' }).waitFor();
    await page.getByRole('button', { name: 'Edit the command' }).click();
    const field = page.getByRole('textbox', { name: 'Command to approve' });
    expect(await field.inputValue()).toBe('rm -r .');
    await field.fill('sudo rm -r build');
    await page.getByText('Runs with administrator rights.').waitFor();
    await press(page, 'Escape');
    await field.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Approve anyway', exact: true }).waitFor();

    await page.getByRole('button', { name: 'Edit the command' }).click();
    await field.fill(wanted);
    await page.getByRole('button', { name: 'Approve edited', disabled: false }).waitFor();
    await page.getByText('Runs with administrator rights.').waitFor({ state: 'detached' });
    await resize(app, 720, 480);
    await keepPicture(page, 'edit-command-720');
    await resize(app, ...USUAL_SIZE);
    // It deletes a folder: the chord is held.
    await page.locator('article[data-keys=live]').waitFor();
    await field.press('Control+Enter', { delay: HOLD_MS + 200 });

    // The second time it is asked about like any other.
    const again = await waitingCard(page, /done\.txt/);
    expect(fs.existsSync(path.join(home.folder, 'build'))).toBe(false);
    expect(fs.readFileSync(path.join(home.folder, 'done.txt'), 'utf8')).toBe("it's gone\n");
    expect(fs.existsSync(path.join(home.folder, 'keep.txt'))).toBe(true);
    expect(noteTo(model)).toContain(`did not run as you wrote it:\n\nrm -r .\n\n`);
    expect(noteTo(model)).toContain(`\n\n${wanted}\n\n`);
    // Somebody else answers while it is being changed: what was typed stays, to be copied.
    await page.getByRole('button', { name: 'Edit the command' }).click();
    await field.fill('echo half a thought');
    await command(page, 'decide', { id: again.id, digest: again.digest, verdict: 'deny' });
    await page.getByText('Your change was not used').waitFor();
    await page.getByText('half a thought').waitFor();
    await page.getByRole('button', { name: 'Copy command as you changed it' }).waitFor();
    await keepPicture(page, 'edit-unused');
    const { decisions, commands } = receiptOf(await called);
    expect(decisions.map(({ verdict }) => verdict)).toEqual(['approve-edited', 'approve', 'deny']);
    expect(decisions[0]?.what).toBe(wanted);
    // Neither what was asked at first nor what was denied in the end.
    expect(commands.map(({ command: ran }) => ran)).toEqual([
      expect.stringMatching(/^rm -r build .* done\.txt$/),
    ]);
  });

  test('and cannot be written changes nothing, and everybody is told', async ({
    home,
    model,
    app,
    page,
    httpClient,
  }) => {
    const file = path.join(home.folder, 'a.txt');
    fs.writeFileSync(file, BEFORE);
    // Where the changes are prepared is not to be had.
    const store = path.join(home.patchbayHome, 'checkpoints');
    fs.renameSync(store, `${store}-away`);
    fs.writeFileSync(store, '');
    const client = await httpClient(await app.server('unlucky'));
    const prompt = script('Shout', { patch: twoHunks }, { text: 'done' });
    const called = client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    const { id, digest } = await waitingCard(page, /a\.txt/);
    const edit = { kind: 'patch' as const, kept: [{ file: 1, part: 0 }] };
    const { digest: shown } = await command(page, 'preview-edit', { id, digest, edit });
    await command(page, 'approve-edited', { id, digest, edit, shown });

    const result = await called;
    fs.rmSync(store);
    fs.renameSync(`${store}-away`, store);
    expect(fs.readFileSync(file, 'utf8')).toBe(BEFORE);
    expect(noteTo(model)).toContain('no part of it was applied');
    expect(JSON.stringify(result.content)).toContain('could not be written');
    expect(receiptOf(result).files).toEqual([]);
    await page
      .getByText(/that was approved could not be written/)
      .first()
      .waitFor();
  });

  test('is approved only as it was shown, and only in what it has', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    fs.writeFileSync(path.join(home.folder, 'a.txt'), BEFORE);
    const client = await httpClient(await app.server('hostile'));
    const prompt = script('Shout', { patch: twoHunks }, { exec: { cmd: 'touch ran' } }, { text: 'done' });
    const called = client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    const { id, digest } = await waitingCard(page, /a\.txt/);
    const kept = (...parts: { file: number; part: number }[]) => ({ kind: 'patch' as const, kept: parts });
    const one = kept({ file: 1, part: 1 });
    const { digest: shown } = await command(page, 'preview-edit', { id, digest, edit: one });

    const refused = [
      [{ id, digest, edit: kept({ file: 1, part: 0 }), shown }, /has changed since it was shown/],
      [{ id, digest: 'other', edit: one, shown }, /has changed since it was shown/],
      [{ id, digest, edit: kept({ file: 7, part: 0 }), shown }, /no part of the patch is left/],
      [
        { id, digest, edit: { kind: 'command' as const, text: 'touch ran' }, shown },
        /nothing that can be changed/,
      ],
    ] as const;
    for (const [args, why] of refused) {
      await expect(command(page, 'approve-edited', args)).rejects.toThrow(why);
    }
    const extra = { ...one, changes: [{ path: '/srv/x', kind: { type: 'add' }, diff: 'x' }] };
    await expect(command(page, 'approve-edited', { id, digest, edit: extra, shown })).rejects.toThrow();
    // Somebody else has saved the file meanwhile.
    fs.writeFileSync(path.join(home.folder, 'a.txt'), BEFORE.replace('line 20', 'mine'));
    await expect(command(page, 'approve-edited', { id, digest, edit: one, shown })).rejects.toThrow(
      /a\.txt has changed since the patch was shown/,
    );
    await command(page, 'decide', { id, digest, verdict: 'deny' });

    const asked = await waitingCard(page, /touch ran/);
    const about = { id: asked.id, digest: asked.digest };
    for (const [text, why] of [
      ['', /there is no command/],
      ['touch ran', /nothing is changed/],
      ['touch \u202e ran', /invisible characters: touch ⟨U\+202E⟩ ran/],
    ] as const) {
      const edit = { kind: 'command' as const, text };
      await expect(command(page, 'preview-edit', { ...about, edit })).rejects.toThrow(why);
    }
    await command(page, 'decide', { ...about, verdict: 'deny' });
    await called;
    expect(fs.existsSync(path.join(home.folder, 'ran'))).toBe(false);
  });
});
