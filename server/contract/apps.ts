// MCP Apps (the extension io.modelcontextprotocol/ui, 2026-01-26): a tool names a resource `ui://…` that is shown beside
// its result. This reads what definitions of tools, which may say anything, say of it.

type Fields = Readonly<Record<string, unknown>>;

const SCHEME = 'ui://';

/** The resource that shows a tool; in a draft of the extension it had a flat key. */
export function appUriOf(tool: Fields): string | undefined {
  const meta = fieldsOf(tool['_meta']);
  const uri = fieldsOf(meta['ui'])['resourceUri'] ?? meta['ui/resourceUri'];
  return typeof uri === 'string' && uri.startsWith(SCHEME) ? uri : undefined;
}

/** Whether an app may call it; by default apps and models may. */
export function isForApps(tool: Fields): boolean {
  const { visibility } = fieldsOf(fieldsOf(tool['_meta'])['ui']);
  return !Array.isArray(visibility) || visibility.includes('app');
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
