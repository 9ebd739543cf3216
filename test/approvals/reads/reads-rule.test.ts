// What the rule "reads inside the folder" lets pass, and what it never may.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { join } from 'shlex';
import { describe } from 'vitest';
import { judgeRead } from '../../../server/approvals/reads/reads-rule.ts';
import { readScript } from '../../../server/approvals/shell-script.ts';
import { expect, test } from '../../support/fixtures.ts';
import type { TestHome } from '../../support/home.ts';
import { runPatchbay } from '../../support/patchbay.ts';
import { hostile, linesOf } from './hostile.ts';
import { git, makeReadsFolder } from './reads-folder.ts';
import { callsIn, randomFrom } from './shell-fuzz.ts';

/** Reads that agents do all day: they pass without a question. */
const everyday = linesOf('everyday.txt');

/** What `patchbay rules test` says of each. */
async function decisions(home: TestHome, folder: string, commands: readonly string[]) {
  const input = commands.map((command) => `${command}\0`).join('');
  const { code, stdout, stderr } = await runPatchbay(home, ['rules', 'test', '--stdin0', '--cwd', folder], {
    input,
  });
  expect(code, stderr).toBe(0);
  const lines: { decision: string; reason: string }[] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.length).toBe(commands.length);
  return commands.map((command, at) => ({ command, ...lines[at] }));
}

describe('patchbay rules test', () => {
  test('allows the everyday reads of an agent', async ({ home }) => {
    const decided = await decisions(home, makeReadsFolder(home), everyday);
    expect(decided.filter(({ decision }) => decision !== 'allow')).toEqual([]);
  });

  test('asks in the home folder that the system knows, whatever HOME says', async ({ home }) => {
    const systemHome = os.userInfo().homedir;
    expect(home.env['HOME']).not.toBe(systemHome);
    const [decided] = await decisions(home, systemHome, ['pwd']);
    expect(decided).toMatchObject({ decision: 'ask', reason: 'the folder holds the home folder' });
  });

  test('asks about everything that does more than read', async ({ home }) => {
    // A NUL ends a command there.
    const sent = hostile.filter((command) => !command.includes('\0') && !/\p{Cs}/u.test(command));
    const folder = makeReadsFolder(home);
    const before = fs.readdirSync(folder);
    const decided = await decisions(home, folder, sent);
    expect(decided.filter(({ decision }) => decision !== 'ask').map(({ command }) => command)).toEqual([]);
    expect(decided.filter(({ reason }) => !reason)).toEqual([]);
    expect(fs.readdirSync(folder)).toEqual(before);
  });

  test('accepts a command as separate words or as one text', async ({ home }) => {
    const test = (...words: string[]) => runPatchbay(home, ['rules', 'test', ...words]);
    const allowed = '{"decision":"allow","reason":"Reads inside the folder"}\n';
    expect(await test('--', 'rg', '-n', 'a|b', 'src')).toMatchObject({ code: 0, stdout: allowed });
    expect(await test('--', 'ls; pwd')).toMatchObject({ code: 0, stdout: allowed });
    expect((await test('--', 'ls', ';', 'pwd')).stdout).toBe(allowed);
    expect((await test('--', 'rm', 'a')).stdout).toContain('"decision":"ask"');
    expect(await test()).toMatchObject({ code: 2, stdout: '' });
    expect(await test('--cwd', '/nowhere', '--', 'ls')).toMatchObject({
      code: 1,
      stdout: '',
      stderr:
        'patchbay: --cwd /nowhere is not a folder that can be read (ENOENT). Name a folder that exists.\n',
    });
  });
});

test('every hostile command is asked about, even those that cannot be typed', ({ home }) => {
  const folder = makeReadsFolder(home);
  expect(hostile.length).toBeGreaterThan(530);
  const allowed = hostile.filter(
    (command) => judgeRead(command, { folder, cwd: folder }).decision === 'allow',
  );
  expect(allowed).toEqual([]);
});

