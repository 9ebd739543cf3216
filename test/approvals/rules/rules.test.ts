// What rules say about questions besides the words of commands: which wins, where, for whom and how long they count,
// files, tools and hosts, and what turns a rule off.
import fs from 'node:fs';
import path from 'node:path';
import { quote, split } from 'shlex';
import { describe } from 'vitest';
import type { ApprovalSubject, PatchChange } from '../../../server/approvals/approval.ts';
import {
  compileRules,
  type RuleContext,
  type RuledQuestion,
} from '../../../server/approvals/rules/decide.ts';
import { whyOff } from '../../../server/approvals/rules/examples.ts';
import { makeRule } from '../../../server/approvals/rules/make.ts';
import type { Rule, RuleSubject } from '../../../server/approvals/rules/rule.ts';
import { scopeOfFolder } from '../../../server/approvals/rules/scope.ts';
import { whyTooWide } from '../../../server/approvals/rules/too-wide.ts';
import { expect, test } from '../../support/fixtures.ts';
import { git } from '../reads/reads-folder.ts';
import { makeRuledFolder, type RuledFolder } from './ruled-folder.ts';

function made(decision: Rule['decision'], about: RuleSubject, parts: Partial<Omit<Rule, 'id'>> = {}): Rule {
  const origin = { how: 'command-line', at: new Date().toISOString(), who: 'test' } as const;
  return makeRule(
    { decision, about, scope: {}, until: { kind: 'revoked' }, origin, ...parts },
    process.env['PATH'] ?? '',
  );
}

function decide(
  rules: readonly Rule[],
  subject: ApprovalSubject,
  { folder, ...more }: Partial<RuleContext & RuledQuestion> & { folder: string },
) {
  const question = { principal: 'p_1', threadId: 't', turnId: 'u', subject, ...more };
  const context = {
    ownFolders: [],
    letsReadsPass: true,
    searchPath: process.env['PATH'] ?? '',
    ...more,
    folder,
  };
  return compileRules(rules).decide(question, context)?.decision;
}

const update = (file: string, move?: string): PatchChange => ({
  path: file,
  kind: { type: 'update', move_path: move ?? null },
  diff: '@@ -1 +1 @@\n-a\n+b\n',
});
const patch = (...files: string[]): ApprovalSubject => ({
  kind: 'patch',
  changes: files.map((file) => update(file)),
});

describe('of several rules', () => {
  test('the strictest wins, in whatever order they were made', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const rules = [
      ruled.rule('allow', 'npm test'),
      ruled.rule('ask', 'npm test --ci'),
      ruled.rule('deny', 'npm test --ci --all'),
    ];
    for (const order of [rules, rules.toReversed()]) {
      expect(ruled.decide(order, 'npm test')?.decision).toBe('allow');
      expect(ruled.decide(order, 'npm test --ci')?.decision).toBe('ask');
      expect(ruled.decide(order, 'npm test --all --ci')?.decision).toBe('deny');
      expect(ruled.decide(order, 'npm test && npm test --ci --all')?.decision).toBe('deny');
    }
  });

  test('each simple command may have its own, and the ruling names them all', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const rules = [ruled.rule('allow', 'npm test'), ruled.rule('allow', 'git add')];
    const ruling = ruled.decide(rules, 'npm test && git add a.txt && npm test');
    expect(ruling?.rules.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
    expect(ruled.decide(rules.slice(0, 1), 'npm test && git add a.txt')).toBeUndefined();
  });

  test('one that is exact allows nothing more than its words', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const { about, ...rest } = ruled.rule('allow', 'npm test');
    const exact: Rule = { ...rest, about: { ...about, isExact: true } as RuleSubject };
    expect(ruled.decide([exact], 'npm test 2>&1')?.decision).toBe('allow');
    expect(ruled.decide([exact], 'npm test x')).toBeUndefined();
  });
});

describe('parts of a command that only read', () => {
  test('pass beside an allowed one, and not where the person has switched that off', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const rules = [ruled.rule('allow', 'npm test')];
    expect(ruled.decide(rules, 'npm test | tail -5')?.decision).toBe('allow');
    expect(ruled.decide(rules, 'npm test | tail -5', { letsReadsPass: false })).toBeUndefined();
    expect(ruled.decide(rules, 'ls')).toBeUndefined();
  });
});

