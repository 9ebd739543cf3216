// The fixture server's tools that end in one request: content of each kind, progress, logs, and the questions to the
// client that servers could ask up to 2025-11-25.
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallToolResult, McpServer, ServerContext, ServerNotifier } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { picture, resource, sound, text } from './contents.ts';

const STEP_MS = 50;

/** @param lists tells clients of the modern era that a list has changed */
export function registerTools(server: McpServer, lists: () => ServerNotifier): void {
  const offer = (name: string, content: CallToolResult['content']) =>
    server.registerTool(name, { description: `Gives ${name}` }, () => ({ content }));
  offer('test_simple_text', [text('Plain words.')]);
  offer('test_image_content', [picture]);
  offer('test_audio_content', [sound]);
  offer('test_embedded_resource', [resource('test://embedded-resource', 'Words inside.')]);
  offer('test_multiple_content_types', [
    text('Words, a picture and a resource:'),
    picture,
    resource('test://mixed-content-resource', '{"mixed":true}'),
  ]);
  // For checks that look at the stream of a call: nothing is logged and nothing is asked on it.
  offer('test_logging_tool', [text('Nothing was logged.')]);
  offer('test_streaming_elicitation', [text('Nothing was asked.')]);

  server.registerTool('test_error_handling', { description: 'Fails' }, () => ({
    isError: true,
    content: [text('It failed, as it should.')],
  }));

  server.registerTool('test_tool_with_logging', { description: 'Logs while it works' }, async (ctx) => {
    for (const data of ['begun', 'half done', 'done']) {
      await ctx.mcpReq.notify({ method: 'notifications/message', params: { level: 'info', data } });
      await sleep(STEP_MS);
    }
    return { content: [text('It was logged.')] };
  });

  server.registerTool('test_tool_with_progress', { description: 'Reports progress' }, async (ctx) => {
    const progressToken = ctx.mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      const params = { progressToken: progressToken ?? 0, progress, total: 100 };
      if (progressToken !== undefined) await ctx.mcpReq.notify({ method: 'notifications/progress', params });
      await sleep(STEP_MS);
    }
    return { content: [text('It was reported.')] };
  });

  server.registerTool(
    'test_reconnection',
    { description: 'Closes its stream before it answers' },
    async (ctx) => {
      ctx.http?.closeSSE?.();
      await sleep(2 * STEP_MS);
      return { content: [text('The client has come back.')] };
    },
  );

  const change = { description: 'Changes a list' };
  server.registerTool('test_trigger_tool_change', change, () => {
    lists().toolsChanged();
    return { content: [text('The tools have changed.')] };
  });
  server.registerTool('test_trigger_prompt_change', change, () => {
    lists().promptsChanged();
    return { content: [text('The prompts have changed.')] };
  });

  registerAsking(server);
}

function registerAsking(server: McpServer): void {
  server.registerTool(
    'test_sampling',
    { description: 'Asks the model of its client', inputSchema: z.object({ prompt: z.string() }) },
    async ({ prompt }, ctx) => {
      const messages = [{ role: 'user' as const, content: text(prompt) }];
      const answer = await ctx.mcpReq.send({
        method: 'sampling/createMessage',
        params: { messages, maxTokens: 100 },
      });
      return { content: [text(`LLM response: ${JSON.stringify(answer.content)}`)] };
    },
  );

  server.registerTool(
    'test_elicitation',
    { description: 'Asks the person', inputSchema: z.object({ message: z.string() }) },
    ({ message }, ctx) => ask(ctx, message, { response: { type: 'string' } }),
  );

  server.registerTool('test_elicitation_sep1034_defaults', { description: 'A form with defaults' }, (ctx) =>
    ask(ctx, 'Is this right?', {
      name: { type: 'string', default: 'John Doe' },
      age: { type: 'integer', default: 30 },
      score: { type: 'number', default: 95.5 },
      status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
      verified: { type: 'boolean', default: true },
    }),
  );

  const words = ['option1', 'option2', 'option3'];
  const titled = ['value1', 'value2', 'value3'].map((value) => ({ const: value, title: `The ${value}` }));
  server.registerTool('test_elicitation_sep1330_enums', { description: 'A form of choices' }, (ctx) =>
    ask(ctx, 'Which ones?', {
      untitledSingle: { type: 'string', enum: words },
      titledSingle: { type: 'string', oneOf: titled },
      legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['One', 'Two', 'Three'] },
      untitledMulti: { type: 'array', items: { type: 'string', enum: words } },
      titledMulti: { type: 'array', items: { anyOf: titled } },
    }),
  );
}

async function ask(ctx: ServerContext, message: string, properties: object): Promise<CallToolResult> {
  const requestedSchema = { type: 'object', properties, required: [] };
  const answer = await ctx.mcpReq.send({
    method: 'elicitation/create',
    params: { message, requestedSchema } as never,
  });
  const { action, content } = answer as { action: string; content?: unknown };
  return { content: [text(`Elicitation completed: action=${action}, content=${JSON.stringify(content)}`)] };
}
