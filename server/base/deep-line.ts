// A line that is nested too deeply is not parsed, but for the members in which stands whose request it was.
import { isAnswer, type Refusal, readableIdOf, refusalWith } from './incoming.ts';
import { jsonIn } from './json-in.ts';
import { outlineOf, TOO_DEEP } from './nesting.ts';

/** @returns what to answer; undefined if it is an answer itself */
export function refusalOfDeepLine(line: string): Refusal | undefined {
  const message = jsonIn(outlineOf(line));
  return isAnswer(message) ? undefined : refusalWith(TOO_DEEP, readableIdOf(message));
}
