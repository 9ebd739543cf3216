// Somebody breaks config.toml while Patchbay runs.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { expect, test } from '../support/app-fixtures.ts';
import { eventually } from '../support/processes.ts';

describe('a config.toml that is broken', () => {
  test('is named with its line on every page, opens there in the editor, and the notice goes once it is fixed', async ({
    home,
    start,
  }) => {
    const told = path.join(home.root, 'told');
    const editor = path.join(home.root, 'vim');
    fs.writeFileSync(editor, `#!/bin/sh\necho "$@" > ${told}\n`, { mode: 0o755 });
    const app = await start({ settings: { editor } });
    const page = await app.page();
    await page.getByRole('button', { name: 'Skip for now' }).click();
    await app.server();
    const config = path.join(home.codexHome, 'config.toml');
    const good = fs.readFileSync(config, 'utf8');
    fs.writeFileSync(config, `broken =\n${good}`);

    await page
      .getByText(
        /^config\.toml line 1: .+ Codex cannot start or resume threads until it is fixed\. Remotes still use the version from \d+:\d\d(.[AP]M)?\.$/,
      )
      .waitFor();
    await page.getByRole('button', { name: 'Open at line 1' }).click();
    await eventually(() => fs.existsSync(told) && fs.readFileSync(told, 'utf8') === `+1 ${config}\n`);

    fs.writeFileSync(config, good);
    await page.getByRole('button', { name: 'Open at line 1' }).waitFor({ state: 'detached' });
    expect(await page.getByText(/config\.toml line 1/).count()).toBe(0);
  });
});
