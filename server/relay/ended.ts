// The last line to a relay whose session the host has ended because it was frozen. What comes after is the end of the
// connection. No message of MCP is like it.
export const relayEndedLine = JSON.stringify({ patchbay: 1, ended: 'relay-frozen' });

export function isRelayEnded(line: string): boolean {
  return line === relayEndedLine;
}