describe('a rule about a shell', () => {
  test.for(['bash', 'sh', 'zsh'])(
    'is about a %s that the model wrote, not about the one the engine starts every command in',
    (shell, { home }) => {
      const ruled = makeRuledFolder(home);
      const rules = [ruled.rule('deny', shell), ruled.rule('allow', 'npm test')];
      const at = (command: string) => ruled.decide(rules, command)?.decision ?? 'none';
      for (const around of [`/bin/${shell} -lc`, `/usr/bin/${shell} -c`]) {
        expect(at(`${around} 'npm test'`)).toBe('allow');
        expect(at(`${around} "npm test 2>&1 | tail -5"`)).toBe('allow');
        expect(at(`${around} 'touch a\u0007'`)).toBe('none');
        expect(at(`${around} 'echo (unfinished'`)).toBe('none');
        expect(at(`${around} 'echo ${'x'.repeat(30_000)}'`)).toBe('none');
        expect(at(`${around} ${'('.repeat(5_000)}`)).toBe('none');
        for (const inner of [
          shell,
          `${shell} -c ls`,
          `/bin/${shell} -lc ls`,
          `ls; ${shell} x`,
          `env ${shell} x`,
        ])
          expect(at(`${around} ${quote(inner)}`), inner).toBe('deny');
        expect(at(`${around} 'npm test'; ls`)).toBe('deny');
        expect(at(`${around} 'npm test' x`)).toBe('deny');
      }
      expect(at(`${shell} -lc 'npm test'`)).toBe('deny');
      expect(at(`/tmp/${shell} -lc 'npm test'`)).toBe('deny');
    },
  );
});

describe('an allow counts for one program file:', () => {
  test('not for one earlier on the PATH, nor for one that took its place, nor for one in the folder', ({
    home,
  }) => {
    const ruled = makeRuledFolder(home);
    const rules = [ruled.rule('allow', 'npm test')];
    const other = home.makeFolder('other');
    fs.writeFileSync(path.join(other, 'npm'), '', { mode: 0o755 });
    const at = (searchPath: string) => ruled.decide(rules, 'npm test', { searchPath })?.decision;
    expect(at(ruled.searchPath)).toBe('allow');
    expect(at(`${other}:${ruled.searchPath}`)).toBeUndefined();
    expect(at(`${ruled.folder}:${ruled.searchPath}`)).toBeUndefined();
    expect(at(`.:${ruled.searchPath}`)).toBeUndefined();
    expect(at(`:${ruled.searchPath}`)).toBeUndefined();
    fs.symlinkSync(path.join(other, 'npm'), path.join(ruled.bin, 'npm2'));
    fs.renameSync(path.join(ruled.bin, 'npm2'), path.join(ruled.bin, 'npm'));
    expect(at(ruled.searchPath)).toBeUndefined();
  });

  test('a deny holds for all of that name', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const rules = [ruled.rule('deny', 'git push')];
    for (const command of ['git push', './git push', '/nowhere/git push', `${ruled.folder}/git push`])
      expect(ruled.decide(rules, command)?.decision, command).toBe('deny');
  });
});

