// The log, the health checks and the records of earlier runs, as a person at the window meets them.
import fs from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright';
import { describe } from 'vitest';
import { command, stateOf } from '../support/app.ts';
import { script } from '../support/fake-model.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

async function openLogs(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Activity/ }).click();
  await page.getByRole('tab', { name: 'Logs' }).click();
}

describe('the log in the window', () => {
  test('grows while it is shown, can be filtered, and links a line to its thread', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    await openLogs(page);
    const log = page.getByRole('log');
    await log.getByText('listening').waitFor();
    const client = await httpClient(await app.server('cursor'), { name: 'Cursor' });
    await log.getByText('session-opened').waitFor();
    await page.getByRole('combobox', { name: 'Log level from now on' }).click();
    await page.getByRole('option', { name: 'Log everything' }).click();
    await eventually(async () => (await stateOf(page)).logLevel === 'debug');
    await client.codex({ prompt: 'hello', cwd: home.folder });
    await log.getByText('engine-event').first().waitFor();

    await page.getByRole('button', { name: 'Regular expression' }).click();
    await page.getByLabel('Search lines').fill('^\\S+ info call-(started|ended)');
    await page.getByText(/^\d+ of [\d,]+ lines$/).waitFor();
    await expect.poll(() => log.getByText('engine-event').count()).toBe(0);
    await log.getByText('call-ended').last().click();
    await page.getByRole('button', { name: 'Open thread' }).click();
    await page.getByRole('heading', { name: 'hello' }).waitFor();
    await command(page, 'set-log-level', { level: 'info' });
  });

  test('is not frozen by a pattern that never ends', async ({ page }) => {
    await openLogs(page);
    await page.getByRole('log').getByRole('button').first().waitFor();
    await page.getByRole('button', { name: 'Regular expression' }).click();
    await page.getByLabel('Search lines').fill('^(([\\w:.=-]+\\s?)+)+#$');
    await page.getByText(/^This regular expression takes too long/).waitFor();
    await page.getByLabel('Search lines').fill('listening');
    await page.getByRole('log').getByText('listening').waitFor();
  });

  test('goes into a diagnostics bundle, which is shown before it is saved', async ({ home, app, page }) => {
    await openLogs(page);
    const file = path.join(home.root, 'saved.zip');
    // A native dialog cannot be clicked.
    await app.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    }, file);
    await page.getByRole('button', { name: 'Diagnostics…' }).click();
    await page.getByRole('button', { name: /^doctor.txt/ }).click();
    await page.getByText(/^ok\s+Folder/).waitFor();
    await page.getByRole('button', { name: 'Save…' }).click();
    await page.getByText(`Saved as ${file}`).waitFor();
    const names = Object.entries(unzipSync(fs.readFileSync(file))).map(([name, bytes]) => {
      return `${path.basename(name)} ${strFromU8(bytes).length > 0}`;
    });
    expect(names).toEqual(
      expect.arrayContaining(['doctor.txt true', 'versions.json true', 'config.toml true']),
    );
  });
});

describe('health', () => {
  test('is checked when the person asks for it', async ({ page }) => {
    await page.getByRole('button', { name: /^Settings/ }).click();
    await page.getByRole('button', { name: 'Check everything' }).click();
    const checks = page.getByRole('table', { name: 'Checks' });
    await checks.getByText('a command that may only read could not write').waitFor();
    await checks.getByText(/^Patchbay serves http/).waitFor();
    expect(await checks.getByRole('img', { name: 'Failed' }).count()).toBe(0);
  });
});

describe('a thread of an earlier run', () => {
  test('shows its questions and who decided them', async ({ home, app, page, httpClient }) => {
    const client = await httpClient(await app.server('toucher'), { name: 'Cursor' });
    const prompt = script('Touch a file', { exec: { cmd: 'touch made.txt' } }, { text: 'done' });
    const called = client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    await page.getByRole('button', { name: 'Deny', exact: true }).click();
    await called;
    await app.restart();

    const later = await app.page();
    await later.getByRole('button', { name: /^Threads/ }).click();
    await later.getByRole('button', { name: /Touch a file/ }).click();
    await later.getByText('Denied in the window').first().waitFor();
  });
});
