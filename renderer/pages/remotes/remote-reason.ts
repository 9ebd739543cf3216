import type { RemoteRow } from '../../../server/contract/state.ts';

/** Why a remote does not work, in one line; undefined if it does, or if its state says it all. */
export function reasonOf({ name, status }: Pick<RemoteRow, 'name' | 'status'>): string | undefined {
  switch (status.kind) {
    case 'failed':
    case 'needs-sign-in':
      return sentence(firstLine(status.why), name);
    case 'broken':
      return firstLine(status.reason);
    default:
      return undefined;
  }
}

/** Without its beginning: the name stands above it. */
function sentence(text: string, name: string): string {
  const beginning = `The MCP server ${name} `;
  if (!text.startsWith(beginning)) return text;
  const rest = text.slice(beginning.length);
  return `${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
