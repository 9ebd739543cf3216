// What every check of an installation says.
import { messageOf, windowMessageOf } from '../errors/error.ts';

export interface Check {
  readonly name: string;
  readonly outcome: 'ok' | 'warning' | 'failed';
  /** What was found; for a warning or a failure also what to do. */
  readonly text: string;
  /** At the window, where that differs. */
  readonly textInWindow?: string;
}

export type Finding = Omit<Check, 'name'>;

export const ok = (text: string): Finding => ({ outcome: 'ok', text });
export const warning = (text: string): Finding => ({ outcome: 'warning', text });
export const failed = (text: string): Finding => ({ outcome: 'failed', text });

/** What was thrown, as what has failed. */
export function failedWith(error: unknown): Finding {
  return { ...failed(messageOf(error)), textInWindow: windowMessageOf(error) };
}

/** The same for a check that makes several. */
export async function eachOf(name: string, check: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await check();
  } catch (error) {
    return [{ name, ...failedWith(error) }];
  }
}

/** What a check throws is what has failed. */
export async function checked(name: string, check: () => Finding | Promise<Finding>): Promise<Check> {
  try {
    return { name, ...(await check()) };
  } catch (error) {
    return { name, ...failedWith(error) };
  }
}
