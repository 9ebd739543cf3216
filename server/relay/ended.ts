// The last line the host sends to a relay whose session it ended because the relay was frozen. After it, the
// connection ends. It cannot be confused with an MCP message.
export const relayEndedLine = JSON.stringify({ patchbay: 1, ended: 'relay-frozen' });

export function isRelayEnded(line: string): boolean {
  return line === relayEndedLine;
}
