// A small MCP server on stdio for config.toml: `echo` only reads, `put` has no annotations and writes a file, `ask`
// asks its client with a form and gives back what was answered. With a file as argument it leaves a mark when started.
import fs from 'node:fs';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const [, , mark] = process.argv;
if (mark !== undefined) fs.writeFileSync(mark, 'started');

const server = new McpServer({ name: 'tool-server', version: '1.0.0' });
const text = (words: string) => ({ content: [{ type: 'text' as const, text: words }] });

server.registerTool(
  'echo',
  { description: 'Says it again', inputSchema: { text: z.string() }, annotations: { readOnlyHint: true } },
  ({ text: words }) => text(`echo: ${words}`),
);

server.registerTool(
  'put',
  { description: 'Writes a file', inputSchema: { file: z.string(), text: z.string() } },
  ({ file, text: words }) => {
    fs.writeFileSync(file, words);
    return text(`put: ${words}`);
  },
);

server.registerTool(
  'ask',
  { description: 'Asks its client', inputSchema: {}, annotations: { readOnlyHint: true } },
  async () => {
    const answer = await server.server.elicitInput({
      message: 'Which colour?',
      requestedSchema: {
        type: 'object',
        properties: { colour: { type: 'string', title: 'Colour', enum: ['red', 'green'] } },
        required: ['colour'],
      },
    });
    return text(`answer: ${JSON.stringify(answer)}`);
  },
);

await server.connect(new StdioServerTransport());
