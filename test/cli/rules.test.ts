// Rules end to end: made at a terminal, decided on the real engine, and never by what the engine runs.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { deferred } from '../../server/base/deferred.ts';
import { addFile, script } from '../support/fake-model.ts';
import { test as ownHostTest } from '../support/fixtures.ts';
import { expect, type HomeOfTest, hostTest } from '../support/host-test.ts';
import { statusOf } from '../support/hosts.ts';
import { connectModernHttp } from '../support/modern-client.ts';
import { serveOffering } from '../support/offering/serve.ts';
import { storePassphrase } from '../support/passphrase.ts';
import { patchbayFile, runPatchbay, type TestClient, textOf, threadOf } from '../support/patchbay.ts';
import { eventually, hasSaid } from '../support/processes.ts';
import { httpTable } from '../support/remotes.ts';

const PASSPHRASE = 'correct horse battery';
const TOLD_LAST = { text: 'told: $LAST_OUTPUT' };
/** Everything that does not only read is asked about. */
const asking = { 'approval-policy': 'untrusted', sandbox: 'workspace-write' };

const running = (cmd: string) => script({ exec: { cmd } }, TOLD_LAST);
const approve = () => ({ action: 'accept', content: { decision: 'approved' } });
const deny = () => ({ action: 'accept', content: { decision: 'denied' } });

/** With one host for the file. Each test's rules are for its own folder. */
const test = hostTest();

function setPassphrase(home: HomeOfTest): void {
  storePassphrase(home, PASSPHRASE);
}

function rules(home: HomeOfTest, words: readonly string[], passphrase = PASSPHRASE) {
  return runPatchbay(home, ['rules', ...words], { input: `${passphrase}\n` });
}

/** @returns its id */
async function add(home: HomeOfTest, ...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await rules(home, ['add', ...words]);
  expect(code, stderr).toBe(0);
  return stdout.trim();
}

async function listed(home: HomeOfTest): Promise<Readonly<Record<string, unknown>>[]> {
  return JSON.parse((await runPatchbay(home, ['rules', 'list', '--json'])).stdout);
}

// biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
function audit(home: HomeOfTest): any[] {
  const file = path.join(home.patchbayHome, 'audit.jsonl');
  if (!fs.existsSync(file)) return [];
  return fs
    .readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const rulesFile = (home: HomeOfTest) => path.join(home.patchbayHome, 'rules.json');

/** How often this client was asked, and whether the file is there that the command makes. */
async function touches(client: TestClient, home: HomeOfTest, call: () => Promise<unknown>, name: string) {
  const before = client.elicitations.length;
  await call();
  return { asked: client.elicitations.length - before, made: fs.existsSync(path.join(home.folder, name)) };
}

describe('a rule', () => {
  test('saves the second question, is named in audit, record and list, and its end brings the question back in the same thread', async ({
    connect,
    home,
  }) => {
    setPassphrase(home);
    const client = await connect({ onElicit: approve });
    const first = await client.codex({ prompt: running('touch a1'), cwd: home.folder, ...asking });
    expect(client.elicitations).toHaveLength(1);
    const threadId = threadOf(first);
    const reply = (cmd: string) => () => client.reply({ threadId, prompt: running(cmd) });

    const id = await add(home, 'allow', '--command', 'touch', '--folder', home.folder);
    expect(await touches(client, home, reply('touch a2'), 'a2')).toEqual({ asked: 0, made: true });
    expect(await touches(client, home, reply('ls && touch a3 2>&1 | tail -1'), 'a3')).toEqual({
      asked: 0,
      made: true,
    });
    expect(audit(home).at(-1)).toMatchObject({
      verdict: 'approve',
      means: 'rule',
      rules: [id],
      by: expect.stringContaining(`Rule ${id}: allow \`touch\``),
    });
    expect((await runPatchbay(home, ['sessions', 'show', threadId])).stdout).toContain(`Rule ${id}: allow`);
    expect(await listed(home)).toMatchObject([
      {
        id,
        state: { kind: 'active' },
        uses: 2,
        lastUse: audit(home).at(-1).time,
        origin: { how: 'command-line' },
      },
    ]);

    await rules(home, ['pause', id]);
    expect(await touches(client, home, reply('touch a4'), 'a4')).toEqual({ asked: 1, made: true });
    await rules(home, ['resume', id]);
    expect(await touches(client, home, reply('touch a5'), 'a5')).toEqual({ asked: 0, made: true });
    expect(await rules(home, ['revoke', id])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Revoked: Allow'),
    });
    expect(await touches(client, home, reply('touch a6'), 'a6')).toEqual({ asked: 1, made: true });
    expect(JSON.parse(fs.readFileSync(rulesFile(home), 'utf8'))).toEqual({ version: 1, rules: [] });
    expect(fs.statSync(rulesFile(home)).mode & 0o777).toBe(0o600);
  });

  test('made while a question waits answers it, once, as one before it would have', async ({
    connect,
    home,
  }) => {
    setPassphrase(home);
    // Nobody answers these.
    const client = await connect({ onElicit: () => new Promise(() => undefined) });
    const waiting = async (cmd: string) => {
      const before = client.elicitations.length;
      const result = client.codex({ prompt: running(cmd), cwd: home.folder, ...asking });
      await eventually(() => client.elicitations.length === before + 1);
      return { result };
    };
    const decided = () => audit(home).filter(({ folder }) => folder === home.folder);

    const one = await waiting('touch w1');
    await add(home, 'allow', '--command', 'mkdir', '--folder', home.folder);
    const asks = await add(home, 'ask', '--command', 'touch', '--folder', home.folder);
    const other = await waiting('rm -f w1');
    expect(decided()).toEqual([]);
    const denying = await add(home, 'deny', '--command', 'rm', '--folder', home.folder);
    expect(JSON.stringify((await other.result).content)).toContain(`Rule ${denying}: deny`);
    expect(fs.existsSync(path.join(home.folder, 'w1'))).toBe(false);
    await rules(home, ['revoke', asks]);
    const allowing = await add(home, 'allow', '--command', 'touch', '--folder', home.folder);
    await one.result;
    expect(fs.existsSync(path.join(home.folder, 'w1'))).toBe(true);
    expect(decided()).toMatchObject([
      { verdict: 'deny', means: 'rule', rules: [denying] },
      { verdict: 'approve', means: 'rule', rules: [allowing] },
    ]);
  });

  test('that allows lets a command out of the sandbox too, as an answer would', async ({ connect, home }) => {
    setPassphrase(home);
    await add(home, 'allow', '--command', 'touch', '--folder', home.folder);
    const client = await connect({ onElicit: deny });
    const prompt = script({ exec: { cmd: 'touch out', escalate: true } }, TOLD_LAST);
    const call = () => client.codex({ prompt, cwd: home.folder, sandbox: 'read-only' });
    expect(await touches(client, home, call, 'out')).toEqual({ asked: 0, made: true });
  });

  test('that denies ends the matter, and model and caller read which rule it was', async ({
    connect,
    home,
    model,
  }) => {
    setPassphrase(home);
    const client = await connect({ onElicit: approve });
    const id = await add(home, 'deny', '--command', 'touch secret', '--folder', home.folder);
    const result = await client.codex({
      prompt: running('ls; bash -c "touch secret"'),
      cwd: home.folder,
      ...asking,
    });
    expect(client.elicitations).toHaveLength(0);
    expect(fs.existsSync(path.join(home.folder, 'secret'))).toBe(false);
    expect(JSON.stringify(model.requests.at(-1)?.body)).toContain(`Rule ${id}: deny`);
    expect(JSON.stringify(result.content)).toContain(`Rule ${id}: deny`);
    expect(audit(home).at(-1)).toMatchObject({ verdict: 'deny', means: 'rule', rules: [id] });
  });

  ownHostTest(
    'about a shell is about one the model wrote, and `rules test` says what the host decides',
    async ({ http, httpClient, home }) => {
      await setPassphrase(home);
      await add(home, 'deny', '--command', 'bash');
      await add(home, 'allow', '--command', 'touch', '--folder', home.folder);
      const client = await httpClient(await http(), { onElicit: deny });
      for (const [cmd, decision] of [
        ['touch a', 'allow'],
        ['touch b > c', 'ask'],
        ['bash -c "touch d"', 'deny'],
        ["/bin/bash -lc 'bash x'", 'deny'],
      ] as const) {
        const before = client.elicitations.length;
        await client.codex({ prompt: running(cmd), cwd: home.folder, ...asking });
        const { verdict } = audit(home).at(-1);
        const decided =
          client.elicitations.length > before ? 'ask' : verdict === 'approve' ? 'allow' : verdict;
        expect(decided, cmd).toBe(decision);
        const { stdout } = await runPatchbay(home, ['rules', 'test', '--', cmd]);
        expect(JSON.parse(stdout), cmd).toMatchObject({ decision });
      }
    },
  );

  test('that asks brings a question where an allow would let it pass', async ({ connect, home }) => {
    setPassphrase(home);
    await add(home, 'allow', '--command', 'touch', '--folder', home.folder);
    await add(home, 'ask', '--command', 'touch b', '--folder', home.folder);
    const client = await connect({ onElicit: deny });
    const call = (cmd: string) => () => client.codex({ prompt: running(cmd), cwd: home.folder, ...asking });
    expect(await touches(client, home, call('touch b'), 'b')).toEqual({ asked: 1, made: false });
    expect(await touches(client, home, call('touch a'), 'a')).toEqual({ asked: 0, made: true });
  });

  ownHostTest(
    'counts in its folder, for its client and in its thread alone, also after a restart',
    async ({ http, httpClient, home }) => {
      setPassphrase(home);
      const server = await http();
      const token = (
        await runPatchbay(home, ['token', 'add', 'other'], { input: `${PASSPHRASE}\n` })
      ).stdout.trim();
      const elsewhere = home.makeFolder('elsewhere');
      await add(home, 'allow', '--command', 'touch x', '--folder', home.folder);
      await add(home, 'allow', '--command', 'touch y', '--folder', home.folder, '--client', 'other');
      const one = await httpClient(server, { onElicit: deny });
      const other = await httpClient({ url: server.url, token }, { onElicit: deny });
      const asked = async (client: TestClient, cmd: string, cwd = home.folder) => {
        const before = client.elicitations.length;
        await client.codex({ prompt: running(cmd), cwd, ...asking });
        return client.elicitations.length - before;
      };
      expect(await asked(one, 'touch x')).toBe(0);
      expect(await asked(one, 'touch x', elsewhere)).toBe(1);
      expect(await asked(one, 'touch y')).toBe(1);
      expect(await asked(other, 'touch y')).toBe(0);

      // For one thread: the one that runs while the rule is made.
      const [waiting, running2] = [deferred<void>(), deferred<void>()];
      const third = await httpClient(server, {
        async onElicit() {
          waiting.resolve();
          await running2.promise;
          return deny();
        },
      });
      const call = third.codex({ prompt: running('touch z'), cwd: home.folder, ...asking });
      await waiting.promise;
      expect(
        await rules(home, ['add', 'allow', '--command', 'touch z', '--folder', elsewhere, '--for', 'thread']),
      ).toMatchObject({ code: 1, stderr: expect.stringContaining('none runs there') });
      await add(home, 'allow', '--command', 'touch z', '--folder', home.folder, '--for', 'thread');
      running2.resolve();
      const threadId = threadOf(await call);
      const before = third.elicitations.length;
      await third.reply({ threadId, prompt: running('touch z') });
      expect(third.elicitations).toHaveLength(before);
      expect(await asked(one, 'touch z')).toBe(1);

      await server.stop();
      const again = await http();
      const after = await httpClient({ url: again.url, token }, { onElicit: deny });
      expect(await asked(after, 'touch y')).toBe(0);
      expect(await asked(after, 'touch z')).toBe(1);
      expect(await asked(after, 'touch x', elsewhere)).toBe(1);
    },
  );

  test('about files lets a patch of them pass, and no other', async ({ connect, home }) => {
    setPassphrase(home);
    await add(home, 'allow', '--patch', 'src/**', '--folder', home.folder);
    const client = await connect({ onElicit: deny });
    const call = (file: string) => () =>
      client.codex({
        prompt: script({ patch: addFile(file, 'text') }, TOLD_LAST),
        cwd: home.folder,
        ...asking,
      });
    expect(await touches(client, home, call('src/a.txt'), 'src/a.txt')).toEqual({ asked: 0, made: true });
    expect(await touches(client, home, call('other.txt'), 'other.txt')).toEqual({ asked: 1, made: false });
    expect(await touches(client, home, call('src/.git/hooks/x'), 'src/.git/hooks/x')).toEqual({
      asked: 1,
      made: false,
    });
  });

  ownHostTest(
    "about a tool holds for clients' own calls in both eras, whatever config.toml says",
    async ({ http, httpClient, home, model }) => {
      await setPassphrase(home);
      const remote = await serveOffering('modern');
      const table = (name: string, mode: string) =>
        httpTable(name, remote.url, `default_tools_approval_mode = "${mode}"`);
      home.writeConfig({
        baseUrl: model.baseUrl,
        extra: [table('free', 'auto'), table('asking', 'prompt')].join('\n'),
      });
      try {
        const server = await http();
        const at = (name: string) => ({ ...server, url: `${server.url}/${name}` });
        const answers = { onElicit: deny };
        const old = await httpClient(server, answers);
        const modern = await connectModernHttp(server, answers);
        const alone = {
          free: [await httpClient(at('free'), answers), await connectModernHttp(at('free'), answers)],
          asking: [await httpClient(at('asking'), answers), await connectModernHttp(at('asking'), answers)],
        } as const;
        const tool = 'test_simple_text';
        /** What each client gets, and how many questions came. */
        const call = async (name: 'free' | 'asking') => {
          const [oldAlone, modernAlone] = alone[name];
          const doors = [old, modern, oldAlone, modernAlone];
          const before = doors.map(({ elicitations }) => elicitations.length);
          const results = [
            await old.client.callTool({ name: `mcp__${name}__${tool}` }),
            await modern.call(`mcp__${name}__${tool}`, {}),
            await oldAlone.client.callTool({ name: tool }),
            await modernAlone.call(tool, {}),
          ];
          return results.map((result, index) => ({
            text: textOf(result as never),
            asked: (doors[index]?.elicitations.length ?? 0) - (before[index] ?? 0),
          }));
        };
        const each = (text: unknown, asked: number) => Array.from({ length: 4 }, () => ({ text, asked }));
        const passes = 'Plain words.';
        const refused = expect.stringContaining('not allowed');

        expect(await call('free')).toEqual(each(passes, 0));
        const denied = await add(home, 'deny', '--tool', `free/${tool}`);
        expect(await call('free')).toEqual(each(expect.stringContaining(`Rule ${denied}: deny`), 0));
        expect(audit(home).at(-1)).toMatchObject({ verdict: 'deny', means: 'rule', rules: [denied] });
        await rules(home, ['revoke', denied]);
        const asked = await add(home, 'ask', '--tool', `free/${tool}`, '--folder', home.folder);
        expect(await call('free')).toEqual(each(refused, 1));
        await rules(home, ['revoke', asked]);
        expect(await call('free')).toEqual(each(passes, 0));

        expect(await call('asking')).toEqual(each(refused, 1));
        const allowed = await add(home, 'allow', '--tool', `asking/${tool}`, '--folder', '/');
        expect(await call('asking')).toEqual(each(passes, 0));
        expect(audit(home).at(-1)).toMatchObject({ verdict: 'approve', means: 'rule', rules: [allowed] });
        for (const client of [modern, alone.free[1], alone.asking[1]]) await client.close();
      } finally {
        await remote.close();
      }
    },
  );

  ownHostTest(
    'that cannot be read leaves everything to a person, and the doctor says so',
    async ({ http, httpClient, home }) => {
      setPassphrase(home);
      await add(home, 'allow', '--command', 'touch', '--folder', home.folder);
      fs.writeFileSync(rulesFile(home), '{"version":1,"rules":[{"id":"r_1"}]}');
      const client = await httpClient(await http(), { onElicit: deny });
      const call = () => client.codex({ prompt: running('touch a'), cwd: home.folder, ...asking });
      expect(await touches(client, home, call, 'a')).toEqual({ asked: 1, made: false });
      expect((await runPatchbay(home, ['doctor'])).stdout).toContain('rules.json');
      expect(await runPatchbay(home, ['rules', 'list'])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('cannot be read'),
      });
      expect(await rules(home, ['add', 'deny', '--command', 'touch'])).toMatchObject({ code: 1 });
      expect(fs.readFileSync(rulesFile(home), 'utf8')).toBe('{"version":1,"rules":[{"id":"r_1"}]}');
    },
  );
});

