// Serves one command that signs a person in to a remote, or out of it. If the command disconnects, its sign-in is
// cancelled.
import type { Socket } from 'node:net';
import { writeLine } from '../../base/lines.ts';
import { createQueue } from '../../base/queue.ts';
import { knownError } from '../../errors/error.ts';
import type { SignIns } from '../../remotes/auth/oauth/sign-ins.ts';
import { refusalOf } from '../messages/approvals.ts';
import type { SignInHello } from '../messages/hello.ts';
import { pastedSchema, type SignInMessage } from '../messages/sign-in.ts';
import { readMessages } from '../read-messages.ts';

/** Serves the command until it is done or disconnects. */
export async function serveSignIn(
  signIns: Pick<SignIns, 'signIn' | 'signOut'>,
  hello: SignInHello,
  socket: Socket,
): Promise<void> {
  const send = (message: SignInMessage) => writeLine(socket, JSON.stringify(message));
  const { remote, scopes, registration, clientSecret } = hello;
  const gone = new AbortController();
  const pasted = createQueue<string>();
  socket.once('close', () => {
    gone.abort(new Error('the command has ended'));
    pasted.end();
  });
  readMessages(socket, (message) => {
    const { data } = pastedSchema.safeParse(message);
    if (data) pasted.push(data.pasted);
  });
  try {
    if (hello.action === 'out') {
      send({ kind: 'signed-out', result: await signIns.signOut(remote) });
    } else {
      const kept = await signIns.signIn(remote, {
        openUrl: (url) => send({ kind: 'open', url }),
        signal: gone.signal,
        scopes,
        registration,
        clientSecret,
        pasted: () => pasted.next(),
      });
      send({ kind: 'signed-in', kept });
    }
  } catch (error) {
    send({ kind: 'failed', refusal: refusalOf(knownError(error)) });
  } finally {
    socket.end();
  }
}
