// Commands that do more than read inside the folder of `makeReadsFolder`, or that shells could read differently.
// Each is asked about. Those of one line are in `hostile.txt`.
import fs from 'node:fs';
import path from 'node:path';

export function linesOf(name: string): string[] {
  const text = fs.readFileSync(path.join(import.meta.dirname, name), 'utf8');
  return text.split('\n').filter((line) => line !== '');
}

/** What takes more than one line, or characters that cannot be seen. */
const others: readonly string[] = [
  'ls sub\nxargs bash e.sh',
  'ls\nawk -f e.awk a.txt',
  'ls\nrg --pre ./e.sh x a.txt',
  'cat a.txt\nsed -n -f e.sed a.txt',
  'ls\ntee f',
  'ls\nsort -o .git/config a.txt',
  'ls\nuniq a.txt out',
  'ls\nfind . -fprint out',
  'ls\nyes',
  'ls\ngrep -rR X .',
  'ls\n\n\ntouch x',
  'ls \\\n-L nest',
  'ls\\\n; touch x',
  'ls\r\ntouch x',
  'ls\rtouch x',
  'ls\ftouch x',
  'ls\u000btouch x',
  'ls\0touch x',
  'ls\u00a0-la',
  'ls\u2028touch x',
  'ls\u3000x',
  'ls \u200b',
  'ls \u202e txt.exe',
  'ls\u001b[2K',
  'cat \ud800',
  'cat é',
  'cat <<EOF\n$(touch x)\nEOF',
  "cat <<'EOF'\nhi\nEOF\ntouch x",
  "sed -n 'p\nw x' f",
  'awk \'{print $1}\nBEGIN{system("touch x")}\' f',
  "jq '.\n|env' data.json",
  'ls # x\ntouch x',
  'ls;\ttouch\tx',
  `ls ${'a'.repeat(10_001)}`,
  `${'ls;'.repeat(4_000)}touch x`,
  '\ufeffls',
  'ls && \n touch x',
  'ls |\n sh',
];

const endings = [
  'touch x',
  'xargs bash e.sh',
  'sort -o out f',
  'cat /etc/passwd',
  'sh',
  'rg --pre ./e.sh x a.txt',
];
const harmless = ['ls', 'git status --short', "rg -n 'a|b' src", 'cat a.txt | head -50', "sed -n '1,5p' f"];
const joints = [' ; ', ';', ' && ', '&&', ' || ', ' | ', '\n', '\n\n', ' & ', '&', ' |& '];

/** Something harmless, then something that is not: however they are joined. */
const appended = harmless.flatMap((first) =>
  joints.flatMap((joint, at) => `${first}${joint}${endings[at % endings.length]}`),
);

export const hostile: readonly string[] = [...linesOf('hostile.txt'), ...others, ...appended];