describe('a rule of a folder', () => {
  const at = (ruled: RuledFolder, rule: Rule, folder: string, cwd = folder) =>
    compileRules([rule]).decide(
      {
        principal: 'p_1',
        threadId: 't',
        turnId: 'u',
        subject: { kind: 'command', command: 'npm test', cwd, parsed: [] },
      },
      { folder, ownFolders: [], letsReadsPass: true, searchPath: ruled.searchPath },
    )?.decision;

  test('counts there and below, and nowhere else', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const rule = ruled.rule('allow', 'npm test', { scope: scopeOfFolder(ruled.folder) });
    expect(at(ruled, rule, ruled.folder)).toBe('allow');
    expect(at(ruled, rule, ruled.folder, path.join(ruled.folder, 'src'))).toBe('allow');
    expect(at(ruled, rule, fs.realpathSync(home.makeFolder('ruled2')))).toBeUndefined();
    expect(at(ruled, rule, fs.realpathSync(home.root))).toBeUndefined();
  });

  test('counts in the worktrees of its repository, and not in a folder that only says it is one', ({
    home,
  }) => {
    const ruled = makeRuledFolder(home);
    const { folder } = ruled;
    git(folder, 'init', '-q');
    git(folder, 'add', 'a.txt', 'src');
    git(folder, 'commit', '-qm', 'first');
    const tree = path.join(fs.realpathSync(home.root), 'tree');
    git(folder, 'worktree', 'add', '-q', tree);
    const rule = ruled.rule('allow', 'npm test', { scope: scopeOfFolder(folder) });
    expect(at(ruled, rule, tree)).toBe('allow');
    expect(at(ruled, rule, path.join(tree, 'src'))).toBe('allow');
    // A rule made in the worktree counts in the main folder, and one of a folder in it in the same one there.
    expect(at(ruled, ruled.rule('allow', 'npm test', { scope: scopeOfFolder(tree) }), folder)).toBe('allow');
    const below = ruled.rule('allow', 'npm test', { scope: scopeOfFolder(path.join(folder, 'src')) });
    expect(at(ruled, below, path.join(tree, 'src'))).toBe('allow');
    expect(at(ruled, below, tree)).toBeUndefined();

    const liar = fs.realpathSync(home.makeFolder('liar'));
    fs.copyFileSync(path.join(tree, '.git'), path.join(liar, '.git'));
    expect(at(ruled, rule, liar)).toBeUndefined();
    fs.writeFileSync(path.join(liar, '.git'), `gitdir: ${folder}/.git\n`);
    expect(at(ruled, rule, liar)).toBeUndefined();
    fs.rmSync(path.join(liar, '.git'));
    fs.symlinkSync(path.join(folder, '.git'), path.join(liar, '.git'));
    expect(at(ruled, rule, liar)).toBeUndefined();
    const clone = path.join(fs.realpathSync(home.root), 'clone');
    git(folder, 'clone', '-q', folder, clone);
    expect(at(ruled, rule, clone)).toBeUndefined();
    // What denies believes it.
    fs.rmSync(path.join(liar, '.git'));
    fs.copyFileSync(path.join(tree, '.git'), path.join(liar, '.git'));
    expect(at(ruled, ruled.rule('deny', 'npm test', { scope: scopeOfFolder(folder) }), liar)).toBe('deny');
  });

  test('counts for its client, thread, turn and day alone', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const asked = { principal: 'p_1', threadId: 'thread-1', turnId: 'turn-1' };
    const subject = { kind: 'command', command: 'npm test', cwd: ruled.folder, parsed: [] } as const;
    const context = {
      folder: ruled.folder,
      ownFolders: [],
      letsReadsPass: true,
      searchPath: ruled.searchPath,
    };
    const is = (rule: Rule, more: object = {}, now = Date.now()) =>
      compileRules([rule], () => now).decide({ ...asked, ...more, subject }, context)?.decision;
    const client = ruled.rule('allow', 'npm test', { scope: { client: { id: 'p_1', name: 'cursor' } } });
    expect([is(client), is(client, { principal: 'p_2' })]).toEqual(['allow', undefined]);
    const thread = ruled.rule('allow', 'npm test', { until: { kind: 'thread', threadId: 'thread-1' } });
    expect([is(thread), is(thread, { turnId: 'turn-2' }), is(thread, { threadId: 'x' })]).toEqual([
      'allow',
      'allow',
      undefined,
    ]);
    const turn = ruled.rule('allow', 'npm test', {
      until: { kind: 'turn', threadId: 'thread-1', turnId: 'turn-1' },
    });
    expect([is(turn), is(turn, { turnId: 'turn-2' }), is(turn, { threadId: 'x' })]).toEqual([
      'allow',
      undefined,
      undefined,
    ]);
    const endsAt = new Date(Date.now() + 1000).toISOString();
    const day = ruled.rule('allow', 'npm test', { until: { kind: 'day', endsAt } });
    expect([is(day), is(day, {}, Date.parse(endsAt))]).toEqual(['allow', undefined]);
    expect(is({ ...client, isPaused: true })).toBeUndefined();
  });
});

