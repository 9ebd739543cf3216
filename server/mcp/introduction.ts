// How Patchbay introduces itself to a client of everything it offers. Imports almost nothing: on standard input this is
// said before the rest is loaded.
import { HANDSHAKE_VERSIONS } from '../base/mcp-versions.ts';
import { version } from '../base/program.ts';

export const serverInfo = { name: 'patchbay', title: 'Patchbay', version };

/** Of the Codex tools. */
export const INSTRUCTIONS =
  'Codex is a coding agent that works in a folder on this machine. `codex` runs a task to its end and `codex-reply` continues it. If your calls are cut short, use `codex-start` and then `codex-wait` until the status is no longer running. A person may be asked before Codex runs or changes something.';

/** @param hasRemotes whether remotes are offered too: there may be some later, and they log */
export function capabilitiesWith(hasRemotes: boolean) {
  return { tools: { listChanged: true }, ...(hasRemotes && { logging: {} }) };
}

/**
 * The result of `initialize` where Codex and remotes are offered.
 * @param requested the client's `protocolVersion`; an unknown one is answered with the newest (MCP 2025-11-25,
 *   basic/lifecycle, "Version Negotiation")
 */
export function introductionFor(requested: string) {
  return {
    protocolVersion: HANDSHAKE_VERSIONS.find((known) => known === requested) ?? HANDSHAKE_VERSIONS[0],
    capabilities: capabilitiesWith(true),
    serverInfo,
    instructions: INSTRUCTIONS,
  };
}
