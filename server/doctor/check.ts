// The result of each check of an installation.
import { messageOf, windowMessageOf } from '../errors/error.ts';
import { type Need, needOf } from './need.ts';

export interface Check {
  readonly name: string;
  readonly outcome: 'ok' | 'warning' | 'failed';
  /** The finding; for a warning or failure also what to do. */
  readonly text: string;
  /** For the window, if it differs. */
  readonly textInWindow?: string;
  /** Absent: nothing, or neither would help. */
  readonly need?: Need;
}

export type Finding = Omit<Check, 'name'>;

export const ok = (text: string): Finding => ({ outcome: 'ok', text });
export const warning = (text: string, need?: Need): Finding => ({
  outcome: 'warning',
  text,
  ...(need && { need }),
});
export const failed = (text: string, need?: Need): Finding => ({
  outcome: 'failed',
  text,
  ...(need && { need }),
});

/** The thrown value as a failed check. */
export function failedWith(error: unknown): Finding {
  return { ...failed(messageOf(error), needOf(error)), textInWindow: windowMessageOf(error) };
}

/** The same for a check with several results. */
export async function eachOf(name: string, check: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await check();
  } catch (error) {
    return [{ name, ...failedWith(error) }];
  }
}

/** An error thrown by a check becomes a failure. */
export async function checked(name: string, check: () => Finding | Promise<Finding>): Promise<Check> {
  try {
    return { name, ...(await check()) };
  } catch (error) {
    return { name, ...failedWith(error) };
  }
}
