// How `codex mcp-server` 0.153.4 wrote what today's engine writes differently: commands, patches, spellings. All
// observed on the wire of both.
import { split } from 'shlex';
import type { PatchChange } from '../approvals/approval.ts';

/** The engine sends a command as one shell-quoted line; 0.153.4 sent a list of words. */
export function argvOf(command: string): string[] {
  try {
    return split(command);
  } catch {
    return [command];
  }
}

/** @param actions the engine's `commandActions`: `{type: 'listFiles', command}` was `{type: 'list_files', cmd}` */
export function parsedCommandOf(actions: readonly unknown[]): unknown[] {
  return actions.map((action) => {
    const { type, command, ...rest } = action as { type?: unknown; command?: unknown };
    return { type: typeof type === 'string' ? snakeCaseOf(type) : type, cmd: command, ...rest };
  });
}

/** The files of a patch by their path. */
export function legacyChangesOf(changes: readonly PatchChange[]): Record<string, unknown> {
  return Object.fromEntries(changes.map((change) => [change.path, legacyChange(change)]));
}

function legacyChange({ kind, diff }: PatchChange): Record<string, unknown> {
  if (kind.type !== 'update') return { type: kind.type, content: diff };
  // The engine ends the diff of a moved file with a line of prose.
  const prose = `\n\nMoved to: ${kind.move_path}`;
  const unified = diff.endsWith(prose) ? diff.slice(0, -prose.length) : diff;
  return { type: 'update', unified_diff: unified, move_path: kind.move_path };
}

/** `internalServerError` → `internal_server_error`. */
export function snakeCaseOf(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The same value with its keys in snake case, all the way down. */
export function withSnakeCaseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSnakeCaseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [snakeCaseOf(key), withSnakeCaseKeys(inner)]),
  );
}
