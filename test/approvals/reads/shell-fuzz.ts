// Random shell texts made of what shells read differently, and what real shells make of them.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** The same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const PIECES = [
  ...[
    'a',
    'b.txt',
    '-n',
    '--color=auto',
    'src/x',
    '1',
    '=',
    '~',
    '^',
    '%',
    '@',
    ':',
    ',',
    '+',
    '!',
    '#',
    '[',
    ']',
  ],
  ...[
    "'a b'",
    "'x\\'",
    '"a b"',
    '"\\""',
    '"\\\\"',
    '"a$"',
    '"$x"',
    '"\\x"',
    '"`x`"',
    "''",
    '""',
    "'\"'",
    '"\'"',
  ],
  ...['\\ ', '\\"', "\\'", '\\\\', '\\(', '\\n', '\\\n', '*', '?', '{a,b}', '$x', '$(p x)', '`p x`', "$'x'"],
  ...[' ', ' ', ' ', '  ', '\t', '\n', ' | ', '|', ' && ', ';', '; ', ' & ', '&', ' |& ', '(', ')', '{', '}'],
  ...[
    ' 2>/dev/null',
    ' >/dev/null',
    ' 2>&1',
    ' > x',
    '>x',
    ' < f',
    ' <<< x',
    '<(p x)',
    'x=1 ',
    ' # c',
    '\r',
    'é',
  ],
];

/** A text that begins with one of `programs`. */
export function randomScript(random: (limit: number) => number, programs: readonly string[]): string {
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
  let text = pick(programs);
  for (let count = 1 + random(9); count > 0; count -= 1)
    text += random(6) === 0 ? ` ${pick(programs)} ` : (random(3) === 0 ? ' ' : '') + pick(PIECES);
  return text;
}

/** Shells there are on this machine; bash and a POSIX sh on every one that runs these tests. */
export const shells = ['bash', 'dash', 'zsh'].filter((name) =>
  (process.env['PATH'] ?? '').split(':').some((folder) => fs.existsSync(path.join(folder, name))),
);

/**
 * Runs texts with functions in place of `programs` that note how they were called. One shell reads them all.
 * @returns for each text the calls, the program first, in no order
 */
export function callsIn(
  shell: string,
  texts: readonly string[],
  options: { readonly programs: readonly string[]; readonly cwd: string },
): string[][][] {
  const { programs, cwd } = options;
  const notes = path.join(cwd, '.notes');
  const [end, next] = ['\u{1}end', '\u{1}next'];
  const functions = programs.map((name) => `${name}() { printf '%s\\0' ${name} "$@" "$END" >> "$NOTES"; }`);
  const loop = `for text in "$@"; do printf '%s\\0' "$NEXT" >> "$NOTES"; (eval "$text"); done`;
  // Nothing but the functions can be found, whatever a text is.
  const env = { PATH: '/nowhere', NOTES: notes, END: end, NEXT: next, LC_ALL: 'C.UTF-8' };
  fs.writeFileSync(notes, '');
  spawnSync(whereIs(shell), ['-c', `${functions.join('\n')}\n${loop}`, shell, ...texts], {
    cwd,
    env,
    stdio: 'ignore',
  });
  const parts = fs.readFileSync(notes, 'utf8').split(`${next}\0`).slice(1);
  fs.rmSync(notes);
  return parts.map((part) =>
    part
      .split(`${end}\0`)
      .slice(0, -1)
      .map((call) => call.split('\0').slice(0, -1)),
  );
}

function whereIs(shell: string): string {
  const folder = (process.env['PATH'] ?? '')
    .split(':')
    .find((place) => fs.existsSync(path.join(place, shell)));
  return path.join(folder ?? '/bin', shell);
}
