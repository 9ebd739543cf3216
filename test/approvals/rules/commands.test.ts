// Commands against rules: the shapes that leaked in other programs, and what could be made of an allowed command.
import fs from 'node:fs';
import path from 'node:path';
import { join, quote } from 'shlex';
import { judgeRead } from '../../../server/approvals/reads/reads-rule.ts';
import { compileRules } from '../../../server/approvals/rules/decide.ts';
import { withoutWrappers } from '../../../server/approvals/rules/wrappers.ts';
import { readScript } from '../../../server/approvals/shell-script.ts';
import { expect, test } from '../../support/fixtures.ts';
import { git } from '../reads/reads-folder.ts';
import { callsIn, randomFrom, shells } from '../reads/shell-fuzz.ts';
import { makeRuledFolder, type RuledFolder } from './ruled-folder.ts';

const ALLOWED = [
  ...['npm test', 'npm run build', 'git add', 'git commit', 'git push', 'cargo test', 'make check', 'tsc'],
  ...['docker compose up', 'kubectl get', 'gh pr view', 'python3 -m pytest', 'node scripts/build.js'],
  'curl https://api.example.com',
];
const DENIED = [
  ...['git push --force', 'git reset --hard', 'rm -rf', 'npm publish', 'docker run --privileged'],
  ...['terraform destroy', 'kubectl delete', 'dropdb'],
];
const ASKED = ['git push origin main', 'npm install'];

function standingRules({ rule }: RuledFolder) {
  return [
    ...ALLOWED.map((command) => rule('allow', command)),
    ...ASKED.map((command) => rule('ask', command)),
    ...DENIED.map((command) => rule('deny', command)),
  ];
}

