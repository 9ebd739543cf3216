import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { script } from '../support/fake-model.ts';
import { expect, test } from '../support/hosts.ts';
import { type Place, runPatchbay } from '../support/patchbay.ts';
import { enginesOf, eventually } from '../support/processes.ts';
import { bearer, initializeRequest, send } from '../support/raw-http.ts';

describe('patchbay status', () => {
  test('says that nothing is running, with exit code 1', async ({ home }) => {
    const { code, stdout } = await runPatchbay(home, ['status']);
    expect(code).toBe(1);
    expect(stdout).toContain(`No Patchbay serves ${home.patchbayHome}`);
    const json = await runPatchbay(home, ['status', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toEqual({ running: false });
  });

  test('counts no session whose initialize was refused', async ({ http, home }) => {
    const server = await http();
    const headers = { ...bearer(server.token), Accept: 'application/json' };
    const refused = await send(server.url, { method: 'POST', headers, body: initializeRequest() });
    expect(refused.status).toBe(406);
    expect((await statusOf(home)).sessions).toEqual([]);
  });

  test('shows host, engine, sessions, threads and questions', async ({ http, home, httpClient, stdio }) => {
    const server = await http();
    const overHttp = await httpClient(server, { name: 'over-http', onElicit: () => new Promise(() => {}) });
    await stdio({ name: 'over-stdio' });
    const before = await statusOf(home);
    expect(before).toMatchObject({
      running: true,
      pid: server.child.pid,
      version: JSON.parse(fs.readFileSync('package.json', 'utf8')).version,
      url: server.url,
      runningThreads: [],
      waitingApprovals: 0,
    });
    expect(before.engine).toBeUndefined();
    expect(Date.now() - Date.parse(before.startedAt)).toBeLessThan(30_000);

    const stop = new AbortController();
    const prompt = script({ exec: { cmd: 'true', escalate: true } });
    const call = overHttp.codex({ prompt, cwd: home.folder }, { signal: stop.signal });
    call.catch(() => undefined);
    const status = await eventually(async () => {
      const now = await statusOf(home);
      return now.waitingApprovals === 1 && now.sessions.length === 2 && now;
    });
    expect(status.engine).toEqual({ pid: enginesOf(home.root)[0]?.pid, version: '0.169.0' });
    expect(status.runningThreads).toMatchObject([{ cwd: home.folder, isExposed: false }]);
    const byName = new Map(status.sessions.map((session: never) => [session['client']['name'], session]));
    expect(byName.get('over-http')).toMatchObject({ principal: 'default', transport: 'http' });
    expect(byName.get('over-stdio')).toMatchObject({ principal: 'local', transport: 'relay' });

    const { code, stdout } = await runPatchbay(home, ['status']);
    expect(code).toBe(0);
    expect(stdout).toContain(`${server.url} (process ${server.child.pid}, for `);
    expect(stdout).toContain('over-stdio 1.0.0, local, relay');
    expect(stdout).toContain('Waiting questions: 1');
    stop.abort();
    await eventually(async () => (await statusOf(home)).runningThreads.length === 0);
  });

  test('forgets sessions that have ended', async ({ http, home, httpClient, stdio }) => {
    const server = await http();
    const clients = [await httpClient(server), await stdio()];
    // A client on stdio is answered before its relay has reached the host.
    await eventually(async () => (await statusOf(home)).sessions.length === 2);
    await Promise.all(clients.map((client) => client.close()));
    await eventually(async () => (await statusOf(home)).sessions.length === 0);
  });

  test('says so when the host does not answer', async ({ http, home }) => {
    const { child } = await http();
    child.kill('SIGSTOP');
    try {
      const { code, stderr } = await runPatchbay(home, ['status']);
      expect(code).toBe(1);
      expect(stderr).toContain('does not answer');
    } finally {
      child.kill('SIGCONT');
    }
  });

  test('is about one PATCHBAY_HOME, in any spelling', async ({ http, home }) => {
    await http();
    const link = path.join(home.root, 'link');
    fs.symlinkSync(home.patchbayHome, link);
    const linked = { ...home, env: { ...home.env, PATCHBAY_HOME: link } };
    expect(await statusOf(linked)).toBeDefined();
    const other = { ...home, env: { ...home.env, PATCHBAY_HOME: path.join(home.root, 'another') } };
    expect(await statusOf(other)).toBeUndefined();
  });
});

/** What the command prints; undefined when nothing runs. */
// biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
async function statusOf(home: Place): Promise<any> {
  const { code, stdout } = await runPatchbay(home, ['status', '--json']);
  return code === 0 ? JSON.parse(stdout) : undefined;
}
