// Changes that need the passphrase, as answers do: made by the host where one runs, which refuses them while something
// runs that could type it, and by this process where none does.
import type { z } from 'zod';
import { controlPlaceOf } from '../config/control-place.ts';
import { openPassphraseStore } from '../config/passphrase.ts';
import { ensureHome, type Paths, resolvePaths } from '../config/paths.ts';
import { contactHost } from '../control/client.ts';
import { readFirstLine } from '../control/first-line.ts';
import { errorOf, type SentError } from '../control/messages/approvals.ts';
import { passphraseNotSet, passphraseWrong } from '../errors/approvals.ts';
import { hostNotRunning, hostSilent } from '../errors/control.ts';
import { askPassphrase } from './approvals-command.ts';
import { openPrompt } from './prompt.ts';

type ChangeAnswer = { kind: 'ready' } | { kind: 'refused'; refusal: SentError } | { kind: 'changed' };

const CHANGE_TIMEOUT_MS = 10_000;

/**
 * @param options.request what the host gets beside the passphrase
 * @param options.alone makes the change where no host runs
 * @throws passphrase-not-set, passphrase-wrong, passphrase-locked, what the host refuses, and what `alone` throws
 */
export async function sendChange<A extends ChangeAnswer>(options: {
  kind: 'rules' | 'clients';
  request: object;
  answerSchema: z.ZodType<A>;
  alone(paths: Paths): Omit<Extract<A, { kind: 'changed' }>, 'kind'>;
}): Promise<Omit<Extract<A, { kind: 'changed' }>, 'kind'>> {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  const contact = await contactHost(controlPlaceOf(paths.patchbayHome), { kind: options.kind });
  switch (contact.kind) {
    case 'nobody':
      await requirePassphrase(paths);
      return options.alone(paths);
    case 'silent':
      throw hostSilent(paths.patchbayHome);
    case 'refused':
      throw errorOf(contact);
    case 'open': {
      const { socket } = contact;
      const next = async (): Promise<A> => {
        const line = await readFirstLine(socket, CHANGE_TIMEOUT_MS);
        if (line === undefined) throw hostNotRunning(paths.patchbayHome);
        return options.answerSchema.parse(JSON.parse(line));
      };
      try {
        const first = await next();
        if (first.kind === 'refused') throw errorOf(first.refusal);
        const passphrase = await readPassphrase();
        socket.write(`${JSON.stringify({ passphrase, ...options.request })}\n`);
        const answer = await next();
        if (answer.kind === 'refused') throw errorOf(answer.refusal);
        if (answer.kind === 'ready') throw hostSilent(paths.patchbayHome);
        return answer as Extract<A, { kind: 'changed' }>;
      } finally {
        socket.destroy();
      }
    }
  }
}

/** Nobody runs threads that could watch. */
async function requirePassphrase({ passphraseFile }: Paths): Promise<void> {
  const passphrase = openPassphraseStore(passphraseFile);
  if (!passphrase.isSet()) throw passphraseNotSet();
  if (!(await passphrase.verify(await readPassphrase()))) throw passphraseWrong(0);
}

async function readPassphrase(): Promise<string> {
  const prompt = openPrompt();
  try {
    return await askPassphrase(prompt, 'Passphrase: ');
  } finally {
    prompt.close();
  }
}
