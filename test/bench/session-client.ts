// An HTTP client that opens a session and no stream, with as little as the transport asks for.

const PROTOCOL_VERSION = '2025-11-25';

/** Says initialize and initialized. */
export async function openSession(url: string): Promise<string> {
  const opened = await send(url, {
    jsonrpc: '2.0',
    id: 0,
    method: 'initialize',
    params: {
      protocolVersion: PROTOCOL_VERSION,
      capabilities: { roots: { listChanged: true }, elicitation: {} },
      clientInfo: { name: 'bench', title: 'Bench', version: '1.0.0' },
    },
  });
  const id = opened.headers.get('mcp-session-id');
  if (!id) throw new Error(`${opened.status} is the answer to initialize.`);
  await send(url, { jsonrpc: '2.0', method: 'notifications/initialized' }, id);
  return id;
}

export async function endSession(url: string, id: string): Promise<void> {
  const response = await fetch(url, { method: 'DELETE', headers: headersOf(id) });
  await response.text();
}

async function send(url: string, message: object, sessionId?: string): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(sessionId && headersOf(sessionId)),
    },
    body: JSON.stringify(message),
  });
  // Read to its end, so that the connection is used again.
  await response.text();
  return response;
}

function headersOf(sessionId: string): Record<string, string> {
  return { 'mcp-session-id': sessionId, 'mcp-protocol-version': PROTOCOL_VERSION };
}
