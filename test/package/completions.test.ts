// The completions in the shells they are for.
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { commandTree } from '../../scripts/package/command-tree.ts';
import { bashCompletion, fishCompletion, zshCompletion } from '../../scripts/package/completions.ts';
import { manPage } from '../../scripts/package/man-page.ts';
import { buildProgram } from '../../server/cli/command-line.ts';

const tree = commandTree(buildProgram());

/** What a shell offers for the last of these words. */
type Complete = (words: readonly string[]) => string[];

const shells: Record<string, Complete> = {
  bash(words) {
    const set = `${bashCompletion(tree)}
      compopt() { :; }
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _patchbay; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return run('bash', ['--norc', '-c', set, 'bash', ...words]);
  },
  // Its completion system needs a terminal; these three functions are all that the script calls of it.
  zsh(words) {
    const set = `
      _describe() { print -l -- "\${(@P)@[-1]}" }
      compadd() { print -l -- "\${@[2,-1]}" }
      _files() { print -l -- /usr/ /etc/os-release }
      words=("$@"); CURRENT=$#; set --
      ${zshCompletion(tree)}`;
    const last = words.at(-1) ?? '';
    const offered = run('zsh', ['-f', '-c', set, 'zsh', ...words]).map((line) => line.split(':')[0] ?? '');
    return offered.filter((word) => word.startsWith(last) && (last !== '' || !word.startsWith('-')));
  },
  fish(words) {
    const set = `${fishCompletion(tree)}\ncomplete -C '${words.join(' ')}'`;
    return run('fish', ['--no-config', '-c', set]).map((line) => line.split('\t')[0] ?? '');
  },
};

const cases: [typed: string, offered: string[]][] = [
  ['patchbay ru', ['rules']],
  ['patchbay rules re', ['remove', 'resume']],
  ['patchbay rules add ', ['allow', 'ask', 'deny']],
  ['patchbay rules add allow --for ', ['turn', 'thread', 'day']],
  ['patchbay --log-level ', ['error', 'warn', 'info', 'debug']],
  ['patchbay mcp-server --allow-h', ['--allow-host']],
  ['patchbay mcp-server --standalone --max-sandbox ', ['read-only', 'workspace-write', 'danger-full-access']],
  ['patchbay mcp l', ['list', 'login', 'logout']],
  // The words of a command that is not ours.
  ['patchbay rules test -- ', []],
];

describe.each(Object.entries(shells))('the completion of %s', (_shell, complete) => {
  test.each(cases)('after "%s"', (typed, offered) => {
    expect(complete(typed.split(' ')).sort()).toEqual([...offered].sort());
  });

  test('names folders where a folder is wanted', () => {
    const [first] = complete(['patchbay', 'mcp-server', '--codex-home', '/us']);
    expect(first?.replace(/\/$/, '')).toBe('/usr');
  });
});

test('the man page has every command, and no text that groff takes for a macro', () => {
  const page = manPage(tree, { version: '1.2.3', date: '2026-01-31' });
  expect(page).toMatch(/^\.TH PATCHBAY 1 "2026-01-31" "Patchbay 1\.2\.3"/);
  expect(page).toContain('.SS patchbay rules add [options] <decision>');
  expect(page).toContain('.B \\-\\-approval\\-timeout <seconds>');
  for (const macro of page.match(/^\..*/gm) ?? []) expect(macro).toMatch(/^\.(TH|SH|SS|TP|PP|B) ?/);
});

function run(program: string, words: readonly string[]): string[] {
  return execFileSync(program, words, { encoding: 'utf8' }).split('\n').filter(Boolean);
}
