// How the app starts: from a terminal, from a dock without the shell's variables, on a desktop without a tray.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { CHROMIUM_WORDS, command, electronCommand, startApp, stateOf } from '../support/app.ts';
import { expect, test } from '../support/app-fixtures.ts';
import { startDesktop } from '../support/desktop.ts';
import type { TestHome } from '../support/home.ts';
import { enginesOf, eventually } from '../support/processes.ts';

/** A login shell whose files say this before they do as they are told. */
function makeShell(home: TestHome, says: string): string {
  const file = path.join(home.root, 'shell');
  fs.writeFileSync(file, `#!/bin/sh\n${says}\neval "$2"\n`, { mode: 0o755 });
  return file;
}

describe('the app', () => {
  test('started from a dock asks the login shell for missing variables, and again on request', async ({
    home,
    start,
  }) => {
    const shell = makeShell(home, 'export FROM_SHELL=first PATH="$PATH:/from/shell"; echo welcome');
    const app = await start({ isFromDock: true, env: { SHELL: shell } });
    const page = await app.page();
    await app.server();
    const { environment } = await stateOf(page);
    expect(environment).toMatchObject({
      kind: 'shell',
      shell,
      added: expect.arrayContaining(['FROM_SHELL']),
    });
    expect(environment).toMatchObject({ path: expect.stringMatching(/:\/from\/shell$/) });
    await eventually(() => engineVariables(home).includes('FROM_SHELL=first'));

    makeShell(home, 'export FROM_SHELL=second');
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByText(/FROM_SHELL/).waitFor();
    await page.getByRole('button', { name: 'Reload environment' }).click();
    await eventually(() => engineVariables(home).includes('FROM_SHELL=second'));
  });

  test('waits five seconds for a login shell that does not answer, and runs without it', async ({
    home,
    start,
  }) => {
    const app = await start({ isFromDock: true, env: { SHELL: makeShell(home, 'sleep 60') } });
    const page = await app.page();
    await eventually(async () => (await stateOf(page)).server.kind === 'running');
    expect((await stateOf(page)).environment).toMatchObject({
      kind: 'failed',
      message: 'it did not answer within 5 s',
    });
  });

  test('opens its window at once when started without options', async ({ desktop, home }) => {
    const { program, words } = electronCommand();
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), '{"version":1,"port":0}');
    const app = spawn(
      program,
      [...words, ...CHROMIUM_WORDS, '--password-store=basic', '--remote-debugging-port=0'],
      {
        env: { ...home.env, ...desktop.env, PATCHBAY_APP_OPTIONS: '{}' },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let said = '';
    app.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const host = await eventually(() => /DevTools listening on ws:\/\/([^/]+)/.exec(said)?.[1]);
    await eventually(async () => {
      const targets = (await (await fetch(`http://${host}/json/list`)).json()) as {
        title: string;
        url: string;
      }[];
      return targets.some(({ url, title }) => url.startsWith('app://patchbay/') && title === 'Patchbay');
    });
    const ended = once(app, 'exit');
    app.kill('SIGTERM');
    await ended;
  });

  test('minimises its window if there is no tray, says so once, and comes back', async ({ home }) => {
    const desktop = await startDesktop({ hasTray: false });
    const app = await startApp(home, desktop, { env: { XDG_CURRENT_DESKTOP: 'GNOME' } });
    try {
      const page = await app.page();
      const isMinimised = () =>
        app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized() === true);
      const close = () => app.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      const startAgain = async () => {
        const { program, words } = electronCommand();
        await once(spawn(program, words, { env: { ...home.env, ...desktop.env }, stdio: 'ignore' }), 'exit');
        await eventually(async () => !(await isMinimised()));
      };
      await close();
      await eventually(isMinimised);
      await startAgain();
      await page.getByText(/Patchbay keeps running\. This desktop shows no tray icon/).waitFor();
      await close();
      await eventually(isMinimised);
      expect((await stateOf(page)).notices).toHaveLength(1);
      await startAgain();

      const ended = once(app.app.process(), 'exit');
      await command(page, 'quit', {}).catch(() => undefined);
      await ended;
    } finally {
      await app.stop();
      await desktop.close();
    }
  });
});

/** What the engine was started with; empty while none runs. */
function engineVariables(home: TestHome): string[] {
  return enginesOf(home.root).flatMap(({ pid }) => {
    try {
      return fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    } catch {
      // One that only looks at config.toml has ended meanwhile.
      return [];
    }
  });
}
