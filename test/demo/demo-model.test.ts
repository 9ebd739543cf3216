/**
 * The demo as a person meets it: the real engine, the demo model and the demo's folders together.
 * Threads are started as Patchbay does for a call that names no policy: in a folder that is not trusted.
 */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoHome, prepareDemoHome } from '../../server/demo/demo-home.ts';
import { startDemoModel } from '../../server/demo/model.ts';
import { folderOfHomes } from '../support/home.ts';
import { type Json, type JsonLinesPeer, startPeer } from '../support/json-lines-peer.ts';

type Decision = 'accept' | 'decline';

interface TurnReport {
  status: string;
  error: { message: string } | null;
  /** The last message of the model. */
  answer: string;
  /** In how many pieces the messages came. */
  deltas: number;
  /** The questions that the engine asked, by their method. */
  asked: string[];
  /** The changes of all patches, as shown to the person. */
  changes: { path: string; kind: { type: string }; diff: string }[];
}

describe('the demo model drives the real engine', () => {
  let directory: string;
  let model: Awaited<ReturnType<typeof startDemoModel>>;
  let home: DemoHome;
  let engine: JsonLinesPeer;
  let decision: Decision = 'accept';

  beforeAll(async () => {
    // Not the temporary folder: the engine refuses a CODEX_HOME there.
    directory = await mkdtemp(path.join(folderOfHomes(), '.patchbay-test-'));
    model = await startDemoModel();
    home = await prepareDemoHome({ directory, baseUrl: model.baseUrl });
    engine = startPeer({
      command: await nativeEngine(),
      args: ['app-server'],
      cwd: home.scratch,
      env: { ...withoutCodexVariables(process.env), CODEX_HOME: home.codexHome, RUST_LOG: 'error' },
      onRequest: () => ({ decision }),
    });
    await engine.request('initialize', {
      clientInfo: { name: 'patchbay-test', title: 'Patchbay test', version: '0' },
      capabilities: { experimentalApi: true, requestAttestation: false },
    });
    engine.notify('initialized');
  });

  afterAll(async () => {
    await engine?.close();
    await model?.close();
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });

  async function startThread(cwd: string, policy: Json = {}): Promise<string> {
    const config = { projects: { [cwd]: { trust_level: 'untrusted' } } };
    const { thread } = await engine.request('thread/start', { cwd, config, ...policy });
    return thread.id;
  }

  async function say(threadId: string, text: string, answerWith: Decision = 'accept'): Promise<TurnReport> {
    decision = answerWith;
    const { turn } = await engine.request('turn/start', { threadId, input: [{ type: 'text', text }] });
    const end = await engine.find((m) => m.method === 'turn/completed' && m.params.turn.id === turn.id);
    const own = engine.messages.filter((m) => m.params?.turnId === turn.id);
    const completed = own.filter((m) => m.method === 'item/completed').map((m) => m.params.item);
    const started = own.filter((m) => m.method === 'item/started').map((m) => m.params.item);
    return {
      status: end.params.turn.status,
      error: end.params.turn.error,
      answer: completed.findLast((item) => item.type === 'agentMessage')?.text ?? '',
      deltas: own.filter((m) => m.method === 'item/agentMessage/delta').length,
      asked: own.filter((m) => m.id !== undefined).map((m) => m.method ?? ''),
      changes: started.filter((item) => item.type === 'fileChange').flatMap((item) => item.changes),
    };
  }

  const readReadme = () => readFile(path.join(home.scratch, 'README.md'), 'utf8');

  it('introduces itself word by word and says what else can be tried', async () => {
    const report = await say(await startThread(home.scratch), 'Hi, who are you?');
    expect(report).toMatchObject({ status: 'completed', asked: [], changes: [] });
    expect(report.answer).toMatch(/demo model.*\*\*run\*\*.*\*\*write\*\*.*\*\*fail\*\*/s);
    expect(report.deltas).toBeGreaterThan(20);
  });

  it('reacts to whole words only', async () => {
    const report = await say(await startThread(home.scratch), 'The latest rerun was terrorless, unaddressed');
    expect(report).toMatchObject({ asked: [], answer: expect.stringContaining("Patchbay's demo model") });
  });

  it.each([
    { policy: 'no policy named', params: {} },
    { policy: 'on-request', params: { approvalPolicy: 'on-request', sandbox: 'workspace-write' } },
  ])('asks to run a command and reports what an approved one printed ($policy)', async ({ params }) => {
    const report = await say(await startThread(home.scratch, params), 'Please RUN something.');
    expect(report).toMatchObject({ status: 'completed', asked: ['item/commandExecution/requestApproval'] });
    expect(report.answer).toContain('The command ran and ended with exit code 0');
    expect(report.answer).toContain('Hello from the demo model');
    expect(report.answer).toContain('hello.mjs');
  });

  it('says when a command was denied', async () => {
    const report = await say(await startThread(home.scratch), 'Does the test pass?', 'decline');
    expect(report).toMatchObject({ status: 'completed', asked: ['item/commandExecution/requestApproval'] });
    expect(report.answer).toBe('The command did not run: it was denied.');
  });

  it('changes the README after approval, a second time as well', async () => {
    const thread = await startThread(home.scratch);
    for (const prompt of ['Add a line to the readme', 'change it again']) {
      const before = await readReadme();
      const report = await say(thread, prompt);
      expect(report).toMatchObject({ status: 'completed', asked: ['item/fileChange/requestApproval'] });
      expect(report.changes).toMatchObject([{ path: path.join(home.scratch, 'README.md') }]);
      expect(report.answer).toBe('The change is made: see `README.md`.');
      const after = await readReadme();
      expect(after.split('\n')).toHaveLength(before.split('\n').length + 1);
      expect(after.match(/the demo model was here/g)?.length).toBe(
        (before.match(/the demo model was here/g)?.length ?? 0) + 1,
      );
    }
  });

  it('leaves the README unchanged and says so when the patch was denied', async () => {
    const before = await readReadme();
    const report = await say(await startThread(home.scratch), 'write a note', 'decline');
    expect(report).toMatchObject({ status: 'completed', asked: ['item/fileChange/requestApproval'] });
    expect(report.answer).toBe('Nothing was changed: the change was denied.');
    expect(await readReadme()).toBe(before);
  });

  it("adds its own file when the README is not the demo's", async () => {
    const cwd = path.join(directory, 'elsewhere');
    await mkdir(cwd);
    await writeFile(path.join(cwd, 'README.md'), '# Not yours\n');
    const thread = await startThread(cwd);
    for (const name of ['patchbay-demo.md', 'patchbay-demo-2.md', 'patchbay-demo-3.md']) {
      const report = await say(thread, 'write');
      expect(report).toMatchObject({ status: 'completed', asked: ['item/fileChange/requestApproval'] });
      expect(report.changes).toMatchObject([{ kind: { type: 'add' } }]);
      expect(report.answer).toBe(`The change is made: see \`${name}\`.`);
    }
    expect(await readdir(cwd)).toHaveLength(4);
    expect(await readFile(path.join(cwd, 'README.md'), 'utf8')).toBe('# Not yours\n');
  });

  it('adds a README where there is none', async () => {
    const cwd = path.join(directory, 'empty');
    await mkdir(cwd);
    const report = await say(await startThread(cwd), 'write');
    expect(report.answer).toBe('The change is made: see `README.md`.');
    expect(await readdir(cwd)).toEqual(['README.md']);
  });

  it('fails a turn with its own message, and the thread continues', async () => {
    const thread = await startThread(home.scratch);
    const failed = await say(thread, 'Show me an error');
    expect(failed.status).toBe('failed');
    expect(failed.error?.message).toContain('The demo model failed on purpose');
    expect(await say(thread, 'Thanks')).toMatchObject({ status: 'completed' });
  });
});

