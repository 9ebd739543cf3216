// The tools for turns of any length, for clients that cut off long calls: start, poll, stop, list.
import type { Tool } from '@modelcontextprotocol/server';
import { codexTool } from './codex-tools.ts';

/** The longest `codex-wait`, below the 60 s after which common clients time out. */
export const LONGEST_WAIT_S = 45;
/** A started turn continues this long after the last `codex-wait`. */
export const UNATTENDED_MS = 5 * 60_000;

const threadId = {
  type: 'string',
  description: 'The thread id, as returned by codex-start or codex.',
} as const;

const status = {
  type: 'string',
  enum: ['running', 'waiting-in-line', 'waiting-for-approval', 'completed', 'failed', 'interrupted', 'idle'],
} as const;

const inLine = {
  type: 'string',
  description: 'With the status waiting-in-line: how many turns run at once, and the place of this one.',
} as const;

export const codexStartTool: Tool = {
  name: 'codex-start',
  title: 'Start Codex',
  description: `Start a Codex turn and return at once. Takes the arguments of codex; with threadId it continues that conversation. Follow it with codex-wait: a turn that nobody waits for is stopped after ${UNATTENDED_MS / 60_000} minutes.`,
  inputSchema: {
    ...codexTool.inputSchema,
    properties: {
      ...codexTool.inputSchema.properties,
      threadId: { type: 'string', description: 'Continue this thread instead of starting a new one.' },
    },
  },
  outputSchema: {
    type: 'object',
    properties: { threadId: { type: 'string' }, status, inLine },
    required: ['threadId', 'status'],
  },
  annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: true },
};

export const codexWaitTool: Tool = {
  name: 'codex-wait',
  title: 'Wait for Codex',
  description: `Wait until the turn of a thread has ended or needs an approval, at most ${LONGEST_WAIT_S} seconds, and return its status, what happened since the cursor, and its answer once it has ended. Call it again with the returned cursor while the status is running or waiting-in-line.`,
  inputSchema: {
    type: 'object',
    required: ['threadId'],
    properties: {
      threadId,
      cursor: {
        type: 'integer',
        minimum: 0,
        description: 'Return only events after this one. 0 returns all.',
      },
      timeoutSeconds: { type: 'number', minimum: 0, maximum: LONGEST_WAIT_S },
    },
  },
  outputSchema: {
    type: 'object',
    properties: {
      threadId: { type: 'string' },
      status,
      inLine,
      cursor: { type: 'integer' },
      events: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            cursor: { type: 'integer' },
            type: { type: 'string' },
            text: { type: 'string' },
          },
          required: ['cursor', 'type', 'text'],
        },
      },
      content: { type: 'string', description: 'The last message, once the turn has ended.' },
    },
    required: ['threadId', 'status', 'cursor', 'events'],
  },
  annotations: { readOnlyHint: true, openWorldHint: false },
};

export const codexStopTool: Tool = {
  name: 'codex-stop',
  title: 'Stop Codex',
  description: 'Stop the running turn of a thread. The conversation can be continued afterwards.',
  inputSchema: { type: 'object', required: ['threadId'], properties: { threadId } },
  outputSchema: {
    type: 'object',
    properties: { threadId: { type: 'string' }, status },
    required: ['threadId', 'status'],
  },
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
};

export const codexThreadsTool: Tool = {
  name: 'codex-threads',
  title: 'Codex threads',
  description: 'List the Codex threads of this client, the newest first.',
  inputSchema: {
    type: 'object',
    properties: { limit: { type: 'integer', minimum: 1, maximum: 200 } },
  },
  outputSchema: {
    type: 'object',
    properties: {
      threads: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            threadId: { type: 'string' },
            cwd: { type: 'string' },
            status,
            inLine,
            createdAt: { type: 'string' },
          },
          required: ['threadId', 'cwd', 'status', 'createdAt'],
        },
      },
    },
    required: ['threads'],
  },
  annotations: { readOnlyHint: true, openWorldHint: false },
};
