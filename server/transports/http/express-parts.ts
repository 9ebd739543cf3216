// The guards and the body of a request for the Express apps, which take what is not plain (plain-posts.ts): other
// content types and encodings, bodies without a length, paths that have to be decoded.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler, Express, RequestHandler, Response } from 'express';
import express from 'express';
import type { Principal } from '../../config/principals.ts';
import type { Logger } from '../../logging/logger.ts';
import { scopeOf } from '../../mcp/scope.ts';
import { answerError, bodyError, checkDepth, guardMessages, MAX_BODY_BYTES } from './body.ts';
import { guardMethod } from './guards.ts';
import type { Door } from './plain-posts.ts';

/** An app that says nothing about itself. */
export function newApp(): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  return app;
}

/** @param guard a refused request goes no further */
export function passing(
  guard: (request: IncomingMessage, response: ServerResponse) => true | undefined,
): RequestHandler {
  return (request, response, next) => {
    if (guard(request, response)) next();
  };
}

/** Keeps the principal for later handlers. */
export function admitting(
  guard: (request: IncomingMessage, response: ServerResponse, name: string) => Principal | undefined,
): RequestHandler {
  return (request, response, next) => {
    response.locals['principal'] = guard(request, response, String(request.params['name']));
    if (response.locals['principal']) next();
  };
}

export function principalOf(response: Response): Principal {
  return response.locals['principal'] as Principal;
}

/** The handlers before those of MCP messages. A body that is no JSON is left for the transport to refuse. */
export const messageHandlers: readonly RequestHandler[] = [
  express.json({
    limit: MAX_BODY_BYTES,
    verify(_request, _response, body, encoding) {
      if (encoding !== 'utf-8') throw bodyError('JSON is UTF-8 here', { status: 415 });
      checkDepth(body.toString('latin1'));
    },
  }),
  ({ body }, response, next) => {
    if (guardMessages(body, response)) next();
  },
];

/** Those of MCP at `/mcp` and `/mcp/:name`, after the principal was admitted. */
export function mcpHandlers(door: Door): readonly RequestHandler[] {
  return [
    passing(guardMethod),
    ...messageHandlers,
    (request, response) =>
      door.serve(request, response, {
        principal: principalOf(response),
        scope: scopeOf(request.params['name'] as string | undefined),
        body: request.body,
        isPlain: false,
      }),
  ];
}

export function answerErrors(logger: Logger): ErrorRequestHandler {
  return (error, request, response, _next) => answerError(error, request, response, logger);
}