describe('the demo model as a server', () => {
  it('closes at once while an answer is streaming, and can be closed twice', async () => {
    const model = await startDemoModel();
    const response = await askModel(model.baseUrl, 'hello');
    const reader = response.body?.getReader();
    await reader?.read();
    await model.close();
    await expect(readToEnd(reader)).rejects.toThrow();
    await model.close();
  });

  it("skips the messages that the engine adds with the user's role", async () => {
    const model = await startDemoModel();
    const response = await askModel(
      model.baseUrl,
      'hello',
      '<environment_context>run</environment_context>',
      '# AGENTS.md instructions: run the tests',
    );
    expect(await response.text()).not.toContain('function_call');
    await model.close();
  });

  it('lists no models and refuses a websocket', async () => {
    const model = await startDemoModel();
    expect(await (await fetch(`${model.baseUrl}/models`)).json()).toMatchObject({ data: [] });
    expect(await upgradeStatus(`${model.baseUrl}/responses`)).toBe(426);
    await model.close();
  });
});

describe('the folders of the demo', () => {
  it("are private, follow the model's port and keep the person's files in the scratch folder", async () => {
    const directory = await mkdtemp(path.join(os.tmpdir(), 'patchbay-demo-'));
    const first = await prepareDemoHome({ directory, baseUrl: 'http://127.0.0.1:1001/v1' });
    await rm(path.join(first.scratch, 'README.md'));
    const second = await prepareDemoHome({ directory, baseUrl: 'http://127.0.0.1:1002/v1' });
    expect(second).toEqual(first);
    expect((await stat(second.codexHome)).mode & 0o777).toBe(0o700);
    expect(await readdir(second.scratch)).toEqual(['hello.mjs']);
    const config = await readFile(path.join(second.codexHome, 'config.toml'), 'utf8');
    expect(config).toContain('base_url = "http://127.0.0.1:1002/v1"');
    expect(config).not.toContain('1001');
    await rm(directory, { recursive: true });
  });
});

/** The engine without its npm shim, which would be one more process to end. */
async function nativeEngine(): Promise<string> {
  const vendor = path.resolve(import.meta.dirname, '../../node_modules/@openai/codex-linux-x64/vendor');
  const [target = ''] = await readdir(vendor);
  return path.join(vendor, target, 'bin', 'codex');
}

function withoutCodexVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(OPENAI|CODEX)_/.test(name)));
}

function askModel(baseUrl: string, ...userMessages: string[]): Promise<Response> {
  const input = userMessages.map((text) => ({
    type: 'message',
    role: 'user',
    content: [{ type: 'input_text', text }],
  }));
  return fetch(`${baseUrl}/responses`, { method: 'POST', body: JSON.stringify({ model: 'any', input }) });
}

async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<void> {
  while (!(await reader?.read())?.done);
}

function upgradeStatus(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { headers: { connection: 'Upgrade', upgrade: 'websocket' } });
    request
      .once('response', (response) => resolve(response.resume().statusCode))
      .once('error', reject)
      .end();
  });
}