test('a command with more text after it passes only if each part would pass alone', ({ home }) => {
  const folder = makeReadsFolder(home);
  const place = { folder, cwd: folder };
  const decide = (command: string) => judgeRead(command, place).decision;
  const random = randomFrom(7);
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
  const tails = [
    ...everyday,
    ...hostile.filter((command) => command.length < 200 && !command.includes('\0')),
  ];
  const joints = [
    ' ',
    '\n',
    ';',
    ' && ',
    ' || ',
    ' | ',
    ' & ',
    '\t',
    '\\\n',
    '" "',
    "'",
    '',
    '#',
    ' -- ',
    '\r',
  ];
  let allowed = 0;
  for (let count = 0; count < 3_000; count += 1) {
    const text = `${pick(everyday)}${pick(joints)}${pick(tails)}`;
    if (decide(text) !== 'allow') continue;
    allowed += 1;
    const read = readScript(text);
    if (read.kind !== 'plain') throw new Error(`allowed, but not plain: ${text}`);
    // A pattern stands for what is there: quoted it would not.
    if (read.commands.flat().some(({ isGlob }) => isGlob) || /\bcd\b/.test(text)) continue;
    for (const words of read.commands)
      expect(decide(join(words.map(({ value }) => value))), JSON.stringify(text)).toBe('allow');
  }
  expect(allowed).toBeGreaterThan(100);
});

test('a shell starts only readers for what was allowed', ({ home }) => {
  const folder = makeReadsFolder(home);
  const names =
    'cat ls rg grep sed awk jq find git head tail wc sort uniq tee xargs bash sh touch rm node'.split(' ');
  const random = randomFrom(11);
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
  const pieces = [
    'a.txt',
    '-n',
    "'x y'",
    '"a"',
    '|',
    '&&',
    ';',
    '\n',
    ' ',
    '2>/dev/null',
    '-l',
    'src',
    '1p',
    '\\;',
    '#',
  ];
  const allowed: string[] = [];
  for (let count = 0; count < 20_000 && allowed.length < 150; count += 1) {
    let text = pick(names);
    for (let more = random(8); more > 0; more -= 1)
      text += ` ${random(3) === 0 ? pick(names) : pick(pieces)}`;
    if (judgeRead(text, { folder, cwd: folder }).decision === 'allow') allowed.push(text);
  }
  expect(allowed.length).toBeGreaterThan(100);
  const called = callsIn('bash', allowed, { programs: names, cwd: folder });
  for (const [at, calls] of called.entries()) {
    for (const call of calls)
      expect(judgeRead(join(call), { folder, cwd: folder }).decision, JSON.stringify(allowed[at])).toBe(
        'allow',
      );
  }
});

describe('a program with the name of a reader', () => {
  test('that is in the folder is asked about', ({ home }) => {
    const folder = makeReadsFolder(home);
    fs.copyFileSync(path.join(folder, 'e.sh'), path.join(folder, 'sub/rg'));
    const at = (searchPath: string, command = 'rg x') => {
      const before = process.env['PATH'];
      process.env['PATH'] = searchPath;
      try {
        return judgeRead(command, { folder, cwd: folder }).decision;
      } finally {
        process.env['PATH'] = before;
      }
    };
    expect(at(`${path.join(folder, 'sub')}:/usr/bin`)).toBe('ask');
    expect(at('sub:/usr/bin')).toBe('ask');
    expect(at('/usr/bin')).toBe('allow');
    fs.copyFileSync(path.join(folder, 'e.sh'), path.join(folder, 'sub/bash'));
    expect(at(`${path.join(folder, 'sub')}:/usr/bin:/bin`, "/bin/bash -lc 'ls'")).toBe('allow');
    fs.mkdirSync(path.join(folder, 'shims'));
    // One that starts what a file in the folder says, and one that has other options.
    const tools = home.makeFolder('tools');
    for (const name of ['shims/rg', 'busybox']) {
      fs.mkdirSync(path.dirname(path.join(tools, name)), { recursive: true });
      fs.copyFileSync(path.join(folder, 'e.sh'), path.join(tools, name));
    }
    expect(at(`${tools}/shims:/usr/bin`)).toBe('ask');
    fs.symlinkSync(path.join(tools, 'busybox'), path.join(tools, 'rg'));
    expect(at(`${tools}:/usr/bin`)).toBe('ask');
  });
});

