// An MCP server on stdio whose tools have apps: what tools and resources say of them in full, `poke` for apps alone, which can wait until it is stopped,
// `private` for models alone, and `known` that tells what its client declared. The argument is the file of the page.
import { once } from 'node:events';
import fs from 'node:fs';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

const [, , page = ''] = process.argv;
const URI = 'ui://lab/app.html';
const server = new McpServer({ name: 'app-remote', version: '1.0.0' });
const text = (words: string) => ({ content: [{ type: 'text' as const, text: words }] });

server.registerTool(
  'show',
  {
    description: 'Shows its app',
    inputSchema: { colour: z.string() },
    _meta: { ui: { resourceUri: URI, visibility: ['model', 'app'], 'x-more': 1 }, 'ui/resourceUri': URI },
  },
  ({ colour }) => ({ ...text(`shown in ${colour}`), structuredContent: { colour }, _meta: { 'x-app': [1] } }),
);
server.registerTool(
  'poke',
  { description: 'For its app', inputSchema: { how: z.string() }, _meta: { ui: { visibility: ['app'] } } },
  async ({ how }, { signal }) => {
    if (how === 'and wait') {
      fs.writeFileSync(`${page}.call`, 'waits');
      await once(signal, 'abort');
      fs.writeFileSync(`${page}.call`, 'stopped');
    }
    return text(`poked ${how}`);
  },
);
server.registerTool(
  'private',
  { description: 'Not for its app', inputSchema: {}, _meta: { ui: { visibility: ['model'] } } },
  () => text('private'),
);
server.registerTool('known', { description: 'What its client declared', inputSchema: {} }, () =>
  text(JSON.stringify(server.server.getClientCapabilities() ?? null)),
);
server.registerResource('app', URI, { mimeType: 'text/html;profile=mcp-app' }, () => ({
  contents: [
    {
      uri: URI,
      mimeType: 'text/html;profile=mcp-app',
      text: page === '' ? '<p>the page</p>' : fs.readFileSync(page, 'utf8'),
      _meta: {
        ui: { csp: { connectDomains: ['https://api.example.com'] }, prefersBorder: true, 'x-more': 2 },
      },
    },
  ],
}));
await server.connect(new StdioServerTransport());
