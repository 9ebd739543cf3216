// A question at the terminal that is answered with y or anything else.
import { openPrompt } from './prompt.ts';

/**
 * Only where standard input is a terminal.
 * @param prompt one that has asked before, and is closed here
 * @returns false for everything but yes
 * @throws Interrupted
 */
export async function saysYes(question: string, prompt = openPrompt()): Promise<boolean> {
  try {
    process.stderr.write(question);
    const answer = await prompt.line();
    return /^y(es)?$/i.test(answer?.trim() ?? '');
  } finally {
    prompt.close();
  }
}
