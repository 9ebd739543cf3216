// The reading of shell text, held against real shells: where a text is called plain, every shell has to make exactly
// these commands of it.
import { describe } from 'vitest';
import { readScript } from '../../../server/approvals/shell-script.ts';
import { expect, test } from '../../support/fixtures.ts';
import { callsIn, randomFrom, randomScript, shells } from './shell-fuzz.ts';

const PROGRAMS = ['p', 'q'];
const SEEDS = [1, 2];
const TEXTS_A_SEED = 40_000;
const RUN_A_SEED = 300;

describe('a plain text means the same to', () => {
  test('this machine has bash and a POSIX shell to compare with', () => {
    expect(shells).toEqual(expect.arrayContaining(['bash', 'dash']));
  });

  describe.for(shells)('%s', (shell) => {
    test.for(SEEDS)('as it does here, seed %i', (seed, { home }) => {
      const random = randomFrom(seed);
      const plain: { text: string; commands: string[][] }[] = [];
      for (let count = 0; count < TEXTS_A_SEED && plain.length < RUN_A_SEED; count += 1) {
        const text = randomScript(random, PROGRAMS);
        const read = readScript(text);
        if (read.kind !== 'plain' || text.includes('||')) continue;
        const isGlob = read.commands.flat().some((word) => word.isGlob);
        if (!isGlob)
          plain.push({ text, commands: read.commands.map((words) => words.map((word) => word.value)) });
      }
      expect(plain.length).toBe(RUN_A_SEED);
      const called = callsIn(
        shell,
        plain.map(({ text }) => text),
        { programs: PROGRAMS, cwd: home.folder },
      );
      for (const [at, { text, commands }] of plain.entries()) {
        const known = commands.filter(([program]) => PROGRAMS.includes(program ?? ''));
        // After a program that is not there `&&` stops, and a pipe may.
        const isWhole = known.length === commands.length;
        const calls = called[at] ?? [];
        if (isWhole) expect(calls.toSorted(), JSON.stringify(text)).toEqual(known.toSorted());
        else for (const call of calls) expect(known, JSON.stringify(text)).toContainEqual(call);
      }
    });
  });
});

describe('what shells could read differently is not plain:', () => {
  test.for([
    'ls &',
    'ls & cat a',
    'ls |& cat',
    '! ls',
    'time ls',
    '(ls)',
    '{ ls; }',
    'if true; then ls; fi',
    'for f in a; do ls; done',
    'ls() { cat a; }',
    '[[ -f a ]]',
    '((1))',
    'coproc ls',
    'x=1 ls',
    'x=1',
    '>/dev/null ls',
    'ls > a',
    'ls >> a',
    'ls >| a',
    'ls &> /dev/null',
    'ls 2> a',
    'ls 3>/dev/null',
    'ls < a',
    'cat << X\nhi\nX',
    'cat <<< hi',
    'ls <(ls)',
    'ls $x',
    'ls "$x"',
    `ls \${x}`,
    'ls $(ls)',
    'ls "$(ls)"',
    'ls `ls`',
    "ls $'a'",
    'ls $"a"',
    'ls {a,b}',
    'ls ~',
    'ls ~root',
    'ls a=~root',
    'ls =ls',
    'ls ^a',
    'ls a#b',
    'ls # a',
    'ls a\\\nb',
    "ls 'a''b'",
    'ls \\\n',
    'ls [ab]',
    'ls "a"*',
    'ls a\u00a0b',
    'ls a\u200bb',
    'ls \r',
    'ls \0',
    'ls \u001b[31m',
    'ls \ud800',
    'ls \ufffd',
    'ls "',
    "ls '",
    'ls |',
    'ls &&',
    '| ls',
    ';; ls',
    '',
    ' ',
    `ls ${'a'.repeat(10_000)}`,
  ])('%j', (text) => {
    expect(readScript(text)).toMatchObject({ kind: 'not-plain', reason: expect.stringMatching(/\S/) });
  });
});

test("the engine's wrapper is unwrapped once", () => {
  const plain = { kind: 'plain', commands: [[{ value: 'ls', isGlob: false }]] };
  expect(readScript("/bin/bash -lc 'ls'")).toEqual(plain);
  expect(readScript('/usr/bin/zsh -c ls')).toEqual(plain);
  expect(readScript("/bin/bash -lc 'bash -lc ls'")).toMatchObject({
    commands: [[{ value: 'bash' }, {}, {}]],
  });
  // Not the engine's wrapper: no path, other options, more words, another program.
  for (const other of [
    'bash -lc ls',
    '/bin/bash -ilc ls',
    '/bin/bash -lc ls x',
    './bash -lc ls',
    '/bin/bash -lc ls; ls',
  ])
    expect(readScript(other)).not.toEqual(plain);
});
