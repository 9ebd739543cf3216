// The `_meta` of results, requests and notifications. Clients silently drop a message with an odd `_meta`.
import { maybe, needs, object, type Shape, text, UNREADABLE } from './shapes.ts';

const RELATED_TASK = 'io.modelcontextprotocol/related-task';

const progressToken: Shape = (value) =>
  typeof value === 'string' || Number.isInteger(value) ? value : UNREADABLE;

export const meta = object({
  progressToken: maybe(progressToken),
  [RELATED_TASK]: maybe(object({ taskId: needs(text) })),
});
