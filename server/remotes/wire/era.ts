// The request that shows whether a server speaks MCP 2026-07-28.
import { randomUUID } from 'node:crypto';
import { MODERN_VERSION } from '../../base/mcp-versions.ts';

/** `server/discover`, for fetch. */
export function discoverRequest(): { method: 'POST'; headers: Record<string, string>; body: string } {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': MODERN_VERSION,
    'io.modelcontextprotocol/clientInfo': { name: 'patchbay', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      'MCP-Protocol-Version': MODERN_VERSION,
      'Mcp-Method': 'server/discover',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: randomUUID(),
      method: 'server/discover',
      params: { _meta: meta },
    }),
  };
}
