// Refuses bodies that hold no JSON-RPC message, in the words of every other door.
import type { RequestHandler } from 'express';
import { answerWith, problemWith, problemWithBatch, readableIdOf, refusalWith } from '../../base/incoming.ts';

/** For bodies that have been parsed. A batch with one bad message is refused as a whole: nothing of it is done. */
export function checkBody(): RequestHandler {
  return ({ body }, response, next) => {
    const problem =
      body === undefined
        ? undefined
        : Array.isArray(body)
          ? (problemWithBatch(body) ?? body.map(problemWith).find((one) => one !== undefined))
          : problemWith(body);
    if (problem === undefined) return next();
    response.status(400).json(answerWith(refusalWith(problem, readableIdOf(body))));
  };
}