describe('what is never allowed by a rule:', () => {
  test('text typed into a program, a connection, and text that is too long', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const rules = [ruled.rule('allow', 'npm test'), ruled.rule('deny', 'git push')];
    const context = { folder: ruled.folder, searchPath: ruled.searchPath };
    const command = { kind: 'command', command: 'npm test', cwd: ruled.folder, parsed: [] } as const;
    expect(decide(rules, command, context)).toBe('allow');
    expect(decide(rules, { ...command, isInput: true }, context)).toBeUndefined();
    expect(decide(rules, { ...command, network: 'example.com' }, context)).toBeUndefined();
    expect(decide(rules, { ...command, command: `npm test ${'x'.repeat(10_000)}` }, context)).toBeUndefined();
    expect(decide(rules, { ...command, command: 'git push', isInput: true }, context)).toBe('deny');
    expect(decide(rules, { ...command, cwd: '/' }, context)).toBeUndefined();
    expect(
      decide(rules, { kind: 'permission', cwd: ruled.folder, permissions: {} }, context),
    ).toBeUndefined();
  });

  test('a word that leads elsewhere by a link, wherever the link comes from', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const { folder } = ruled;
    fs.mkdirSync(path.join(folder, '.git/hooks'), { recursive: true });
    fs.symlinkSync('.git', path.join(folder, 'g'));
    fs.symlinkSync('src', path.join(folder, 'inside'));
    const rules = [ruled.rule('allow', 'cp'), ruled.rule('allow', 'tsc'), ruled.rule('allow', 'tee')];
    const of = (command: string) => ruled.decide(rules, command)?.decision;
    expect(of('cp a.txt inside/b.txt')).toBe('allow');
    expect(of('tsc src/a.ts')).toBe('allow');
    for (const command of [
      'cp a.txt g/hooks/pre-commit',
      'cp a.txt g/config',
      'cp a.txt nest/out/b.txt',
      'tee nest/out',
      'tsc nest/out/a.ts',
      'tsc g/a.ts',
    ])
      expect(of(command), command).toBeUndefined();
  });

  test.for([
    'bash build.sh',
    'python3',
    'python3 -c x',
    'node',
    'sudo npm test',
    'xargs npm',
    'timeout 5 npm test',
    'git',
    'git -c a=b push',
    'npx',
    'env npm test',
    'eval x',
    'ssh host ls',
    'npm.cmd test',
  ])('%s cannot even be made into a rule', (command, { home }) => {
    const ruled = makeRuledFolder(home);
    expect(() => ruled.rule('allow', command)).toThrow(/./);
    expect(() => ruled.rule('deny', command)).not.toThrow();
  });

  const RUN_OTHERS = [
    ...[
      'npx tsc',
      'npx -y evil',
      'npm exec tsc',
      'npm x tsc',
      'npm exec -- tsc',
      'npm exec -c "tsc"',
      'npm init evil',
    ],
    ...['npm --prefix x exec tsc', 'pnpm dlx evil', 'pnpm exec tsc', 'pnpm -C x exec tsc', 'pnpm sh x.sh'],
    ...[
      'yarn dlx evil',
      'yarn exec x',
      'yarn run bash x.sh',
      'bunx evil',
      'bun x evil',
      'bun run sh',
      'uvx ruff',
    ],
    ...[
      'uv tool run ruff',
      'uv run',
      'uv run sh x',
      'uv run python -c x',
      'uv run --with evil pytest',
      'poetry run bash',
    ],
    ...[
      'pipx run black',
      'bundle exec sh',
      'corepack pnpm dlx evil',
      'deno run npm:evil',
      'deno eval x',
      'go run x@latest',
    ],
    ...[
      'docker run alpine',
      'docker exec web ls',
      'docker compose exec web ls',
      'docker compose run web',
      'docker-compose exec web x',
    ],
    ...[
      'docker container run alpine',
      'docker --context x run alpine',
      'podman run alpine',
      'nerdctl exec x ls',
    ],
    ...[
      'kubectl exec pod -- ls',
      'kubectl -n web exec pod',
      'kubectl run x',
      'oc exec pod ls',
      'tailscale ssh host ls',
    ],
    ...[
      'gcloud compute ssh x',
      'vagrant ssh -c ls',
      'ansible all -m shell',
      'lima ls',
      'adb shell ls',
      'fly ssh console',
    ],
    ...[
      'git -c core.pager=x log',
      'git --exec-path=x status',
      'git log -c',
      'git bisect run x',
      'git rebase --exec x main',
    ],
    ...[
      'git submodule foreach x',
      'git config core.hooksPath x',
      'git push --receive-pack=x',
      'git --config-env=a=b status',
    ],
    ...[
      'git clone -u x y',
      'git clone -qu x',
      'git clone --config a=b x',
      'git clone --template=x y',
      'git init --template x',
    ],
    ...[
      'git upload-pack x',
      'git receive-pack x',
      'git-receive-pack x',
      'git send-pack x',
      'git request-pull x',
    ],
    ...['hg status', 'jj log', 'svn commit', 'sl status', 'fossil commit'],
    ...[
      'make -f x',
      'make test -f x',
      'gmake test -f x',
      'make test SHELL=x',
      'find src -exec x',
      'find . -name x -execdir y',
    ],
    ...[
      'fd x -X rm',
      'tar xf a --to-command=x',
      'rsync a b -e x',
      'go test -exec x',
      'cargo test --config x',
      'cmake -P x',
    ],
    ...[
      'mise exec node x',
      'conda run x',
      'direnv exec . x',
      'op run x',
      'dotenv x',
      'cross-env A=b x',
      'nodemon x.js',
    ],
    ...[
      'codex exec x',
      'claude -p x',
      'gh copilot suggest',
      'gh alias set x y',
      'npm config set script-shell x',
    ],
    ...[
      "awk 'BEGIN{system(1)}'",
      'sqlite3 a.db',
      'vim x',
      'python3 -m timeit x',
      'python3 -m pdb x.py',
      'open x',
    ],
    ...[
      'patchbay rules list',
      'Patchbay status',
      'patchbay-app',
      'Patchbay-0.1.0-x86_64.AppImage status',
      'patchbay.exe x',
    ],
    ...[
      'node out/patchbay.js rules list',
      'node /opt/x/patchbay.js',
      'electron /opt/x/out/patchbay.js',
      'bun patchbay.js',
    ],
  ];

  test('commands that run what other words name cannot be made into a rule either', () => {
    const allowed = RUN_OTHERS.filter((command) => {
      const [program = '', ...words] = split(command);
      return whyTooWide(program, words) === undefined;
    });
    expect(allowed).toEqual([]);
  });

  test.for([
    ...[
      'npm test',
      'npm run build',
      'npm run x',
      'pnpm test',
      'pnpm start',
      'pnpm run watch',
      'yarn build',
      'yarn start',
    ],
    ...[
      'cargo test',
      'cargo run',
      'git status',
      'git commit -m x',
      'git push origin main',
      'git rebase main',
      'make test',
    ],
    ...[
      'uv run pytest',
      'poetry run pytest tests',
      'bundle exec rspec',
      'go test',
      'go run ./cmd/x',
      'deno test',
      'bun test',
    ],
    ...[
      'docker compose up',
      'docker build .',
      'docker ps',
      'kubectl get pods',
      'gh pr view',
      'terraform plan',
      'mvn test',
    ],
    ...[
      'node scripts/build.js',
      'python3 -m pytest',
      'python3 manage.py test',
      'find src -name x',
      'tar tf a.tar',
      'tsc',
    ],
    ...['composer test', 'rails test', 'dotnet test', 'mise run test'],
  ])('%s can', (command) => {
    const [program = '', ...words] = split(command);
    expect(whyTooWide(program, words)).toBeUndefined();
  });

  test('what stands behind the words of a rule runs nothing else', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const commands = [
      'docker compose',
      'kubectl top',
      'python3 -m pytest',
      'npm run',
      'yarn run',
      'node scripts/build.js',
    ];
    const rules = commands.map((command) => ruled.rule('allow', command));
    const of = (command: string) => ruled.decide(rules, command)?.decision;
    for (const command of ['docker compose ps', 'npm run build', 'yarn run build', 'node scripts/build.js x'])
      expect(of(command), command).toBe('allow');
    for (const command of [
      'docker compose exec web sh',
      'docker compose run web x',
      'yarn run bash x.sh',
      'node scripts/build.js out/patchbay.js',
    ])
      expect(of(command), command).toBeUndefined();
  });
});

