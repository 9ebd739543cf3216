// Sessions call two remotes without a pause while config.toml changes under them. One remote stays as it is; the other is
// removed, changed, broken and put back.
import { isDeepStrictEqual } from 'node:util';
import { textOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { openSession } from '../support/raw-http.ts';
import { probeTable } from '../support/remotes.ts';

const stays = probeTable('stays');
/** With which the server starts. */
export const tablesAtFirst = [stays, probeTable('probe')];

const states = [
  [],
  [probeTable('probe', [], 'tool_timeout_sec = 30')],
  ['[mcp_servers.probe]\ncommand = 5\n'],
  [probeTable('probe')],
];

/**
 * @param options.change writes a config.toml with these tables
 * @returns how many calls were answered, and the answers that were neither right nor said what was missing
 */
export async function reloadUnderLoad(options: {
  change(...tables: string[]): void;
  server: { url: string; token: string };
  sessions: number;
  changes: number;
}): Promise<{ answered: number; unexpected: unknown[] }> {
  const { change, server } = options;
  const sessions = await Promise.all(Array.from({ length: options.sessions }, () => openSession(server)));
  const observer = await openSession(server);
  const stream = await observer.listen();
  const told = () =>
    stream.events().filter(({ message }) => message?.method === 'notifications/tools/list_changed').length;
  const unexpected: unknown[] = [];
  let answered = 0;
  let isOver = false;
  const calling = sessions.map(async (session, index) => {
    for (let time = 0; !isOver; time += 1) {
      const args = { index, time };
      const call = (name: string) => session.ask('tools/call', { name, arguments: args });
      const isRight = (answer: { result?: { structuredContent?: object } }) =>
        isDeepStrictEqual(answer.result?.structuredContent, { args });
      const first = await call('mcp__stays__echo');
      if (!isRight(first)) unexpected.push(first);
      const second = await call('mcp__probe__echo');
      const isSaid = second.result && /Unknown tool|no MCP server|probe/.test(textOf(second.result));
      if (!isRight(second) && !isSaid) unexpected.push(second);
      answered += 2;
    }
  });
  for (let time = 0; time < options.changes; time += 1) {
    change(stays, ...(states[time % states.length] ?? []));
    const before = answered;
    await eventually(() => told() > time && answered > before + options.sessions, { withinMs: 60_000 });
  }
  isOver = true;
  await Promise.all(calling);
  await Promise.all([observer, ...sessions].map((session) => session.end()));
  return { answered, unexpected };
}
