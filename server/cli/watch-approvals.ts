// `patchbay approvals watch`: each question as it arrives, and its outcome. At a terminal the person answers the
// oldest one: a, s or d and Enter.

import type { TerminalAnswer, WaitingApproval } from '../approvals/terminal.ts';
import { makeVisible } from '../contract/visible.ts';
import type { TerminalMessage } from '../control/messages/approvals.ts';
import { errorOf } from '../control/messages/approvals.ts';
import { hostNotRunning } from '../errors/control.ts';
import type { PatchbayError } from '../errors/error.ts';
import { askPassphrase, homeOfPatchbay } from './approvals-command.ts';
import { connectDesk } from './desk-client.ts';
import { exitCodes } from './exit-codes.ts';
import { cardOf, outcomeOf, shortId } from './printed-approval.ts';
import { openPrompt, type Prompt } from './prompt.ts';

/** Nobody reads a question this fast, so the line was meant for the previous one. */
const READING_TIME_MS = 500;

/**
 * @returns the exit code when the person ends it
 * @throws host-not-running when the host ends, Interrupted
 */
export async function watchApprovals(): Promise<number> {
  const home = homeOfPatchbay();
  const desk = await connectDesk(home);
  const prompt = process.stdin.isTTY ? openPrompt() : undefined;
  const questions = new Map<string, WaitingApproval>();
  let current: { question: WaitingApproval; since: number } | undefined;
  let passphrase: string | undefined;

  const nameOf = (id: string) => shortId(id, [...questions.values()]);

  function show(question: WaitingApproval): void {
    questions.set(question.approval.id, question);
    process.stdout.write(`\n${cardOf(question, nameOf(question.approval.id))}\n`);
  }

  /** An answer applies to the oldest question. */
  function advance(): void {
    const [oldest] = questions.values();
    if (oldest === current?.question) return;
    current = oldest && { question: oldest, since: Date.now() };
    if (!prompt || !oldest) return;
    const id = nameOf(oldest.approval.id);
    process.stderr.write(`${id}: [a] yes, once  [s] yes, for its thread  [d REASON] no > `);
  }

  function receive(message: TerminalMessage): void {
    switch (message.kind) {
      case 'waiting':
        if (message.whyNot) process.stderr.write(`${makeVisible(errorOf(message.whyNot).message)}\n`);
        for (const question of message.waiting) show(question);
        break;
      case 'asked':
        show(message.waiting);
        break;
      case 'decided':
        process.stdout.write(`\n${nameOf(message.id)}  ${outcomeOf(message.decision)}\n`);
        questions.delete(message.id);
        break;
      case 'answered':
        break;
      case 'refused':
        if (message.refusal.code.startsWith('passphrase-')) passphrase = undefined;
        process.stderr.write(`\n${makeVisible(errorOf(message.refusal).message)}\n`);
        current = undefined;
        break;
    }
    advance();
  }

  async function answer(line: string, from: Prompt): Promise<void> {
    const given = parseAnswer(line);
    const asked = current;
    if (!asked || line.trim() === '') return;
    if (!given) return void process.stderr.write('a, s or d, please: ');
    if (Date.now() - asked.since < READING_TIME_MS) {
      return void process.stderr.write(
        'This question has only just come: nothing was answered. Answer again: ',
      );
    }
    const refusal = await whyNotNow(home);
    if (refusal) return void process.stderr.write(`${makeVisible(refusal.message)}\n`);
    passphrase ??= await askPassphrase(from, 'Passphrase: ');
    const { id, digest } = asked.question.approval;
    desk.send({ ...given, id, digest, passphrase });
  }

  async function followHost(): Promise<never> {
    for (let message = await desk.next(); message; message = await desk.next()) receive(message);
    throw hostNotRunning(home);
  }

  async function followPerson(from: Prompt): Promise<number> {
    for (let line = await from.line(); line !== undefined; line = await from.line()) await answer(line, from);
    return exitCodes.ok;
  }

  process.stderr.write('Watching; Ctrl-C ends it.\n');
  try {
    if (!prompt) return await followHost();
    return await Promise.race([followHost(), followPerson(prompt), prompt.interrupted]);
  } finally {
    prompt?.close();
    desk.close();
  }
}

/** Checked each time, before a passphrase is typed where something could read it. */
async function whyNotNow(home: string): Promise<PatchbayError | undefined> {
  const desk = await connectDesk(home);
  const message = await desk.next();
  desk.close();
  return message?.kind === 'waiting' && message.whyNot ? errorOf(message.whyNot) : undefined;
}

function parseAnswer(line: string): Pick<TerminalAnswer, 'verdict' | 'reason'> | undefined {
  const [word, ...rest] = line.trim().split(' ');
  const reason = rest.join(' ').trim();
  if (word === 'd') return { verdict: 'deny', ...(reason && { reason }) };
  if (reason) return undefined;
  if (word === 'a') return { verdict: 'approve' };
  return word === 's' ? { verdict: 'approve-for-thread' } : undefined;
}
