// Shows a notice, on any page, that a tool has changed; once per change, and only while it is true.
import type { RemoteRow } from '../../contract/state.ts';
import type { ViewStore } from '../app/view-store.ts';

const MAX_NAMED = 3;

/** @returns a function to call with the current remotes */
export function createToolNotices(store: ViewStore): (remotes: readonly RemoteRow[]) => void {
  /** Remote → the tools that were reported. */
  const told = new Map<string, string>();
  return (remotes) => {
    for (const { name, changedTools } of remotes) {
      const id = `tools-changed-${name}`;
      const tools = changedTools.join(' ');
      if ((told.get(name) ?? '') === tools) continue;
      told.set(name, tools);
      if (tools === '') store.apply({ kind: 'notice-gone', id });
      else
        store.apply({
          kind: 'notice',
          notice: { id, level: 'warning', text: textOf(name, changedTools), at: Date.now() },
        });
    }
  };
}

function textOf(remote: string, tools: readonly string[]): string {
  const named = tools.slice(0, MAX_NAMED).join(', ');
  const more = tools.length > MAX_NAMED ? ` and ${tools.length - MAX_NAMED} more` : '';
  return `${remote} has changed ${named}${more} since you first used it. Review the change on the Remotes page.`;
}
