// What a tools/call of the Codex tools answers. Failures are results with `isError`, as MCP recommends for tools.
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { TurnError } from '../engine/protocol/v2/TurnError.ts';
import type { TurnOutcome } from '../engine/threads/threads.ts';
import type { TurnEnd } from '../engine/threads/turn.ts';
import { notSignedIn } from '../errors/engine.ts';
import { messageOf } from '../errors/error.ts';
import { unconfirmedClaims } from '../receipts/claims.ts';

const RECEIPT_KEY = 'patchbay/receipt';

/** @param outcome.notes what the user should know in addition to the answer, one text block each */
export function turnResult(threadId: string, outcome: TurnOutcome): CallToolResult {
  const { end } = outcome;
  switch (end.kind) {
    case 'completed':
      return withReceipt(threadId, end.text, outcome);
    case 'interrupted':
      return {
        ...withReceipt(threadId, interruptedText(end) || 'The turn was stopped.', outcome),
        isError: true,
      };
    case 'failed':
      return { ...withReceipt(threadId, failureText(end.error), outcome), isError: true };
    case 'stopped':
      return { ...withReceipt(threadId, end.error.message, outcome), isError: true };
  }
}

/** The last message, and why the turn was stopped if that was at a limit. */
export function interruptedText({ text, why }: Extract<TurnEnd, { kind: 'interrupted' }>): string {
  return [text, why?.message].filter(Boolean).join('\n\n');
}

/** The receipt stands in `_meta` too: a client may read the structured content by an older schema. */
function withReceipt(threadId: string, text: string, { notes, receipt }: TurnOutcome): CallToolResult {
  if (!receipt) return withThread(threadId, text, notes);
  return {
    ...withThread(threadId, text, [...notes, ...unconfirmedClaims(text, receipt)]),
    structuredContent: { threadId, content: text, receipt },
    _meta: { [RECEIPT_KEY]: receipt },
  };
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