describe('rules for files', () => {
  test('allow a patch when each of its files is meant, link by link', ({ home }) => {
    const { folder } = makeRuledFolder(home);
    const scope = scopeOfFolder(folder);
    const rules = [
      made('allow', { kind: 'patch', globs: ['src/**', 'docs/*.md'] }, { scope }),
      made('deny', { kind: 'patch', globs: ['**/secret*', '.env*'] }, { scope }),
      made('ask', { kind: 'patch', globs: ['src/generated/**'] }, { scope }),
    ];
    const is = (subject: ApprovalSubject) => decide(rules, subject, { folder });
    expect(is(patch('src/a.ts'))).toBe('allow');
    expect(is(patch(path.join(folder, 'src/a.ts')))).toBe('allow');
    expect(is(patch('src/deep/new.ts', 'docs/x.md'))).toBe('allow');
    expect(is(patch('src/a.ts', 'package.json'))).toBeUndefined();
    expect(is(patch('docs/deep/x.md'))).toBeUndefined();
    expect(is(patch('other/src/a.ts'))).toBeUndefined();
    expect(is(patch('src/.hidden'))).toBeUndefined();
    expect(is(patch('SRC/a.ts'))).toBeUndefined();
    expect(is(patch('src/../package.json'))).toBeUndefined();
    expect(is(patch('src/../../x'))).toBeUndefined();
    expect(is(patch('src/generated/x.ts'))).toBe('ask');
    expect(is(patch('src/a.ts', 'src/Secret.txt'))).toBe('deny');
    expect(is(patch('.env.local'))).toBe('deny');
    expect(is({ kind: 'patch', changes: [update('src/a.ts', 'src/b.ts')] })).toBe('allow');
    expect(is({ kind: 'patch', changes: [update('src/a.ts', 'b.ts')] })).toBeUndefined();
    expect(is({ kind: 'patch', changes: [update('src/a.ts', 'src/secret')] })).toBe('deny');
    expect(is({ kind: 'patch', changes: [update('src/a.ts')], grantRoot: folder })).toBeUndefined();
    expect(is({ kind: 'patch', changes: [] })).toBeUndefined();

    fs.symlinkSync(path.join(folder, 'package.json'), path.join(folder, 'src/link.json'));
    fs.symlinkSync(path.join(folder, 'nest/out'), path.join(folder, 'src/out'));
    fs.linkSync(path.join(folder, 'package.json'), path.join(folder, 'src/hard.json'));
    fs.symlinkSync('/nowhere', path.join(folder, 'src/dangling'));
    for (const file of ['src/link.json', 'src/out/x', 'src/hard.json', 'src/dangling', 'src'])
      expect(is(patch(file)), file).toBeUndefined();
    fs.symlinkSync(path.join(folder, 'secret.txt'), path.join(folder, 'src/innocent'));
    fs.writeFileSync(path.join(folder, 'secret.txt'), '');
    expect(is(patch('src/innocent'))).toBe('deny');
  });

  test('never allow what would run later: hooks, pipelines, profiles, our own files', ({ home }) => {
    const { folder } = makeRuledFolder(home);
    const rules = [
      made(
        'allow',
        { kind: 'patch', globs: ['**', '.*/**', '.*'] },
        { scope: scopeOfFolder(folder), examples: { match: [], notMatch: [] } },
      ),
    ];
    for (const file of [
      '.git/hooks/pre-commit',
      '.git/config',
      '.git',
      'sub/.git/config',
      '.GIT/config',
      '.vscode/tasks.json',
      '.envrc',
      '.github/workflows/x.yml',
      '.codex/config.toml',
      '.husky/x',
      '.bashrc',
      '../x',
    ])
      expect(decide(rules, patch(file), { folder }), file).toBeUndefined();
    expect(decide(rules, patch('src/a.ts'), { folder })).toBe('allow');
  });

  test.for(['/etc/**', '../x', 'a/../../x', '!src/**', 'src\\x', 'a|b', '(a)'])(
    '%s is no glob below a folder',
    (glob, { home }) => {
      const { folder } = makeRuledFolder(home);
      expect(() => made('allow', { kind: 'patch', globs: [glob] }, { scope: scopeOfFolder(folder) })).toThrow(
        /./,
      );
    },
  );

  test('count in the worktree too', ({ home }) => {
    const { folder } = makeRuledFolder(home);
    git(folder, 'init', '-q');
    git(folder, 'add', 'a.txt', 'src');
    git(folder, 'commit', '-qm', 'first');
    const tree = path.join(fs.realpathSync(home.root), 'tree');
    git(folder, 'worktree', 'add', '-q', tree);
    const rules = [made('allow', { kind: 'patch', globs: ['src/**'] }, { scope: scopeOfFolder(folder) })];
    expect(decide(rules, patch('src/a.ts'), { folder: tree })).toBe('allow');
    expect(decide(rules, patch('a.txt'), { folder: tree })).toBeUndefined();
  });
});