describe('in a git repository', () => {
  const decide = (folder: string, command = 'git status') =>
    judgeRead(command, { folder, cwd: folder }).decision;

  test.for([
    ['core.fsmonitor', './e.sh'],
    ['core.pager', './e.sh'],
    ['core.sshCommand', './e.sh'],
    ['core.worktree', '/'],
    ['core.attributesFile', '/etc/passwd'],
    ['diff.external', './e.sh'],
    ['diff.x.textconv', './e.sh'],
    ['diff.x.command', './e.sh'],
    ['filter.x.clean', './e.sh'],
    ['filter.x.process', './e.sh'],
    ['gpg.program', './e.sh'],
    ['log.showSignature', 'true'],
    ['pager.log', './e.sh'],
    ['include.path', '../e'],
    ['includeIf.gitdir:/.path', '../e'],
    ['alias.status', '!./e.sh'],
    ['remote.origin.uploadpack', './e.sh'],
    ['remote.origin.promisor', 'true'],
    ['extensions.partialClone', 'origin'],
    ['extensions.worktreeConfig', 'true'],
    ['submodule.x.update', '!./e.sh'],
    ['something.new', 'x'],
  ] as const)('that sets %s git is asked about', ([key, value], { home }) => {
    const folder = makeReadsFolder(home);
    expect(decide(folder)).toBe('allow');
    git(folder, 'config', key, value);
    expect(decide(folder)).toBe('ask');
  });

  test('with the usual keys it passes', ({ home }) => {
    const folder = makeReadsFolder(home);
    git(folder, 'remote', 'add', 'origin', 'git@example.invalid:a/b.git');
    git(folder, 'config', 'branch.main.remote', 'origin');
    git(folder, 'config', 'branch.feature/x.merge', 'refs/heads/x');
    git(folder, 'config', 'user.name', 'A B');
    git(folder, 'config', 'core.autocrlf', 'input');
    git(folder, 'config', 'core.hooksPath', '.husky/_');
    expect(decide(folder)).toBe('allow');
  });

  test.for<[string, (folder: string, elsewhere: string) => void]>([
    ['a hook that fires on reading', (folder) => write(folder, '.git/hooks/post-index-change')],
    [
      'such a hook in another folder',
      (folder) => {
        git(folder, 'config', 'core.hooksPath', 'sub');
        write(folder, 'sub/post-index-change');
      },
    ],
    [
      'a configuration that goes on in the next line',
      (folder) => append(folder, '.git/config', '[user]\n\tname = a\\\nb\n'),
    ],
    [
      'an entry in the line of its section',
      (folder) => append(folder, '.git/config', '[core] fsmonitor = ./e.sh\n'),
    ],
    ['a section in odd case', (folder) => append(folder, '.git/config', '[CoRe]\n\tFsMonitor = ./e.sh\n')],
    ['a comment that is none', (folder) => append(folder, '.git/config', '[user]\n\tname = a # b\n')],
    ['objects kept elsewhere', (folder) => write(folder, '.git/objects/info/alternates')],
    ['a folder in common', (folder) => write(folder, '.git/commondir')],
    ['configuration for one worktree', (folder) => write(folder, '.git/config.worktree')],
    [
      'a link among its parts',
      (folder, elsewhere) => {
        fs.rmSync(path.join(folder, '.git/hooks'), { recursive: true });
        fs.symlinkSync(elsewhere, path.join(folder, '.git/hooks'));
      },
    ],
    [
      'objects that are links',
      (folder, elsewhere) => fs.symlinkSync(elsewhere, path.join(folder, '.git/objects/pack/pack-x.pack')),
    ],
    [
      'a repository in it that git would look into',
      (folder) => {
        fs.mkdirSync(path.join(folder, 'inner'));
        git(path.join(folder, 'inner'), 'init', '-q');
        git(path.join(folder, 'inner'), 'commit', '-q', '--allow-empty', '-m', 'x');
        git(folder, '-c', 'advice.addEmbeddedRepo=false', 'add', 'inner');
      },
    ],
    [
      'a file in place of .git',
      (folder) => {
        fs.renameSync(path.join(folder, '.git'), path.join(folder, 'git'));
        fs.writeFileSync(path.join(folder, '.git'), 'gitdir: git\n');
      },
    ],
    [
      'the inside of a repository as its folder',
      (folder) => {
        fs.renameSync(path.join(folder, '.git'), path.join(folder, 'x'));
        for (const name of fs.readdirSync(path.join(folder, 'x')))
          fs.renameSync(path.join(folder, 'x', name), path.join(folder, name));
      },
    ],
    [
      'the folder above',
      (folder) => fs.renameSync(path.join(folder, '.git'), path.join(path.dirname(folder), '.git')),
    ],
    [
      'a .git that git passes over',
      (folder) => fs.rmSync(path.join(folder, '.git/refs'), { recursive: true }),
    ],
    ['a .git without a branch', (folder) => fs.writeFileSync(path.join(folder, '.git/HEAD'), 'nothing\n')],
    [
      'a link in its logs',
      (folder, elsewhere) => {
        fs.rmSync(path.join(folder, '.git/logs/HEAD'));
        fs.symlinkSync(path.join(elsewhere, 'secret.txt'), path.join(folder, '.git/logs/HEAD'));
      },
    ],
    ...['a\u00a0', 'a\u000b', 'é'].map((name): [string, (folder: string) => void] => [
      `such a hook in a folder named ${JSON.stringify(name)}`,
      (folder) => {
        fs.mkdirSync(path.join(folder, name));
        write(folder, `${name}/post-index-change`);
        append(folder, '.git/config', `[core]\n\thooksPath = ${name}\n`);
      },
    ]),
    [
      'a link for a tag',
      (folder, elsewhere) =>
        fs.symlinkSync(path.join(elsewhere, 'secret.txt'), path.join(folder, '.git/refs/tags/x')),
    ],
    [
      'a link in what it keeps of a worktree',
      (folder, elsewhere) => {
        fs.mkdirSync(path.join(folder, '.git/worktrees/w'), { recursive: true });
        fs.symlinkSync(path.join(elsewhere, 'secret.txt'), path.join(folder, '.git/worktrees/w/locked'));
      },
    ],
    [
      'a configuration that is no file',
      (folder) => {
        fs.rmSync(path.join(folder, '.git/config'));
        execFileSync('mkfifo', [path.join(folder, '.git/config')]);
      },
    ],
    [
      'a line that takes long to read',
      (folder) => append(folder, '.git/config', `x =${' '.repeat(60_000)}#x\n`),
    ],
    ['an index that cannot be read', (folder) => fs.mkdirSync(path.join(folder, '.git/sharedindex.x'))],
  ])('with %s git is asked about', ([, change], { home }) => {
    const folder = makeReadsFolder(home);
    change(folder, home.makeFolder('elsewhere'));
    for (const command of ['git status', 'git diff', 'git log -1', 'git show HEAD'])
      expect(decide(folder, command), command).toBe('ask');
  });

  test('a file name in another script is not a problem', ({ home }) => {
    const folder = makeReadsFolder(home);
    git(folder, 'config', 'user.name', 'Jürgen 山田');
    expect(decide(folder)).toBe('allow');
  });

  test('without a repository git fails by itself', ({ home }) => {
    expect(decide(fs.realpathSync(home.folder))).toBe('allow');
  });

  function write(folder: string, name: string): void {
    fs.writeFileSync(path.join(folder, name), '#!/bin/sh\ntouch ran\n', { mode: 0o755 });
  }

  function append(folder: string, name: string, text: string): void {
    fs.appendFileSync(path.join(folder, name), text);
  }
});

