// Signing in to a remote in the real app: by the page of the remote, refused, in memory and in a file, expired, out.
import fs from 'node:fs';
import type { Page } from 'playwright';
import { describe } from 'vitest';
import { stateOf, type TestApp } from '../support/app.ts';
import { expect, test } from '../support/app-fixtures.ts';
import { startOAuthLab } from '../support/authorization-server.ts';
import { callEcho, prepareLab, secretsFileOf } from '../support/oauth-fixtures.ts';
import { textOf } from '../support/patchbay.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const statusOf = async (page: Page) => (await stateOf(page)).remotes.find(({ name }) => name === 'lab');

/** From now on the test is the browser. */
async function takeBrowser({ app }: TestApp): Promise<() => Promise<string>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
  });
  return () =>
    eventually(() => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.shift()));
}

describe('a remote that needs a sign-in', () => {
  test('is signed in to and out of on its page, and the person is told when it is needed again', async ({
    desktop,
    home,
    start,
    httpClient,
  }) => {
    const lab = await startOAuthLab();
    try {
      prepareLab(home, lab);
      // No keychain on this desktop, and no file wanted so far.
      const app = await start({ settings: { secrets: {} } });
      const opened = await takeBrowser(app);
      const page = await app.page();
      await page.getByRole('button', { name: 'Skip for now' }).click();
      await page.getByRole('button', { name: /^Remotes/ }).click();
      await page.getByRole('button', { name: /^lab/ }).click();
      await button(page, 'Connect').click();
      await button(page, 'Connect now').click();
      await eventually(async () => (await statusOf(page))?.status.kind === 'needs-sign-in');

      // Refused in the browser.
      lab.callback['code'] = undefined;
      lab.callback['error'] = 'access_denied';
      await button(page, 'Sign in').click();
      await (await fetch(await opened())).text();
      await page
        .getByText(/was refused in the browser/)
        .first()
        .waitFor();
      delete lab.callback['code'];
      delete lab.callback['error'];

      await button(page, 'Sign in').click();
      await (await fetch(await opened())).text();
      await eventually(async () => (await statusOf(page))?.signIn?.kind === 'signed-in');
      const client = await httpClient(await app.server());
      await eventually(async () => textOf((await callEcho(client)) as never) === 'hello');
      expect(fs.existsSync(secretsFileOf(home))).toBe(false);

      // One click lets it be kept.
      await page.getByRole('tab', { name: 'About' }).click();
      await keepPicture(page, 'sign-in-memory');
      await button(page, 'Keep sign-ins in a file').click();
      await eventually(async () => (await stateOf(page)).settings.secrets.store === 'file');
      await callEcho(client);
      await eventually(() => fs.existsSync(secretsFileOf(home)));
      expect(fs.statSync(secretsFileOf(home)).mode & 0o777).toBe(0o600);

      // It ends for good while nobody looks.
      lab.expireAll();
      lab.tokenError = { status: 400, body: { error: 'invalid_grant' } };
      await app.app.evaluate(({ BrowserWindow }) => {
        for (const window of BrowserWindow.getAllWindows()) window.destroy();
      });
      await eventually(() => app.app.windows().length === 0);
      await callEcho(client);
      const shown = await eventually(() =>
        desktop.bus.notifications.find(({ title }) => title.startsWith('lab')),
      );
      expect(shown.title).toBe('lab wants you to sign in');
      lab.tokenError = undefined;
      desktop.bus.press(shown);
      await eventually(() => app.app.windows().length === 1);
      const again = await app.page();
      await button(again, 'Sign in').click();
      await (await fetch(await opened())).text();
      await eventually(async () => textOf((await callEcho(client)) as never) === 'hello');

      await again.getByRole('tab', { name: 'About' }).click();
      await button(again, 'Sign out').click();
      await eventually(async () => (await statusOf(again))?.signIn?.kind === 'none');
      await eventually(() => lab.valid.size === 0);
      const seen = JSON.stringify(await stateOf(again)) + (await again.content());
      for (const secret of lab.secrets) expect(seen.includes(secret)).toBe(false);
    } finally {
      await lab.close();
    }
  });
});