describe('rules for tools and hosts', () => {
  test('name the remote, the tool and the values of arguments', ({ home }) => {
    const { folder } = makeRuledFolder(home);
    const tool = (args: unknown, name = 'create_issue', server = 'github'): ApprovalSubject => ({
      kind: 'tool',
      server,
      tool: name,
      arguments: args,
      message: '',
    });
    const rules = [
      made('allow', {
        kind: 'tool',
        remote: 'github',
        tool: 'create_issue',
        arguments: { repo: 'a/b', draft: true },
      }),
      made('deny', { kind: 'tool', remote: 'github', tool: 'delete_repo' }),
    ];
    const is = (subject: ApprovalSubject) => decide(rules, subject, { folder });
    expect(is(tool({ repo: 'a/b', draft: true, title: 'x' }))).toBe('allow');
    for (const args of [
      { repo: 'a/c', draft: true },
      { repo: 'a/b' },
      { repo: 'a/b', draft: 'true' },
      {},
      null,
      'x',
      ['a/b'],
      { __proto__: { repo: 'a/b', draft: true } },
    ])
      expect(is(tool(args)), JSON.stringify(args)).toBeUndefined();
    expect(is(tool({ repo: 'a/b', draft: true }, 'create_issues'))).toBeUndefined();
    expect(is(tool({ repo: 'a/b', draft: true }, 'create_issue', 'gitlab'))).toBeUndefined();
    expect(is(tool({ repo: 'a/b', draft: true, body: 'x'.repeat(10_001) }))).toBeUndefined();
    expect(is(tool({}, 'delete_repo'))).toBe('deny');
  });

  test('hosts are whole names', ({ home }) => {
    const { folder } = makeRuledFolder(home);
    const rules = [
      made('allow', { kind: 'host', host: 'packages.example.com' }),
      made('allow', { kind: 'host', host: '*.cdn.example.com' }),
      made('deny', { kind: 'host', host: 'evil.cdn.example.com' }),
    ];
    const is = (network: string) =>
      decide(rules, { kind: 'command', command: 'x', cwd: folder, parsed: [], network }, { folder });
    expect(is('packages.example.com')).toBe('allow');
    expect(is('Packages.Example.COM.')).toBe('allow');
    expect(is('a.cdn.example.com')).toBe('allow');
    expect(is('evil.cdn.example.com')).toBe('deny');
    for (const host of [
      'example.com',
      'xpackages.example.com',
      'packages.example.com.evil.net',
      'cdn.example.com',
      'acdn.example.com',
      '',
    ])
      expect(is(host), host).toBeUndefined();
    // A person always looks at an address; a deny is enough.
    expect(
      decide(
        rules,
        { kind: 'url', source: 's', message: '', url: 'https://packages.example.com/' },
        { folder },
      ),
    ).toBeUndefined();
    expect(
      decide(
        rules,
        { kind: 'url', source: 's', message: '', url: 'https://evil.cdn.example.com/' },
        { folder },
      ),
    ).toBe('deny');
  });
});

