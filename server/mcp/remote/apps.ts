// MCP Apps (the extension io.modelcontextprotocol/ui, 2026-01-26): a tool names a resource `ui://…` that its client
// shows beside the result. What tools and resources say of it passes unchanged; this reads it.

import type { ClientView } from '../../remotes/connection/channel.ts';
import type { RemoteTool } from '../../remotes/connection/connection.ts';

type Fields = Readonly<Record<string, unknown>>;

const EXTENSION = 'io.modelcontextprotocol/ui';
const SCHEME = 'ui://';

/** What hosts may offer to apps only if it says so: the Codex tools are for models. */
export const FOR_MODELS_ALONE = { ui: { visibility: ['model'] } };

/** Whether a client declared that it shows apps. */
export function showsApps({ capabilities }: ClientView): boolean {
  return fieldsOf(capabilities['extensions'])[EXTENSION] !== undefined;
}

function isAppUri(uri: unknown): uri is string {
  return typeof uri === 'string' && uri.startsWith(SCHEME);
}

/** The resource that shows a tool; in a draft of the extension it had a flat key. */
export function appUriOf(tool: RemoteTool): string | undefined {
  const meta = fieldsOf(tool['_meta']);
  const uri = fieldsOf(meta['ui'])['resourceUri'] ?? meta['ui/resourceUri'];
  return isAppUri(uri) ? uri : undefined;
}

/** Whether an app may call it; by default apps and models may. */
export function isForApps(tool: RemoteTool): boolean {
  const { visibility } = fieldsOf(fieldsOf(tool['_meta'])['ui']);
  return !Array.isArray(visibility) || visibility.includes('app');
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
