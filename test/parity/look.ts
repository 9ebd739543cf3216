// What cases look at in an answer.
import type { Json } from '../support/mcp-lines-client.ts';
import { NO_ANSWER } from './case.ts';
import type { ParityServer } from './server.ts';

/** The first text of a tool's result and whether it is an error; other answers as they are. */
export function textOf(answer: Json): Json {
  if (answer === NO_ANSWER || !answer.result) return answer;
  const { content, isError } = answer.result;
  const text = content?.[0]?.text;
  return isError ? { error: text } : text;
}

export function threadOf(answer: Json): string {
  const threadId = answer.result?.structuredContent?.threadId;
  if (typeof threadId !== 'string') throw new Error(`no thread in ${JSON.stringify(answer)}`);
  return threadId;
}

/** The params of every question the client of the group was asked since its message number `from`. */
export function questionsOf({ client }: ParityServer, from = 0): Json[] {
  return client.messages
    .slice(from)
    .filter(({ method }) => method === 'elicitation/create')
    .map(({ params }) => params);
}

/** The `codex/event` notifications since message number `from`. */
export function eventsOf({ client }: ParityServer, from = 0): Json[] {
  return client.messages
    .slice(from)
    .filter(({ method }) => method === 'codex/event')
    .map(({ params }) => params);
}

/** The body of what the model was asked last. */
export function lastRequest({ model }: ParityServer): Json {
  return model.requests.findLast(({ method, url }) => method === 'POST' && /\/responses$/.test(url))?.body;
}