describe('a rule is off', () => {
  test('when an example fails, and says which', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const rule = ruled.rule('allow', 'npm test');
    const off = (examples: Rule['examples']) => whyOff({ ...rule, examples }, ruled.searchPath);
    expect(off(rule.examples)).toBeUndefined();
    expect(off({ match: ['npm run x'], notMatch: [] })).toBe(
      'its example `npm run x` does not match: no rule allows npm',
    );
    expect(off({ match: [], notMatch: ['npm test x'] })).toBe(
      'its example `npm test x` must not match, and does',
    );
  });

  test('when its program has moved, and says where to', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const rule = ruled.rule('allow', 'npm test');
    const other = fs.realpathSync(home.makeFolder('other'));
    fs.writeFileSync(path.join(other, 'npm'), '', { mode: 0o755 });
    expect(whyOff(rule, `${other}:/usr/bin`)).toContain(`npm is ${other}/npm now`);
    expect(whyOff(rule, '/nowhere')).toBe('npm is not on the PATH any more');
    expect(whyOff(ruled.rule('deny', 'npm test'), '/nowhere')).toBeUndefined();
  });
});

describe('a deny knows other ways to write the same:', () => {
  test.for([
    [
      'git push -f',
      ['git push --force', 'git push --force-with-lease', 'git push o +x'],
      ['git push', 'git push o x'],
    ],
    [
      'git push --delete',
      ['git push -d o x', 'git push o :x', 'git push --mirror'],
      ['git push', 'git push o x:y'],
    ],
    [
      'git branch -D',
      ['git branch -d -f x', 'git branch --delete --force x', 'git branch -fd x'],
      ['git branch -d x'],
    ],
    ['git commit --no-verify', ['git commit -nm x', 'git commit -a -n'], ['git commit -m x']],
    ['rm --recursive', ['rm -r x', 'rm -Rf x', 'rm -fvr x'], ['rm x', 'rm -f x']],
    ['npm install', ['npm i x', 'npm add x', 'npm -g in x', 'npm install'], ['npm test', 'npm x install']],
    ['npm install -g', ['npm i --global x', 'npm --location=global i x'], ['npm i x']],
    ['cargo test', ['cargo t'], ['cargo build']],
    [
      'docker run -v',
      ['docker run --volume a:b c', 'docker container run --mount x c'],
      ['docker run c', 'docker ps -v'],
    ],
    ['docker rmi', ['docker image rm x', 'podman image rm x'], ['docker image ls', 'docker rm x']],
    ['docker image rm', ['docker rmi x'], ['docker image ls']],
    [
      'docker run --network host',
      ['docker run --network=host x', 'docker run --net host x'],
      ['docker run x'],
    ],
    [
      'docker run --network=host',
      ['docker run --net=host x', 'docker run --network host x'],
      ['docker run x'],
    ],
    [
      'curl -X POST',
      ['curl -XPOST u', 'curl --request POST u', 'curl u --request=POST'],
      ['curl u', 'curl -X GET u'],
    ],
    ['curl --data', ['curl -d @f u', 'curl --data-binary @f u', 'curl u --json x'], ['curl u']],
    [
      'kubectl delete -n prod',
      ['kubectl -n prod delete x', 'kubectl delete x --namespace=prod'],
      ['kubectl delete x'],
    ],
    [
      'terraform apply -auto-approve',
      ['terraform apply --auto-approve', 'terraform apply -auto-approve=true'],
      [],
    ],
    ['kill -9', ['kill -KILL 1', 'kill -SIGKILL 1'], ['kill 1']],
  ] as const)('%s', ([denied, meant, others], { home }) => {
    const ruled = makeRuledFolder(home);
    // The program of a deny is one of every name that stands for it.
    const rules = [denied, denied.replace('docker', 'podman')].map((command) => ruled.rule('deny', command));
    for (const command of [denied, ...meant])
      expect(ruled.decide(rules, command)?.decision, command).toBe('deny');
    for (const command of others) expect(ruled.decide(rules, command), command).toBeUndefined();
  });
});

