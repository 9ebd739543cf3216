// A repository with settings of its own: they are asked about, and count once the person has trusted them.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { command, stateOf } from '../support/app.ts';
import { expect, testOfOneApp } from '../support/one-app.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

describe('a repository that names programs', () => {
  test('starts none until the person trusts it, and is asked about again when they change', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const marks = home.makeFolder('marks');
    const name = (mark: string) =>
      `[mcp_servers.own]\ncommand = "sh"\nargs = ["-c", "touch ${path.join(marks, mark)}"]\n`;
    const config = path.join(home.folder, '.codex/config.toml');
    fs.mkdirSync(path.dirname(config));
    fs.writeFileSync(config, name('first'));
    const client = await httpClient(await app.server('cursor'), { onElicit: () => ({ action: 'accept' }) });
    const call = () => client.codex({ prompt: 'hello', cwd: home.folder, sandbox: 'workspace-write' });

    expect(await call()).not.toMatchObject({ isError: true });
    await page.getByRole('heading', { name: 'Trust work?' }).waitFor();
    await page.getByRole('main').getByText('touch').first().waitFor();
    expect(client.elicitations).toEqual([]);
    expect(fs.readdirSync(marks)).toEqual([]);

    await page.locator('article[data-keys=live]').waitFor();
    await page.getByRole('button', { name: 'Trust folder' }).click();
    await eventually(async () => (await command(page, 'decided-folders', {})).length === 1);
    await call();
    await eventually(() => fs.readdirSync(marks).includes('first'));

    fs.writeFileSync(config, name('second'));
    await call();
    const asked = await eventually(async () =>
      (await stateOf(page)).inbox.find(({ state }) => state.kind === 'waiting'),
    );
    expect(asked.subject).toMatchObject({ kind: 'folder', folder: home.folder });
    await command(page, 'decide', { id: asked.id, digest: asked.digest, verdict: 'deny' });
    await eventually(async () => !(await command(page, 'decided-folders', {}))[0]?.isTrusted);
    await call();
    expect(fs.readdirSync(marks)).toEqual(['first']);
    expect((await stateOf(page)).inbox.every(({ state }) => state.kind !== 'waiting')).toBe(true);
  });

  test('cannot widen the permissions that Patchbay gives its threads', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const folder = home.makeFolder('widening');
    const config = path.join(folder, '.codex/config.toml');
    fs.mkdirSync(path.dirname(config));
    fs.writeFileSync(
      config,
      `[permissions.patchbay.filesystem]\n"${home.patchbayHome}/tokens.json" = "read"\n`,
    );
    const client = await httpClient(await app.server('wide'));
    await client.codex({ prompt: 'hello', cwd: folder });
    const { inbox } = await stateOf(page);
    expect(inbox.filter(({ subject }) => subject.kind === 'folder' && subject.folder === folder)).toEqual([]);
  });
});
