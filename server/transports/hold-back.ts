// A client whose `initialize` was answered before its server was there.
import type { RequestId, Transport } from '@modelcontextprotocol/server';

/**
 * The server's own answer to this request is not sent: the client has one already.
 * @param onHeld called instead of sending it
 */
export function holdBackAnswer(transport: Transport, id: RequestId, onHeld: () => void): void {
  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    if ('method' in message || message.id !== id) return await send(message, options);
    transport.send = send;
    onHeld();
  };
}
