// The question before a file that is not ours is changed.
import { connectNeedsYes, connectNotConfirmed } from '../errors/connect.ts';
import { saysYes } from './yes-or-no.ts';

/** @throws connect-needs-yes where nobody can be asked, connect-not-confirmed */
export async function confirmWriting(question: string): Promise<void> {
  if (process.stdin.isTTY !== true) throw connectNeedsYes();
  if (!(await saysYes(question))) throw connectNotConfirmed();
}
