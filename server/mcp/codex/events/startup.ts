// The start of a new thread's MCP servers as `codex/event` reported it: an update for each, and one message when all
// have started or failed.
import type { McpServerStatusUpdatedNotification } from '../../../engine/protocol/v2/McpServerStatusUpdatedNotification.ts';
import type { CodexEventMessage } from './item-events.ts';

type Status = Pick<McpServerStatusUpdatedNotification, 'status' | 'error'>;

export interface McpStartup {
  /** The thread is new and starts these servers. */
  expect(servers: readonly string[]): CodexEventMessage[];
  update(update: McpServerStatusUpdatedNotification): CodexEventMessage[];
  /** The turn is over, even if some servers have not reported. */
  complete(): CodexEventMessage[];
}

export function createMcpStartup(): McpStartup {
  const known = new Map<string, Status | undefined>();
  let isCompleteDue = false;

  function complete(): CodexEventMessage[] {
    if (!isCompleteDue) return [];
    isCompleteDue = false;
    const servers = [...known].flatMap(([server, status]) => (status ? [{ server, ...status }] : []));
    const namesOf = (word: Status['status']) =>
      servers.filter(({ status }) => status === word).map(({ server }) => server);
    const failures = servers.filter(({ status }) => status === 'failed');
    return [
      {
        type: 'mcp_startup_complete',
        ready: namesOf('ready'),
        failed: failures.map(({ server, error }) => ({ server, error: error ?? '' })),
        cancelled: namesOf('cancelled'),
      },
    ];
  }

  function completeIfSettled(): CodexEventMessage[] {
    const isSettled = [...known.values()].every((status) => status && status.status !== 'starting');
    return isSettled ? complete() : [];
  }

  return {
    expect(servers) {
      for (const server of servers) known.set(server, known.get(server));
      isCompleteDue = true;
      return completeIfSettled();
    },
    update({ name, status, error }) {
      known.set(name, { status, error });
      const state = { state: status, ...(error !== null && { error }) };
      return [{ type: 'mcp_startup_update', server: name, status: state }, ...completeIfSettled()];
    },
    complete,
  };
}
