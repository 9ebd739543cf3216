// MCP Apps (the extension io.modelcontextprotocol/ui) and clients. What tools and resources say of them passes unchanged.
import type { ClientView } from '../../remotes/connection/channel.ts';

const EXTENSION = 'io.modelcontextprotocol/ui';

/** What hosts may offer to apps only if it says so: the Codex tools are for models. */
export const FOR_MODELS_ALONE = { ui: { visibility: ['model'] } };

/** Whether a client declared that it shows apps. */
export function showsApps({ capabilities }: ClientView): boolean {
  const { extensions } = capabilities;
  return typeof extensions === 'object' && extensions !== null && EXTENSION in extensions;
}
