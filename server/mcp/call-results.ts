// What a tools/call of the Codex tools answers. Failures are results with `isError`, as MCP recommends for tools.
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { TurnError } from '../engine/protocol/v2/TurnError.ts';
import type { TurnEnd } from '../engine/threads/turn.ts';
import { notSignedIn } from '../errors/engine.ts';
import { messageOf } from '../errors/error.ts';

/** @param notes what the user should know in addition to the answer, one text block each */
export function turnResult(threadId: string, end: TurnEnd, notes: readonly string[]): CallToolResult {
  switch (end.kind) {
    case 'completed':
      return withThread(threadId, end.text, notes);
    case 'interrupted':
      return {
        ...withThread(threadId, interruptedText(end) || 'The turn was stopped.', notes),
        isError: true,
      };
    case 'failed':
      return { ...withThread(threadId, failureText(end.error), notes), isError: true };
    case 'stopped':
      return { ...withThread(threadId, end.error.message, notes), isError: true };
  }
}

/** The last message, and why the turn was stopped if that was at a limit. */
export function interruptedText({ text, why }: Extract<TurnEnd, { kind: 'interrupted' }>): string {
  return [text, why?.message].filter(Boolean).join('\n\n');
}

/** An error before or around a turn, with the thread if it is about one. */
export function errorResult(error: unknown, threadId?: string): CallToolResult {
  const text = messageOf(error);
  if (threadId !== undefined) return { ...withThread(threadId, text, []), isError: true };
  return { content: [{ type: 'text', text }], isError: true };
}

function withThread(threadId: string, text: string, notes: readonly string[]): CallToolResult {
  const blocks = [text, ...new Set(notes.map((note) => `Patchbay: ${note}`))];
  return {
    content: blocks.map((block) => ({ type: 'text', text: block })),
    structuredContent: { threadId, content: text },
  };
}

/** The model provider's text first, as in 0.153.4; then what to do, if we know. */
function failureText({ message, codexErrorInfo }: TurnError): string {
  const isUnauthorized = codexErrorInfo === 'unauthorized' || httpStatusOf(codexErrorInfo) === 401;
  return isUnauthorized ? `${message}\n${notSignedIn('it answered 401').message}` : message;
}

function httpStatusOf(info: TurnError['codexErrorInfo']): number | undefined {
  if (typeof info !== 'object' || info === null) return undefined;
  const [details] = Object.values(info) as { httpStatusCode?: number }[];
  return details?.httpStatusCode;
}
