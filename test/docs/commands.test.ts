// Whoever types what the documents say is understood, and what is marked as runnable does what its page says.
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Command, CommanderError } from 'commander';
import { describe } from 'vitest';
import { buildProgram } from '../../server/cli/command-line.ts';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { type Place, patchbayFile, startHttp } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { type Example, namedCommands, runnableBlocks, typedCommands } from './examples.ts';

const inspector = path.resolve(import.meta.dirname, '../../node_modules/.bin/mcp-inspector');
/** Of docs/start.md: a question has another id each time. */
const ID_OF_EXAMPLE = '7f3a';

describe('a command in the documents', () => {
  test('is one, with its options and the words it needs, where it can be typed', () => {
    const program = quietProgram();
    const wrong = typedCommands().flatMap(({ place, words }) => {
      const why = refusalOf(program, words);
      return why === undefined ? [] : `${place}: patchbay ${words.join(' ')}: ${why}`;
    });
    expect(wrong).toEqual([]);
  });

  test('is one, with its options, where a sentence names it', () => {
    const program = quietProgram();
    const wrong = namedCommands().flatMap((example) => strangersIn(program, example));
    expect(wrong).toEqual([]);
  });
});

// Some thirty commands, one after the other.
test('the blocks marked `sh run` run in a clean home, and the first patch is approved', {
  timeout: 400_000,
}, async ({ home }) => {
  const place = cleanPlace(home);
  const host = await startHttp(place, ['--demo']);
  const port = new URL(host.url).port;
  let asked: Promise<string> | undefined;
  for (const block of runnableBlocks()) {
    const script = block.script.replaceAll('7345', port);
    if (script.includes('tools/call')) {
      asked = runScript(place, block.place, script);
    } else if (script.includes(ID_OF_EXAMPLE)) {
      await runScript(place, block.place, script.replaceAll(ID_OF_EXAMPLE, await waitingId(place)));
      expect(await asked).toContain('The change is made');
    } else {
      await runScript(place, block.place, script);
    }
  }
  expect(asked).toBeDefined();
  const scratch = path.join(place.env['HOME'] ?? '', '.local/share/patchbay-demo/scratch/README.md');
  expect(fs.readFileSync(scratch, 'utf8')).toContain('the demo model was here');
  await host.stop();
});

/** One that tells nobody its version. */
function quietProgram(): Command {
  return buildProgram(undefined, {}).configureOutput({ writeOut: () => undefined });
}

/** Why the command line would refuse these words; undefined if it takes them. Nothing is run. */
function refusalOf(program: Command, words: readonly string[]): string | undefined {
  const { command, rest } = commandAt(program, words);
  try {
    const { operands, unknown } = command.parseOptions([...rest]);
    const { registeredArguments: known } = command;
    const least = known.filter(({ required }) => required).length;
    if (command === program && operands.length > 0) return `no such command: ${operands[0]}`;
    if (unknown.length > 0) return `unknown: ${unknown.join(' ')}`;
    if (operands.length < least) return 'a word is missing';
    if (operands.length > known.length && !known.at(-1)?.variadic) return 'too many words';
    const isUnknown = known.some(
      ({ argChoices }, at) => argChoices && operands[at] && !argChoices.includes(operands[at]),
    );
    return isUnknown ? `not a choice: ${operands.join(' ')}` : undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? undefined : error.message;
    throw error;
  }
}

/** The words of a sentence's command that are no command and no option. Capitals stand for anything. */
function strangersIn(program: Command, { place, words }: Example): string[] {
  const { command, rest } = commandAt(program, words);
  const [next] = rest.flatMap((word) => word.split('|'));
  const takesWords = command.registeredArguments.length > 0 && command !== program;
  const strangers = next !== undefined && /^[a-z][a-z-]*$/.test(next) && !takesWords ? [next] : [];
  const options = rest
    .slice(0, rest.includes('--') ? rest.indexOf('--') : undefined)
    .flatMap((word) => /^--[a-z-]+/.exec(word)?.[0] ?? [])
    .filter((option) => option !== '--help' && !command.options.some(({ long }) => long === option));
  return [...strangers, ...options].map((word) => `${place}: patchbay ${words.join(' ')}: ${word}`);
}

function commandAt(
  program: Command,
  words: readonly string[],
): { command: Command; rest: readonly string[] } {
  const [word, ...rest] = words;
  const inner = program.commands.find(
    (one) => word !== undefined && [one.name(), ...one.aliases()].includes(word),
  );
  return inner ? commandAt(inner, rest) : { command: program, rest: words };
}

/** A home of somebody who has neither Codex nor Patchbay, with the command on the PATH. */
function cleanPlace(home: TestHome): Place {
  const programs = home.makeFolder('programs');
  const passphrase = path.join(programs, 'typed');
  fs.writeFileSync(passphrase, 'a few words of an example\n');
  // Whoever sits there types the passphrase when asked.
  write('patchbay', `exec '${process.execPath}' '${patchbayFile}' "$@" < '${passphrase}'`);
  write('npx', `shift; exec '${process.execPath}' '${fs.realpathSync(inspector)}' "$@"`);
  const own = /^(CODEX_HOME|PATCHBAY_HOME|XDG_.*)$/;
  const env: Record<string, string> = Object.fromEntries(
    Object.entries(home.env).filter(([name]) => !own.test(name)),
  );
  return { env: { ...env, PATH: `${programs}${path.delimiter}${env['PATH']}` }, folder: home.folder };

  function write(name: string, line: string): void {
    fs.writeFileSync(path.join(programs, name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  }
}

/** @returns what it printed */
async function runScript({ env, folder }: Place, where: string, script: string): Promise<string> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    env,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      printed += chunk;
    });
  }
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code, `${where}\n${script}\n${printed}`).toBe(0);
  return printed;
}

/** The id of the first question that waits, as soon as there is one. */
async function waitingId({ env, folder }: Place): Promise<string> {
  const list = () => promisify(execFile)('patchbay', ['approvals', 'list'], { env, cwd: folder });
  return eventually(async () => /^([0-9a-f]{8}) {2}/.exec((await list()).stdout)?.[1]);
}
