// Whether the clients on this machine lead to a Patchbay or Codex that is there.
import { openTokenStore } from '../config/client-tokens.ts';
import type { Paths } from '../config/paths.ts';
import { openConnector } from '../connect/open-connector.ts';
import { type Finding, ok, warning } from './check.ts';

export function checkClients(paths: Paths, env: NodeJS.ProcessEnv): Finding {
  const tokens = openTokenStore(paths.tokensFile);
  const clients = openConnector({ paths, env, url: undefined, tokens }).found();
  const old = clients.filter(({ state }) => state === 'calls-old-codex');
  if (old.length > 0) {
    const names = old.map(({ name }) => name).join(', ');
    const commands = old.map(({ id }) => `\`patchbay connect ${id}\``).join(', ');
    const found = `${names} ${old.length === 1 ? 'calls' : 'call'} \`codex mcp-server\`, which Codex no longer has`;
    return {
      ...warning(`${found}; ${commands} leads that entry to Patchbay.`),
      textInWindow: `${found}; “Connect a client…” on the Clients page leads that entry to Patchbay.`,
    };
  }
  const connected = clients.filter(({ state }) => state === 'connected').map(({ name }) => name);
  return ok(
    connected.length > 0 ? `connected: ${connected.join(', ')}` : 'none is connected by its settings yet',
  );
}