test('a pattern that a file could make into an option is asked about', ({ home }) => {
  const folder = makeReadsFolder(home);
  const decide = (command: string) => judgeRead(command, { folder, cwd: folder }).decision;
  expect(decide('ls s*')).toBe('allow');
  expect(decide('wc -l *.txt')).toBe('allow');
  fs.writeFileSync(path.join(folder, '--files0-from=list0.txt'), '');
  expect(decide('wc -l *.txt')).toBe('ask');
  expect(decide('wc -l ./*.txt')).toBe('allow');
});

test('a pattern is expanded quickly, and never where shells differ', ({ home }) => {
  const folder = makeReadsFolder(home);
  const decide = (command: string) => judgeRead(command, { folder, cwd: folder }).decision;
  fs.writeFileSync(path.join(folder, 'a'.repeat(200)), '');
  const before = performance.now();
  expect(decide(`ls ${'*a'.repeat(100)}b`)).toBe('allow');
  expect(decide(`ls s${'*'.repeat(200)}`)).toBe('ask');
  expect(performance.now() - before).toBeLessThan(5_000);

  expect(decide('cat a??')).toBe('allow');
  fs.symlinkSync('/etc/passwd', path.join(folder, 'aé'));
  expect(decide('cat a??')).toBe('ask');
  expect(decide('cat *.md')).toBe('allow');
  fs.symlinkSync(
    '/etc/passwd',
    Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff]), Buffer.from('.md')]),
  );
  expect(decide('cat *.md')).toBe('ask');
});

