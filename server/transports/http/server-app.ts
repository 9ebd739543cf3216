// What the HTTP server does not serve itself (plain-posts.ts): through Express.
import type { RequestListener } from 'node:http';
import cors from 'cors';
import {
  admitting,
  answerErrors,
  mcpHandlers,
  messageHandlers,
  newApp,
  passing,
  principalOf,
} from './express-parts.ts';
import { METHODS, refuse } from './guards.ts';
import type { LegacySse } from './legacy-sse.ts';
import type { Door } from './plain-posts.ts';
import { sayHealthy } from './port-owner.ts';

/** @param options.allowOrigins of web pages that may read the answers */
export function createServerApp(
  door: Door,
  options: { allowOrigins: readonly string[]; sse: LegacySse },
): RequestListener {
  const { allowOrigins, sse } = options;
  const app = newApp();
  app.use(passing(door.guardHost));
  if (allowOrigins.length > 0) app.use(letPagesIn(allowOrigins));
  app.get('/healthz', (_request, response) => sayHealthy(response));
  app.use(admitting(door.guardPrincipal));
  app.all(['/mcp', '/mcp/:name'], ...mcpHandlers(door));
  // Without this, Express would answer HEAD with the GET handler: a stream that never ends.
  app.head('/sse', (_request, response) => refuse(response.set('Allow', 'GET'), 405, 'Method not allowed.'));
  app.get('/sse', (_request, response) => sse.open(response, principalOf(response)));
  app.post('/messages', ...messageHandlers, (request, response) =>
    sse.receive(request, response, {
      principal: principalOf(response),
      sessionId: request.query['sessionId'],
      body: request.body,
    }),
  );
  app.use((_request, response) => refuse(response, 404, 'There is nothing here. MCP is served at /mcp.'));
  app.use(answerErrors(door.logger));
  return app;
}

/** Lets web pages of these origins read our answers (CORS); browsers ask for that before they send a token. */
function letPagesIn(origins: readonly string[]) {
  return cors({
    origin: [...origins],
    methods: METHODS,
    exposedHeaders: ['Mcp-Session-Id', 'WWW-Authenticate'],
  });
}
