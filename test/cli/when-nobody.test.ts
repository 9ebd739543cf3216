// Nobody is there: a real program answers for the person, or cannot, on the real engine; and a client that is paused.

import fs from 'node:fs';
import path from 'node:path';
import { deferred } from '../../server/base/deferred.ts';
import { approvalQuestionSchema } from '../../server/contract/approval-command.ts';
import { script } from '../support/fake-model.ts';
import { expect, hostTest, type SharedHost } from '../support/host-test.ts';
import { statusOf } from '../support/hosts.ts';
import { connectModernHttp } from '../support/modern-client.ts';
import { storePassphrase } from '../support/passphrase.ts';
import { patchbayFile, runPatchbay } from '../support/patchbay.ts';
import { eventually, processesOf } from '../support/processes.ts';
import { probeTable } from '../support/remotes.ts';

const PASSPHRASE = 'correct horse battery';
const SECRET = 'sk-proj-4f9Kq2LmVx7ZtB1nR8cYw3EuHs6JdP0a';
const asking = { 'approval-policy': 'untrusted', sandbox: 'workspace-write' };

const test = hostTest({
  args: ['--max-sandbox', 'danger-full-access', '--allow-network'],
  env: { OPENAI_API_KEY: SECRET },
  extra: probeTable('probe'),
});

/** Answers as the name of the file says that the command touches, and notes what it was given. */
const PROGRAM = `#!${process.execPath}
const fs = require('node:fs');
const input = fs.readFileSync(0, 'utf8');
const { digest, subject } = JSON.parse(input);
fs.appendFileSync(process.argv[2], JSON.stringify({ input, env: process.env, cwd: process.cwd() }) + '\\n');
const how = /touch (\\w+)/.exec(subject.command)?.[1];
const say = (answer) => process.stdout.write(JSON.stringify(answer));
const ways = {
  yes: () => say({ decision: 'approve', digest }),
  no: () => say({ decision: 'deny', digest, reason: 'Not while I am asleep.' }),
  other: () => say({ decision: 'approve', digest: 'a'.repeat(64) }),
  words: () => process.stdout.write('approve'),
  fails: () => { say({ decision: 'approve', digest }); process.exitCode = 3; },
  floods: () => process.stdout.write('x'.repeat(200_000)),
  sleeps: () => {
    require('node:child_process').spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
    setTimeout(() => say({ decision: 'approve', digest }), 100_000);
  },
};
ways[how]();
`;

function cli(host: SharedHost, words: readonly string[], passphrase = PASSPHRASE) {
  return runPatchbay(host.home, words, { input: `${passphrase}\n` });
}

function setPassphrase(host: SharedHost) {
  storePassphrase(host.home, PASSPHRASE);
}

function writeProgram(file: string): string {
  fs.writeFileSync(file, PROGRAM, { mode: 0o755 });
  return file;
}

// biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
function audit(host: SharedHost): any[] {
  const lines = fs.readFileSync(path.join(host.home.patchbayHome, 'audit.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

const touching = (...names: string[]) =>
  script(...names.map((name) => ({ exec: { cmd: `touch ${name}` } })), { text: 'told: $LAST_OUTPUT' });

test('the program of the person answers, each failure is a denial that says why, and nothing of it is left', async ({
  host,
  home,
  connect,
}) => {
  setPassphrase(host);
  const notes = path.join(home.root, 'notes');
  const program = writeProgram(path.join(home.makeFolder('bin'), 'answer'));
  const words = ['token', 'when-nobody', 'default', 'command', '--seconds', '2', '--', program, notes];
  expect(await cli(host, words, 'a wrong passphrase')).toMatchObject({ code: 1 });
  // After a wrong passphrase, the next one has to wait a moment.
  const set = await eventually(async () => {
    const run = await cli(host, words);
    return run.code === 0 && run;
  });
  expect(set.stderr).toContain(`asks ${program} ${notes} (at most 2 s)`);

  const client = await connect();
  const names = ['yes', 'no', 'other', 'words', 'fails', 'floods', 'sleeps'];
  const prompt = `${touching(...names)} ${SECRET}`;
  const before = fs.existsSync(path.join(host.home.patchbayHome, 'audit.jsonl')) ? audit(host).length : 0;
  await client.codex({ prompt, cwd: home.folder, ...asking });

  expect(names.filter((name) => fs.existsSync(path.join(home.folder, name)))).toEqual(['yes']);
  const decided = audit(host).slice(before);
  expect(decided.map(({ means, by }) => `${means} ${by}`)).toEqual(names.map(() => 'command answer'));
  expect(decided.map(({ verdict, reason = '' }) => `${verdict} ${reason}`)).toEqual([
    'approve ',
    'deny Not while I am asleep.',
    expect.stringMatching(/^deny .*another question/),
    expect.stringMatching(/^deny .*something else than an answer/),
    expect.stringMatching(/^deny .*exit code 3/),
    expect.stringMatching(/^deny .*more than an answer/),
    expect.stringMatching(/^deny .*within 2 s/),
  ]);

  const [noted] = fs
    .readFileSync(notes, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(approvalQuestionSchema.parse(JSON.parse(noted.input))).toMatchObject({
    client: expect.stringContaining('default'),
    folder: home.folder,
    answers: ['approve', 'deny'],
    dangers: [],
  });
  expect(noted.cwd).toBe(host.home.patchbayHome);
  expect(noted.env).toMatchObject({ PATH: host.home.env['PATH'], HOME: host.home.env['HOME'] });
  expect(Object.keys(noted.env).filter((name) => /OPENAI|CODEX|PATCHBAY_HOME|NODE_/.test(name))).toEqual([]);
  await eventually(
    () => !processesOf(host.home.root).some(({ command }) => /sleep 1000|bin\/answer/.test(command)),
  );
});

test('a program that Codex could write is refused, when it is set and when it is asked', async ({
  host,
  home,
  connect,
}) => {
  setPassphrase(host);
  const set = (...words: string[]) => cli(host, ['token', 'when-nobody', 'default', ...words]);
  const notes = path.join(home.root, 'notes');
  expect(await set('command', '--', path.join(home.root, 'missing'))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('There is no program'),
  });
  const temporary = writeProgram(path.join(fs.mkdtempSync('/tmp/patchbay-test-'), 'answer'));
  const refused = await set('command', '--', temporary);
  fs.rmSync(path.dirname(temporary), { recursive: true });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('where Codex can write') });

  const inside = writeProgram(path.join(home.folder, 'answer'));
  expect(await set('command', '--', inside, notes)).toMatchObject({ code: 0 });
  const client = await connect();
  await client.codex({ prompt: touching('yes'), cwd: home.folder, ...asking });
  expect(audit(host).at(-1)).toMatchObject({
    verdict: 'deny',
    means: 'command',
    reason: expect.stringContaining('is in a folder where Codex can write'),
  });

  const outside = writeProgram(path.join(home.makeFolder('bin'), 'answer'));
  expect(await set('command', '--', outside, notes)).toMatchObject({ code: 0 });
  const network = { ...asking, config: { 'sandbox_workspace_write.network_access': true } };
  await client.codex({ prompt: touching('yes'), cwd: home.folder, ...network });
  expect(audit(host).at(-1)).toMatchObject({
    verdict: 'deny',
    means: 'command',
    reason: expect.stringContaining('network access or without a sandbox'),
  });
  expect(fs.existsSync(notes)).toBe(false);

  const stop = new AbortController();
  const prompt = script({ hang: true });
  const exposed = client.codex({ prompt, cwd: home.folder, ...network }, { signal: stop.signal });
  exposed.catch(() => undefined);
  const running = async () => (await statusOf(host.home)).runningThreads;
  await eventually(async () => (await running()).some(({ isExposed }: { isExposed: boolean }) => isExposed));
  expect(await set('deny')).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be changed') });
  stop.abort();
  await eventually(async () => (await running()).length === 0);
  expect(await set('deny')).toMatchObject({ code: 0 });
  const denied = await client.codex({ prompt: touching('yes'), cwd: home.folder, ...asking });
  expect(JSON.stringify(denied.content)).toContain('nobody is there');
  expect(audit(host).at(-1)).toMatchObject({ verdict: 'deny', means: 'nobody' });

  // A command of the model cannot, although it knows the passphrase.
  const { patchbayHome, codexHome } = host.home;
  const words = 'token when-nobody default wait';
  const cmd = `echo '${PASSPHRASE}' | env PATCHBAY_HOME=${patchbayHome} CODEX_HOME=${codexHome} ${process.execPath} ${patchbayFile} ${words}`;
  const tried = await client.codex({
    prompt: script({ exec: { cmd } }, { text: 'told: $LAST_OUTPUT' }),
    cwd: home.folder,
    sandbox: 'workspace-write',
    'approval-policy': 'on-request',
  });
  expect(JSON.stringify(tried.content)).toMatch(/told: .*exited with code [^0]/);
  expect((await set()).stdout).toBe('denied at once\n');
});

test('with a passphrase, what lets a client do more needs it; what takes away does not', async ({ host }) => {
  setPassphrase(host);
  const wrong = (...words: string[]) => cli(host, ['token', ...words], 'a wrong passphrase');
  const free = (...words: string[]) => runPatchbay(host.home, ['token', ...words]);
  const listed = async () =>
    JSON.parse((await free('list', '--json')).stdout).find(({ name }: { name: string }) => name === 'held');
  const refused = { code: 1, stderr: expect.stringContaining('passphrase') };

  const make = ['token', 'add', 'held', '--turns', '2', '--max-sandbox', 'read-only'];
  expect(await cli(host, make)).toMatchObject({ code: 0 });
  expect(await free('limit', 'held', '--turns', '1', '--expires', '30d')).toMatchObject({ code: 0 });
  expect(await free('leash', 'held', '--commands', '3')).toMatchObject({ code: 0 });
  const before = await listed();
  for (const words of [
    ['limit', 'held', '--lift', 'turns'],
    ['limit', 'held', '--expires', 'never'],
    ['limit', 'held', '--max-sandbox', 'workspace-write'],
    ['leash', 'held', '--none'],
    ['leash', 'held', '--stall-minutes', '30'],
    ['add', 'wide', '--allow-network'],
    ['add', 'plain'],
  ])
    expect(await free(...words), words.join(' ')).toMatchObject(refused);
  expect(await wrong('limit', 'held', '--lift', 'turns')).toMatchObject(refused);
  expect(await listed()).toEqual(before);
  const settings = path.join(host.home.env['HOME'] ?? '', '.cursor/mcp.json');
  const connect = await runPatchbay(host.home, ['connect', 'cursor', '--http', '--yes']);
  expect(connect).toMatchObject(refused);
  expect(fs.existsSync(settings)).toBe(false);
  expect((await free('leash', 'held')).stdout).toContain('at most 3 commands');

  // After a wrong passphrase, the next one has to wait a moment.
  await eventually(async () => (await cli(host, ['token', 'limit', 'held', '--lift', 'turns'])).code === 0);
  expect(await cli(host, ['token', 'leash', 'held', '--none'])).toMatchObject({ code: 0 });
  expect(await listed()).not.toContain('mostTurns');
  expect(await free('revoke', 'held')).toMatchObject({ code: 0 });
});

test('a paused client starts nothing new and reads why; its running turn goes on and asks, and it can be resumed', async ({
  host,
  home,
  connect,
}) => {
  setPassphrase(host);
  const change = (word: string) => cli(host, ['token', word, 'default']);
  await cli(host, ['token', 'when-nobody', 'default', 'default']);
  const goes = deferred<void>();
  const client = await connect({
    async onElicit() {
      await goes.promise;
      return { action: 'accept', content: { decision: 'approved' } };
    },
  });
  const running = client.codex({ prompt: touching('later'), cwd: home.folder, ...asking });
  await eventually(() => client.elicitations.length === 1);
  expect(await change('pause')).toMatchObject({ code: 0 });

  const paused = /paused the client default.*patchbay token resume default/;
  const start = () => client.codex({ prompt: touching('new'), cwd: home.folder, ...asking });
  const echo = () => client.client.callTool({ name: 'mcp__probe__echo', arguments: {} });
  const modern = await connectModernHttp({ url: host.url, token: host.token }, { name: 'modern' });
  expect(await start()).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(paused) }] });
  expect(await echo()).toMatchObject({ isError: true, content: [{ text: expect.stringMatching(paused) }] });
  expect(JSON.stringify(await modern.round('codex', { prompt: 'new', cwd: home.folder }))).toMatch(paused);
  const { tools } = await client.client.listTools();
  expect(tools.map(({ name }) => name)).toContain('mcp__probe__echo');

  goes.resolve();
  await running;
  expect(fs.readdirSync(home.folder)).toEqual(['later']);
  expect(await change('resume')).toMatchObject({ code: 0 });
  await start();
  expect(await echo()).not.toMatchObject({ isError: true });
  expect(fs.readdirSync(home.folder).sort()).toEqual(['later', 'new']);
  await modern.close();
});
