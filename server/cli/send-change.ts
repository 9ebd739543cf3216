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

/** What an answer has beside its kind. */
type Changed<A> = Omit<Extract<A, { kind: 'changed' }>, 'kind'>;

interface Changes<A extends ChangeAnswer, R extends object> {
  readonly kind: 'rules' | 'clients';
  readonly answerSchema: z.ZodType<A>;
  /** Makes the change where no host runs. */
  alone(paths: Paths, request: R): Changed<A>;
}

/**
 * One change.
 * @param options.request what the host gets beside the passphrase
 * @throws passphrase-not-set, passphrase-wrong, passphrase-locked, what the host refuses, and what `alone` throws
 */
export function sendChange<A extends ChangeAnswer, R extends object>({
  request,
  ...options
}: Changes<A, R> & { readonly request: R }): Promise<Changed<A>> {
  return sendChanges(options, (send) => send(request));
}

/** Several, one after the other, with the passphrase asked once. @throws what sendChange throws */
export async function sendChanges<A extends ChangeAnswer, R extends object, T>(
  options: Changes<A, R>,
  work: (send: (request: R) => Promise<Changed<A>>) => Promise<T>,
): Promise<T> {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  const contact = await contactHost(controlPlaceOf(paths.patchbayHome), { kind: options.kind });
  switch (contact.kind) {
    case 'nobody':
      await requirePassphrase(paths);
      return work(async (request) => options.alone(paths, request));
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
        return await work(async (request) => {
          socket.write(`${JSON.stringify({ passphrase, ...request })}\n`);
          const answer = await next();
          if (answer.kind === 'refused') throw errorOf(answer.refusal);
          if (answer.kind === 'ready') throw hostSilent(paths.patchbayHome);
          return answer as Extract<A, { kind: 'changed' }>;
        });
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
