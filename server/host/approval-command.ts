// Asks the person's program while nobody is there. Its answer counts as one at a terminal does: not while something
// runs that could give it itself.
import path from 'node:path';
import type { Approval } from '../approvals/approval.ts';
import { answerOf, failed } from '../approvals/command/answer.ts';
import { temporaryFolders, whyNotProgram, writableFolders } from '../approvals/command/program.ts';
import { canBeApproved, questionFor } from '../approvals/command/question.ts';
import type { AskCommand } from '../approvals/stand-in.ts';
import type { Paths } from '../config/paths.ts';
import type { Threads } from '../engine/threads/threads.ts';
import type { Logger } from '../logging/logger.ts';
import type { Redactor } from '../logging/redact.ts';
import type { ProcessGuard } from '../processes/guard.ts';
import { inheritedEnvironment } from '../processes/inherited-environment.ts';
import { runGuarded } from '../processes/run-guarded.ts';
import { isExposed } from './rules.ts';

const ANSWER_BYTES = 64 * 1024;
const STDERR_CHARS = 500;

export function createApprovalCommand(options: {
  paths: Paths;
  env: NodeJS.ProcessEnv;
  guard: ProcessGuard;
  threads: Pick<Threads, 'running'>;
  redactor: Pick<Redactor, 'redact'>;
  describe(approval: Approval): { who: string; folder: string };
  logger: Logger;
}): AskCommand {
  const { paths, env, guard, threads, redactor, logger } = options;
  // Codex can neither read nor write there, so a relative path in an argument leads to nothing of it.
  const cwd = paths.patchbayHome;

  /** Why no answer would count now, as a clause behind "the program". */
  function whyNot(command: Parameters<AskCommand>[0]): string | undefined {
    const running = threads.running();
    if (running.some((thread) => isExposed(thread.options)))
      return 'is not asked while Codex runs with network access or without a sandbox, since what runs there could answer too';
    const writable = running.flatMap((thread) => writableFolders(thread.options));
    const why = whyNotProgram({ ...command, cwd }, [...temporaryFolders(env), ...writable]);
    return why && `(${command.program}) ${why}`;
  }

  return async (command, approval, signal) => {
    const by = path.basename(command.program);
    const { seconds } = command;
    const refused = whyNot(command);
    if (refused) return { ...failed(refused), by };
    const { subject, digest } = approval;
    const { who, folder } = options.describe(approval);
    // Imports the shell parser.
    const { dangersOf } = await import('../approvals/dangers.ts');
    const ownFolders = [paths.patchbayHome, paths.codexHome];
    const question = questionFor(approval, {
      who,
      folder,
      dangers: dangersOf(subject, { folder, ownFolders }),
      answerBy: Date.now() + seconds * 1000,
      redact: redactor.redact,
    });
    const outcome = await runGuarded({
      program: command.program,
      arguments: command.arguments,
      cwd,
      env: inheritedEnvironment(env),
      input: `${JSON.stringify(question)}\n`,
      limitMs: seconds * 1000,
      limitBytes: ANSWER_BYTES,
      signal,
      guard,
    });
    const answer = answerOf(outcome, { digest, canApprove: canBeApproved(subject), seconds });
    logger.info('approval-command-ended', {
      approval: approval.id,
      thread: approval.threadId,
      program: command.program,
      outcome: outcome.kind,
      verdict: answer.verdict,
      ...(outcome.kind === 'ended' && outcome.stderr && { message: outcome.stderr.slice(-STDERR_CHARS) }),
    });
    // A thread may have begun meanwhile.
    const late = whyNot(command);
    return late && answer.verdict === 'approve' ? { ...failed(late), by } : { ...answer, by };
  };
}
