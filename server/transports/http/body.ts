// The JSON body of a request, of a sane size and depth, and what is answered about one that cannot be used.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerWith, problemWith, problemWithBatch, readableIdOf, refusalWith } from '../../base/incoming.ts';
import { INTERNAL_ERROR, INVALID_REQUEST, PARSE_ERROR } from '../../base/json-rpc.ts';
import { isTooDeep, TOO_DEEP } from '../../base/nesting.ts';
import type { Logger } from '../../logging/logger.ts';
import { refuse } from './guards.ts';

export const MAX_BODY_BYTES = 4 * 1024 * 1024;
const LONGEST_PATH_SHOWN = 200;

/** Why a body cannot be used, in the words of body-parser. @property body the text, if it was not valid JSON */
export type BodyError = Error & {
  readonly status?: number;
  readonly type?: string;
  readonly code?: string;
  readonly body?: string;
};

export function bodyError(
  message: string,
  about: Pick<BodyError, 'type' | 'body'> & { status: number },
): BodyError {
  return Object.assign(new Error(message), about);
}

/** @throws a BodyError */
export function parseBody(bytes: Buffer): unknown {
  const text = bytes.toString();
  checkDepth(text);
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw notJson((error as Error).message, body);
  }
  if (typeof value !== 'object' || value === null) throw notJson('neither an object nor a list', body);
  return value;
}

function notJson(message: string, body: string): BodyError {
  return bodyError(message, { status: 400, type: 'entity.parse.failed', body });
}

/** @throws a BodyError */
export function checkDepth(text: string): void {
  if (isTooDeep(text)) throw bodyError(TOO_DEEP, { status: 400, type: 'message.invalid' });
}

/**
 * Refuses a parsed body that holds no JSON-RPC message, in the words of every other door. A batch with one bad message
 * is refused as a whole: nothing of it is done.
 */
export function guardMessages(body: unknown, response: ServerResponse): true | undefined {
  const problem = problemInBody(body);
  if (problem === undefined) return true;
  response.writeHead(400, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(answerWith(refusalWith(problem, readableIdOf(body)))));
  return undefined;
}

function problemInBody(body: unknown): string | undefined {
  if (body === undefined) return undefined;
  if (!Array.isArray(body)) return problemWith(body);
  const problem = problemWithBatch(body);
  if (problem !== undefined) return problem;
  const problems = body.map(problemWith);
  const index = problems.findIndex((one) => one !== undefined);
  return index < 0 ? undefined : `in message ${index + 1} of the batch, ${problems[index]}`;
}

/** Turns every error thrown about a request into JSON: never HTML, never a stack trace. */
export function answerError(
  error: BodyError,
  request: Pick<IncomingMessage, 'url'>,
  response: ServerResponse,
  logger: Logger,
): undefined {
  const { url = '' } = request;
  const status = error.status ?? 500;
  const level = status < 500 ? 'info' : 'error';
  logger[level]('http-error', { status, path: url.split('?', 1)[0], message: error.message });
  if (response.headersSent) return void response.destroy();
  if (status === 413) return refuse(response, 413, `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  if (error instanceof URIError) {
    const path = url.slice(0, LONGEST_PATH_SHOWN);
    const why = 'what is written with % in it is not UTF-8. A % itself is written as %25.';
    return refuse(response, 400, `The path ${path} cannot be decoded: ${why}`);
  }
  if (status < 500) {
    const { problem, code } = problemOf(error);
    return refuse(response, status, `This message cannot be used: ${problem}.`, code);
  }
  return refuse(response, 500, 'Internal error', INTERNAL_ERROR);
}

/** The problem in our words, not the library's. */
function problemOf({ type, body = '', message, code }: BodyError): { problem: string; code: number } {
  if (type === 'message.invalid') return { problem: message, code: INVALID_REQUEST };
  // Of zlib.
  if (code?.startsWith('Z_')) {
    return { problem: 'it is not compressed as its Content-Encoding says', code: PARSE_ERROR };
  }
  if (type !== 'entity.parse.failed') return { problem: message, code: PARSE_ERROR };
  try {
    return { problem: problemWith(JSON.parse(body)) ?? message, code: INVALID_REQUEST };
  } catch {
    return { problem: 'it is not valid JSON', code: PARSE_ERROR };
  }
}