test('no text takes long to check, and none fails', ({ home }) => {
  const folder = makeReadsFolder(home);
  for (let count = 0; count < 300; count += 1)
    fs.mkdirSync(path.join(folder, 'many', `${count}`), { recursive: true });
  const texts = [
    'f() '.repeat(2_400),
    '('.repeat(4_900),
    `awk '{print ${'1'.repeat(40)})}' f`,
    `awk '${'/a/,/b/ '.repeat(20)})' f`,
    `awk '${'/a/{}'.repeat(30)})' f`,
    `echo ${'many/*/q* '.repeat(900)}`,
    `ls ${'many/* '.repeat(1_300)}`,
    'git status;'.repeat(900),
    `jq '${'(.,.)|'.repeat(30)}.' data.json`,
    `sed -n '${'s/a/b/;'.repeat(900)}p' f`,
  ];
  const before = performance.now();
  for (const text of texts) judgeRead(text, { folder, cwd: folder });
  expect(performance.now() - before).toBeLessThan(10_000);

  for (const text of [
    'head a.txt/etc/hostname',
    'diff a.txt a.txt/x',
    'jq . a.txt/x',
    `ls ${'a/'.repeat(4_000)}`,
  ])
    expect(judgeRead(text, { folder, cwd: folder }).reason, text).toMatch(/./);
});

test('an option after an operand is a file for some programs: a link with that name is not followed', ({
  home,
}) => {
  const folder = makeReadsFolder(home);
  const decide = (command: string) => judgeRead(command, { folder, cwd: folder }).decision;
  expect(decide('wc a.txt -l')).toBe('allow');
  fs.symlinkSync('/etc/passwd', path.join(folder, '-l'));
  expect(decide('wc a.txt -l')).toBe('ask');
  expect(decide('wc -l a.txt')).toBe('allow');
});

test('nothing passes in a folder that contains the home folder', () => {
  const home = fs.realpathSync(process.env['HOME'] ?? '/root');
  for (const folder of [home, path.dirname(home), '/'])
    expect(judgeRead('cat a.txt', { folder, cwd: folder }).decision, folder).toBe('ask');
});

test('a command may run in a folder below the working folder, and nowhere else', ({ home }) => {
  const folder = makeReadsFolder(home);
  const decide = (command: string, cwd: string) => judgeRead(command, { folder, cwd }).decision;
  expect(decide('ls', path.join(folder, 'src'))).toBe('allow');
  expect(decide('cat ../a.txt', path.join(folder, 'src'))).toBe('allow');
  expect(decide('cat ../../elsewhere/secret.txt', path.join(folder, 'src'))).toBe('ask');
  expect(decide('ls', path.dirname(folder))).toBe('ask');
  expect(decide('ls', '/etc')).toBe('ask');
});
