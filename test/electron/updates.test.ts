// Newer versions as a person meets them: in About, in the tray, and when a newer Patchbay is started while an older one
// runs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { describe, onTestFinished } from 'vitest';
import { CHROMIUM_WORDS, command, electronCommand, stateOf, WINDOW_WAIT_MS } from '../support/app.ts';
import { expect, test as testAlone } from '../support/app-fixtures.ts';
import { answerDialogs } from '../support/dialogs.ts';
import { script } from '../support/fake-model.ts';
import { statusOf } from '../support/hosts.ts';
import { testOfOneApp } from '../support/one-app.ts';
import { copyAsVersion, setVersion } from '../support/other-version.ts';
import { allGone, eventually } from '../support/processes.ts';
import { latest, startFeed } from '../support/update-feed.ts';

const test = testOfOneApp();

describe('a feed', () => {
  test('is asked once its address is set; a newer version is offered, an older one and silence are not reported', async ({
    app: _,
    desktop,
    home,
    page,
  }) => {
    const feed = await startFeed();
    onTestFinished(() => feed.close().catch(() => undefined));
    feed.files.set('/latest-linux.yml', latest('99.0.0'));
    await page.getByRole('button', { name: /^Settings/ }).click();
    const about = page.getByRole('region', { name: 'About' });
    await about.getByText('Patchbay does not look for newer versions.').waitFor();
    expect(await about.getByRole('switch', { name: 'Look for newer versions' }).isEnabled()).toBe(false);

    const field = about.getByLabel('Update feed');
    for (const refused of ['http://example.com/', 'https://me:secret@example.com/', 'file:///etc/']) {
      await field.fill(refused);
      await about.getByRole('button', { name: 'Save' }).click();
      await about.getByText(/an https address without a query/).waitFor();
    }
    await field.fill(feed.url);
    await about.getByRole('button', { name: 'Save' }).click();
    await about.getByText('Version 99.0.0 is available. Get it where you got this one.').waitFor();
    await desktop.bus.entry('99.0.0 is there…');

    feed.files.set('/latest-linux.yml', latest('0.0.1'));
    await command(page, 'look-for-update', {});
    await about.getByText(/^No newer version \(/).waitFor();
    await eventually(async () => {
      const labels = (await desktop.bus.entries()).map(({ label }) => label);
      return labels.length > 0 && labels.every((label) => !label.includes('is there'));
    });

    await feed.close();
    for (let look = 0; look < 2; look += 1) await about.getByRole('button', { name: 'Look now' }).click();
    await about.getByText('It is not known whether there is a newer version.').waitFor();
    await command(page, 'look-for-update', {});
    expect((await stateOf(page)).notices).toEqual([]);
    expect(await page.getByRole('alert').count()).toBe(0);
    const logs = path.join(home.patchbayHome, 'logs');
    const lines = fs
      .readdirSync(logs)
      .flatMap((name) => fs.readFileSync(path.join(logs, name), 'utf8').split('\n'));
    expect(lines.filter((line) => line.includes('update-not-looked-for'))).toHaveLength(1);

    const asked = feed.asked.length;
    await about.getByRole('switch', { name: 'Look for newer versions' }).click();
    await about.getByText('Patchbay does not look for newer versions.').waitFor();
    expect(feed.asked.length).toBe(asked);
    expect(new Set(feed.asked)).toEqual(new Set(['/latest-linux.yml']));
  });
});

describe('a newer version', () => {
  testAlone(
    'waits for turns, and takes over in order when it is started beside the older one',
    async ({ desktop, home, httpClient, model, start }) => {
      const [older, newer] = [path.join(home.root, 'older'), path.join(home.root, 'newer')];
      copyAsVersion(older, '1.1.0');
      copyAsVersion(newer, '1.2.0');
      const app = await start({ program: older });
      const page = await app.page();
      const client = await httpClient(await app.server());
      const called = client.codex({ prompt: script({ hang: true }), cwd: home.folder });
      called.catch(() => undefined);
      await eventually(() => model.openAnswers() > 0);

      // The newer one is started, and the person keeps the older one.
      const asked = await answerDialogs(app, 'Cancel');
      const refused = startBeside(newer);
      expect(await refused.ended).toBe(0);
      expect(await asked()).toMatchObject([
        { message: 'Patchbay 1.2.0 was started and waits for this one. 1 turn is running.' },
      ]);
      expect(await statusOf(home)).toMatchObject({ version: '1.1.0', runningThreads: [{}] });

      // The files of the older one are replaced, and the person wants that version.
      setVersion(older, '1.1.1');
      await command(page, 'look-for-update', {});
      await page.getByRole('button', { name: 'Skip for now' }).click();
      await page.getByRole('button', { name: /^Settings/ }).click();
      const about = page.getByRole('region', { name: 'About' });
      await about.getByText('Version 1.1.1 is available. Restart to update.').waitFor();
      await about.getByRole('button', { name: 'Restart' }).click();
      await about.getByText('1.1.1 is ready. Patchbay restarts when no turn is running.').waitFor();
      await about.getByRole('button', { name: 'Not now' }).click();
      await about.getByRole('button', { name: 'Restart' }).click();
      await about.getByRole('button', { name: 'Not now' }).waitFor();
      expect(await statusOf(home)).toMatchObject({ version: '1.1.0', runningThreads: [{}] });
      const [thread] = (await stateOf(page)).threads;
      const ended = once(app.app.process(), 'exit');
      // The app may be gone before it has answered.
      await command(page, 'stop-turn', { threadId: thread?.id ?? '' }).catch(() => undefined);
      await ended;
      const restarted = await eventually(() => running('1.1.1'), { withinMs: WINDOW_WAIT_MS });

      // No turn runs now: the older one gives way at once, and the newer one serves.
      const beside = startBeside(newer);
      const host = await eventually(() => running('1.2.0'), { withinMs: WINDOW_WAIT_MS });
      expect(host.pid).toBe(beside.child.pid);
      expect(host.pid).not.toBe(restarted.pid);
      beside.child.kill('SIGTERM');
      await beside.ended;
      await allGone(home.root);

      function startBeside(program: string) {
        const electron = electronCommand(program);
        const child = spawn(electron.program, [...electron.words, ...CHROMIUM_WORDS, '--hidden'], {
          env: { ...home.env, ...desktop.env, PATCHBAY_APP_OPTIONS: '{}' },
          cwd: home.folder,
          stdio: 'ignore',
        });
        onTestFinished(() => void child.kill('SIGKILL'));
        return { child, ended: once(child, 'exit').then(([code]) => code as number | null) };
      }

      async function running(version: string) {
        const status = await statusOf(home);
        return status?.version === version && (status as { pid: number });
      }
    },
  );
});
