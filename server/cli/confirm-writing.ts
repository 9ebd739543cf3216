// The question before a file that is not ours is changed.
import { connectNeedsYes, connectNotConfirmed } from '../errors/connect.ts';
import { openPrompt } from './prompt.ts';

/** @throws connect-needs-yes where nobody can be asked, connect-not-confirmed */
export async function confirmWriting(question: string): Promise<void> {
  if (process.stdin.isTTY !== true) throw connectNeedsYes();
  const prompt = openPrompt();
  try {
    process.stderr.write(question);
    const answer = await Promise.race([prompt.line(), prompt.interrupted]);
    if (!/^y(es)?$/i.test(answer?.trim() ?? '')) throw connectNotConfirmed();
  } finally {
    prompt.close();
  }
}
