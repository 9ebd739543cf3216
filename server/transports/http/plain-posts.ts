// The requests that come again and again: a POST of a JSON message to /mcp or /mcp/<name>, with its length and nothing
// unusual about it. They are served straight on Node's requests. All others pass through Express, which takes several
// times as long, and is loaded when the first of them comes.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { remembered } from '../../base/remembered.ts';
import type { Principal } from '../../config/principals.ts';
import type { Logger } from '../../logging/logger.ts';
import { scopeOf } from '../../mcp/scope.ts';
import { isPlainRequest } from '../plain-request.ts';
import type { Asked } from './asked.ts';
import { answerError, type BodyError, bodyError, guardMessages, MAX_BODY_BYTES, parseBody } from './body.ts';
import type { Guard } from './guards.ts';

export interface Door {
  /** Of the paths it serves, those without anything to decode; the group is what follows `/mcp/`. */
  readonly path: RegExp;
  readonly guardHost: Guard<true>;
  /** @param name what follows `/mcp/`, decoded */
  guardPrincipal(request: IncomingMessage, response: ServerResponse, name?: string): Principal | undefined;
  serve(request: IncomingMessage, response: ServerResponse, asked: Asked): void | Promise<void>;
  readonly logger: Logger;
}

const JSON_TYPE = /^application\/json(?:; ?charset="?utf-8"?)?$/i;

/** @param others takes the requests that are not plain; nothing has been done for them yet */
export function plainPosts(door: Door, others: RequestListener): RequestListener {
  /** What is asked for there, if anything is. */
  const placeOf = remembered((url: string) => {
    const path = door.path.exec(url);
    return path && { name: path[1], scope: scopeOf(path[1]) };
  });
  return (request, response) => {
    const place = isPlain(request) ? placeOf(request.url ?? '') : null;
    if (!place) return others(request, response);
    const failed = (error: unknown) => answerError(error as BodyError, request, response, door.logger);
    try {
      if (!door.guardHost(request, response)) return;
      const { name, scope } = place;
      const principal = door.guardPrincipal(request, response, name);
      if (!principal) return;
      readBody(request, failed, (bytes) => {
        const body = parseBody(bytes);
        const isPlain = isPlainRequest(body);
        if (!isPlain && !guardMessages(body, response)) return;
        const asked = { principal, scope, body, isPlain };
        door.serve(request, response, asked)?.catch(failed);
      });
    } catch (error) {
      failed(error);
    }
  };
}

function isPlain({ method, headers }: IncomingMessage): boolean {
  const length = Number(headers['content-length']);
  return (
    method === 'POST' &&
    length > 0 &&
    length <= MAX_BODY_BYTES &&
    headers['content-encoding'] === undefined &&
    JSON_TYPE.test(headers['content-type'] ?? '')
  );
}

/** Node makes sure that it is as long as its header says. @param onFailed also takes what `onRead` throws */
function readBody(
  request: IncomingMessage,
  onFailed: (error: unknown) => void,
  onRead: (bytes: Buffer) => void,
): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.once('end', () => {
    try {
      onRead(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
    } catch (error) {
      onFailed(error);
    }
  });
  request.once('aborted', () =>
    onFailed(bodyError('request aborted', { status: 400, type: 'request.aborted' })),
  );
}

/**
 * @param load makes the listener when the first request comes, and again after it has failed: the computer may have been
 *   short of something, such as open files
 * @returns one that passes requests on to it, and answers those for which it cannot be made
 */
export function whenNeeded(load: () => Promise<RequestListener>, logger: Logger): RequestListener {
  let loading: Promise<RequestListener> | undefined;
  return async (request, response) => {
    loading ??= load();
    const mine = loading;
    try {
      const take = await mine;
      // Its client may be gone by now, and what is written to it would never end.
      if (!response.closed) take(request, response);
    } catch (error) {
      if (loading === mine) loading = undefined;
      answerError(error as BodyError, request, response, logger);
    }
  };
}