/** A decision and a command a line; `⏎` and `⇥` are a line break and a tab. */
function readTable({ bin, folder }: RuledFolder): { expected: string; command: string }[] {
  const text = fs.readFileSync(path.join(import.meta.dirname, 'commands.txt'), 'utf8');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const at = line.indexOf('\t');
      const command = line
        .slice(at + 1)
        .replaceAll('⏎', '\n')
        .replaceAll('⇥', '\t')
        .replaceAll('{BIN}', bin)
        .replaceAll('{FOLDER}', folder)
        .replace(/\\u([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
      return { expected: line.slice(0, at), command };
    });
}

test('the table of commands is decided as it says', ({ home }) => {
  const ruled = makeRuledFolder(home);
  git(ruled.folder, 'init', '-q');
  git(ruled.folder, 'remote', 'add', 'origin', 'https://git.example/a.git');
  const rules = standingRules(ruled);
  const table = readTable(ruled);
  expect(table.length).toBeGreaterThan(500);
  const wrong = table.flatMap(({ expected, command }) => {
    const decision = ruled.decide(rules, command)?.decision ?? 'none';
    const isRight = expected === 'asked' ? decision === 'ask' || decision === 'none' : decision === expected;
    return isRight ? [] : [{ command, expected, decision }];
  });
  expect(wrong).toEqual([]);
});

/** How many mutations are tried; more with MUTATIONS=100000 in the environment. */
const MUTATIONS = Number(process.env['MUTATIONS'] ?? 3_000);
const PIECES = [
  ...[
    ' ',
    '\t',
    '\n',
    '\\\n',
    '\r',
    ';',
    '; ',
    '&',
    ' & ',
    '&&',
    '||',
    '|',
    ' | ',
    '|&',
    '>',
    '> x',
    '>>x',
    '<',
    '<<<',
    '2>&1',
  ],
  ...[
    "'",
    '"',
    '`',
    '\\',
    '$',
    '$x',
    '$(x)',
    '`x`',
    "$'x'",
    '$((1))',
    '(',
    ')',
    '{',
    '}',
    '{a,b}',
    '[',
    ']',
    '[[',
    '!',
  ],
  ...[
    '*',
    '?',
    '~',
    '#',
    ' # x',
    '=',
    'A=1 ',
    '%',
    '^',
    '@',
    ':',
    ',',
    '+',
    '-',
    '--',
    '../',
    './',
    '/',
    'x',
    'X',
    '1',
    'é',
  ],
  ...[
    '\u00a0',
    '\u200b',
    '\u202e',
    '\u2028',
    '\0',
    '\u001b',
    '\ufeff',
    'ｎ',
    'р',
    '"$(x)"',
    '<(x)',
    '>(x)',
    '<<EOF\nx\nEOF',
  ],
  ...[
    'sudo ',
    'env ',
    'env A=1 ',
    'timeout 5 ',
    'nice ',
    'command ',
    'exec ',
    'eval ',
    'xargs ',
    'bash -c ',
    'sh -c ',
    'time ',
    'nohup ',
  ],
  ...[
    'npm ',
    'git ',
    'test',
    ' push',
    ' --force',
    ' -c a=b',
    ' --exec=x',
    ' -rf',
    'rm ',
    'cat ',
    'ls',
    'cd ',
    'cd ./src && ',
    ' -o x',
  ],
];

/** What an allowed text may be made of: these words, what only reads, and steps into folders. */
function isSame(text: string, place: { folder: string; cwd: string }): boolean {
  const read = readScript(text);
  if (read.kind !== 'plain') return false;
  return read.commands.every((command) => {
    const values = command.map(({ value }) => value);
    const words = withoutWrappers(values)?.words ?? [];
    const name = path.basename(words[0] ?? '');
    const isRuled = ALLOWED.some((rule) => {
      const ruled = rule.split(' ');
      return ruled.every((word, at) => (at === 0 ? word === name : word === words[at]));
    });
    const isStep = words[0] === 'cd' && words.length === 2;
    return (
      isStep ||
      (isRuled && !command.some(({ isGlob }) => isGlob)) ||
      judgeRead(join(values), place).decision === 'allow'
    );
  });
}

test('no change of an allowed command stays allowed unless it is the same simple command', ({ home }) => {
  const ruled = makeRuledFolder(home);
  const { folder, searchPath } = ruled;
  const rules = compileRules(standingRules(ruled));
  const decide = (command: string) =>
    rules.decide(
      {
        principal: 'p_1',
        threadId: 't',
        turnId: 'u',
        subject: { kind: 'command', command, cwd: folder, parsed: [] },
      },
      { folder, ownFolders: [], letsReadsPass: true, searchPath },
    )?.decision;
  const seeds = readTable(ruled).flatMap(({ expected, command }) => (expected === 'allow' ? [command] : []));
  const random = randomFrom(23);
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
  const mutate = (text: string) => {
    const at = random(text.length + 1);
    switch (random(5)) {
      case 0:
        return text.slice(0, at) + text.slice(at + 1 + random(4));
      case 1:
        return `${text.slice(0, at)}${pick(PIECES)}${text.slice(at + random(3))}`;
      case 2:
        return `${text}${pick(PIECES)}${pick(seeds)}`;
      case 3:
        return `${pick(PIECES)}${text}`;
      default:
        return `${text.slice(0, at)}${pick(PIECES)}${text.slice(at)}`;
    }
  };
  const allowed: string[] = [];
  const wrong: string[] = [];
  for (let count = 0; count < MUTATIONS; count += 1) {
    let text = pick(seeds);
    for (let more = 1 + random(3); more > 0; more -= 1) text = mutate(text);
    if (decide(text) !== 'allow') continue;
    allowed.push(text);
    if (!isSame(text, { folder, cwd: folder })) wrong.push(text);
  }
  expect(wrong).toEqual([]);
  expect(allowed.length).toBeGreaterThan(MUTATIONS / 50);

  // What real shells start is among the commands that were allowed.
  const programs = [...new Set(ALLOWED.map((rule) => rule.split(' ')[0] ?? ''))];
  const sample = allowed.slice(0, 400);
  for (const shell of shells) {
    const called = callsIn(shell, sample, { programs, cwd: folder });
    for (const [at, calls] of called.entries()) {
      const text = sample[at] ?? '';
      const read = readScript(text);
      if (read.kind !== 'plain') throw new Error(`allowed, but not plain: ${text}`);
      const known = read.commands.map(
        (words) => withoutWrappers(words.map(({ value }) => value))?.words ?? [],
      );
      for (const call of calls) expect(known, JSON.stringify(text)).toContainEqual(call);
    }
  }
});

test('a denied command stays denied whatever stands around it', ({ home }) => {
  const ruled = makeRuledFolder(home);
  const rules = standingRules(ruled);
  const random = randomFrom(5);
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
  const before = [
    '',
    'ls && ',
    'cd ./src; ',
    'x | ',
    'npm test\n',
    'A=1 ',
    '(',
    '{ ',
    'if ',
    '! ',
    'sudo ',
    'env -i ',
    'timeout 9 ',
    'x=$( ',
  ];
  const after: Readonly<Record<string, string>> = {
    '(': ')',
    '{ ': '; }',
    'if ': '; then x; fi',
    'x=$( ': ')',
  };
  const shellsAround = [
    'bash -c ',
    '/bin/bash -lc ',
    'sh -c ',
    'sudo bash -c ',
    'env bash -lc ',
    'eval ',
    'ssh h ',
  ];
  const asked: string[] = [];
  for (let count = 0; count < 1_500; count += 1) {
    let text = pick(DENIED);
    for (let more = random(4); more > 0; more -= 1) {
      const lead = pick(before);
      // No shell runs what stands behind an assignment and is no simple command.
      if (lead === 'A=1 ' && !/^\w/.test(text)) continue;
      text = random(4) === 0 ? `${pick(shellsAround)}${quote(text)}` : `${lead}${text}${after[lead] ?? ''}`;
    }
    if (ruled.decide(rules, text)?.decision !== 'deny') asked.push(text);
  }
  expect(asked).toEqual([]);
});
