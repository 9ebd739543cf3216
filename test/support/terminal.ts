// A command at a terminal, as a person has it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { TestHome } from './home.ts';
import { patchbayFile } from './patchbay.ts';
import { eventually } from './processes.ts';

export const CTRL_C = '\u0003';
/** What `approvals watch` says to a line that nobody can have meant. */
export const TOO_SOON = 'nothing was answered';

/** A command at a terminal of its own, which `script` (util-linux) provides. */
export function openTerminal(home: Pick<TestHome, 'env' | 'folder'>, words: string[]) {
  const command = [process.execPath, patchbayFile, ...words].join(' ');
  const child = spawn('/usr/bin/script', ['-qfec', command, '/dev/null'], {
    env: home.env,
    cwd: home.folder,
  });
  onTestFinished(() => void child.kill());
  let screen = '';
  const hasty: { text: string; line: string }[] = [];
  child.stdout.on('data', (chunk) => {
    screen += chunk;
    const [next] = hasty;
    if (!next || !screen.includes(next.text)) return;
    hasty.shift();
    type(`${next.line}\r`);
  });
  const sees = (text: string) =>
    eventually(() => screen.includes(text), { describe: () => `no ${text} in:\n${screen}` });
  const type = (keys: string) => child.stdin.write(keys);
  return {
    screen: () => screen,
    type,
    sees,
    /** From now on: types the line in the moment in which the text comes. */
    typesAtOnce: (text: string, line: string) => void hasty.push({ text, line }),
    /** Types the line again as long as it is refused for coming too soon to be meant. */
    async answers(line: string, outcome: string) {
      for (let refused = true; refused; ) {
        const from = screen.length;
        type(`${line}\r`);
        await eventually(() => screen.includes(TOO_SOON, from) || screen.includes(outcome, from), {
          describe: () => `no ${outcome} in:\n${screen}`,
        });
        refused = !screen.includes(outcome, from);
      }
    },
    ended: once(child, 'exit').then(([code]) => code as number),
  };
}
