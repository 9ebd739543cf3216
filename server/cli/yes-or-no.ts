// A question at the terminal that is answered with y or anything else.
import { openPrompt } from './prompt.ts';

/** Only where standard input is a terminal. @returns false for everything but yes, also at Ctrl-C */
export async function saysYes(question: string): Promise<boolean> {
  const prompt = openPrompt();
  try {
    process.stderr.write(question);
    const answer = await Promise.race([prompt.line(), prompt.interrupted]);
    return /^y(es)?$/i.test(answer?.trim() ?? '');
  } finally {
    prompt.close();
  }
}
