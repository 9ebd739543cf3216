// What the engine's door does not serve itself (plain-posts.ts): through Express.
import type { RequestListener } from 'node:http';
import { scopeOf } from '../../mcp/scope.ts';
import {
  admitting,
  answerErrors,
  messageHandlers,
  methodHandler,
  newApp,
  passing,
  principalOf,
} from './express-parts.ts';
import { refuse } from './guards.ts';
import type { Door } from './plain-posts.ts';

export function createThreadDoorApp(door: Door): RequestListener {
  const app = newApp();
  app.use(passing(door.guardHost));
  app.all(
    '/mcp/:name',
    admitting(door.guardPrincipal),
    methodHandler,
    ...messageHandlers,
    (request, response) =>
      door.serve(request, response, {
        principal: principalOf(response),
        scope: scopeOf(request.params['name'] as string),
        body: request.body,
        isPlain: false,
      }),
  );
  app.use((_request, response) => refuse(response, 404, 'There is nothing here.'));
  app.use(answerErrors(door.logger));
  return app;
}
