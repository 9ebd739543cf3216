// `patchbay approvals list/approve/deny/passphrase`. Questions go to stdout, messages about them to stderr.
import type { TerminalAnswer } from '../approvals/terminal.ts';
import { openPassphraseStore } from '../config/passphrase.ts';
import { ensureHome, resolvePaths } from '../config/paths.ts';
import { makeVisible } from '../contract/visible.ts';
import type { TerminalMessage } from '../control/messages/approvals.ts';
import { errorOf } from '../control/messages/approvals.ts';
import {
  approvalAmbiguous,
  approvalNotWaiting,
  passphraseMissing,
  passphrasesDiffer,
  passphraseWrong,
} from '../errors/approvals.ts';
import { hostNotRunning } from '../errors/control.ts';
import { connectDesk, type DeskClient } from './desk-client.ts';
import { printJson } from './output.ts';
import { cardOf, shortId } from './printed-approval.ts';
import { openPrompt, type Prompt } from './prompt.ts';

/** @throws host-not-running */
export async function listApprovals({ asJson }: { asJson: boolean }): Promise<void> {
  const desk = await connectDesk(homeOfPatchbay());
  const { waiting, whyNot } = await firstMessage(desk);
  desk.close();
  if (asJson) printJson(waiting.map(({ approval, ...about }) => ({ ...approval, ...about })));
  else
    for (const question of waiting) {
      process.stdout.write(`${cardOf(question, shortId(question.approval.id, waiting))}\n\n`);
    }
  if (waiting.length === 0) process.stderr.write('Nothing is waiting for an answer.\n');
  if (whyNot) process.stderr.write(`${makeVisible(errorOf(whyNot).message)}\n`);
}

/**
 * Shows the question once more, asks for the passphrase and answers for exactly what was shown.
 * @param prefix the beginning of the question's id
 */
export async function answerApproval(
  prefix: string,
  answer: Pick<TerminalAnswer, 'verdict' | 'reason'>,
): Promise<void> {
  const desk = await connectDesk(homeOfPatchbay());
  try {
    const { waiting, whyNot } = await firstMessage(desk);
    const [question, another] = waiting.filter(({ approval }) => approval.id.startsWith(prefix));
    if (!question) throw approvalNotWaiting(prefix);
    if (another) throw approvalAmbiguous(prefix);
    if (whyNot) throw errorOf(whyNot);
    const { id, digest } = question.approval;
    process.stdout.write(`${cardOf(question, shortId(id, waiting))}\n`);
    const passphrase = await withPrompt((prompt) => askPassphrase(prompt, 'Passphrase: '));
    desk.send({ ...answer, id, digest, passphrase });
    await answerTo(desk);
    process.stderr.write(answer.verdict === 'deny' ? 'Denied.\n' : 'Approved.\n');
  } finally {
    desk.close();
  }
}

/** @throws passphrase-too-short, passphrases-differ, and passphrase-wrong if one is already set and was not given */
export async function setPassphrase(): Promise<void> {
  const { patchbayHome, passphraseFile } = resolvePaths({ env: process.env });
  ensureHome(patchbayHome);
  const store = openPassphraseStore(passphraseFile);
  await withPrompt(async (prompt) => {
    if (store.isSet() && !(await store.verify(await askPassphrase(prompt, 'The passphrase until now: ')))) {
      throw passphraseWrong(0);
    }
    const passphrase = await askPassphrase(prompt, 'New passphrase: ');
    // A program that pipes it does not mistype.
    const again = process.stdin.isTTY ? await askPassphrase(prompt, 'Once more: ') : passphrase;
    if (again !== passphrase) throw passphrasesDiffer();
    await store.set(passphrase);
  });
  process.stderr.write('The passphrase is set. Questions that come from now on can be answered here.\n');
}

export function homeOfPatchbay(): string {
  const { patchbayHome } = resolvePaths({ env: process.env });
  ensureHome(patchbayHome);
  return patchbayHome;
}

/** @throws passphrase-missing at the end of input, Interrupted */
export async function askPassphrase(prompt: Prompt, question: string): Promise<string> {
  const passphrase = await prompt.hidden(question);
  if (passphrase === undefined) throw passphraseMissing();
  return passphrase;
}

async function firstMessage(desk: DeskClient): Promise<Extract<TerminalMessage, { kind: 'waiting' }>> {
  const message = await desk.next();
  if (message?.kind !== 'waiting') throw hostNotRunning(homeOfPatchbay());
  return message;
}

/** @throws the host's error if it refuses the answer */
async function answerTo(desk: DeskClient): Promise<void> {
  while (true) {
    const message = await desk.next();
    if (!message) throw hostNotRunning(homeOfPatchbay());
    if (message.kind === 'answered') return;
    if (message.kind === 'refused') throw errorOf(message.refusal);
  }
}

async function withPrompt<T>(use: (prompt: Prompt) => Promise<T>): Promise<T> {
  const prompt = openPrompt();
  try {
    return await use(prompt);
  } finally {
    prompt.close();
  }
}
