// `patchbay mcp check NAME`: connects one remote and says what it can do, as *Check what it can do* in the window.
import { version } from '../base/program.ts';
import { whereOf } from '../contract/remote-draft.ts';
import { makeVisibleInLine } from '../contract/visible.ts';
import { selfCheckWords } from '../contract/words/self-check.ts';
import { knownError, PatchbayError } from '../errors/error.ts';
import { createRedactor } from '../logging/redact.ts';
import { openLoneRemotes } from '../remotes/lone-remotes.ts';
import { checkRemote, type SelfCheckLine } from '../remotes/self-check.ts';
import { exitCodes } from './exit-codes.ts';
import { mcpPaths } from './mcp-engine.ts';
import { printJson } from './output.ts';

export interface CheckWords {
  /** Called once. */
  readonly tool?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly json: boolean;
}

interface Checked {
  readonly lines: readonly SelfCheckLine[];
  /** Why it was not connected. */
  readonly problem?: PatchbayError;
}

/**
 * @returns the exit code: failed where it is not connected, or something of it does not work
 * @throws remote-unknown, remote-disabled, remote-loops, remote-broken, and what mcpPaths throws
 */
export async function checkServer(
  name: string,
  { tool, arguments: args = {}, json }: CheckWords,
  codexHome: string | undefined,
): Promise<number> {
  const paths = mcpPaths(codexHome);
  const { redact, ...redactor } = createRedactor();
  const { remotes, close } = openLoneRemotes(paths, process.env, { redact, ...redactor });
  try {
    const config = remotes.registry.get(name);
    if (!json) process.stderr.write(`${makeVisibleInLine(redact(whereOf(config.transport)))}\n`);
    const tried = tool === undefined ? undefined : { tool, args: { ...args } };
    const { lines, problem } = await checkRemote(remotes, config, { version, tried }).then(
      (found): Checked => ({ lines: found }),
      (error: unknown): Checked => ({ lines: [], problem: knownError(error) }),
    );
    if (problem && !json)
      throw new PatchbayError(problem.code, redact(problem.summary), redact(problem.fix), { cause: problem });
    const shown = lines.map((line) => ({ ...line, detail: redact(line.detail) }));
    const works = problem === undefined && shown.every(({ outcome }) => outcome !== 'failed');
    if (json) printJson({ name, works, problem: problem ? redact(problem.message) : null, checks: shown });
    else {
      for (const line of shown) process.stdout.write(`${makeVisibleInLine(inWords(line))}\n`);
      if (tool === undefined)
        process.stderr.write(
          `\`patchbay mcp check ${name} --tool TOOL\` calls one tool once, and shows the rest.\n`,
        );
    }
    return works ? exitCodes.ok : exitCodes.failed;
  } finally {
    await close();
  }
}

function inWords({ what, outcome, detail }: SelfCheckLine): string {
  const { kinds, outcomes } = selfCheckWords;
  return `${kinds[what]}: ${outcomes[outcome].toLowerCase()}${detail === '' ? '' : ` (${detail})`}`;
}
