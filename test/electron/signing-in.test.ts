// The person signs in to the engine from the settings, with a browser and with a code on another device.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import { describe } from 'vitest';
import { command, stateOf } from '../support/app.ts';
import { test as base, expect } from '../support/app-fixtures.ts';
import { DEVICE_CODE, EMAIL, type FakeIssuer, startFakeIssuer } from '../support/fake-issuer.ts';
import { keepPicture } from '../support/pictures.ts';
import { eventually } from '../support/processes.ts';

interface SignInFixtures {
  issuer: FakeIssuer;
  /** The settings of an app that needs an account and has none. */
  settings: Page;
}

const test = base.extend<SignInFixtures>({
  issuer: async ({ home }, use) => {
    const issuer = await startFakeIssuer(home.makeFolder('issuer'));
    await use(issuer);
    await issuer.close();
  },

  settings: async ({ home, issuer, start }, use) => {
    const config = path.join(home.codexHome, 'config.toml');
    const text = fs.readFileSync(config, 'utf8');
    fs.writeFileSync(config, text.replace('requires_openai_auth = false', 'requires_openai_auth = true'));
    const app = await start({ env: issuer.env });
    const page = await app.page();
    await page.getByRole('button', { name: 'Settings' }).first().click();
    await page.getByRole('button', { name: 'Sign in with ChatGPT' }).waitFor();
    await use(page);
  },
});

/** What the browser does when the person has answered on the service's page. */
async function comeBack(page: Page, answer: Record<string, string>): Promise<void> {
  const url = await eventually(async () => {
    const { account } = await stateOf(page);
    return account.kind === 'signing-in' && account.url;
  });
  const { searchParams } = new URL(url);
  const back = new URL(searchParams.get('redirect_uri') ?? '');
  back.search = new URLSearchParams({ ...answer, state: searchParams.get('state') ?? '' }).toString();
  await fetch(back);
}

describe('signing in', () => {
  test('in the browser shows the address first, then who is signed in and how much of the limit is used', async ({
    settings: page,
  }) => {
    await page.getByRole('button', { name: 'Sign in with ChatGPT' }).click();
    await page.getByText(/^https:\/\/auth\.openai\.com\/oauth\/authorize\?/).waitFor();
    await comeBack(page, { code: 'code' });

    await page.getByText(`Signed in as ${EMAIL} (plus)`).waitFor();
    await page
      .getByRole('contentinfo')
      .getByText(/^42% of your limit used/)
      .waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in with ChatGPT' }).waitFor();
  });

  test('that was refused says so, and can be retried or cancelled', async ({ settings: page }) => {
    await page.getByRole('button', { name: 'Sign in with ChatGPT' }).click();
    await comeBack(page, { error: 'access_denied', error_description: 'Not this time' });
    await page.getByText(/Not this time/).waitFor();

    await page.getByRole('button', { name: 'Sign in with ChatGPT' }).click();
    await page.getByText('Waiting for you to sign in with the browser…').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Sign in with ChatGPT' }).waitFor();
    expect((await stateOf(page)).account.kind).toBe('signed-out');
  });

  test('on another device shows a code, and ends once it was entered there', async ({
    issuer,
    settings: page,
  }) => {
    await page.getByRole('button', { name: 'With a code on another device' }).click();
    await page.getByText(DEVICE_CODE).waitFor();
    await keepPicture(page, 'electron-device-code');
    issuer.enterCode();
    await page.getByText(`Signed in as ${EMAIL} (plus)`).waitFor();

    issuer.fail(true);
    await command(page, 'restart-engine', {});
    await page.getByText('Codex could not say who is signed in.').waitFor();
    issuer.fail(false);
    const signedIn = page.getByText(`Signed in as ${EMAIL} (plus)`).waitFor();
    // It may have been looked at again meanwhile.
    await Promise.any([page.getByRole('button', { name: 'Try again' }).click(), signedIn]);
    await signedIn;
  });
});
