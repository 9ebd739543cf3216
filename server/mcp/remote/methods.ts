// What the requests and notifications of MCP do at a remote, from 2024-11-05 to 2026-07-28: some only look, some make it
// do something, and what MCP does not have could do anything.

/** They start nothing at the remote: a client can look at what it offers, and go on with what runs. */
const LOOKING = new Set([
  ...['initialize', 'ping', 'server/discover', 'logging/setLevel', 'subscriptions/listen', 'tools/list'],
  ...['resources/list', 'resources/templates/list', 'resources/unsubscribe', 'prompts/list'],
  ...['tasks/list', 'tasks/get', 'tasks/result', 'tasks/update', 'tasks/cancel'],
  ...[
    'notifications/initialized',
    'notifications/cancelled',
    'notifications/progress',
    'notifications/tasks/status',
  ],
  ...['notifications/roots/list_changed', 'notifications/elicitation/complete'],
]);
const DOING = new Set([
  ...['tools/call', 'resources/read', 'resources/subscribe', 'prompts/get', 'completion/complete'],
]);
export function onlyLooks(method: unknown): boolean {
  return typeof method === 'string' && LOOKING.has(method);
}

/** Whether it is a request by which MCP makes a remote do something. */
export function makesDo(method: unknown): boolean {
  return typeof method === 'string' && DOING.has(method);
}

/** Whether MCP says what it does. */
export function isOfMcp(method: unknown): boolean {
  return onlyLooks(method) || makesDo(method);
}
