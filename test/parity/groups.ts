// All that is compared.
import type { ParityGroup } from './case.ts';
import { answers, noAnswers, withoutForms } from './cases/answers.ts';
import { events, startup } from './cases/events.ts';
import { hangs } from './cases/hangs.ts';
import { hello, methods } from './cases/methods.ts';
import { questions } from './cases/questions.ts';
import { errors, otherReleases, results } from './cases/results.ts';
import { tools } from './cases/tools.ts';
import { upstream } from './cases/upstream.ts';

export const groups: readonly ParityGroup[] = [
  hello,
  methods,
  tools,
  results,
  errors,
  otherReleases,
  questions,
  answers,
  noAnswers,
  withoutForms,
  hangs,
  upstream,
  events,
  startup,
];
