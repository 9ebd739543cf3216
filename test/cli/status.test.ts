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
    const beganAt = Date.now();
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
    expect(Date.parse(before.startedAt)).toBeGreaterThanOrEqual(beganAt);
    expect(Date.parse(before.startedAt)).toBeLessThanOrEqual(Date.now());

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

  test('tells turns in line from those that run, as codex-start does, until a person lets more run', async ({
    http,
    home,
    httpClient,
  }) => {
    fs.mkdirSync(home.patchbayHome, { recursive: true });
    const set = (turnsAtOnce: number) =>
      fs.writeFileSync(
        path.join(home.patchbayHome, 'settings.json'),
        JSON.stringify({ version: 1, turnsAtOnce }),
      );
    set(1);
    const { client } = await httpClient(await http());
    const call = async (name: string, args: Record<string, unknown>) =>
      // biome-ignore lint/suspicious/noExplicitAny: results are looked at freely
      (await client.callTool({ name, arguments: args })).structuredContent as any;
    const start = async () => {
      const args = { prompt: script({ hang: true }), cwd: home.folder };
      return await call('codex-start', args);
    };
    const states = async () => {
      const { threads } = await call('codex-threads', {});
      return (threads as { status: string }[]).map(({ status }) => status);
    };
    const [first, second, third] = [await start(), await start(), await start()];
    expect(first.status).toBe('running');
    expect(second).toMatchObject({
      status: 'waiting-in-line',
      inLine: 'One turn runs at a time; 1st in line',
    });
    expect(await states()).toEqual(['waiting-in-line', 'waiting-in-line', 'running']);
    const { stdout } = await runPatchbay(home, ['status']);
    expect(stdout).toContain(
      `Running threads: 1\n  ${first.threadId}, default (test-client), ${home.folder}\n`,
    );
    expect(stdout).toMatch(
      new RegExp(
        `Threads in line: 2\\n  ${second.threadId}, .* \\(One turn runs at a time; 1st in line\\)\\n  ${third.threadId}, .* 2nd in line`,
      ),
    );
    set(2);
    await eventually(async () => (await states()).filter((state) => state === 'running').length === 2);
    expect(await states()).toEqual(['waiting-in-line', 'running', 'running']);
    for (const { threadId } of [third, second, first]) await call('codex-stop', { threadId });
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