describe('what no rule can be about', () => {
  test.for([
    [{ kind: 'host', host: '10.0.0.1:80' }, /every port; write 10\.0\.0\.1\. /],
    [{ kind: 'host', host: '[::1]:80' }, /write ::1\. /],
    [{ kind: 'host', host: 'https://api.example.com/v1' }, /write the host alone: api\.example\.com\. /],
    [{ kind: 'host', host: '0x7f.1' }, /another way to write 127\.0\.0\.1; write that/],
    [{ kind: 'host', host: 'bücher.example' }, /xn--bcher-kva\.example/],
    [{ kind: 'host', host: '*' }, /like api\.example\.com, or \*\.example\.com/],
    [{ kind: 'host', host: 'a.*.example.com' }, /not the name of a host/],
    [{ kind: 'host', host: 'a b' }, /not the name of a host/],
    [{ kind: 'patch', globs: [''] }, /like src/],
    [{ kind: 'patch', globs: ['/etc/*'] }, /name that folder with --folder/],
    [{ kind: 'patch', globs: ['~/x'] }, /name that folder with --folder/],
    [{ kind: 'patch', globs: ['src/../x'] }, /does not stay below/],
    [{ kind: 'patch', globs: ['src/a', 'lib/'] }, /write lib\/\*\* for everything below it/],
    [{ kind: 'patch', globs: ['src//a'] }, /matches no file/],
    [{ kind: 'patch', globs: ['a(b)'] }, /with \*, \*\* and \? alone/],
    [{ kind: 'patch', globs: ['!a'] }, /with \*, \*\* and \? alone/],
  ] as const)('%j', ([about, why]) => {
    for (const decision of ['allow', 'deny'] as const)
      expect(() => made(decision, about as never, { scope: { folder: '/' } })).toThrow(why);
  });

  test('an allow for what a person is always asked about says so, a deny of it counts', () => {
    for (const glob of ['.github/workflows/*.yml', '.git/hooks/**', '.husky/pre-commit']) {
      const about: RuleSubject = { kind: 'patch', globs: [glob] };
      expect(() => made('allow', about, { scope: { folder: '/' } }), glob).toThrow(
        /a person is asked about every/,
      );
      expect(made('deny', about).decision).toBe('deny');
    }
  });

  test('hosts are the same in every form that a question may have', ({ home }) => {
    const folder = home.folder;
    const network = (host: string): ApprovalSubject => ({
      kind: 'command',
      command: '',
      cwd: folder,
      parsed: [],
      network: host,
    });
    const rules = [
      made('deny', { kind: 'host', host: '127.0.0.1' }),
      made('deny', { kind: 'host', host: '::1' }),
      made('allow', { kind: 'host', host: 'api.example.com' }),
    ];
    for (const host of ['127.0.0.1', '127.0.0.1:80', '0x7f.1', '2130706433', '[::1]', '::1', '[0:0::1]:443'])
      expect(decide(rules, network(host), { folder }), host).toBe('deny');
    for (const host of ['api.example.com', 'API.example.com.', 'api.example.com:443'])
      expect(decide(rules, network(host), { folder }), host).toBe('allow');
    for (const host of [
      'api.example.com@evil',
      'api.example.com/x',
      'evil#api.example.com',
      'api.example.com\n',
    ])
      expect(decide(rules, network(host), { folder }), host).toBeUndefined();
  });

  test('a program that is not on the PATH is allowed by its whole path', ({ home }) => {
    const ruled = makeRuledFolder(home);
    const file = path.join(fs.realpathSync(home.makeFolder('tools')), 'deploy');
    fs.writeFileSync(file, '', { mode: 0o755 });
    const rules = [ruled.rule('allow', `${file} web`)];
    expect(ruled.decide(rules, `${file} web`)?.decision).toBe('allow');
    expect(ruled.decide(rules, 'deploy web')).toBeUndefined();
    fs.rmSync(file);
    expect(whyOff(rules[0] as Rule, ruled.searchPath)).toContain('is not on the PATH any more');
  });
});
