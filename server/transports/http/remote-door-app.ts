// What the engine's door does not serve itself (plain-posts.ts): through Express.
import type { RequestListener } from 'node:http';
import { admitting, answerErrors, mcpHandlers, newApp, passing } from './express-parts.ts';
import { refuse } from './guards.ts';
import type { Door } from './plain-posts.ts';

export function createThreadDoorApp(door: Door): RequestListener {
  const app = newApp();
  app.use(passing(door.guardHost));
  app.all('/mcp/:name', admitting(door.guardPrincipal), ...mcpHandlers(door));
  app.use((_request, response) => refuse(response, 404, 'There is nothing here.'));
  app.use(answerErrors(door.logger));
  return app;
}
