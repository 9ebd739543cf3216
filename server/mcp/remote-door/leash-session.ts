// What the engine's hook asks before each step of a held thread: an MCP server with one tool, which answers when the
// step may be done. Only the engine reaches it, with the thread's pass; its model does not see the tool.
import { z } from 'zod';
import { LEASH_SERVER, LEASH_TOOL } from '../../engine/leash/hook.ts';
import type { Leashes } from '../../engine/leash/leashes.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Session } from '../session.ts';
import { logErrors } from '../session-errors.ts';
import { SessionServer } from '../session-server.ts';
import type { ThreadPass } from './passes.ts';

const tool = {
  name: LEASH_TOOL,
  description: 'Asked by Codex itself before each step.',
  inputSchema: { type: 'object' as const },
  annotations: { readOnlyHint: true },
  // Not for models (MCP Apps, "Tool visibility"); the engine keeps to it and its hooks can still call the tool (0.169.0).
  _meta: { ui: { visibility: ['app'] } },
};

const callSchema = z.looseObject({ id: z.string(), tool: z.string(), input: z.unknown() });

/** The engine's word for a step that must not be done. */
const DENIED = {
  hookSpecificOutput: {
    hookEventName: 'PreToolUse',
    permissionDecision: 'deny',
    permissionDecisionReason: 'The turn has reached its limits.',
  },
};

export function createLeashSession(options: {
  id: string;
  pass: ThreadPass;
  leashes: Pick<Leashes, 'mayGoOn'>;
  version: string;
  logger: Logger;
}): Session {
  const { id, pass, leashes, version } = options;
  const logger = options.logger.with({ session: id, remote: LEASH_SERVER });
  const server = new SessionServer({ name: LEASH_SERVER, version }, { capabilities: { tools: {} } });
  let running = 0;
  logErrors(server, logger);

  server.setRequestHandler('tools/list', () => ({ tools: [tool] }));
  server.setRequestHandler('tools/call', async ({ params: { arguments: args } }) => {
    running += 1;
    try {
      // A sub-agent comes with the pass of the thread it works for, and its steps count there.
      const { id: threadId } = pass.thread;
      const mayGoOn = threadId !== undefined && (await leashes.mayGoOn(threadId, callSchema.parse(args)));
      return { content: [{ type: 'text' as const, text: JSON.stringify(mayGoOn ? {} : DENIED) }] };
    } finally {
      running -= 1;
    }
  });

  return {
    id,
    server,
    client: () => server.getClientVersion(),
    isBusy: () => running > 0,
    abandon: () => undefined,
  };
}