describe('patchbay rules', () => {
  ownHostTest('says exactly what a rule covers, and what it cannot be about', async ({ home }) => {
    setPassphrase(home);
    expect((await runPatchbay(home, ['rules', 'list', '--json'])).stdout).toBe('[]\n');
    const { stderr, stdout } = await rules(home, ['add', 'allow', '--command', 'touch a']);
    expect(stdout).toMatch(/^r_[0-9a-f]{8}\n$/);
    expect(stderr).toBe(
      `Allow \`touch a\` with any arguments after it in ${home.folder}, until it is revoked.\n`,
    );
    for (const [words, why] of [
      [['allow', '--command', 'touch > a'], 'a redirection'],
      [['allow', '--command', 'touch', '--tool', 'a/b'], 'one of --command'],
      [['allow'], 'one of --command'],
      [['always', '--command', 'touch'], 'allow, ask, deny'],
    ] as const) {
      const refused = await rules(home, ['add', ...words]);
      expect(refused.code, words.join(' ')).not.toBe(0);
      expect(refused.stderr, words.join(' ')).toContain(why);
    }
    expect(await listed(home)).toHaveLength(1);
    expect((await rules(home, ['revoke', 'r_x'])).stderr).toContain('No rule has an id');
  });

  ownHostTest('says at saving that nothing matches a rule now', async ({ home }) => {
    setPassphrase(home);
    const { code, stderr } = await rules(home, ['add', 'deny', '--tool', 'prob/"create issue"']);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^Deny the tool prob\/create issue everywhere/);
    expect(stderr).toMatch(/no MCP server named prob\. It has none\./);
  });

  ownHostTest(
    'export and import carry rules from one home to another, and those of Codex after a look',
    async ({ home }) => {
      await setPassphrase(home);
      await add(home, 'allow', '--command', 'touch a');
      await add(home, 'deny', '--patch', 'src/**');
      await rules(home, ['pause', await add(home, 'ask', '--tool', 'a/"b c"')]);
      await add(home, 'allow', '--command', 'touch b', '--for', 'day');
      const file = path.join(home.folder, 'rules.json');
      const exported = await runPatchbay(home, ['rules', 'export', file]);
      expect(exported).toMatchObject({
        code: 0,
        stderr: '3 rules exported; 1 rule that will end left out.\n',
      });
      expect(fs.statSync(file).mode & 0o777).toBe(0o600);
      expect((await runPatchbay(home, ['rules', 'export', '-'])).stdout).toBe(fs.readFileSync(file, 'utf8'));
      expect((await runPatchbay(home, ['rules', 'export', file])).stderr).toContain('it is there already');
      const says = async () =>
        (await listed(home)).map(({ decision, about, scope, state }) => ({ decision, about, scope, state }));
      const before = (await says()).slice(0, 3);
      fs.rmSync(rulesFile(home));

      expect(await runPatchbay(home, ['rules', 'import', file])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/Allow `touch a`.*without a terminal/s),
      });
      expect(await rules(home, ['import', file, '--yes'], 'wrong passphrase')).toMatchObject({ code: 1 });
      expect(fs.existsSync(rulesFile(home))).toBe(false);
      expect(await rules(home, ['import', file, '--yes'])).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^(?:r_[0-9a-f]{8}\n){3}$/),
      });
      expect(await says()).toEqual(before);
      expect((await rules(home, ['import', file, '--yes'])).stderr).toContain('There is nothing to save.');
      const newer = path.join(home.folder, 'newer.json');
      fs.writeFileSync(newer, fs.readFileSync(file, 'utf8').replace('"version": 1', '"version": 2'));
      expect((await rules(home, ['import', newer])).stderr).toContain('was exported by a newer Patchbay');

      const codex = path.join(home.codexHome, 'rules/default.rules');
      const text =
        'prefix_rule(pattern=["touch", ["c", "d"]])\nprefix_rule(pattern=["bash"])\nevil("\u001b[2J")\nprefix_rule(pattern=["touch"], decision="forbidden")\n';
      fs.mkdirSync(path.dirname(codex), { recursive: true });
      fs.writeFileSync(codex, text);
      const { code, stderr } = await rules(home, ['import', codex, '--yes']);
      expect(code, stderr).toBe(0);
      for (const part of [
        'Allow `touch c`',
        'Allow `touch d`',
        'left out: This rule',
        '⟨U+001B⟩[2J',
        'Deny `touch`',
        'narrower',
      ])
        expect(stderr).toContain(part);
      expect(stderr).not.toContain('\u001b');
      expect(await listed(home)).toHaveLength(6);
      expect(fs.readFileSync(codex, 'utf8')).toBe(text);
    },
  );

  ownHostTest('two at once lose nothing of each other', async ({ home }) => {
    setPassphrase(home);
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => add(home, 'deny', '--command', `touch ${name}`)));
    expect(await listed(home)).toHaveLength(4);
  });

  ownHostTest(
    'look programs up where the host does, whatever PATH the terminal has',
    async ({ http, home }) => {
      await setPassphrase(home);
      const server = await http();
      await add(home, 'allow', '--command', 'touch');
      const planted = home.makeFolder('planted');
      fs.writeFileSync(path.join(planted, 'touch'), '', { mode: 0o755 });
      const terminal = { folder: home.folder, env: { ...home.env, PATH: `${planted}:${home.env['PATH']}` } };
      const decision = async () =>
        JSON.parse((await runPatchbay(terminal, ['rules', 'test', '--', 'touch a'])).stdout).decision;
      expect(await decision()).toBe('allow');
      expect((await runPatchbay(terminal, ['rules', 'list'])).stdout).toContain('  active\n');
      await server.stop();
      expect(await decision()).toBe('ask');
    },
  );

  ownHostTest(
    'test says allow, ask or deny, which rule decides, and ends with 0, 10 or 11',
    async ({ home }) => {
      await setPassphrase(home);
      await runPatchbay(home, ['token', 'add', 'cursor'], { input: `${PASSPHRASE}\n` });
      const allow = await add(home, 'allow', '--command', 'touch', '--client', 'cursor');
      const denied = await add(home, 'deny', '--command', 'touch secret');
      const of = async (...words: string[]) => {
        const { code, stdout } = await runPatchbay(home, ['rules', 'test', ...words]);
        return { code, ...JSON.parse(stdout) };
      };
      expect(await of('--client', 'cursor', '--', 'touch', 'a')).toMatchObject({
        code: 0,
        decision: 'allow',
        rule: allow,
      });
      expect(await of('--', 'touch', 'a')).toMatchObject({
        code: 10,
        decision: 'ask',
        almost: [{ rule: allow, why: 'it is for cursor alone' }],
      });
      expect(await of('--client', 'cursor', '--', 'env touch secret')).toMatchObject({
        code: 11,
        decision: 'deny',
        rule: denied,
        reason: expect.stringContaining(denied),
      });
      expect(await of('--', 'ls')).toEqual({ code: 0, decision: 'allow', reason: 'Reads inside the folder' });
      expect(await runPatchbay(home, ['rules', 'test', '--client', 'nobody', '--', 'ls'])).toMatchObject({
        code: 1,
      });
      const several = await runPatchbay(home, ['rules', 'test', '--client', 'cursor', '--stdin0'], {
        input: ['ls', 'touch secret', 'touch a > b', 'touch a -r b', 'touch a && mv a b'].join('\0'),
      });
      expect(several).toMatchObject({ code: 0 });
      const almost = (why: string) => ({ decision: 'ask', almost: [{ rule: allow, why }] });
      expect(
        several.stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
      ).toMatchObject([
        { decision: 'allow' },
        { decision: 'deny' },
        almost('a redirection: > b'),
        almost('-r after the words of the rule may change what the command does'),
        almost('mv is not known to only read'),
      ]);
    },
  );
});

