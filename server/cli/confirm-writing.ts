// The question before a file that is not ours is changed.
import { connectNeedsYes, connectNotConfirmed } from '../errors/connect.ts';
import type { Prompt } from './prompt.ts';
import { saysYes } from './yes-or-no.ts';

/**
 * @param prompt one that has asked before, and is closed here
 * @throws connect-needs-yes where nobody can be asked, connect-not-confirmed
 */
export async function confirmWriting(question: string, prompt?: Prompt): Promise<void> {
  if (prompt === undefined && process.stdin.isTTY !== true) throw connectNeedsYes();
  if (!(await saysYes(question, prompt))) throw connectNotConfirmed();
}
