// Many sessions call two remotes at once: one child process each, and one server at an address that all share. Every
// answer, progress report, log line and question carries the mark of the call it belongs to, and is checked by the
// session it arrives in.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ElicitRequestSchema, LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { textOf } from '../support/patchbay.ts';
import { bearer } from '../support/raw-http.ts';

export interface CrossTalk {
  readonly calls: number;
  readonly questions: number;
  readonly progressReports: number;
  readonly logLines: number;
  /** What came to a session it does not belong to, or came changed. */
  readonly wrong: string[];
}

/**
 * @param server with the remotes `probe` and `everything`
 * @param load.calls of each session in all, `load.parallel` of them at a time
 */
export async function talkAcross(
  server: { url: string; token: string },
  load: { sessions: number; parallel: number; calls: number },
): Promise<CrossTalk> {
  const seen = { calls: 0, questions: 0, progressReports: 0, logLines: 0, wrong: [] as string[] };

  async function connect(mark: string): Promise<{ client: Client; end(): Promise<void> }> {
    const client = new Client({ name: mark, version: '1' }, { capabilities: { elicitation: {} } });
    const isOurs = (words: unknown) => String(words).startsWith(`${mark} `);
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      seen.questions += 1;
      if (!isOurs(params.message)) seen.wrong.push(`${mark} was asked: ${params.message}`);
      return { action: 'accept' as const, content: { of: `${params.message} answered` } };
    });
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
      seen.logLines += 1;
      if (!isOurs(params.data)) seen.wrong.push(`${mark} got the log line: ${params.data}`);
    });
    const requestInit = { headers: bearer(server.token) as Record<string, string> };
    const transport = new StreamableHTTPClientTransport(new URL(server.url), { requestInit });
    await client.connect(transport as Transport);
    await client.listTools();
    return {
      client,
      async end() {
        await transport.terminateSession();
        await client.close();
      },
    };
  }

  async function callOnce(client: Client, mark: string, kind: number): Promise<void> {
    const call = async (name: string, args: object, expected: string) => {
      const onprogress = ({ message }: { message?: string | undefined }) => {
        seen.progressReports += 1;
        if (!message?.startsWith(`${mark} `)) seen.wrong.push(`${mark} got the progress: ${message}`);
      };
      const request = { name, arguments: args as Record<string, unknown> };
      const result = await client.callTool(request, undefined, { onprogress, timeout: 120_000 });
      if (!textOf(result as never).includes(expected))
        seen.wrong.push(`${mark} got: ${JSON.stringify(result)}`);
    };
    const requestedSchema = { type: 'object', properties: { of: { type: 'string' } } };
    const params = { message: `${mark} asks`, requestedSchema };
    seen.calls += 1;
    if (kind === 0)
      await call('mcp__probe__ask', { method: 'elicitation/create', params }, `${mark} asks answered`);
    else if (kind === 1) await call('mcp__probe__work', { label: mark }, `worked ${mark}`);
    else if (kind === 2) await call('mcp__probe__echo', { mark }, JSON.stringify({ mark }));
    else await call('mcp__everything__echo', { message: mark }, `Echo: ${mark}`);
  }

  const marks = Array.from({ length: load.sessions }, (_, index) => `session-${index}`);
  const clients = await Promise.all(marks.map(connect));
  await Promise.all(
    clients.map(async ({ client }, index) => {
      let left = load.calls;
      const mark = marks[index] as string;
      const work = async () => {
        while (left > 0) {
          left -= 1;
          await callOnce(client, mark, left % 4);
        }
      };
      await Promise.all(Array.from({ length: load.parallel }, work));
    }),
  );
  await Promise.all(clients.map(({ end }) => end()));
  return seen;
}