describe('only a person makes a rule:', () => {
  ownHostTest(
    'without the passphrase nothing is changed, whether a host runs or not',
    async ({ http, home }) => {
      const words = ['add', 'allow', '--command', 'touch'];
      expect((await rules(home, words)).stderr).toContain('patchbay approvals passphrase');
      setPassphrase(home);
      expect(await rules(home, words, 'wrong passphrase')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('is wrong'),
      });
      expect(await runPatchbay(home, ['rules', ...words])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('No passphrase was given'),
      });
      await http();
      expect(await rules(home, words, 'wrong passphrase')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('is wrong'),
      });
      // Guessing takes longer each time, soon longer than a busy machine needs for a try.
      await eventually(async () => {
        const { stderr } = await rules(home, words, 'wrong passphrase');
        return Number(/Try again in (\d+) s/.exec(stderr)?.[1]) >= 4;
      });
      expect(await rules(home, words)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('Try again in'),
      });
      expect(fs.existsSync(rulesFile(home))).toBe(false);
    },
  );

  test('a command of the model cannot, although it knows the passphrase', async ({ connect, home }) => {
    setPassphrase(home);
    await add(home, 'deny', '--command', 'touch secret', '--folder', home.folder);
    const before = fs.readFileSync(rulesFile(home), 'utf8');
    const client = await connect({ onElicit: approve });
    const environment = `PATCHBAY_HOME=${home.patchbayHome} CODEX_HOME=${home.codexHome}`;
    const program = `${process.execPath} ${patchbayFile}`;
    const tries = [
      `echo '${PASSPHRASE}' | env ${environment} ${program} rules add allow --command touch --folder ${home.folder}`,
      `echo '{"version":1,"rules":[]}' > ${rulesFile(home)}`,
      `cat ${home.patchbayHome}/passphrase.json`,
    ];
    const works = script({ exec: { cmd: `${program} --version` } }, TOLD_LAST);
    const started = await client.codex({ prompt: works, cwd: home.folder, sandbox: 'workspace-write' });
    expect(textOf(started)).toContain('exited with code 0');
    for (const cmd of tries) {
      for (const escalate of [false, true]) {
        const prompt = script({ exec: { cmd, escalate } }, TOLD_LAST);
        const result = await client.codex({
          prompt,
          cwd: home.folder,
          sandbox: 'workspace-write',
          'approval-policy': 'on-request',
        });
        expect(textOf(result), cmd).not.toContain('exited with code 0');
      }
    }
    expect(fs.readFileSync(rulesFile(home), 'utf8')).toBe(before);
  });

  ownHostTest.for([
    ['network', { config: { 'sandbox_workspace_write.network_access': true }, sandbox: 'workspace-write' }],
    ['full access', { sandbox: 'danger-full-access' }],
  ] as const)(
    'none is changed while a thread with %s runs, and what is written meanwhile allows nothing',
    async ([, more], { http, httpClient, home }) => {
      setPassphrase(home);
      const kept = await add(home, 'deny', '--command', 'touch secret');
      const server = await http(['--max-sandbox', 'danger-full-access', '--allow-network']);
      const client = await httpClient(server, { onElicit: deny });
      const [waits, goes] = [deferred<void>(), deferred<void>()];
      const exposed = await httpClient(server, {
        async onElicit() {
          waits.resolve();
          await goes.promise;
          return deny();
        },
      });
      const call = exposed.codex({
        prompt: running('touch wait'),
        cwd: home.folder,
        'approval-policy': 'untrusted',
        ...more,
      });
      await waits.promise;
      for (const words of [
        ['add', 'allow', '--command', 'touch', '--folder', home.folder],
        ['revoke', kept],
        ['pause', kept],
      ])
        expect(await rules(home, words)).toMatchObject({
          code: 1,
          stderr: expect.stringContaining('Rules cannot be changed while'),
        });

      // What such a thread could do without us: write the file itself.
      const file = JSON.parse(fs.readFileSync(rulesFile(home), 'utf8'));
      const [denied] = file.rules;
      const forged = {
        ...denied,
        id: 'r_00000000',
        decision: 'allow',
        about: { ...denied.about, argumentPrefix: [] },
        examples: { match: [], notMatch: [] },
      };
      fs.writeFileSync(rulesFile(home), JSON.stringify({ version: 1, rules: [forged] }));
      const ask = (cmd: string) => client.codex({ prompt: running(cmd), cwd: home.folder, ...asking });
      const verdicts = async () => {
        await ask('touch a');
        await ask('touch secret');
        return audit(home)
          .slice(-2)
          .map(({ means, verdict }) => `${means} ${verdict}`);
      };
      expect(await verdicts()).toEqual(['client deny', 'rule deny']);
      goes.resolve();
      await call;
      await eventually(async () => (await statusOf(home)).runningThreads.length === 0);
      expect(await verdicts()).toEqual(['client deny', 'rule deny']);
      await hasSaid(server, 'rule');
    },
  );
});
